//! Changes documents that a query finds.

use std::sync::LazyLock;

use engine::Value;

use super::call::by_query;
use super::{Cluster, Elasticsearch};
use crate::{Error, Request, RequestCx, Schema};

/// Changes the documents that a query finds.
///
/// ```yaml
/// id: raise
/// type: ElasticsearchUpdateByQuery
/// connectionId: products
/// properties:
///   conflicts: proceed
///   body:
///     query: { term: { brand: acme } }
///     script: { source: ctx._source.price += 1 }
/// ```
///
/// Gives `{ response }`, the whole answer.
///
/// - `_source`: `false` leaves the document out; or the fields that come back.
/// - `_source_excludes`: fields that do not come back.
/// - `_source_includes`: the fields that come back.
/// - `allow_no_indices`: whether a pattern that no index matches is fine.
/// - `analyze_wildcard`: whether wildcards of `q` are analysed.
/// - `analyzer`: the analyser of `q`.
/// - `body`: `{ query, script }`.
/// - `conflicts`: `proceed` goes on when a document was changed meanwhile; `abort` stops.
///   Default: `abort`.
/// - `default_operator`: how terms of `q` go together: `AND` or `OR`.
/// - `df`: the field of terms in `q` that name none.
/// - `expand_wildcards`: which indices a pattern stands for.
/// - `from`: how many hits are left out.
/// - `ignore_unavailable`: whether an index that is not there is fine.
/// - `index`: the index; a list or a pattern for several. Default: that of the connection.
/// - `lenient`: whether errors of format in `q` are fine.
/// - `max_docs`: how many documents at most.
/// - `pipeline`: the ingest pipeline that documents go through.
/// - `preference`: which shards are asked.
/// - `pretty`: has no effect on the answer here.
/// - `q`: a query as a text.
/// - `refresh`: `true` makes it visible to searches at once; `wait_for` waits until it is.
/// - `request_cache`: whether the answer may come from a cache.
/// - `requests_per_second`: how many documents a second at most.
/// - `routing`: which shard the document is on.
/// - `scroll`: how long a search context is kept.
/// - `scroll_size`: how many documents are taken at a time.
/// - `search_timeout`: how long each search may take.
/// - `search_type`: how scores are computed over shards.
/// - `slices`: into how many tasks it is divided.
/// - `sort`: fields to sort by, as `field:direction`.
/// - `stats`: tags for the statistics of the cluster.
/// - `terminate_after`: how many documents of a shard are looked at, at most.
/// - `timeout`: how long the cluster may take, as `30s`.
/// - `version`: the version that the document must have; in a search, whether versions come back.
/// - `wait_for_active_shards`: how many copies of the shard must be there.
/// - `wait_for_completion`: `false` answers with a task at once.
pub(super) struct ElasticsearchUpdateByQuery;

impl Request for ElasticsearchUpdateByQuery {
    const NAME: &'static str = "ElasticsearchUpdateByQuery";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = Elasticsearch;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("update_by_query.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Cluster,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        by_query(cx, client, (connection, request), "_update_by_query").await
    }
}
