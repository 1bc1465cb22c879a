//! Writes a document.

use std::sync::LazyLock;

use engine::Value;
use reqwest::Method;

use super::call::{Call, need_index};
use super::{Cluster, Elasticsearch};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Writes a document, in place of one with the same id.
///
/// ```yaml
/// id: save
/// type: ElasticsearchIndex
/// connectionId: products
/// payload: { id: { _state: id }, title: { _state: title } }
/// properties:
///   id: { _payload: id }
///   body: { title: { _payload: title } }
///   refresh: wait_for
/// ```
///
/// Gives `{ id, response }`: the id of the document, and the whole answer.
///
/// - `body`: the document.
/// - `id`: the id of the document.
/// - `if_primary_term`: only if the document has this primary term.
/// - `if_seq_no`: only if the document has this sequence number.
/// - `index`: the index; a list or a pattern for several. Default: that of the connection.
/// - `op_type`: `create` fails if the document is there already.
/// - `pipeline`: the ingest pipeline that documents go through.
/// - `refresh`: `true` makes it visible to searches at once; `wait_for` waits until it is.
/// - `require_alias`: whether `index` must be an alias.
/// - `routing`: which shard the document is on.
/// - `timeout`: how long the cluster may take, as `30s`.
/// - `version`: the version that the document must have; in a search, whether versions come back.
/// - `version_type`: how versions are compared.
/// - `wait_for_active_shard`: how many copies of the shard must be there.
pub(super) struct ElasticsearchIndex;

impl Request for ElasticsearchIndex {
    const NAME: &'static str = "ElasticsearchIndex";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = Elasticsearch;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("index.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Cluster,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        need_index(connection, request)?;
        let id = Some(request.key("id")).filter(|id| !id.is_none());
        // Without an id each attempt would write another document.
        let method = id.map_or(Method::POST, |_| Method::PUT);
        let call = Call::new(method, connection, request, "_doc", id)?;
        let response = limit::within(cx.timeout, call.send(client, connection)).await?;
        Ok(Value::object([
            ("response", response.clone()),
            ("id", response.key("_id").clone()),
        ]))
    }
}
