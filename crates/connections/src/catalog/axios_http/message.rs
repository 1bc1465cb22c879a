//! What is sent, from the properties of connection and request.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::{Map, Value, js, json};
use percent_encoding::percent_decode_str;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Url};

use super::params::{self, Indexes};
use super::request::content_type;
use crate::Error;

/// A request as it goes out.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<String>,
}

/// Headers that belong to the connection to the other side, which is not theirs who ask.
const OURS: [&str; 7] = [
    "connection",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

impl Message {
    /// Reads the merged properties.
    pub(super) fn read(config: &Value) -> Result<Message, Error> {
        let method = config
            .key("method")
            .as_str()
            .unwrap_or("get")
            .to_ascii_uppercase();
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Error::config("AxiosHttp property \"method\" is not a valid value."))?;
        let mut url = address(config)?;
        let mut headers = headers(config.key("headers"))?;
        authorize(&mut headers, &mut url, config.key("auth"))?;
        let query = params::query(config.key("params"), Indexes::read(config));
        if !query.is_empty() {
            let query = match url.query().filter(|query| !query.is_empty()) {
                Some(before) => format!("{before}&{query}"),
                None => query,
            };
            url.set_query(Some(&query));
        }
        url.set_fragment(None);
        let body = body(config.key("data"), &mut headers)?;
        let most = config.key("maxBodyLength").as_number();
        if let (Some(body), Some(most)) = (&body, most.filter(|n| *n >= 0.0))
            && body.len() as f64 > most
        {
            return Err(Error::request(
                "Request body larger than maxBodyLength limit",
            ));
        }
        if [Method::POST, Method::PUT, Method::PATCH].contains(&method) {
            set_default(
                &mut headers,
                CONTENT_TYPE,
                "application/x-www-form-urlencoded",
            );
        }
        set_default(&mut headers, ACCEPT, "application/json, text/plain, */*");
        Ok(Message {
            method,
            url,
            headers,
            body,
        })
    }
}

fn address(config: &Value) -> Result<Url, Error> {
    let url = config.key("url").as_str().unwrap_or_default();
    let full = match config
        .key("baseURL")
        .as_str()
        .filter(|base| !base.is_empty())
    {
        Some(base) if url.is_empty() => base.to_owned(),
        Some(base) if !is_absolute(url) => {
            format!(
                "{}/{}",
                base.trim_end_matches('/'),
                url.trim_start_matches('/')
            )
        }
        _ => url.to_owned(),
    };
    let url = Url::parse(&full).map_err(|_| Error::request("Invalid URL"))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        scheme => Err(Error::request(format!("Unsupported protocol {scheme}:"))),
    }
}

/// Has it a scheme, or begins it with `//`?
fn is_absolute(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once("//") else {
        return false;
    };
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+.-".contains(&b))
    };
    scheme.is_empty() || scheme.strip_suffix(':').is_some_and(is_scheme)
}

fn headers(config: &Value) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let given = config.as_map().map_or_else(Map::new, |map| (**map).clone());
    for (name, value) in given.iter() {
        let value = match value {
            Value::Undefined | Value::Null | Value::Bool(false) => continue,
            Value::List(values) => values
                .iter()
                .map(js::to_text)
                .collect::<Vec<_>>()
                .join(", "),
            value => js::to_text(value),
        };
        let header = HeaderName::from_bytes(js::trim(name).as_bytes()).map_err(|_| {
            Error::request(format!(
                "Header name must be a valid HTTP token [\"{name}\"]"
            ))
        })?;
        if OURS.contains(&header.as_str()) {
            continue;
        }
        headers.insert(header, header_value(name, &value)?);
    }
    Ok(headers)
}

/// A header's value: a byte for each character.
fn header_value(name: &str, value: &str) -> Result<HeaderValue, Error> {
    let bytes: Result<Vec<u8>, _> = value.chars().map(|c| u8::try_from(u32::from(c))).collect();
    let value = bytes
        .ok()
        .and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
    value.ok_or_else(|| Error::request(format!("Invalid character in header content [\"{name}\"]")))
}

/// Basic authorization, by `auth` or by the address, in place of any other.
fn authorize(headers: &mut HeaderMap, url: &mut Url, auth: &Value) -> Result<(), Error> {
    let text = |key| match auth.key(key) {
        value if js::truthy(value) => js::to_text(value),
        _ => String::new(),
    };
    let credentials = if auth.as_map().is_some() {
        Some(format!("{}:{}", text("username"), text("password")))
    } else if url.username().is_empty() {
        None
    } else {
        let password = url.password().unwrap_or_default();
        Some(format!(
            "{}:{}",
            unescape(url.username()),
            unescape(password)
        ))
    };
    // They must not stay in the address, which errors and redirects carry along.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(credentials) = credentials {
        let value = format!("Basic {}", STANDARD.encode(credentials));
        let mut value = header_value("authorization", &value)?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    Ok(())
}

fn unescape(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn body(data: &Value, headers: &mut HeaderMap) -> Result<Option<String>, Error> {
    let kind = content_type(headers);
    let is_json = kind.contains("application/json");
    Ok(match data {
        Value::Map(_) | Value::List(_) if kind.contains("application/x-www-form-urlencoded") => {
            Some(params::form(data))
        }
        Value::Map(_) | Value::List(_) if kind.contains("multipart/form-data") => {
            return Err(Error::config(
                "AxiosHttp content type \"multipart/form-data\" is not available in this build.",
            ));
        }
        Value::Map(_) | Value::List(_) | Value::Date(_) | Value::Error(_) => {
            set_default(headers, CONTENT_TYPE, "application/json");
            Some(json::stringify(data))
        }
        Value::String(text) if is_json => Some(match json::parse(text.as_bytes()) {
            Ok(_) => js::trim(text).to_owned(),
            Err(_) => json::stringify(data),
        }),
        Value::String(text) => Some(text.to_string()).filter(|text| !text.is_empty()),
        Value::Undefined | Value::Function(_) => None,
        _ if is_json => Some(json::stringify(data)),
        data if !js::truthy(data) => None,
        _ => {
            return Err(Error::request(
                "Data after transformation must be a string, an ArrayBuffer, a Buffer, or a Stream",
            ));
        }
    })
}

fn set_default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers
        .entry(name)
        .or_insert(HeaderValue::from_static(value));
}

/// `over` merged into `base`, deep: objects and lists by key, anything else replaced. Undefined
/// replaces nothing.
pub(super) fn merge(base: &Value, over: &Value) -> Value {
    match (base, over) {
        (base, Value::Undefined) => base.clone(),
        (Value::Map(a), Value::Map(b)) => {
            let mut merged = (**a).clone();
            for (key, value) in b.iter() {
                let below = merged.get(key).cloned().unwrap_or(Value::Undefined);
                merged.insert(key.clone(), merge(&below, value));
            }
            merged.into()
        }
        (Value::List(a), Value::List(b)) => {
            let item = |i: usize| match (a.get(i), b.get(i)) {
                (Some(a), Some(b)) => merge(a, b),
                (Some(only), None) | (None, Some(only)) => only.clone(),
                (None, None) => Value::Undefined,
            };
            Value::list((0..a.len().max(b.len())).map(item).collect())
        }
        (_, over) => over.clone(),
    }
}
