//! Logging in, as the web sees it: sessions, cookies, forgery of calls, where one may be sent, what a
//! user is made of. Whom people log in with is in the crate `auth`; the routes are in `routes::auth`.
//!
//! Start with [`Auth`], which is made once per load of an app, and [`session::caller`], which finds out
//! who calls.

mod accounts;
pub mod address;
pub mod audit;
mod config;
pub mod cookies;
pub mod csrf;
pub mod forms;
pub mod hooks;
pub mod kept;
pub mod keys;
pub mod limits;
pub mod login;
pub mod pages;
pub mod provider;
pub mod session;
pub mod strategies;
pub mod target;
pub mod user;
pub mod ways;

pub use config::{Auth, Policy, Strategy, Urls};
pub use session::Session;
