//! Changes a document.

use std::sync::LazyLock;

use engine::Value;
use reqwest::Method;

use super::call::of_document;
use super::{Cluster, Elasticsearch};
use crate::{Error, Request, RequestCx, Schema};

/// Changes a document.
///
/// ```yaml
/// id: rename
/// type: ElasticsearchUpdate
/// connectionId: products
/// payload: { id: { _state: id }, title: { _state: title } }
/// properties:
///   id: { _payload: id }
///   body:
///     doc: { title: { _payload: title } }
/// ```
///
/// Gives `{ id, response }`: the id of the document, and the whole answer.
///
/// - `_source`: `false` leaves the document out; or the fields that come back.
/// - `_source_excludes`: fields that do not come back.
/// - `_source_includes`: the fields that come back.
/// - `body`: `{ doc }` with the fields that change, or `{ script }`.
/// - `id`: the id of the document.
/// - `if_primary_term`: only if the document has this primary term.
/// - `if_seq_no`: only if the document has this sequence number.
/// - `index`: the index; a list or a pattern for several. Default: that of the connection.
/// - `refresh`: `true` makes it visible to searches at once; `wait_for` waits until it is.
/// - `require_alias`: whether `index` must be an alias.
/// - `retry_on_conflict`: how often it is tried again when the document was changed meanwhile.
/// - `routing`: which shard the document is on.
/// - `timeout`: how long the cluster may take, as `30s`.
/// - `wait_for_active_shards`: how many copies of the shard must be there.
pub(super) struct ElasticsearchUpdate;

impl Request for ElasticsearchUpdate {
    const NAME: &'static str = "ElasticsearchUpdate";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = Elasticsearch;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("update.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Cluster,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let method = Method::POST;
        of_document(cx, client, (connection, request), method, "_update").await
    }
}
