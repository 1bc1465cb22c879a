//! HTTP services, as Axios.

mod message;
mod params;
mod request;
mod transport;

use std::sync::{LazyLock, Mutex, PoisonError};

use engine::Value;
use reqwest::{Client, Url};

use crate::http::{self, guard::Guard};
use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use transport::Transport;

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
/// - `auth`: a user for HTTP Basic authorization, as `{ username, password }`. It takes the place of a header `Authorization`.
/// - `baseURL`: goes before a `url` that has no host of its own.
/// - `data`: the body: an object or list is sent as JSON, a text as it is.
/// - `headers`: headers by their names.
/// - `httpAgentOptions`: options of Node's agent. Those about keeping connections have no effect;
///   any other is an error.
/// - `httpsAgentOptions`: the same for HTTPS, with `ca`, `cert` and `key` (texts in PEM),
///   `minVersion`, `maxVersion` (`TLSv1.2` or `TLSv1.3`) and `rejectUnauthorized`. With `ca` no
///   other authority is trusted; with `rejectUnauthorized: false` anyone is.
/// - `maxBodyLength`: the largest body that is sent, in bytes. Default: no limit.
/// - `maxContentLength`: the largest answer in bytes, after unpacking. Default: 50 MiB, with
///   the response type `arraybuffer` 4 MiB.
/// - `maxRedirects`: how many redirects are followed; 0 for none. Default: 21.
/// - `method`: the method in small letters. Default: `get`.
/// - `params`: the query of the address, as an object.
/// - `paramsSerializer`: `{ indexes }`: how lists stand in the query. `false` gives `a[]=1&a[]=2`,
///   `null` `a=1&a=2`, `true` `a[0]=1&a[1]=2`. Default: `false`.
/// - `proxy`: a proxy, as `{ protocol, host, port, auth: { username, password } }`. It may not be
///   in a private network unless `allowPrivateNetwork` is set. Variables of the environment such as
///   `HTTP_PROXY` have no effect.
/// - `responseEncoding`: how text in the answer is encoded. Default: `utf8`.
/// - `responseType`: `json`: an answer that is no JSON is an error; `text`: the answer as it is;
///   `document`, `blob`: the same; `arraybuffer`: `{ type: Buffer, data }` with its bytes. Without it the answer is read as JSON
///   where it can be.
/// - `timeout`: how many milliseconds the answer may take; 0 for as long as the app's requests may.
/// - `url`: the address, or what follows `baseURL`.
pub(crate) struct AxiosHttp;

/// How many clients with a proxy or TLS of their own are kept.
const SPECIAL: usize = 16;

/// What requests are sent with.
pub(crate) struct Http {
    client: Client,
    guard: Guard,
    /// Clients of the last used transports, by their keys.
    special: Mutex<Vec<(String, Client)>>,
}

impl Http {
    /// The client for a transport.
    fn client(&self, transport: Option<&Transport>) -> Result<Client, Error> {
        let Some(transport) = transport else {
            return Ok(self.client.clone());
        };
        let key = transport.key();
        let mut special = self.special.lock().unwrap_or_else(PoisonError::into_inner);
        let at = special.iter().position(|(other, _)| *other == key);
        let client = match at {
            Some(at) => special.remove(at).1,
            None => transport.client(self.guard)?,
        };
        special.truncate(SPECIAL - 1);
        special.insert(0, (key, client.clone()));
        Ok(client)
    }

    /// May a request go there? What is sent through a proxy is looked up by the proxy, and so the
    /// host is looked up here before.
    async fn admit(&self, url: &Url, transport: Option<&Transport>) -> Result<(), Error> {
        let proxy = transport.and_then(|transport| transport.proxy.as_ref());
        for url in proxy.into_iter().chain([url]) {
            if !self.guard.admits(url) {
                return Err(http::refused(url.host_str().unwrap_or_default()));
            }
        }
        if proxy.is_some() {
            self.guard.look_up(url).await?;
        }
        Ok(())
    }
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
        Ok(Http {
            client: http::client(guard)?,
            guard,
            special: Mutex::default(),
        })
    }
}

/// Of the connection and of the request.
fn schema() -> &'static Schema {
    static SCHEMA: LazyLock<Schema> =
        LazyLock::new(|| Schema::builtin(include_str!("axios_http/schema.json")));
    &SCHEMA
}

#[cfg(test)]
mod tests;
