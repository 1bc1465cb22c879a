//! Stripe against a stand-in for its service.

use std::sync::atomic::{AtomicUsize, Ordering};

use engine::Value;

use super::stand_in::{StandIn, run};
use super::v;
use crate::{ConnectCx, Error, ErrorKind};

async fn call(service: &StandIn, more: &str, request: &str) -> Result<Value, Error> {
    let connection = format!(
        r#"{{"secretKey":"sk_test_s3cret","endpoint":"{}"{more}}}"#,
        service.url()
    );
    let connection = ("Stripe", &v(&connection));
    run(ConnectCx::new("."), connection, ("StripeRequest", request)).await
}

#[tokio::test]
async fn calls_are_made_as_the_library_does() {
    let service = StandIn::start(|_| (200, r#"{"id":"cus_1","object":"customer"}"#.to_owned()));
    let service = service.await;
    let create = r#"{"customers":{"create":[{"name":"A B","metadata":{"k":"v"}}]}}"#;
    let answer = call(&service, "", create).await.expect("a customer");
    assert_eq!(answer, v(r#"{"id":"cus_1","object":"customer"}"#));
    let seen = service.only();
    assert_eq!(seen.line, "POST /v1/customers");
    assert_eq!(seen.body, "name=A%20B&metadata[k]=v");
    for (name, value) in [
        ("authorization", "Bearer sk_test_s3cret"),
        ("stripe-version", "2023-10-16"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("idempotency-key", ""),
    ] {
        assert_eq!(seen.header(name), value, "{name}");
    }

    let list = r#"{"customers":{"list":[{"limit":3,"created":{"gt":1}},
        {"stripeAccount":"acct_1","apiVersion":"2024-01-01","apiKey":"sk_other","idempotencyKey":"k"}]}}"#;
    call(&service, "", list).await.expect("a list");
    let seen = service.only();
    assert_eq!(seen.line, "GET /v1/customers?limit=3&created[gt]=1");
    for (name, value) in [
        ("authorization", "Bearer sk_other"),
        ("stripe-version", "2024-01-01"),
        ("stripe-account", "acct_1"),
        ("idempotency-key", "k"),
    ] {
        assert_eq!(seen.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn calls_are_made_again_under_the_same_key() {
    let count = AtomicUsize::new(0);
    let service = StandIn::start(move |_| match count.fetch_add(1, Ordering::Relaxed) {
        0 => (503, "{}".to_owned()),
        _ => (200, r#"{"id":"re_1"}"#.to_owned()),
    })
    .await;
    let refund = r#"{"refunds":{"create":[{"charge":"ch_1"}]}}"#;
    let retries = r#","maxNetworkRetries":1"#;
    call(&service, retries, refund).await.expect("a refund");
    let seen = service.take();
    let keys: Vec<&str> = seen.iter().map(|it| it.header("idempotency-key")).collect();
    assert!(keys.len() == 2 && keys[0] == keys[1] && !keys[0].is_empty());
}

#[tokio::test]
async fn refusals_have_the_words_of_stripe() {
    let service = StandIn::start(|seen| match &*seen.line {
        "GET /v1/balance" => (500, "<html>".to_owned()),
        _ => (
            404,
            r#"{"error":{"message":"No such customer: 'x'","type":"invalid_request_error"}}"#
                .to_owned(),
        ),
    })
    .await;
    for (request, kind, message) in [
        (
            r#"{"customers":{"retrieve":["x"]}}"#,
            ErrorKind::Request,
            "No such customer: 'x'",
        ),
        (
            r#"{"balance":{"retrieve":null}}"#,
            ErrorKind::Service,
            "Invalid JSON received from the Stripe API at \"127.0.0.1\" (500).",
        ),
    ] {
        let error = call(&service, "", request).await.expect_err(request);
        assert_eq!((error.kind(), error.message()), (kind, message));
    }
}
