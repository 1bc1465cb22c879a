//! What connections over HTTP share: the client, where it may not go, reading answers within limits.
//!
//! Messages name the host alone. The rest of an address, headers and bodies can hold secrets.

pub(crate) mod encoding;
pub(crate) mod guard;
pub(crate) mod tls;

use std::error::Error as StdError;
use std::time::Duration;

use engine::Value;
use reqwest::header::HeaderValue;
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Response, Url};

use crate::{ConnectCx, Error};
use guard::{Guard, Refused};

/// Bytes of an answer that are read where nothing else is said.
pub(crate) const MAX_CONTENT: u64 = 50 * 1024 * 1024;

/// Bytes of an answer that only says what went wrong.
pub(crate) const MAX_ERROR: u64 = 1024 * 1024;

/// How long one call of a service may take where nothing else is said.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A client that goes where `guard` lets it, follows no redirects and knows no proxies.
pub(crate) fn builder(guard: Guard) -> ClientBuilder {
    // Somebody else may have chosen a provider for the process; then that one it is.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .dns_resolver(guard)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(Duration::from_secs(20))
        .user_agent(concat!("lath/", env!("CARGO_PKG_VERSION")))
}

/// The client of [`builder`], made.
///
/// # Errors
/// TLS cannot be set up.
pub(crate) fn client(guard: Guard) -> Result<reqwest::Client, Error> {
    // A machine without certificates of authorities can still speak plain HTTP.
    let made = builder(guard).build();
    let made = made.or_else(|_| builder(guard).tls_certs_only([]).build());
    made.map_err(|error| Error::service("TLS is not available.").with_source(error))
}

/// The body of an answer, unpacked, if it has at most `most` bytes.
///
/// # Errors
/// It is longer, or ends early.
pub(crate) async fn read(response: Response, most: u64) -> Result<Vec<u8>, Error> {
    read_or(response, most, |most| {
        Error::service(format!("maxContentLength size of {most} exceeded"))
    })
    .await
}

/// The same, where `too_long` says what is told of a longer one.
///
/// # Errors
/// See [`read`].
pub(crate) async fn read_or(
    mut response: Response,
    most: u64,
    too_long: impl FnOnce(u64) -> Error,
) -> Result<Vec<u8>, Error> {
    let url = response.url().clone();
    let mut bytes = Vec::new();
    loop {
        let chunk = response.chunk().await;
        let Some(chunk) = chunk.map_err(|error| failure(error, &url))? else {
            return Ok(bytes);
        };
        if (bytes.len() + chunk.len()) as u64 > most {
            return Err(too_long(most));
        }
        bytes.extend_from_slice(&chunk);
    }
}

/// Where a service is: as `endpoint` of its connection says, or at `usual`; and where its client may
/// go. What the connection names may be in a private network.
///
/// # Errors
/// `endpoint` is no address.
pub(crate) fn endpoint(
    cx: &ConnectCx,
    connection: &str,
    properties: &Value,
    usual: &str,
) -> Result<(Url, Guard), Error> {
    let named = properties.key("endpoint").as_str();
    let url = Url::parse(named.unwrap_or(usual)).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or_else(|| {
        Error::config(format!(
            "{connection} connection property \"endpoint\" should be an address."
        ))
    })?;
    let allow_private = cx.allow_private_http || named.is_some();
    Ok((url, Guard { allow_private }))
}

/// `path` below `base`. Who gives it has escaped its parts.
pub(crate) fn at(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
    url.set_query(Some(query).filter(|query| !query.is_empty()));
    url.set_fragment(None);
    url
}

/// The value of a header that is never shown.
///
/// # Errors
/// It has characters that a header cannot have.
pub(crate) fn secret(text: &str) -> Result<HeaderValue, Error> {
    let value = HeaderValue::from_str(text);
    let mut value = value.map_err(|_| {
        Error::config("A key of the connection has characters that can not be sent.")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The address is not public, and requests may not go there.
pub(crate) fn refused(host: &str) -> Error {
    Error::request(format!(
        "Requests to private network addresses are not allowed (\"{host}\")."
    ))
}

/// What went wrong on the way to `url`.
pub(crate) fn failure(error: reqwest::Error, url: &Url) -> Error {
    let host = url.host_str().unwrap_or_default();
    let mut cause: Option<&(dyn StdError + 'static)> = Some(&error);
    while let Some(it) = cause {
        if it.is::<Refused>() {
            return refused(host);
        }
        cause = it.source();
    }
    let text = match &error {
        error if error.is_connect() => format!("The host \"{host}\" could not be reached."),
        error if error.is_timeout() => format!("The host \"{host}\" did not answer in time."),
        error if error.is_body() || error.is_decode() => {
            format!("The answer of the host \"{host}\" could not be read.")
        }
        _ => format!("The request to the host \"{host}\" failed."),
    };
    Error::service(text).with_source(error.without_url())
}
