//! What a connection and a request are told about the world around them.

use std::path::PathBuf;
use std::time::Duration;

use engine::Value;

/// What connections do with documents in memory, where their services know no queries. It is not
/// theirs: whoever runs requests has it.
#[derive(Clone, Copy, Debug)]
pub struct Documents {
    /// The documents that a pipeline makes of documents, in the query language of MongoDB.
    pub aggregate: fn(documents: &Value, pipeline: &Value) -> Result<Value, String>,
    /// The time that a text says, in milliseconds since 1970; NaN if it says none.
    pub date: fn(text: &str) -> f64,
}

/// For opening connections: the same for all of one snapshot.
#[derive(Clone, Debug)]
pub struct ConnectCx {
    /// The folder of the artifacts; files that a connection names are in it.
    pub build_dir: PathBuf,
    /// May HTTP requests go to loopback, private and link-local addresses?
    pub allow_private_http: bool,
    /// How long opening a connection may take.
    pub connect_timeout: Duration,
    /// Queries in memory; connections that need them refuse to open without.
    pub documents: Option<Documents>,
}

impl ConnectCx {
    /// The usual: no private addresses, 30 seconds.
    pub fn new(build_dir: impl Into<PathBuf>) -> ConnectCx {
        ConnectCx {
            build_dir: build_dir.into(),
            allow_private_http: false,
            connect_timeout: Duration::from_secs(30),
            documents: None,
        }
    }
}

/// For one request.
#[derive(Clone, Copy, Debug)]
pub struct RequestCx<'a> {
    /// Of the connection.
    pub connection_id: &'a str,
    /// Of the request, or of the step in a routine.
    pub request_id: &'a str,
    /// The page that the request belongs to, if it does.
    pub page_id: Option<&'a str>,
    /// The block that called it, if one did.
    pub block_id: Option<&'a str>,
    /// What the caller sent.
    pub payload: &'a Value,
    /// How long it may take; no limit if none.
    pub timeout: Option<Duration>,
}

impl<'a> RequestCx<'a> {
    /// A request by itself: no page, no block, no payload, no limit.
    pub fn new(connection_id: &'a str, request_id: &'a str) -> RequestCx<'a> {
        static NOTHING: Value = Value::Undefined;
        RequestCx {
            connection_id,
            request_id,
            page_id: None,
            block_id: None,
            payload: &NOTHING,
            timeout: None,
        }
    }
}
