//! Connections to the outside and the requests that run on them, one file per type, in a catalog.
//!
//! A connection type makes a client from its evaluated properties; a request type runs on it and
//! gives a value. Neither knows operators, pages, users or HTTP on our side: whoever calls has
//! evaluated, authorised and checked what is to be checked (`check_read`, `check_write`), and turns
//! an [`Error`] into a response.
//!
//! The way of a request: [`find`] the row of the connection, [`ConnectionEntry::request`] the row
//! of the request, validate both properties with the [`Schema`] of each, get a client from
//! [`Clients`], then [`RequestEntry::run`].
//!
//! Where a type of connection has transactions, [`Client::begin`] gives a client whose requests are
//! parts of one. Where a type of request has rows, [`RequestEntry::stream`] gives them one after the
//! other.
//!
//! Adding a type is adding a file to `catalog/` and running `cargo xtask codegen`.

mod catalog;
mod connection;
mod cx;
mod error;
#[cfg(any(
    feature = "aws_s3_bucket",
    feature = "google_sheet",
    feature = "stripe"
))]
mod escape;
#[cfg(feature = "http")]
#[cfg_attr(
    not(all(
        feature = "axios_http",
        feature = "elasticsearch",
        feature = "google_sheet",
        feature = "send_grid_mail"
    )),
    allow(dead_code, reason = "one connection does not need all of it")
)]
mod http;
mod limit;
#[cfg(feature = "mail")]
mod mail;
mod pool;
mod schema;
mod stream;

pub use catalog::{ALL, find};
pub use connection::{
    BoxFuture, Client, Connection, ConnectionEntry, Request, RequestEntry, Transaction,
};
pub use cx::{ConnectCx, Documents, RequestCx};
pub use error::{Error, ErrorKind};
pub use pool::{ClientKey, Clients};
pub use schema::{Schema, SchemaError, Violation};
pub use stream::{RowSink, RowStream};

#[cfg(test)]
mod tests;
