//! Methods, arguments and forms.

use super::{arguments, form, methods};
use crate::tests::v;

/// Recorded from the library's own function.
#[test]
fn parameters_are_written_as_the_library_does() {
    for (data, text) in [
        (
            r#"{"a":1,"b":null,"d":true,"e":"x y&é[]"}"#,
            "a=1&b=&d=true&e=x%20y%26%C3%A9[]",
        ),
        (
            r#"{"items":[{"price":"p","quantity":2},{"price":"q"}],"expand":["a.b"]}"#,
            "items[0][price]=p&items[0][quantity]=2&items[1][price]=q&expand[0]=a.b",
        ),
        (r#"{"m":{},"l":[]}"#, ""),
        (
            r#"{"when":{"~d":1500},"metadata":{"a b":"c","x[y]":"z"}}"#,
            "when=1&metadata[a%20b]=c&metadata[x[y]]=z",
        ),
        (
            r#"{"n":{"a":{"b":[1,[2]]}},"s":"!'()*~-_."}"#,
            "n[a][b][0]=1&n[a][b][1][0]=2&s=%21%27%28%29%2A~-_.",
        ),
    ] {
        assert_eq!(form::of(&v(data)), text, "{data}");
    }
}

#[test]
fn requests_are_read_as_calls() {
    for (request, method, path, data) in [
        (r#"{"customers":{"list":null}}"#, "GET", "customers", ""),
        (
            r#"{"customers":{"create":[{"name":"A"}]}}"#,
            "POST",
            "customers",
            "name=A",
        ),
        (
            r#"{"customers":{"retrieveSource":["cus/1","s?"]}}"#,
            "GET",
            "customers/cus%2F1/sources/s%3F",
            "",
        ),
        (
            r#"{"checkout":{"sessions":{"create":[{"mode":"payment"},{"idempotencyKey":"k"}]}}}"#,
            "POST",
            "checkout/sessions",
            "mode=payment",
        ),
        (
            r#"{"paymentIntents":{"confirm":["pi_1",{"stripeAccount":"acct"}]}}"#,
            "POST",
            "payment_intents/pi_1/confirm",
            "",
        ),
        (r#"{"accounts":{"retrieve":[]}}"#, "GET", "account", ""),
        (
            r#"{"accounts":{"retrieve":["acct_1"]}}"#,
            "GET",
            "accounts/acct_1",
            "",
        ),
        (
            r#"{"customers":{"search":[{"query":"a:'b'"}]}}"#,
            "GET",
            "customers/search",
            "query=a%3A%27b%27",
        ),
    ] {
        let call = arguments::read(&v(request)).expect(request);
        assert_eq!(
            (call.method.as_str(), &*call.path, &*call.data),
            (method, path, data),
            "{request}"
        );
    }
    for (request, message) in [
        (
            r#"{"customers":{"nope":[]}}"#,
            "Invalid Stripe method customers.nope",
        ),
        (r#"{"customers":null}"#, "Invalid Stripe method customers"),
        (
            r#"{"customers":{"del":[]}}"#,
            "Stripe: Argument \"customer\" required, but got: undefined (on API request to `DELETE /v1/customers/{customer}`)",
        ),
        (
            r#"{"customers":{"del":[""]}}"#,
            "Stripe: Argument \"customer\" required, but got:  (on API request to `DELETE /v1/customers/{customer}`)",
        ),
        (
            r#"{"customers":{"del":[".."]}}"#,
            "Stripe: Argument \"customer\" required, but got: .. (on API request to `DELETE /v1/customers/{customer}`)",
        ),
        (
            r#"{"customers":{"list":[{"limit":1},"x"]}}"#,
            "Stripe: Unknown arguments (on API request to `GET /v1/customers`)",
        ),
        (
            r#"{"customers":{"list":[{"host":"evil.example"}]}}"#,
            "Stripe: the option \"host\" is not available.",
        ),
    ] {
        let error = arguments::read(&v(request)).expect_err(request);
        assert_eq!(error.message(), message);
    }
}

#[test]
fn every_method_can_be_found() {
    let text = include_str!("methods.txt");
    let names: Vec<&str> = text
        .lines()
        .map(|line| line.split(' ').next().unwrap_or_default())
        .collect();
    assert!(names.is_sorted());
    for name in names {
        assert!(methods::find(name).is_some(), "{name}");
    }
    assert!(methods::find("customers").is_none() && methods::find("").is_none());
}
