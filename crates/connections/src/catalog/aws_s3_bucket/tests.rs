//! Signatures that AWS has published, and addresses.

use url::Url;

use super::address;
use super::sign::Signer;
use crate::tests::v;

fn signer(now: &str) -> Signer<'static> {
    Signer {
        key_id: "AKIAIOSFODNN7EXAMPLE",
        key: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        token: None,
        region: "us-east-1",
        now: engine::date::parse(now).expect("a date"),
    }
}

/// From "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)".
#[test]
fn an_address_is_signed_as_published() {
    let url = Url::parse("https://examplebucket.s3.amazonaws.com/test.txt").expect("an address");
    assert_eq!(
        signer("2013-05-24T00:00:00.000Z").presign(&url, 86400, &[]),
        "https://examplebucket.s3.amazonaws.com/test.txt\
         ?X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
         &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
         &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

/// From "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)".
#[test]
fn a_policy_is_signed_as_published() {
    let policy = "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9";
    assert_eq!(
        signer("2015-12-29T00:00:00.000Z").sign(policy),
        "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
    );
}

#[test]
fn buckets_are_in_the_host_or_the_path() {
    for (connection, key, expected) in [
        (
            r#"{"region":"eu-west-1","bucket":"abc"}"#,
            Some("a b/ü+.txt"),
            "https://abc.s3.eu-west-1.amazonaws.com/a%20b/%C3%BC%2B.txt",
        ),
        (
            r#"{"region":"cn-north-1","bucket":"a.b"}"#,
            Some("k"),
            "https://s3.cn-north-1.amazonaws.com.cn/a.b/k",
        ),
        (
            r#"{"region":"eu-west-1","bucket":"abc"}"#,
            None,
            "https://abc.s3.eu-west-1.amazonaws.com/",
        ),
        (
            r#"{"region":"x","bucket":"abc","endpoint":"https://s3.example.org/base/"}"#,
            Some("k"),
            "https://abc.s3.example.org/base/k",
        ),
        (
            r#"{"region":"x","bucket":"abc","endpoint":"http://[::1]:9000"}"#,
            None,
            "http://[::1]:9000/abc",
        ),
        (
            r#"{"region":"x","bucket":"abc","endpoint":"http://s3.local","forcePathStyle":true}"#,
            Some("k"),
            "http://s3.local/abc/k",
        ),
    ] {
        let url = address::of(&v(connection), key).expect(connection);
        assert_eq!(url.as_str(), expected);
    }
    for (connection, key, message) in [
        (
            r#"{"region":"x.evil.org/","bucket":"abc"}"#,
            "k",
            "AwsS3Bucket connection property \"region\" is not a valid value.",
        ),
        (
            r#"{"region":"x","bucket":"abc","endpoint":"ftp://a"}"#,
            "k",
            "AwsS3Bucket connection property \"endpoint\" is not a valid value.",
        ),
        (
            r#"{"region":"x","bucket":"abc"}"#,
            "public/../private",
            "AwsS3Bucket: a key with a part \".\" or \"..\" has no address.",
        ),
    ] {
        let error = address::of(&v(connection), Some(key)).expect_err(connection);
        assert_eq!(error.message(), message);
    }
}
