//! What connections over HTTP share: the client, where it may not go, reading answers within limits.
//!
//! Messages name the host alone. The rest of an address, headers and bodies can hold secrets.

pub(crate) mod encoding;
pub(crate) mod guard;

use std::error::Error as StdError;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, Response, Url};

use crate::Error;
use guard::{Guard, Refused};

/// Bytes of an answer that are read where nothing else is said.
pub(crate) const MAX_CONTENT: u64 = 50 * 1024 * 1024;

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
pub(crate) async fn read(mut response: Response, most: u64) -> Result<Vec<u8>, Error> {
    let url = response.url().clone();
    let mut bytes = Vec::new();
    loop {
        let chunk = response.chunk().await;
        let Some(chunk) = chunk.map_err(|error| failure(error, &url))? else {
            return Ok(bytes);
        };
        if (bytes.len() + chunk.len()) as u64 > most {
            return Err(Error::service(format!(
                "maxContentLength size of {most} exceeded"
            )));
        }
        bytes.extend_from_slice(&chunk);
    }
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
