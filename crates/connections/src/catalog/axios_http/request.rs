//! An HTTP request.

use std::time::Duration;

use engine::{Expr, Map, Value, js, json};
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::{Method, Response, StatusCode, Url};

use super::message::{Message, merge};
use super::transport::Transport;
use super::{AxiosHttp, Http, schema};
use crate::http::encoding::{decode, latin1};
use crate::http::{self, MAX_CONTENT};
use crate::limit::too_slow;
use crate::{Error, Request, RequestCx, Schema};

/// Redirects that are followed if `maxRedirects` does not say otherwise.
const MAX_REDIRECTS: i64 = 21;

/// Bytes of an answer that is given as a list of them, if `maxContentLength` does not say otherwise:
/// as numbers they take 24 times their size.
const MAX_BUFFER: u64 = 4 * 1024 * 1024;

/// Sends an HTTP request.
///
/// ```yaml
/// id: customers
/// type: AxiosHttp
/// connectionId: crm
/// payload: { q: { _state: search } }
/// properties:
///   url: /customers
///   params: { q: { _payload: q } }
/// ```
///
/// Its properties are those of the connection `AxiosHttp`, and are merged over them. Gives
/// `{ status, statusText, headers, data }`. An answer that is not 2xx is an error; its body is not
/// shown.
pub(super) struct AxiosHttpRequest;

impl Request for AxiosHttpRequest {
    const NAME: &'static str = "AxiosHttp";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = AxiosHttp;

    fn schema() -> &'static Schema {
        schema()
    }

    fn only_reads(connection: &Expr, request: &Expr) -> bool {
        let gets = |properties: &Expr| {
            let given = properties.as_const_at(&["method"]);
            given.is_some_and(|given| match given.key("method") {
                Value::Undefined => true,
                method => method
                    .as_str()
                    .is_some_and(|m| m.eq_ignore_ascii_case("get")),
            })
        };
        gets(connection) && gets(request)
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Http,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let config = merge(connection, request);
        let message = Message::read(&config)?;
        let own = config.key("timeout").as_number().filter(|ms| *ms > 0.0);
        let own = own.map(|ms| Duration::from_secs_f64(ms.min(1e9) / 1000.0));
        let exchange = exchange(client, message, &config);
        let (limit, is_own) = match (own, cx.timeout) {
            (None, None) => return exchange.await,
            (Some(own), Some(cx)) => (own.min(cx), own <= cx),
            (Some(own), None) => (own, true),
            (None, Some(cx)) => (cx, false),
        };
        match tokio::time::timeout(limit, exchange).await {
            Ok(answer) => answer,
            Err(_) if is_own => Err(Error::service(format!(
                "timeout of {}ms exceeded",
                limit.as_millis()
            ))),
            Err(_) => Err(too_slow(limit)),
        }
    }
}

async fn exchange(http: &Http, message: Message, config: &Value) -> Result<Value, Error> {
    let response = send(http, message, config).await?;
    let status = response.status();
    let status_text = status.canonical_reason().unwrap_or_default();
    if !status.is_success() {
        let status = status.as_u16();
        let text = format!(
            "Request failed with status code {status}; Http response \"{status}: {status_text}\"."
        );
        return Err(match status {
            500.. => Error::service(text),
            _ => Error::request(text),
        });
    }
    let headers = headers(response.headers());
    let data = data(response, config).await?;
    Ok(Value::object([
        ("status", i32::from(status.as_u16()).into()),
        ("statusText", status_text.into()),
        ("headers", headers),
        ("data", data),
    ]))
}

/// Sends, and follows redirects as Node's follow-redirects does.
async fn send(service: &Http, mut message: Message, config: &Value) -> Result<Response, Error> {
    let most = config
        .key("maxRedirects")
        .as_integer()
        .unwrap_or(MAX_REDIRECTS);
    let transport = Transport::read(config)?;
    let client = service.client(transport.as_ref())?;
    let mut redirects = 0;
    loop {
        service.admit(&message.url, transport.as_ref()).await?;
        let request = client.request(message.method.clone(), message.url.clone());
        let request = request.headers(message.headers.clone());
        let request = match &message.body {
            Some(body) => request.body(body.clone()),
            None => request,
        };
        let sent = request.send().await;
        let response = sent.map_err(|error| http::failure(error, &message.url))?;
        let Some(next) = target(&response, &message.url).filter(|_| most > 0) else {
            return Ok(response);
        };
        redirects += 1;
        if redirects > most {
            return Err(Error::request("Maximum number of redirects exceeded"));
        }
        follow(&mut message, response.status(), next?);
    }
}

