//! Which requests can be seen to change nothing, and so may be run before a page needs them.

use engine::{Expr, json};

fn may_run_ahead(kind: &str, request: &str, connection: &str, properties: &str) -> bool {
    let compile = |text: &str| {
        let value = json::parse(text.as_bytes()).expect("JSON");
        Expr::compile(&value, &operators::SERVER)
    };
    let row = crate::find(kind).and_then(|it| it.request(request));
    let row = row.expect("a type of request");
    (row.only_reads)(&compile(connection), &compile(properties))
}

#[test]
fn an_aggregation_that_may_write_is_not_run_ahead() {
    let ahead = |connection, request| {
        may_run_ahead(
            "MongoDBCollection",
            "MongoDBAggregation",
            connection,
            request,
        )
    };
    let find = r#"{"pipeline": [{"$match": {"at": {"_payload": "at"}}}]}"#;
    let out = r#"{"pipeline": [{"$match": {"at": {"_payload": "at"}}}, {"$out": "copies"}]}"#;
    let merge = r#"{"pipeline": [{"$merge": "copies"}]}"#;
    let computed = r#"{"pipeline": {"_payload": "stages"}}"#;
    let computed_stage = r#"{"pipeline": [{"_payload": "stage"}]}"#;
    for (connection, writable) in [
        ("{}", false),
        (r#"{"write": false}"#, false),
        (r#"{"write": true}"#, true),
        (r#"{"write": {"_secret": "write"}}"#, true),
    ] {
        assert!(ahead(connection, find), "{connection}");
        for request in [out, merge, computed, computed_stage] {
            assert_eq!(
                ahead(connection, request),
                !writable,
                "{connection} {request}"
            );
        }
    }
}

#[test]
fn a_method_of_the_connection_counts_for_its_requests() {
    let ahead = |connection, request| may_run_ahead("AxiosHttp", "AxiosHttp", connection, request);
    assert!(ahead("{}", r#"{"url": "/a"}"#));
    assert!(ahead(
        r#"{"method": "GET"}"#,
        r#"{"method": "get", "data": {"_payload": "a"}}"#
    ));
    assert!(!ahead(r#"{"method": "post"}"#, r#"{"url": "/a"}"#));
    assert!(!ahead("{}", r#"{"method": "delete"}"#));
    assert!(!ahead("{}", r#"{"method": {"_payload": "method"}}"#));
    assert!(!ahead("{}", r#"{"_payload": "request"}"#));
}

#[test]
fn sql_that_changes_something_is_not_run_ahead() {
    let raw = |query| may_run_ahead("Knex", "KnexRaw", "{}", query);
    assert!(raw(r#"{"query": "with a as (select 1) select * from a"}"#));
    assert!(!raw(
        r#"{"query": "WITH gone AS (DELETE FROM a RETURNING *) SELECT * FROM gone"}"#
    ));
    assert!(!raw(r#"{"query": {"_payload": "sql"}}"#));
    let builder = |query| may_run_ahead("Knex", "KnexBuilder", "{}", query);
    assert!(builder(
        r#"{"query": [{"select": ["*"]}], "tableName": "a"}"#
    ));
    assert!(!builder(
        r#"{"query": [{"insert": [{"_payload": "a"}]}], "tableName": "a"}"#
    ));
    assert!(!builder(
        r#"{"query": {"_payload": "query"}, "tableName": "a"}"#
    ));
    assert!(!builder(
        r#"{"query": [{"_payload": "step"}], "tableName": "a"}"#
    ));
    assert!(!builder(r#"{"_payload": "request"}"#));
}
