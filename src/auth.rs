//! Logging in, as the web sees it: sessions, cookies, forgery of calls, where one may be sent, what a
//! user is made of. Whom people log in with is in the crate `auth`; the routes are in `routes::auth`.
//!
//! Start with [`Auth`], which is made once per load of an app, and [`session::caller`], which finds out
//! who calls.

pub mod accounts;
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

/// Opens the database of users at `url`, with the folder that its file is in.
///
/// # Errors
/// It cannot be opened.
pub async fn open_store(url: &str) -> Result<::auth::Store, ::auth::StoreError> {
    if let Some(file) = url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(file).parent()
    {
        tokio::fs::create_dir_all(folder).await.ok();
    }
    ::auth::Store::open(url).await
}
