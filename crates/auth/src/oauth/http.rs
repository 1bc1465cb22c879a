//! The HTTP client of logins: no redirects, short answers, little patience. It is given to the library
//! of OAuth, so that there is one stack of TLS.

use std::time::Duration;

use engine::{Value, json};
use oauth2::{HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use url::Url;

use super::Error;

/// Bytes of an answer that are read at most.
const MAX_ANSWER: usize = 1 << 20;

/// How long one call may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// A client.
///
/// # Errors
/// TLS cannot be set up.
pub(crate) fn client() -> Result<Client, Error> {
    // Somebody else may have chosen a provider for the process; then that one it is.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = || {
        Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .timeout(PATIENCE)
            .user_agent(concat!("lath/", env!("CARGO_PKG_VERSION")))
    };
    // A machine without certificates of authorities can still speak plain HTTP.
    let made = builder().build();
    let made = made.or_else(|_| builder().tls_certs_only([]).build());
    made.map_err(|error| Error::Service(format!("TLS is not available: {error}")))
}

/// Data from an address.
///
/// # Errors
/// It cannot be reached, or does not answer 200 and JSON.
pub(crate) async fn get(client: &Client, url: &Url) -> Result<Value, Error> {
    ask(client.get(url.clone()), url).await
}

/// Data as an answer to a request to `url`.
///
/// # Errors
/// As [`get`].
pub(super) async fn ask(request: RequestBuilder, url: &Url) -> Result<Value, Error> {
    let answer = request.header("accept", "application/json").send().await;
    let answer = answer.map_err(|error| failed(url, &error.without_url().to_string()))?;
    let status = answer.status();
    let bytes = read(answer).await.map_err(|what| failed(url, &what))?;
    if !status.is_success() {
        return Err(failed(url, &format!("status {}", status.as_u16())));
    }
    json::parse(&bytes).map_err(|error| failed(url, &format!("no JSON: {error}")))
}

fn failed(url: &Url, what: &str) -> Error {
    let (host, path) = (url.host_str().unwrap_or_default(), url.path());
    Error::Service(format!("{host}{path} failed: {what}"))
}

async fn read(mut answer: Response) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    loop {
        let chunk = answer.chunk().await;
        let Some(chunk) = chunk.map_err(|e| e.without_url().to_string())? else {
            return Ok(bytes);
        };
        if bytes.len() + chunk.len() > MAX_ANSWER {
            return Err("the answer is too long".to_owned());
        }
        bytes.extend_from_slice(&chunk);
    }
}

/// What the library of OAuth sends requests with.
pub(super) async fn call(client: Client, request: HttpRequest) -> Result<HttpResponse, Failed> {
    let request = request.try_into();
    let request = request.map_err(|error: reqwest::Error| Failed(error.to_string()))?;
    let answer = client.execute(request).await;
    let answer = answer.map_err(|error| Failed(error.without_url().to_string()))?;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let bytes = read(answer).await.map_err(Failed)?;
    let mut response = HttpResponse::new(bytes);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// A call that failed.
#[derive(Debug)]
pub(super) struct Failed(String);

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}
