//! A call of the cluster's API.

use std::sync::atomic::Ordering;
use std::time::Duration;

use engine::{Value, js, json};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode, Url};

use super::Cluster;
use crate::{Error, RequestCx, http, limit};

/// What is escaped in an address: as `encodeURIComponent` does.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// Characters of a reason that are told.
const LONGEST_REASON: usize = 500;

/// Runs a request on the one document that it names. Gives `{ id, response }`.
///
/// # Errors
/// The index or the id is missing; what the cluster says.
pub(super) async fn of_document(
    cx: &RequestCx<'_>,
    client: &Cluster,
    (connection, request): (&Value, &Value),
    method: Method,
    action: &str,
) -> Result<Value, Error> {
    need_index(connection, request)?;
    let id = Some(request.key("id"));
    let call = Call::new(method, connection, request, action, id)?;
    let response = limit::within(cx.timeout, call.send(client, connection)).await?;
    Ok(Value::object([
        ("id", response.key("_id").clone()),
        ("response", response),
    ]))
}

/// Runs a request on the documents that its query finds. Gives `{ response }`.
///
/// # Errors
/// The index or the body is missing; what the cluster says.
pub(super) async fn by_query(
    cx: &RequestCx<'_>,
    client: &Cluster,
    (connection, request): (&Value, &Value),
    action: &str,
) -> Result<Value, Error> {
    need_index(connection, request)?;
    if request.key("body").is_none() {
        return Err(missing("body"));
    }
    let call = Call::new(Method::POST, connection, request, action, None)?;
    let response = limit::within(cx.timeout, call.send(client, connection)).await?;
    Ok(Value::object([("response", response)]))
}

/// A call.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// Path and query.
    pub(super) path: String,
    pub(super) body: &'a Value,
    /// May it be made again if nobody knows whether it was made?
    pub(super) is_repeatable: bool,
}

impl<'a> Call<'a> {
    /// A call of `/<index>/<action>/<id>` with all other properties of a request as its query.
    ///
    /// # Errors
    /// `id` is none, or empty.
    pub(super) fn new(
        method: Method,
        connection: &Value,
        request: &'a Value,
        action: &str,
        id: Option<&Value>,
    ) -> Result<Call<'a>, Error> {
        let mut path = String::new();
        let index = match request.key("index") {
            index if js::truthy(index) => index,
            _ => connection.key("index"),
        };
        let index = joined(index);
        if matches!(&*index, "." | "..") {
            return Err(missing("index"));
        }
        for part in [&*index, action] {
            // The names of actions stay as they are.
            if !part.is_empty() {
                path = format!("{path}/{}", escape(part));
            }
        }
        if let Some(id) = id {
            let id = joined(id);
            if matches!(&*id, "" | "." | "..") {
                return Err(missing("id"));
            }
            path = format!("{path}/{}", escape(&id));
        }
        let mut separator = '?';
        let properties = request.as_map();
        for (name, value) in properties.iter().flat_map(|map| map.iter()) {
            if matches!(&**name, "body" | "id" | "index") || value.is_none() {
                continue;
            }
            let (name, value) = (escape(name), escape(&joined(value)));
            path = format!("{path}{separator}{name}={value}");
            separator = '&';
        }
        Ok(Call {
            is_repeatable: method != Method::POST,
            method,
            path: path.trim_start_matches('/').to_owned(),
            body: request.key("body"),
        })
    }

    /// Makes it: gives what the cluster answers.
    ///
    /// # Errors
    /// No node can be reached; the cluster refuses.
    pub(super) async fn send(self, cluster: &Cluster, connection: &Value) -> Result<Value, Error> {
        let retries = connection.key("maxRetries").as_number().unwrap_or(3.0);
        let retries = retries.clamp(0.0, 20.0) as usize;
        let limit = connection.key("requestTimeout").as_number();
        let limit = limit.filter(|ms| *ms > 0.0).unwrap_or(30_000.0);
        let limit = Duration::from_secs_f64(limit.min(3.6e6) / 1000.0);
        let mut attempt = 0;
        loop {
            let at = cluster.next.fetch_add(1, Ordering::Relaxed) % cluster.nodes.len();
            match self.attempt(cluster, &cluster.nodes[at], limit).await {
                Err((_, true)) if attempt < retries => attempt += 1,
                Err((error, _)) => return Err(error),
                Ok(answer) => return Ok(answer),
            }
        }
    }

    /// Asks one node. With an error comes whether to ask another.
    async fn attempt(
        &self,
        cluster: &Cluster,
        node: &Url,
        limit: Duration,
    ) -> Result<Value, (Error, bool)> {
        let url = http::at(node, &self.path);
        let request = cluster.http.request(self.method.clone(), url.clone());
        let mut request = request.headers(cluster.headers.clone()).timeout(limit);
        if !self.body.is_none() {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .body(json::stringify(self.body));
        }
        let response = request.send().await.map_err(|error| {
            let again = error.is_connect() || self.is_repeatable;
            (http::failure(error, &url), again)
        })?;
        let status = response.status();
        let bytes = http::read(response, http::MAX_CONTENT).await;
        let bytes = bytes.map_err(|error| (error, false))?;
        let body = json::parse(&bytes).unwrap_or(Value::Undefined);
        if status.is_success() && body.as_map().is_some() {
            return Ok(body);
        }
        let again = matches!(status.as_u16(), 502..=504) && self.is_repeatable;
        Err((refusal(status, &body), again))
    }
}

/// What the cluster says against a call.
fn refusal(status: StatusCode, body: &Value) -> Error {
    let error = body.key("error");
    let causes = error.key("root_cause").items().iter();
    let causes: Vec<String> = causes
        .map(|cause| {
            let text = |key| cause.key(key).as_str().unwrap_or_default();
            format!("[{}] Reason: {}", text("type"), text("reason"))
        })
        .collect();
    let text = match (error.key("type").as_str(), causes.is_empty()) {
        (Some(kind), true) => kind.to_owned(),
        (Some(kind), false) => format!("{kind}: {}", causes.join("; ")),
        // A document that is not there.
        (None, _) => match body.key("result").as_str() {
            Some(result) => format!("Response Error: {result}"),
            None => format!("Response Error: {}", status.as_u16()),
        },
    };
    let text: String = text.chars().take(LONGEST_REASON).collect();
    match status.is_server_error() {
        true => Error::service(text),
        false => Error::request(text),
    }
}

/// A required property is missing.
pub(super) fn missing(name: &str) -> Error {
    Error::request(format!("Missing required parameter: {name}"))
}

/// Is an index named, by the request or by its connection?
///
/// # Errors
/// It is not.
pub(super) fn need_index(connection: &Value, request: &Value) -> Result<(), Error> {
    let is_named = [request, connection]
        .iter()
        .any(|it| js::truthy(it.key("index")));
    if is_named {
        return Ok(());
    }
    Err(missing("index"))
}

/// A value as it stands in an address; the items of a list with commas between.
fn joined(value: &Value) -> String {
    match value {
        none if none.is_none() => String::new(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(js::to_text).collect();
            items.join(",")
        }
        value => js::to_text(value),
    }
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
