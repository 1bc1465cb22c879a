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
/// the connection. `allowPrivateNetwork` is ours, and only of the connection: without it, requests to
/// loopback, private and link-local addresses are refused.
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
