//! What coding agents may use in development, over the Model Context Protocol at `/api/dev/mcp`: the
//! reference, the state of the build, pages as they are when they are visited, requests, operators,
//! pictures. One file per tool or family of tools.
//!
//! It is for programs of the author's own machine. Rules of access do not count for them, secrets
//! are not given.

mod build;
mod call;
mod docs;
mod evaluate;
mod pages;
mod screenshot;

use std::sync::Arc;

use engine::{Str, Value};
use mcp::{Answer, BoxFuture, Service, Tool, Toolbox};

use crate::AppState;
use crate::context::{RequestContext, RequestParts};

/// A tool, and what using it does.
struct Row {
    tool: Tool,
    run: fn(AppState, Value) -> BoxFuture<Result<Answer, String>>,
}

static ROWS: [&Row; 12] = [
    &build::STATUS,
    &call::ENDPOINT,
    &call::REQUEST,
    &docs::LIST,
    &docs::READ,
    &docs::SEARCH,
    &evaluate::EVALUATE,
    &pages::ARTIFACT,
    &pages::HTML,
    &pages::LIST,
    &pages::STATE,
    &screenshot::SCREENSHOT,
];

/// How many tools there are.
pub const COUNT: usize = ROWS.len();

static TOOLS: [&Tool; COUNT] = {
    let mut tools = [&ROWS[0].tool; COUNT];
    let mut i = 0;
    while i < COUNT {
        tools[i] = &ROWS[i].tool;
        i += 1;
    }
    tools
};

/// The service that answers agents.
pub fn service(state: &AppState) -> Service {
    mcp::service(Arc::new(Tools(state.clone())))
}

struct Tools(AppState);

impl Toolbox for Tools {
    fn instructions(&self) -> String {
        let snapshot = self.0.snapshot();
        let written = match &self.0.settings.config_dir {
            Some(dir) => format!("Its author writes it as YAML in {}.", dir.display()),
            None => format!("Its artifacts are in {}.", snapshot.app.dir.display()),
        };
        format!(
            "This is the development server of an app for Lath, which runs apps of Lowdefy: pages, \
             connections, requests and endpoints are configuration. {written} After an edit ask \
             build_status: the server builds and loads by itself. Look names of blocks, operators, \
             actions and connections up with read_docs before you use them."
        )
    }

    fn tools(&self) -> &'static [&'static Tool] {
        &TOOLS
    }

    fn call(&self, tool: &'static Tool, arguments: Value) -> BoxFuture<Result<Answer, String>> {
        let row = ROWS.iter().find(|row| row.tool.name == tool.name);
        match row {
            Some(row) => (row.run)(self.0.clone(), arguments),
            None => Box::pin(async { Err("There is no such tool.".to_owned()) }),
        }
    }
}

/// A call of the author's own, as a visitor of `path` would make it.
fn visitor(state: &AppState, path: &str, user: &Value) -> Result<RequestContext, String> {
    let uri = path.parse();
    let uri = uri.map_err(|_| format!("\"{path}\" is no path of a page."))?;
    let mut cx = RequestContext::of_app(state);
    cx.session.user = user.clone();
    cx.request = Arc::new(RequestParts {
        uri,
        ..RequestParts::default()
    });
    Ok(cx)
}

/// A text that was given.
fn text<'a>(arguments: &'a Value, key: &str) -> &'a str {
    arguments.key(key).as_str().unwrap_or_default()
}

/// The same to keep.
fn shared(arguments: &Value, key: &str) -> Str {
    text(arguments, key).into()
}
