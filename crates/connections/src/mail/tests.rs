//! Addresses and filters.

use super::{Address, Recipients, addresses};
use crate::tests::v;

fn one(name: &str, email: &str) -> Address {
    Address {
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        email: email.to_owned(),
    }
}

#[test]
fn addresses_are_texts_objects_or_lists() {
    for (value, expected) in [
        (r#""a@b.c""#, vec![one("", "a@b.c")]),
        (r#"" A B <a@b.c> ""#, vec![one("A B", "a@b.c")]),
        (r#""\"B, A\" <a@b.c>""#, vec![one("B, A", "a@b.c")]),
        (r#"{"name":"A","email":"a@b.c"}"#, vec![one("A", "a@b.c")]),
        (
            r#"["a@b.c",{"name":"D","email":"d@e.f"}]"#,
            vec![one("", "a@b.c"), one("D", "d@e.f")],
        ),
        (
            r#""A\r\nBcc: x@y.z <a@b.c>""#,
            vec![one("A Bcc: x@y.z", "a@b.c")],
        ),
        ("null", vec![]),
    ] {
        assert_eq!(addresses(&v(value)), expected, "{value}");
    }
}

#[test]
fn a_filter_decides_who_gets_mail() {
    let message = v(r#"{"to":["A <a@Example.org>","b@other.org"],"cc":"c@example.org"}"#);
    let emails = |filter: &str| {
        let recipients = Recipients::read(&message, &v(filter)).expect(filter)?;
        let all = [recipients.to, recipients.cc, recipients.bcc];
        let emails = all.map(|list| {
            let emails: Vec<String> = list.into_iter().map(|it| it.email).collect();
            emails.join(" ")
        });
        Some(emails.join("|"))
    };
    for (filter, expected) in [
        ("null", Some("a@Example.org b@other.org|c@example.org|")),
        (
            r#"{"allowlist":null,"regex":null}"#,
            Some("a@Example.org b@other.org|c@example.org|"),
        ),
        (
            r#"{"allowlist":["EXAMPLE.org"]}"#,
            Some("a@Example.org|c@example.org|"),
        ),
        (r#"{"regex":"^b@"}"#, Some("b@other.org||")),
        (
            r#"{"replaceAddress":"dev@example.org","regex":"^b@"}"#,
            Some("dev@example.org||"),
        ),
        (r#"{"regex":"^b@","allowlist":["example.org"]}"#, None),
    ] {
        assert_eq!(emails(filter).as_deref(), expected, "{filter}");
    }
    assert!(Recipients::read(&message, &v(r#"{"regex":"("}"#)).is_err());
}
