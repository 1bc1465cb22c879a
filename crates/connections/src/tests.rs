//! Behaviour of connections, with real parts: SQLite files, sockets, and answers of the real thing.

#[cfg(all(feature = "aws_s3_bucket", feature = "http"))]
mod aws_s3_bucket;
#[cfg(feature = "axios_http")]
mod axios_http;
#[cfg(feature = "axios_http")]
mod axios_transport;
#[cfg(feature = "elasticsearch")]
mod elasticsearch;
#[cfg(feature = "google_sheet")]
mod google_sheet;
mod knex;
#[cfg(feature = "mongodb_collection")]
mod mongodb;
mod own_schemas;
mod pool;
#[cfg(all(feature = "axios_http", feature = "mongodb_collection"))]
mod reads;
#[cfg(feature = "redis")]
mod redis;
mod schema;
#[cfg(feature = "send_grid_mail")]
mod send_grid_mail;
#[cfg(all(feature = "mysql", feature = "postgres"))]
mod servers;
#[cfg(feature = "smtp")]
mod smtp;
#[cfg(feature = "http")]
mod stand_in;
#[cfg(feature = "stripe")]
mod stripe;

use engine::{Value, json};

/// A value from JSON with markers.
pub(crate) fn v(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("test JSON")
}
