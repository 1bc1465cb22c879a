//! The half of an app that never reaches a browser, and the loader that reads a `build/` folder into
//! one immutable snapshot.

mod app;
mod auth;
mod endpoint;
mod files;
mod i18n;
mod load;
mod place;
mod request;
mod routine;
mod script;

pub use app::{App, AppHtml, Config, PageEntry};
pub use auth::{AuthConfig, Denied, Rule, Rules};
pub use endpoint::{Endpoint, EndpointKind, Schedule};
pub use i18n::I18n;
pub use load::{Options, Tables, load, load_again};
pub use place::PlaceSource;
pub use request::{Connection, Request};
pub use routine::{Branch, Catch, Control, Loop, Routine, Step, StepKind};
pub use script::{NamedScript, ScriptModule, Scripts};
