//! Connections and requests.

use engine::{Expr, Str};

use crate::server::Rule;

/// A connection: where data is.
#[derive(Clone)]
pub struct Connection {
    /// Id.
    pub id: Str,
    /// Connection type, such as `Knex`.
    pub kind: Str,
    /// Properties, compiled against the server's operators.
    pub properties: Expr,
    /// Place marker.
    pub key: Option<Str>,
}

/// A request of a page.
#[derive(Clone)]
pub struct Request {
    /// Id within the page.
    pub id: Str,
    /// The page.
    pub page_id: Str,
    /// Request type, such as `KnexRaw`.
    pub kind: Str,
    /// The connection; none is an error that the caller is told.
    pub connection_id: Option<Str>,
    /// Properties, compiled against the server's operators.
    pub properties: Expr,
    /// Who may call it.
    pub auth: Rule,
    /// Its rows may be had as they come.
    pub stream: bool,
    /// Place marker.
    pub key: Option<Str>,
}
