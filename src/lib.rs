//! The server: HTTP, server-side rendering, and the wiring of everything else. Native only.
//!
//! Start with [`router`] for what URLs exist, `services` for what they do, `ssr` for how a page
//! becomes HTML, `snapshot` for what is loaded.

pub mod assets;
pub mod auth;
pub mod build;
pub mod check;
pub mod context;
pub mod csp;
pub mod dev;
pub mod docs;
pub mod documents;
pub mod error;
pub mod export;
pub mod init;
pub mod languages;
pub mod listen;
pub mod logging;
#[cfg(feature = "mcp")]
pub mod mcp;
pub mod metrics;
pub mod middleware;
pub mod needs;
pub mod router;
pub mod routes;
pub mod sanitize;
pub mod schedules;
pub mod schema;
pub mod scripts;
pub mod server;
pub mod services;
pub mod settings;
pub mod shutdown;
pub mod snapshot;
pub mod ssr;
pub mod state;
pub mod timings;
pub mod users;
pub mod watchers;

pub use settings::Settings;
pub use state::AppState;

#[cfg(test)]
mod tests;
