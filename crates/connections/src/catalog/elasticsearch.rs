//! Search with Elasticsearch or OpenSearch.

mod call;
mod delete;
mod delete_by_query;
mod index;
mod nodes;
mod search;
mod update;
mod update_by_query;

use std::sync::LazyLock;
use std::sync::atomic::AtomicUsize;

use engine::{Map, Value};
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, Proxy, Url};

use crate::http::{self, guard::Guard, tls};
use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};

/// A cluster of Elasticsearch 7 or of OpenSearch.
///
/// ```yaml
/// id: products
/// type: Elasticsearch
/// properties:
///   node: https://search.example.org:9200
///   auth:
///     username: shop
///     password: { _secret: SEARCH_PASSWORD }
///   index: products
///   write: true
/// ```
///
/// The nodes may be in a private network: their addresses are part of the app. Requests go to one
/// node after the other; when one cannot be reached or says 502, 503 or 504, the next is asked.
/// Tested with a stand-in of the service, not with the service itself.
///
/// - `agent`: has no effect.
/// - `auth`: `{ username, password }`, `{ apiKey }` (a text in base64, or `{ id, api_key }`), or
///   `{ bearer }`, which Lowdefy does not have.
/// - `cloud`: `{ id, username, password }` of Elastic Cloud; it goes before `node`.
/// - `compression`: has no effect.
/// - `context`: has no effect.
/// - `disablePrototypePoisoningProtection`: has no effect.
/// - `enableMetaHeader`: has no effect.
/// - `headers`: headers that are sent with each request.
/// - `index`: the index of requests that name none.
/// - `maxRetries`: how often another node is asked. Default: 3.
/// - `name`: has no effect.
/// - `node`: the address of a node, `{ url }`, or a list of these.
/// - `nodes`: the same.
/// - `opaqueIdPrefix`: has no effect.
/// - `pingTimeout`: has no effect.
/// - `proxy`: the address of a proxy.
/// - `read`: `false` refuses requests that read.
/// - `requestTimeout`: how many milliseconds a node may take. Default: 30000.
/// - `resurrectStrategy`: has no effect.
/// - `sniffEndpoint`: has no effect.
/// - `sniffInterval`: has no effect.
/// - `sniffOnConnectionFault`: has no effect.
/// - `sniffOnStart`: has no effect.
/// - `ssl`: `ca`, `cert` and `key` (texts in PEM), `rejectUnauthorized: false` to accept any
///   certificate.
/// - `suggestCompression`: has no effect.
/// - `write`: `true` allows requests that write.
pub(crate) struct Elasticsearch;

/// What requests are sent with.
pub(crate) struct Cluster {
    http: Client,
    nodes: Vec<Url>,
    headers: HeaderMap,
    /// Which node is next.
    next: AtomicUsize,
}

impl Connection for Elasticsearch {
    const NAME: &'static str = "Elasticsearch";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<delete::ElasticsearchDelete>(),
        RequestEntry::of::<delete_by_query::ElasticsearchDeleteByQuery>(),
        RequestEntry::of::<index::ElasticsearchIndex>(),
        RequestEntry::of::<search::ElasticsearchSearch>(),
        RequestEntry::of::<update::ElasticsearchUpdate>(),
        RequestEntry::of::<update_by_query::ElasticsearchUpdateByQuery>(),
    ];
    type Client = Cluster;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("elasticsearch/connection.schema.json")));
        &SCHEMA
    }

    async fn connect(_: &ConnectCx, properties: &Value) -> Result<Cluster, Error> {
        let wrong = |name: &str| {
            Error::config(format!(
                "Elasticsearch connection property \"{name}\" is not a valid value."
            ))
        };
        let guard = Guard {
            allow_private: true,
        };
        let mut builder = http::builder(guard);
        if let Some(proxy) = properties.key("proxy").as_str() {
            builder = builder.proxy(Proxy::all(proxy).map_err(|_| wrong("proxy"))?);
        }
        let ssl = properties.key("ssl").as_map();
        let ssl = ssl.map_or_else(Map::new, |ssl| (**ssl).clone());
        let builder = tls::apply(builder, &ssl).map_err(|it| wrong(&format!("ssl.{it}")))?;
        let http = match builder.build() {
            Ok(client) => client,
            // A machine without certificates of authorities can still speak plain HTTP.
            Err(_) if ssl.is_empty() => http::client(guard)?,
            Err(_) => return Err(wrong("ssl")),
        };
        let mut headers = HeaderMap::new();
        let given = properties.key("headers").as_map();
        for (name, value) in given.iter().flat_map(|given| given.iter()) {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong("headers"))?;
            let value = engine::js::to_text(value);
            headers.insert(name, http::secret(&value)?);
        }
        nodes::authorize(properties, &mut headers)?;
        Ok(Cluster {
            http,
            nodes: nodes::addresses(properties)?,
            headers,
            next: AtomicUsize::new(0),
        })
    }
}
