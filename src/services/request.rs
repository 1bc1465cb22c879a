//! The way of a request (specs: Lowdefy's callRequest). The order of the checks decides which error a
//! caller sees, so it is kept as it is.

use std::collections::BTreeMap;
use std::time::Duration;

use connections::{ConnectionEntry, ErrorKind, RequestCx, RequestEntry};
use engine::{Cx, ErrorSink, OpResult, Realm, Root, Scope, Script, Str, Value, path};
use model::server::{App, Connection, Request};
use protocol::{Code, ErrorBody, RequestAnswer, RequestCall};

use crate::context::RequestContext;
use crate::languages::{self, Languages};
use crate::scripts::Scripts;

/// The rows of the catalog for a request, looked up when the app is loaded.
#[derive(Clone, Copy)]
pub struct Plan {
    connection: Option<&'static ConnectionEntry>,
    request: Option<&'static RequestEntry>,
    /// Running it changes nothing, as far as its configuration tells.
    pub only_reads: bool,
}

/// Plans of all requests of an app.
pub fn plans(app: &App) -> BTreeMap<(Str, Str), Plan> {
    let requests = app.pages.values().flat_map(|page| page.requests.values());
    requests
        .map(|request| {
            (
                (request.page_id.clone(), request.id.clone()),
                plan(app, request),
            )
        })
        .collect()
}

fn plan(app: &App, request: &Request) -> Plan {
    let connection = request
        .connection_id
        .as_ref()
        .and_then(|id| app.connections.get(id));
    let connection = connection.and_then(|c| connections::find(&c.kind));
    let row = connection.and_then(|c| c.request(&request.kind));
    Plan {
        connection,
        request: row,
        only_reads: row.is_some_and(|row| only_reads(row, request)),
    }
}

/// Methods of Knex's query builder that change something.
const WRITES: &[&str] = &[
    "decrement",
    "del",
    "delete",
    "increment",
    "insert",
    "truncate",
    "update",
    "upsert",
];

/// Whether a request can be seen to only read.
fn only_reads(row: &RequestEntry, request: &Request) -> bool {
    if row.name == "KnexBuilder" {
        let mut writes = false;
        request
            .properties
            .visit_keys(&mut |key| writes |= WRITES.contains(&key));
        // Code may give any query.
        let properties = &request.properties;
        properties.visit_operators(&mut |name, _, _| writes |= name == "_js");
        return !writes;
    }
    let Some(properties) = request.properties.as_const_at(&["query", "method"]) else {
        return false;
    };
    match row.name {
        "KnexRaw" => properties.key("query").as_str().is_some_and(|sql| {
            let words: Vec<String> = sql
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .map(str::to_ascii_lowercase)
                .collect();
            let first = words.iter().find(|w| !w.is_empty()).map(String::as_str);
            let writes = [
                "insert", "update", "delete", "replace", "create", "drop", "alter", "pragma",
                "attach", "into",
            ];
            matches!(first, Some("select" | "with"))
                && !words.iter().any(|w| writes.contains(&w.as_str()))
        }),
        "AxiosHttp" => properties
            .key("method")
            .as_str()
            .is_none_or(|m| m.eq_ignore_ascii_case("get")),
        _ => row.check_read && !row.check_write,
    }
}

/// Runs a request for a caller.
///
/// # Errors
/// As an error of the wire: what is missing in the configuration, what an operator said, what was
/// refused, what the driver said.
pub async fn call(cx: &RequestContext, call: RequestCall) -> Result<RequestAnswer, ErrorBody> {
    let config = |message: String| ErrorBody::new(Code::Config, message);
    let absent = || config(format!("Request \"{}\" does not exist.", call.request_id));
    let request = cx
        .page(&call.page_id)
        .and_then(|p| p.requests.get(&call.request_id))
        .ok_or_else(absent)?;
    let Some(connection_id) = &request.connection_id else {
        return Err(config(format!(
            "Request \"{}\" does not specify a connection.",
            request.id
        )));
    };
    let Some(connection) = cx.connection(connection_id) else {
        return Err(config(format!(
            "Connection \"{connection_id}\" does not exist."
        )));
    };
    if !request.auth.allows(&cx.session.user) {
        return Err(absent());
    }
    let plan = cx
        .snapshot
        .plans
        .get(&(request.page_id.clone(), request.id.clone()));
    let Some(entry) = plan.and_then(|p| p.connection) else {
        return Err(config(format!(
            "Connection type \"{}\" can not be found.",
            connection.kind
        )));
    };
    let Some(row) = plan.and_then(|p| p.request) else {
        return Err(config(format!(
            "Request type \"{}\" can not be found.",
            request.kind
        )));
    };
    let (connection_properties, properties) = evaluate(cx, connection, request, &call)?;
    allow(connection, row, &connection_properties)?;
    for (schema, value) in [
        ((entry.schema)(), &connection_properties),
        ((row.schema)(), &properties),
    ] {
        schema.validate(value).map_err(config)?;
    }
    let response = run(
        cx,
        (entry, row),
        connection,
        request,
        &call,
        &connection_properties,
        &properties,
    )
    .await?;
    Ok(RequestAnswer {
        page_id: call.page_id,
        request_id: call.request_id,
        kind: request.kind.clone(),
        response,
    })
}

