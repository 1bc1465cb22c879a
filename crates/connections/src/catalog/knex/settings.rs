//! Where a database server is and how to talk to it: the property `connection`, as text or as an
//! object, in the words of the drivers of Node.

use engine::{Map, Str, Value, js, json};
use url::Url;

use crate::Error;

/// What `connection` says.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
    pub(super) database: Option<String>,
    /// The path of a socket, or of the folder that it is in.
    pub(super) socket: Option<String>,
    pub(super) tls: Tls,
    pub(super) charset: Option<String>,
    pub(super) timezone: Option<String>,
    pub(super) application_name: Option<String>,
    /// Milliseconds.
    pub(super) statement_timeout: Option<u64>,
}

/// How the connection is encrypted.
#[derive(Default)]
pub(super) struct Tls {
    pub(super) mode: TlsMode,
    /// Certificates in PEM.
    pub(super) ca: Option<String>,
    pub(super) cert: Option<String>,
    pub(super) key: Option<String>,
}

/// Whether a connection is encrypted, and whether the server has to prove who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TlsMode {
    /// If the server can.
    #[default]
    Preferred,
    Off,
    /// With whoever answers.
    Unverified,
    Verified,
}

impl Settings {
    /// Reads the property.
    pub(super) fn read(connection: &Value) -> Result<Settings, Error> {
        let fields = match connection {
            Value::String(url) => parse(url)?,
            Value::Map(fields) => match fields.get("connectionString") {
                Some(Value::String(url)) => {
                    let mut all = parse(url)?;
                    for (key, value) in fields.iter() {
                        all.insert(key.clone(), value.clone());
                    }
                    all
                }
                _ => (**fields).clone(),
            },
            _ => return Err(bad("connection", "a string or an object")),
        };
        let port = match fields.get("port") {
            None | Some(Value::Undefined | Value::Null) => None,
            Some(port) => {
                let port = js::to_number(port);
                let valid = port.fract() == 0.0 && (1.0..=65535.0).contains(&port);
                Some(
                    valid
                        .then_some(port as u16)
                        .ok_or_else(|| bad("port", "a port number"))?,
                )
            }
        };
        let timeout = text(&fields, "statement_timeout")?;
        Ok(Settings {
            host: text(&fields, "host")?.or(text(&fields, "server")?),
            port,
            user: text(&fields, "user")?.or(text(&fields, "username")?),
            password: text(&fields, "password")?,
            database: text(&fields, "database")?,
            socket: text(&fields, "socketPath")?,
            tls: Tls::read(&fields)?,
            charset: text(&fields, "charset")?,
            timezone: text(&fields, "timezone")?,
            application_name: text(&fields, "application_name")?,
            statement_timeout: timeout.and_then(|ms| ms.parse().ok()),
        })
    }
}

impl Tls {
    fn read(fields: &Map) -> Result<Tls, Error> {
        let mut tls = Tls {
            mode: match text(fields, "sslmode")?.as_deref() {
                Some("disable") => TlsMode::Off,
                Some("no-verify") => TlsMode::Unverified,
                Some("allow" | "prefer") | None => TlsMode::Preferred,
                Some("require" | "verify-ca" | "verify-full") => TlsMode::Verified,
                Some(_) => return Err(bad("sslmode", "a mode such as \"require\"")),
            },
            ..Tls::default()
        };
        let parsed;
        let ssl = match fields.get("ssl") {
            Some(Value::String(text)) if text.starts_with('{') => {
                parsed = json::parse(text.as_bytes()).map_err(|_| bad("ssl", "valid JSON"))?;
                &parsed
            }
            Some(ssl) => ssl,
            None => return Ok(tls),
        };
        match ssl {
            Value::Undefined | Value::Null => {}
            Value::Bool(on) => tls.mode = if *on { TlsMode::Verified } else { TlsMode::Off },
            Value::Map(ssl) => {
                let lax = ssl.get("rejectUnauthorized").and_then(Value::as_bool) == Some(false);
                tls.mode = if lax {
                    TlsMode::Unverified
                } else {
                    TlsMode::Verified
                };
                tls.ca = pem(ssl, "ca")?;
                tls.cert = pem(ssl, "cert")?;
                tls.key = pem(ssl, "key")?;
            }
            Value::String(text) => {
                tls.mode = match &**text {
                    "false" | "0" | "disable" => TlsMode::Off,
                    "no-verify" => TlsMode::Unverified,
                    _ => TlsMode::Verified,
                }
            }
            _ => return Err(bad("ssl", "a boolean or an object")),
        }
        Ok(tls)
    }
}

fn bad(name: &str, what: &str) -> Error {
    let name = match name {
        "connection" => "connection".to_owned(),
        name => format!("connection.{name}"),
    };
    Error::config(format!(
        "Knex connection property \"{name}\" should be {what}."
    ))
}

fn text(fields: &Map, name: &str) -> Result<Option<String>, Error> {
    match fields.get(name) {
        None | Some(Value::Undefined | Value::Null) => Ok(None),
        Some(value @ (Value::String(_) | Value::Number(_))) => {
            let text = js::to_text(value);
            match text.contains('\0') {
                true => Err(bad(name, "without zero characters")),
                false => Ok(Some(text)),
            }
        }
        Some(_) => Err(bad(name, "a string")),
    }
}

/// One certificate, or several in a list.
fn pem(ssl: &Map, name: &str) -> Result<Option<String>, Error> {
    let wrong = || bad(&format!("ssl.{name}"), "a certificate or key as PEM text");
    let text = match ssl.get(name) {
        None | Some(Value::Undefined | Value::Null) => return Ok(None),
        Some(Value::String(text)) => text.to_string(),
        Some(Value::List(texts)) => {
            let texts: Option<Vec<&str>> = texts.iter().map(Value::as_str).collect();
            texts.ok_or_else(wrong)?.join("\n")
        }
        Some(_) => return Err(wrong()),
    };
    match text.contains("-----BEGIN ") {
        true => Ok(Some(text)),
        false => Err(wrong()),
    }
}

/// The fields of `scheme://user:password@host:port/database?name=value`. An error tells nothing of
/// it, since it holds a password.
fn parse(text: &str) -> Result<Map, Error> {
    let wrong = || {
        bad(
            "connection",
            "a URL such as \"postgres://user:password@host/database\"",
        )
    };
    let url = Url::parse(text).map_err(|_| wrong())?;
    if url.cannot_be_a_base() {
        return Err(wrong());
    }
    let decoded = |part: &str| {
        let bytes = percent_encoding::percent_decode_str(part);
        bytes
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| wrong())
    };
    let mut fields = Map::new();
    let mut put = |name: &str, value: String| {
        if !value.is_empty() {
            fields.insert(Str::from(name), value.into());
        }
    };
    let host = url.host_str().unwrap_or_default();
    put(
        "host",
        decoded(host.trim_start_matches('[').trim_end_matches(']'))?,
    );
    put(
        "port",
        url.port().map_or(String::new(), |port| port.to_string()),
    );
    put("user", decoded(url.username())?);
    put("password", decoded(url.password().unwrap_or_default())?);
    put("database", decoded(url.path().trim_start_matches('/'))?);
    for (name, value) in url.query_pairs() {
        put(&name, value.into_owned());
    }
    Ok(fields)
}
