//! Elasticsearch against a stand-in for its service.

use engine::Value;
use tokio::net::TcpListener;

use super::stand_in::{StandIn, run};
use super::v;
use crate::{ConnectCx, Error, ErrorKind};

async fn ask(connection: &str, kind: &str, request: &str) -> Result<Value, Error> {
    let connection = v(connection);
    let connection = ("Elasticsearch", &connection);
    run(ConnectCx::new("."), connection, (kind, request)).await
}

#[tokio::test]
async fn requests_are_calls_of_the_api() {
    let service = StandIn::start(|_| (200, r#"{"_id":"7","result":"x"}"#.to_owned())).await;
    let connection = format!(r#"{{"node":"{}","index":"shop"}}"#, service.url());
    for (kind, request, line, body) in [
        (
            "ElasticsearchIndex",
            r#"{"body":{"a":1},"refresh":"wait_for"}"#,
            "POST /shop/_doc?refresh=wait_for",
            r#"{"a":1}"#,
        ),
        (
            "ElasticsearchIndex",
            r#"{"id":"a/b?","index":"other","body":{"a":{"~d":0}},"op_type":"create"}"#,
            "PUT /other/_doc/a%2Fb%3F?op_type=create",
            r#"{"a":"1970-01-01T00:00:00.000Z"}"#,
        ),
        (
            "ElasticsearchUpdate",
            r#"{"id":7,"body":{"doc":{"a":1}},"_source":["a","b"],"retry_on_conflict":2}"#,
            "POST /shop/_update/7?_source=a%2Cb&retry_on_conflict=2",
            r#"{"doc":{"a":1}}"#,
        ),
        (
            "ElasticsearchDelete",
            r#"{"id":"7","refresh":true}"#,
            "DELETE /shop/_doc/7?refresh=true",
            "",
        ),
        (
            "ElasticsearchDeleteByQuery",
            r#"{"body":{"query":{"match_all":{}}}}"#,
            "POST /shop/_delete_by_query",
            r#"{"query":{"match_all":{}}}"#,
        ),
        (
            "ElasticsearchUpdateByQuery",
            r#"{"body":{"query":{}},"conflicts":"proceed"}"#,
            "POST /shop/_update_by_query?conflicts=proceed",
            r#"{"query":{}}"#,
        ),
        (
            "ElasticsearchSearch",
            r#"{"index":["a","b*"],"size":0,"body":{"aggs":{}}}"#,
            "POST /a%2Cb*/_search?size=0",
            r#"{"aggs":{}}"#,
        ),
        (
            "ElasticsearchSearch",
            r#"{"q":"a:1"}"#,
            "GET /shop/_search?q=a%3A1",
            "",
        ),
    ] {
        let answer = ask(&connection, kind, request).await.expect(kind);
        let seen = service.only();
        assert_eq!((&*seen.line, &*seen.body), (line, body), "{kind}");
        if kind.ends_with("Index") || kind.ends_with("Update") || kind.ends_with("Delete") {
            assert_eq!(answer.key("id").as_str(), Some("7"));
        }
        assert_eq!(answer.key("response").key("result").as_str(), Some("x"));
    }
}

#[tokio::test]
async fn a_search_gives_documents() {
    let service = StandIn::start(|_| {
        let answer = r#"{"took":1,"hits":{"total":{"value":2,"relation":"eq"},"max_score":1.5,
            "hits":[{"_id":"1","_score":1.5,"_source":{"a":1}},{"_id":"2","_score":1}]}}"#;
        (200, answer.to_owned())
    })
    .await;
    let connection = format!(r#"{{"nodes":[{{"url":"{}"}}]}}"#, service.url());
    let answer = ask(&connection, "ElasticsearchSearch", "{}").await;
    let answer = answer.expect("hits");
    assert_eq!(
        answer.key("hits"),
        &v(r#"[{"a":1,"_meta":{"_id":"1","_score":1.5}},{"_meta":{"_id":"2","_score":1}}]"#)
    );
    assert_eq!(answer.key("total").key("value"), &Value::from(2));
    assert_eq!(answer.key("maxScore"), &v("1.5"));
    assert_eq!(answer.key("aggregations"), &v("{}"));
    assert_eq!(answer.key("response").key("took"), &Value::from(1));
}

#[tokio::test]
async fn who_asks_is_told_in_a_header() {
    let service = StandIn::start(|_| (200, "{}".to_owned())).await;
    for (auth, header) in [
        (r#"{"username":"u","password":"p"}"#, "Basic dTpw"),
        (r#"{"apiKey":"abc="}"#, "ApiKey abc="),
        (r#"{"apiKey":{"id":"u","api_key":"p"}}"#, "ApiKey dTpw"),
        (r#"{"bearer":"t"}"#, "Bearer t"),
    ] {
        let connection = format!(
            r#"{{"node":"{}","auth":{auth},"headers":{{"X-Own":"1"}}}}"#,
            service.url()
        );
        ask(&connection, "ElasticsearchSearch", "{}")
            .await
            .expect(auth);
        let seen = service.only();
        assert_eq!(
            (seen.header("authorization"), seen.header("x-own")),
            (header, "1")
        );
    }
}

#[tokio::test]
async fn another_node_is_asked_when_one_fails() {
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let busy = StandIn::start(|_| (503, "{}".to_owned())).await;
    let service = StandIn::start(|_| (200, "{}".to_owned())).await;
    let nodes = format!(
        r#"{{"index":"i","node":["http://u:s3cret@127.0.0.1:{gone}","{}","{}"]}}"#,
        busy.url(),
        service.url()
    );
    ask(&nodes, "ElasticsearchSearch", "{}")
        .await
        .expect("an answer");
    assert_eq!((busy.take().len(), service.take().len()), (1, 1));

    // What may have been written already is not written again.
    let error = ask(&nodes, "ElasticsearchIndex", r#"{"body":{}}"#).await;
    assert_eq!(error.expect_err("busy").kind(), ErrorKind::Service);
    assert_eq!((busy.take().len(), service.take().len()), (1, 0));

    let gone = format!(r#"{{"node":"http://u:s3cret@127.0.0.1:{gone}","maxRetries":1}}"#);
    let error = ask(&gone, "ElasticsearchSearch", "{}").await;
    let error = error.expect_err("nobody");
    assert_eq!(
        error.message(),
        "The host \"127.0.0.1\" could not be reached."
    );
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert!(!source.unwrap_or_default().contains("s3cret"));
}

#[tokio::test]
async fn refusals_have_the_reasons_of_the_cluster() {
    let service = StandIn::start(|seen| match &*seen.line {
        "DELETE /i/_doc/1" => (404, r#"{"_id":"1","result":"not_found"}"#.to_owned()),
        _ => (
            404,
            r#"{"error":{"type":"index_not_found_exception","root_cause":[
                {"type":"index_not_found_exception","reason":"no such index [i]"}]},"status":404}"#
                .to_owned(),
        ),
    })
    .await;
    let with_index = format!(r#"{{"node":"{}","index":"i"}}"#, service.url());
    let without = format!(r#"{{"node":"{}"}}"#, service.url());
    for (connection, kind, request, message) in [
        (
            &with_index,
            "ElasticsearchSearch",
            "{}",
            "index_not_found_exception: [index_not_found_exception] Reason: no such index [i]",
        ),
        (
            &with_index,
            "ElasticsearchDelete",
            r#"{"id":"1"}"#,
            "Response Error: not_found",
        ),
        (
            &without,
            "ElasticsearchDelete",
            r#"{"id":"1"}"#,
            "Missing required parameter: index",
        ),
        (
            &with_index,
            "ElasticsearchDelete",
            r#"{"id":".."}"#,
            "Missing required parameter: id",
        ),
        (
            &with_index,
            "ElasticsearchDeleteByQuery",
            "{}",
            "Missing required parameter: body",
        ),
    ] {
        let error = ask(connection, kind, request).await.expect_err(message);
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Request, message)
        );
    }
}

#[tokio::test]
async fn a_cloud_id_is_an_address() {
    // `localhost.invalid$abc$def`
    let cloud = r#"{"node":"http://127.0.0.1:1","maxRetries":0,"cloud":{"id":"name:bG9jYWxob3N0LmludmFsaWQkYWJjJGRlZg=="}}"#;
    let error = ask(cloud, "ElasticsearchSearch", "{}").await;
    assert_eq!(
        error.expect_err("no such host").message(),
        "The host \"abc.localhost.invalid\" could not be reached."
    );
    let wrong = r#"{"node":"http://127.0.0.1:1","cloud":{"id":"s3cret"}}"#;
    let error = ask(wrong, "ElasticsearchSearch", "{}").await;
    assert_eq!(
        error.expect_err("no id").message(),
        "Elasticsearch connection property \"cloud.id\" is not a cloud id."
    );
}
