//! Behaviour of connections, with real parts: SQLite files, sockets, and answers of the real thing.

mod axios_http;
mod knex;
#[cfg(feature = "mongodb_collection")]
mod mongodb;
mod pool;
#[cfg(feature = "redis")]
mod redis;
mod schema;
#[cfg(all(feature = "mysql", feature = "postgres"))]
mod servers;

use engine::{Value, json};

/// A value from JSON with markers.
pub(crate) fn v(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("test JSON")
}