/// Where a response redirects to.
fn target(response: &Response, from: &Url) -> Option<Result<Url, Error>> {
    let location = response
        .headers()
        .get(LOCATION)
        .filter(|_| response.status().is_redirection())?;
    let location = String::from_utf8_lossy(location.as_bytes());
    let url = from
        .join(&location)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    Some(url.ok_or_else(|| Error::service("The service redirects to where one cannot go.")))
}

fn follow(message: &mut Message, status: StatusCode, to: Url) {
    let becomes_get = match status.as_u16() {
        301 | 302 => message.method == Method::POST,
        303 => message.method != Method::GET && message.method != Method::HEAD,
        _ => false,
    };
    if becomes_get {
        message.method = Method::GET;
        message.body = None;
        remove(&mut message.headers, |name| name.starts_with("content-"));
    }
    let authority = |url: &Url| (url.host_str().unwrap_or_default().to_owned(), url.port());
    let (host, from) = (authority(&to), authority(&message.url));
    let is_subdomain = host.1 == from.1 && host.0.ends_with(&format!(".{}", from.0));
    let downgrade = to.scheme() != message.url.scheme() && to.scheme() != "https";
    let elsewhere = host != from && !is_subdomain;
    remove(&mut message.headers, |name| {
        let is_secret = ["authorization", "proxy-authorization", "cookie"].contains(&name);
        name == "host" || is_secret && (downgrade || elsewhere)
    });
    message.url = to;
}

fn remove(headers: &mut HeaderMap, unwanted: impl Fn(&str) -> bool) {
    let names: Vec<_> = headers
        .keys()
        .filter(|name| unwanted(name.as_str()))
        .cloned()
        .collect();
    for name in names {
        headers.remove(name);
    }
}

fn headers(headers: &HeaderMap) -> Value {
    let mut map = Map::new();
    for name in headers.keys() {
        let values = headers.get_all(name).iter();
        let texts: Vec<String> = values.map(|value| latin1(value.as_bytes())).collect();
        let value = match name {
            name if name == SET_COOKIE => Value::list(texts.into_iter().map(Value::from).collect()),
            _ => texts.join(", ").into(),
        };
        map.insert(name.as_str(), value);
    }
    map.into()
}

fn too_many_bytes(most: u64) -> Error {
    Error::service(format!(
        "The answer has more than {most} bytes, which is the most that \"responseType: arraybuffer\" \
         takes unless \"maxContentLength\" says otherwise."
    ))
}

async fn data(response: Response, config: &Value) -> Result<Value, Error> {
    let most = config.key("maxContentLength").as_number();
    let most = most.filter(|n| *n >= 0.0).map(|n| n as u64);
    let kind = config.key("responseType").as_str();
    let bytes = match most {
        None if kind == Some("arraybuffer") => {
            http::read_or(response, MAX_BUFFER, too_many_bytes).await
        }
        most => http::read(response, most.unwrap_or(MAX_CONTENT)).await,
    };
    let bytes = bytes?;
    if kind == Some("arraybuffer") {
        let bytes = bytes.into_iter().map(|byte| Value::from(i32::from(byte)));
        let data = Value::list(bytes.collect());
        return Ok(Value::object([("type", "Buffer".into()), ("data", data)]));
    }
    let encoding = config.key("responseEncoding").as_str().unwrap_or_default();
    let Some(text) = decode(&bytes, encoding) else {
        return Err(Error::config(format!("Unknown encoding: {encoding}")));
    };
    if text.is_empty() || !matches!(kind, None | Some("json")) {
        return Ok(text.into());
    }
    match json::parse(text.as_bytes()) {
        Ok(value) => Ok(value),
        Err(error) if kind.is_some() => {
            Err(Error::service("The response is not JSON.").with_source(error))
        }
        Err(_) => Ok(text.into()),
    }
}

/// The content type of a message, if it has one.
pub(super) fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(CONTENT_TYPE)
        .map(|value| latin1(value.as_bytes()));
    js::trim(&value.unwrap_or_default()).to_ascii_lowercase()
}
