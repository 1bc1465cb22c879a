//! The half of an app that never reaches a browser, and the loader that reads a `build/` folder into
//! one immutable snapshot.

mod app;
mod auth;
mod files;
mod i18n;
mod load;
mod place;
mod request;
mod script;

pub use app::{App, AppHtml, Config, PageEntry};
pub use auth::{AuthConfig, Rule};
pub use i18n::I18n;
pub use load::{Options, Tables, load};
pub use request::{Connection, Endpoint, Request};
pub use script::{NamedScript, ScriptModule, Scripts};
