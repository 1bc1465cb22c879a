//! HTTP services, as Axios.

mod encoding;
mod guard;
mod message;
mod params;
mod request;

use std::sync::LazyLock;
use std::time::Duration;

use engine::Value;
use reqwest::redirect::Policy;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use guard::Guard;

/// An HTTP service.
///
/// ```yaml
/// id: crm
/// type: AxiosHttp
/// properties:
///   baseURL: https://crm.example.com/api
///   headers: { Authorization: { _secret: CRM_TOKEN } }
///   timeout: 5000
/// ```
///
/// Connection and request have the same properties; those of the request are merged over those of
/// the connection. Requests to loopback, private and link-local addresses are refused unless
/// `allowPrivateNetwork` is set.
///
/// - `allowPrivateNetwork`: allows requests to loopback, private and link-local addresses. It
///   counts only in the connection. Lowdefy does not have it.
/// - `auth`: a user for HTTP Basic authorization. It takes the place of a header `Authorization`.
/// - `baseURL`: goes before a `url` that has no host of its own.
/// - `data`: the body: an object or list is sent as JSON, a text as it is.
/// - `headers`: headers by their names.
/// - `maxContentLength`: the largest answer in bytes. Default: 50 MiB.
/// - `maxRedirects`: how many redirects are followed; 0 for none. Default: 21.
/// - `method`: the method in small letters. Default: `get`.
/// - `params`: the query of the address, as an object.
/// - `proxy`: is not supported; with it requests fail.
/// - `responseEncoding`: how text in the answer is encoded. Default: `utf8`.
/// - `responseType`: `json`: an answer that is no JSON is an error; `text`: the answer as it is;
///   `arraybuffer`: `{ type: Buffer, data }` with its bytes. Without it the answer is read as JSON
///   where it can be.
/// - `timeout`: how many milliseconds the answer may take; 0 for as long as the app's requests may.
/// - `url`: the address, or what follows `baseURL`.
pub(crate) struct AxiosHttp;

/// What requests are sent with.
pub(crate) struct Http {
    client: reqwest::Client,
    guard: Guard,
}

impl Connection for AxiosHttp {
    const NAME: &'static str = "AxiosHttp";
    const REQUESTS: &'static [RequestEntry] = &[RequestEntry::of::<request::AxiosHttpRequest>()];
    type Client = Http;

    fn schema() -> &'static Schema {
        schema()
    }

    /// Headers and the like are read for each request; only this is about the connection itself.
    fn identity(properties: &Value) -> Value {
        properties.key("allowPrivateNetwork").clone()
    }

    async fn connect(cx: &ConnectCx, properties: &Value) -> Result<Http, Error> {
        let allowed = properties.key("allowPrivateNetwork").as_bool() == Some(true);
        let guard = Guard {
            allow_private: cx.allow_private_http || allowed,
        };
        // Somebody else may have chosen a provider for the process; then that one it is.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // A machine without certificates of authorities can still speak plain HTTP.
        let made = client(guard).build();
        let made = made.or_else(|_| client_without_authorities(guard));
        let client =
            made.map_err(|error| Error::service("TLS is not available.").with_source(error))?;
        Ok(Http { client, guard })
    }
}

fn client(guard: Guard) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .dns_resolver(guard)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .connect_timeout(Duration::from_secs(20))
        .user_agent(concat!("lath/", env!("CARGO_PKG_VERSION")))
}

fn client_without_authorities(guard: Guard) -> reqwest::Result<reqwest::Client> {
    client(guard).tls_certs_only([]).build()
}

/// Of the connection and of the request.
fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::builtin(include_str!("axios_http/schema.json")));
    &SCHEMA
}

#[cfg(test)]
mod tests;
