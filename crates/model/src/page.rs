//! A page: the root block and the requests that its actions may call.

use std::sync::Arc;

use engine::{Expr, Str, Table, Value};

use crate::read::Fields;
use crate::{Block, Diagnostics};

/// A page, compiled. Immutable; every visit shares it.
#[derive(Clone)]
pub struct Page {
    /// Id, which is also the path.
    pub id: Str,
    /// The page as a block.
    pub root: Arc<Block>,
    /// What may be requested from here.
    pub requests: Vec<RequestStub>,
}

/// The part of a request that a page knows: what to send.
#[derive(Clone)]
pub struct RequestStub {
    /// Id within the page.
    pub id: Str,
    /// Evaluated in the page; only this crosses the wire.
    pub payload: Expr,
    /// Its rows are shown as they come. Lowdefy does not have it.
    pub stream: bool,
}

impl Page {
    /// Reads a page artifact; findings go to `d`. None if it is no page at all.
    pub fn read(value: &Value, table: &'static Table, d: &mut Diagnostics) -> Option<Page> {
        let root = Block::read(value, table, d)?;
        let fields = Fields::of(value, table, "a page", d)?;
        let id = fields
            .text("pageId", d)
            .unwrap_or_else(|| root.block_id.clone());
        let listed = fields.list("requests", d);
        let requests = listed.iter().enumerate().filter_map(|(i, request)| {
            d.within("requests", |d| {
                d.within(i, |d| RequestStub::read(request, table, d))
            })
        });
        let requests = requests.collect();
        Some(Page {
            id,
            root: Arc::new(root),
            requests,
        })
    }

    /// The request of that id.
    pub fn request(&self, id: &str) -> Option<&RequestStub> {
        self.requests.iter().find(|r| &*r.id == id)
    }
}

impl RequestStub {
    fn read(value: &Value, table: &'static Table, d: &mut Diagnostics) -> Option<RequestStub> {
        let fields = Fields::of(value, table, "a request", d)?;
        let id = match fields.text("requestId", d) {
            Some(id) => id,
            None => fields.required_text("id", d)?,
        };
        Some(RequestStub {
            id,
            payload: fields.expr("payload"),
            stream: *fields.get("stream") == Value::Bool(true),
        })
    }
}
