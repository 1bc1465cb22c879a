//! Deletes a document.

use std::sync::LazyLock;

use engine::Value;
use reqwest::Method;

use super::call::of_document;
use super::{Cluster, Elasticsearch};
use crate::{Error, Request, RequestCx, Schema};

/// Deletes a document.
///
/// ```yaml
/// id: remove
/// type: ElasticsearchDelete
/// connectionId: products
/// payload: { id: { _state: id } }
/// properties:
///   id: { _payload: id }
/// ```
///
/// Gives `{ id, response }`: the id of the document, and the whole answer.
///
/// - `id`: the id of the document.
/// - `if_primary_term`: only if the document has this primary term.
/// - `if_seq_no`: only if the document has this sequence number.
/// - `index`: the index; a list or a pattern for several. Default: that of the connection.
/// - `refresh`: `true` makes it visible to searches at once; `wait_for` waits until it is.
/// - `routing`: which shard the document is on.
/// - `timeout`: how long the cluster may take, as `30s`.
/// - `version`: the version that the document must have; in a search, whether versions come back.
/// - `version_type`: how versions are compared.
/// - `wait_for_active_shards`: how many copies of the shard must be there.
pub(super) struct ElasticsearchDelete;

impl Request for ElasticsearchDelete {
    const NAME: &'static str = "ElasticsearchDelete";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = Elasticsearch;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("delete.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Cluster,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let method = Method::DELETE;
        of_document(cx, client, (connection, request), method, "_doc").await
    }
}
