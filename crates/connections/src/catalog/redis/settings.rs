//! Where a server is and who we are there.

use std::time::Duration;

use ::redis::{Client, ConnectionAddr, IntoConnectionInfo, RedisConnectionInfo};
use ::redis::{ClientTlsConfig, ConnectionInfo, TlsCertificates};
use engine::Value;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::Error;

/// How long connecting may take if nothing is said.
const CONNECT: Duration = Duration::from_secs(5);

/// What a connection says.
pub(super) struct Settings {
    pub(super) client: Client,
    /// How long connecting may take.
    pub(super) connect_timeout: Duration,
}

/// A server and a user as a URL has them.
#[derive(Default)]
struct Place {
    host: Option<String>,
    port: Option<u16>,
    tls: bool,
    username: Option<String>,
    password: Option<String>,
    database: i64,
}

/// Reads the property `connection`.
///
/// # Errors
/// Names what is wrong, without what it says.
pub(super) fn settings(connection: &Value) -> Result<Settings, Error> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let url = match connection {
        Value::String(url) => Some(url.to_string()),
        _ => text(connection.key("url")),
    };
    let mut place = url.as_deref().map_or_else(|| Ok(Place::default()), place)?;
    let socket = connection.key("socket");
    place.host = text(socket.key("host")).or(place.host);
    if let Some(port) = socket.key("port").as_number() {
        place.port = Some(port_of(port)?);
    }
    place.tls = socket.key("tls").as_bool().unwrap_or(place.tls);
    place.username = text(connection.key("username")).or(place.username);
    place.password = text(connection.key("password")).or(place.password);
    if let Some(database) = connection.key("database").as_number() {
        place.database = database as i64;
    }
    let timeout = socket.key("connectTimeout").as_number();
    let timeout = timeout.filter(|ms| *ms >= 1.0 && ms.is_finite());
    Ok(Settings {
        client: client(place, socket)?,
        connect_timeout: timeout.map_or(CONNECT, |ms| Duration::from_millis(ms as u64)),
    })
}

fn client(place: Place, socket: &Value) -> Result<Client, Error> {
    let wrong = |_| Error::config("The properties of the Redis connection do not fit together.");
    let mut user = RedisConnectionInfo::default().set_db(place.database);
    if let Some(username) = place.username.as_deref().filter(|it| !it.is_empty()) {
        user = user.set_username(username);
    }
    if let Some(password) = &place.password {
        user = user.set_password(password);
    }
    let info: ConnectionInfo = address(&place, socket)
        .into_connection_info()
        .map_err(wrong)?;
    let info = info.set_redis_settings(user);
    if !place.tls {
        return Client::open(info).map_err(wrong);
    }
    // Somebody else may have chosen a provider for the process; then that one it is.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let pem = |key: &str| match socket.key(key).as_str() {
        // A file without any certificate would trust nobody, and not say why.
        Some(text) if !text.contains("-----BEGIN ") => Err(Error::config(format!(
            "The property \"socket.{key}\" of the Redis connection should be PEM text."
        ))),
        text => Ok(text.map(|it| it.as_bytes().to_vec())),
    };
    let client_tls = match (pem("cert")?, pem("key")?) {
        (Some(client_cert), Some(client_key)) => Some(ClientTlsConfig {
            client_cert,
            client_key,
        }),
        _ => None,
    };
    let certificates = TlsCertificates {
        client_tls,
        root_cert: pem("ca")?,
    };
    Client::build_with_tls(info, certificates)
        .map_err(|_| Error::config("The certificates of the Redis connection are not valid."))
}

fn address(place: &Place, socket: &Value) -> ConnectionAddr {
    if let Some(path) = socket.key("path").as_str() {
        return ConnectionAddr::Unix(path.into());
    }
    let host = place.host.clone().unwrap_or_else(|| "localhost".to_owned());
    let port = place.port.unwrap_or(6379);
    match place.tls {
        false => ConnectionAddr::Tcp(host, port),
        true => ConnectionAddr::TcpTls {
            host,
            port,
            insecure: socket.key("rejectUnauthorized").as_bool() == Some(false),
            tls_params: None,
        },
    }
}

fn place(url: &str) -> Result<Place, Error> {
    // What a parser says of it can quote it, with its password.
    let wrong = || {
        Error::config(
            "Redis connection property \"connection\" should be a URL such as \
             \"redis://user:password@host:6379/0\".",
        )
    };
    let url = Url::parse(url).map_err(|_| wrong())?;
    let tls = match url.scheme() {
        "redis" => false,
        "rediss" => true,
        _ => return Err(wrong()),
    };
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8();
        text.map(|it| it.into_owned()).map_err(|_| wrong())
    };
    let host = url.host_str().filter(|host| !host.is_empty());
    let host = host.map(|host| host.trim_matches(['[', ']']).to_owned());
    let database = url.path().trim_start_matches('/');
    Ok(Place {
        host,
        port: url.port(),
        tls,
        username: Some(decoded(url.username())?),
        password: url.password().map(decoded).transpose()?,
        database: match database {
            "" => 0,
            number => number.parse().map_err(|_| wrong())?,
        },
    })
}

fn port_of(port: f64) -> Result<u16, Error> {
    let whole = port as u16;
    match f64::from(whole) == port && whole != 0 {
        true => Ok(whole),
        false => Err(Error::config(
            "The port of the Redis connection is not valid.",
        )),
    }
}