/// Operators in the connection's properties, then in the request's; the first error ends it.
fn evaluate(
    cx: &RequestContext,
    connection: &Connection,
    request: &Request,
    call: &RequestCall,
) -> Result<(Value, Value), ErrorBody> {
    let scope = RequestScope {
        payload: &call.payload,
        user: &cx.session.user,
        secrets: &cx.secrets,
        languages: &cx.snapshot.languages,
        i18n: languages::view(cx, &languages::of(cx)),
        scripts: cx.js_map(),
    };
    let errors = ErrorSink::default();
    let at = |location| Cx::new(&scope, cx.operators, location, &errors);
    let object = |v: Value| {
        if v.is_undefined() {
            Value::object([])
        } else {
            v
        }
    };
    let connection_properties = object(connection.properties.eval(&at(&connection.id)));
    let properties = object(request.properties.eval(&at(&request.id)));
    match errors.take().into_iter().next() {
        None => Ok((connection_properties, properties)),
        Some(error) => {
            let place = error
                .key
                .as_deref()
                .and_then(|key| cx.snapshot.app.place_of(key));
            tracing::warn!(
                page.id = %request.page_id, request.id = %request.id,
                source = place.as_deref().unwrap_or_default(),
                "an operator of the request failed"
            );
            // What was received may hold secrets: only the complaint itself is told.
            let message = error
                .message
                .split(" Received: ")
                .next()
                .unwrap_or_default();
            Err(ErrorBody::new(Code::Request, message))
        }
    }
}

fn allow(connection: &Connection, row: &RequestEntry, properties: &Value) -> Result<(), ErrorBody> {
    let refused = |what: &str| {
        Err(ErrorBody::new(
            Code::Config,
            format!("Connection \"{}\" does not allow {what}.", connection.id),
        ))
    };
    if row.check_read && *properties.key("read") == Value::Bool(false) {
        return refused("reads");
    }
    if row.check_write && *properties.key("write") != Value::Bool(true) {
        return refused("writes");
    }
    Ok(())
}

async fn run(
    cx: &RequestContext,
    (entry, row): (&'static ConnectionEntry, &'static RequestEntry),
    connection: &Connection,
    request: &Request,
    call: &RequestCall,
    connection_properties: &Value,
    properties: &Value,
) -> Result<Value, ErrorBody> {
    let timeout = cx.config().request_timeout_ms.map(Duration::from_millis);
    let request_cx = RequestCx {
        page_id: Some(&request.page_id),
        block_id: Some(&call.block_id),
        payload: &call.payload,
        timeout,
        ..RequestCx::new(&connection.id, &request.id)
    };
    let work = async {
        let client = cx
            .snapshot
            .clients
            .get(entry, &connection.id, connection_properties)
            .await?;
        row.run(&request_cx, &client, connection_properties, properties)
            .await
    };
    let outcome = match timeout {
        Some(limit) => match tokio::time::timeout(limit, work).await {
            Ok(outcome) => outcome,
            Err(_) => {
                let ms = limit.as_millis();
                Err(connections::Error::service(format!(
                    "Request \"{}\" timed out after {ms} ms.",
                    request.id
                )))
            }
        },
        None => work.await,
    };
    outcome.map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        tracing::warn!(
            page.id = %request.page_id, request.id = %request.id, error = error.message(),
            cause = cause.as_deref().unwrap_or_default(), "request failed"
        );
        let code = match error.kind() {
            ErrorKind::Config => Code::Config,
            ErrorKind::Request => Code::Request,
            ErrorKind::Service => Code::Service,
        };
        ErrorBody::new(code, error.message())
    })
}

/// What expressions of a request may read.
struct RequestScope<'a> {
    payload: &'a Value,
    user: &'a Value,
    secrets: &'a Value,
    languages: &'a Languages,
    /// In the caller's language.
    i18n: Value,
    scripts: &'a Scripts,
}

impl Scope for RequestScope<'_> {
    fn read(&self, root: Root, at: &str) -> Value {
        let value = match root {
            Root::Payload => self.payload,
            Root::User => self.user,
            Root::Secret => self.secrets,
            Root::I18n => &self.i18n,
            _ => return Value::Undefined,
        };
        if at.is_empty() {
            value.clone()
        } else {
            path::get(value, at)
        }
    }

    fn now(&self) -> f64 {
        crate::ssr::now_ms()
    }

    fn random(&self) -> f64 {
        crate::ssr::random()
    }

    fn locale(&self) -> Str {
        let active = self.i18n.key("active").as_shared_str();
        active.unwrap_or_else(|| "en-US".into())
    }

    fn log(&self, value: &Value) {
        tracing::info!(value = engine::json::stringify(value), "_log");
    }

    fn note(&self, message: &str) {
        self.languages.note(message);
    }

    fn script(&self, script: &Script<'_>) -> OpResult {
        self.scripts.run(Realm::Server, script).result
    }
}
