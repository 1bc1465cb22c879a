//! A search.

use std::sync::LazyLock;

use engine::{Map, Value};
use reqwest::Method;

use super::call::Call;
use super::{Cluster, Elasticsearch};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Searches documents.
///
/// ```yaml
/// id: find
/// type: ElasticsearchSearch
/// connectionId: products
/// payload: { text: { _state: search } }
/// properties:
///   size: 20
///   body:
///     query: { match: { title: { _payload: text } } }
/// ```
///
/// Gives `{ hits, total, maxScore, aggregations, response }`. A hit is its document, with what the
/// cluster says about it as `_meta`; `response` is the whole answer.
///
/// - `_source`: `false` leaves the document out; or the fields that come back.
/// - `_source_exclude`: fields that do not come back, in old versions.
/// - `_source_excludes`: fields that do not come back.
/// - `_source_include`: fields that come back, in old versions.
/// - `_source_includes`: the fields that come back.
/// - `allow_no_indices`: whether a pattern that no index matches is fine.
/// - `allow_partial_search_results`: whether hits of some shards are fine when others fail.
/// - `analyze_wildcard`: whether wildcards of `q` are analysed.
/// - `analyzer`: the analyser of `q`.
/// - `batched_reduce_size`: how many answers of shards are put together at a time.
/// - `body`: the search: `query`, `aggs`, `sort` and so on.
/// - `ccs_minimize_roundtrips`: whether other clusters are asked only once.
/// - `default_operator`: how terms of `q` go together: `AND` or `OR`.
/// - `df`: the field of terms in `q` that name none.
/// - `docvalue_fields`: fields that come back as they are indexed.
/// - `error_trace`: whether errors have the cluster's stack.
/// - `expand_wildcards`: which indices a pattern stands for.
/// - `explain`: whether hits say how their scores came about.
/// - `from`: how many hits are left out.
/// - `human`: whether numbers come back for people to read.
/// - `ignore_throttled`: whether frozen indices are left out.
/// - `ignore_unavailable`: whether an index that is not there is fine.
/// - `index`: the index; a list or a pattern for several. Default: that of the connection.
/// - `lenient`: whether errors of format in `q` are fine.
/// - `max_concurrent_shard_requests`: how many shards of a node are asked at a time.
/// - `min_compatible_shard_node`: the oldest version of a node that is asked.
/// - `pre_filter_shard_size`: from how many shards on those without hits are left out.
/// - `preference`: which shards are asked.
/// - `pretty`: has no effect on the answer here.
/// - `q`: a query as a text.
/// - `request_cache`: whether the answer may come from a cache.
/// - `rest_total_hits_as_int`: whether the total is a number.
/// - `routing`: which shard the document is on.
/// - `scroll`: how long a search context is kept.
/// - `search_type`: how scores are computed over shards.
/// - `seq_no_primary_term`: whether sequence numbers come back.
/// - `size`: how many hits come back. Default: 10.
/// - `sort`: fields to sort by, as `field:direction`.
/// - `source`: the query as a text of JSON.
/// - `stats`: tags for the statistics of the cluster.
/// - `stored_fields`: stored fields that come back.
/// - `suggest_field`: the field of suggestions.
/// - `suggest_mode`: when there are suggestions.
/// - `suggest_size`: how many suggestions.
/// - `suggest_text`: the text to suggest for.
/// - `terminate_after`: how many documents of a shard are looked at, at most.
/// - `timeout`: how long the cluster may take, as `30s`.
/// - `track_scores`: whether scores are computed when sorted by something else.
/// - `track_total_hits`: whether all hits are counted.
/// - `type`: the type of documents, in old versions.
/// - `typed_keys`: whether aggregations have their types in their names.
/// - `version`: the version that the document must have; in a search, whether versions come back.
pub(super) struct ElasticsearchSearch;

impl Request for ElasticsearchSearch {
    const NAME: &'static str = "ElasticsearchSearch";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = Elasticsearch;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("search.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Cluster,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let method = match request.key("body") {
            none if none.is_none() => Method::GET,
            _ => Method::POST,
        };
        let mut call = Call::new(method, connection, request, "_search", None)?;
        call.is_repeatable = true;
        let response = limit::within(cx.timeout, call.send(client, connection)).await?;
        Ok(answer(response))
    }
}

/// What a search gives, of the cluster's answer.
fn answer(response: Value) -> Value {
    let found = response.key("hits").clone();
    let hits = found.key("hits").items().iter().map(|hit| {
        let source = hit.key("_source").as_map();
        let mut document = source.map_or_else(Map::new, |source| (**source).clone());
        let mut meta = hit.as_map().map_or_else(Map::new, |hit| (**hit).clone());
        meta.remove("_source");
        document.insert("_meta", meta.into());
        Value::from(document)
    });
    let hits: Vec<Value> = hits.collect();
    let or = |value: &Value, default: Value| match value {
        Value::Undefined => default,
        value => value.clone(),
    };
    Value::object([
        ("hits", hits.into()),
        ("total", or(found.key("total"), Map::new().into())),
        ("maxScore", or(found.key("max_score"), 0.into())),
        (
            "aggregations",
            or(response.key("aggregations"), Map::new().into()),
        ),
        ("response", response),
    ])
}
