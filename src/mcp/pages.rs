//! Pages: which there are, their artifacts, and what a visit makes of one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use engine::{Map, Str, Value, json};
use mcp::{Answer, Parameter, Tool};
use model::server::PageEntry;

use super::{Row, text, visitor};
use crate::context::RequestContext;
use crate::{AppState, services, ssr};

pub(super) const PATH: Parameter = Parameter {
    name: "path",
    kind: "string",
    about: "The page's path with its query, as in the browser: \"/order?id=5\".",
    required: true,
};

pub(super) const USER: Parameter = Parameter {
    name: "user",
    kind: "object",
    about: "The user who is logged in, as `_user` reads it. Nobody if left out.",
    required: false,
};

pub(super) static LIST: Row = Row {
    tool: Tool {
        name: "list_pages",
        about: "The app's pages, connections and endpoints: ids, types, rules of access, requests.",
        parameters: &[],
        only_reads: true,
    },
    run: |state, _| Box::pin(async move { Ok(Answer::Data(list(&state))) }),
};

pub(super) static ARTIFACT: Row = Row {
    tool: Tool {
        name: "page_artifact",
        about: "The artifact of a page, which is what the build made of its configuration.",
        parameters: &[Parameter {
            name: "pageId",
            kind: "string",
            about: "Id of the page.",
            required: true,
        }],
        only_reads: true,
    },
    run: |state, arguments| {
        Box::pin(async move {
            let snapshot = state.snapshot();
            let entry = page_of(&snapshot.app.pages, text(&arguments, "pageId"))?;
            let artifact = json::parse(entry.source.as_bytes());
            let artifact = artifact.map_err(|e| format!("The artifact cannot be read: {e}."))?;
            let plain = engine::serializer::without_places(&artifact);
            Ok(Answer::Text(json::stringify(&plain)))
        })
    },
};

pub(super) static STATE: Row = Row {
    tool: Tool {
        name: "page_state",
        about: "Visits a page on the server, with its onInit and the requests in it, and gives its \
                state, the answers of requests and endpoints, the event log, where it leads to, and \
                all errors of operators.",
        parameters: &[PATH, USER],
        only_reads: false,
    },
    run: |state, arguments| Box::pin(async move { visited(&state, &arguments).await }),
};

pub(super) static HTML: Row = Row {
    tool: Tool {
        name: "page_html",
        about: "The HTML that the server sends for a page.",
        parameters: &[PATH, USER],
        only_reads: false,
    },
    run: |state, arguments| Box::pin(async move { drawn(&state, &arguments).await }),
};

fn list(state: &AppState) -> Value {
    let snapshot = state.snapshot();
    let app = &snapshot.app;
    let pages = app.pages.values().map(|entry| {
        let requests = entry.requests.values().map(|request| {
            Value::object([
                ("requestId", Value::String(request.id.clone())),
                ("type", Value::String(request.kind.clone())),
                (
                    "connectionId",
                    request
                        .connection_id
                        .clone()
                        .map_or(Value::Null, Value::String),
                ),
            ])
        });
        Value::object([
            ("pageId", Value::String(entry.page.id.clone())),
            ("access", entry.auth.to_value()),
            ("requests", Value::list(requests.collect())),
        ])
    });
    let connections = app.connections.values().map(|connection| {
        Value::object([
            ("connectionId", Value::String(connection.id.clone())),
            ("type", Value::String(connection.kind.clone())),
        ])
    });
    let endpoints = app.endpoints.values().map(|endpoint| {
        Value::object([
            ("endpointId", Value::String(endpoint.id.clone())),
            ("access", endpoint.auth.to_value()),
            ("description", Value::String(endpoint.description.clone())),
            ("payloadSchema", endpoint.payload_schema.clone()),
        ])
    });
    Value::object([
        ("pages", Value::list(pages.collect())),
        ("connections", Value::list(connections.collect())),
        ("endpoints", Value::list(endpoints.collect())),
    ])
}

fn page_of<'a>(
    pages: &'a BTreeMap<Str, Arc<PageEntry>>,
    id: &str,
) -> Result<&'a PageEntry, String> {
    pages.get(id).map(|page| &**page).ok_or_else(|| {
        let known: Vec<&str> = pages.keys().map(|id| &**id).collect();
        format!(
            "There is no page \"{id}\". There are: {}.",
            known.join(", ")
        )
    })
}

/// The visitor of the page that is asked for, and the page's id.
pub(super) fn visitor_of(
    state: &AppState,
    arguments: &Value,
) -> Result<(RequestContext, Str), String> {
    let path = text(arguments, "path");
    let cx = visitor(state, path, arguments.key("user"))?;
    let id = match cx.request.uri.path().trim_matches('/') {
        "" => services::page::root(&cx).home_page_id,
        id => Some(id.into()),
    };
    let id = id.ok_or_else(|| "The app has no home page.".to_owned())?;
    page_of(&cx.snapshot.app.pages, &id)?;
    Ok((cx, id))
}

async fn visited(state: &AppState, arguments: &Value) -> Result<Answer, String> {
    let (cx, id) = visitor_of(state, arguments)?;
    let Some(visit) = ssr::visit(&cx, &id).await else {
        return Err(format!("There is no page \"{id}\"."));
    };
    let payload = visit.page.payload();
    let errors = visit.page.errors();
    let errors = errors.iter().map(|error| {
        let place = error.key.as_deref();
        let place = place.and_then(|key| cx.snapshot.app.place_of(key));
        Value::object([
            ("message", (&*error.message).into()),
            ("block", (&*error.location).into()),
            ("place", place.map_or(Value::Undefined, Value::from)),
        ])
    });
    let or_empty = |value: Value| value.or(Value::map(Map::new()));
    Ok(Answer::Data(Value::object([
        ("pageId", Value::String(id)),
        ("state", visit.page.state()),
        ("requests", or_empty(payload.requests)),
        ("endpoints", or_empty(payload.endpoints)),
        ("events", payload.event_log),
        ("leadsTo", visit.redirect.map_or(Value::Null, Value::from)),
        ("tookTooLong", Value::Bool(visit.is_late)),
        ("errors", Value::list(errors.collect())),
    ])))
}

async fn drawn(state: &AppState, arguments: &Value) -> Result<Answer, String> {
    let (cx, id) = visitor_of(state, arguments)?;
    let path = cx.request.uri.path().to_owned();
    let Some(response) = ssr::page(&cx, &id, &path).await else {
        return Err(format!("There is no page \"{id}\"."));
    };
    let body = axum::body::to_bytes(response.into_body(), MAX_HTML);
    let body = tokio::time::timeout(LONGEST, body).await;
    let body = body.map_err(|_| "The page was not drawn in time.".to_owned())?;
    let body = body.map_err(|_| "The page is larger than can be given.".to_owned())?;
    Ok(Answer::Text(String::from_utf8_lossy(&body).into_owned()))
}

/// HTML that is given, bytes.
const MAX_HTML: usize = 2 << 20;

/// How long drawing may take.
const LONGEST: Duration = Duration::from_secs(30);
