//! The parts of an HTTP request that need no service.

use engine::{Value, json};

use super::message::{Message, merge};
use super::params::{self, Indexes};
use crate::http::encoding::decode;
use crate::http::guard::is_public;

fn v(text: &str) -> Value {
    json::parse_wire(text.as_bytes()).expect("test JSON")
}

#[test]
fn only_public_addresses_are_public() {
    for address in [
        "1.1.1.1",
        "8.8.8.8",
        "100.128.0.1",
        "172.32.0.1",
        "2606:4700::1111",
        "2002:101:101::1",
    ] {
        assert!(is_public(address.parse().expect(address)), "{address}");
    }
    for address in [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(!is_public(address.parse().expect(address)), "{address}");
    }
}

/// Recorded from Axios 1.5.1.
#[test]
fn params_are_written_as_axios_does() {
    for (params, query) in [
        (r#"{"a":1,"b":"x y","c":null,"d":true}"#, "a=1&b=x+y&d=true"),
        (r#"{"a":[1,"b",null]}"#, "a[]=1&a[]=b"),
        (
            r#"{"a":{"b":1,"c":[1,2],"d":{"e":"f"}}}"#,
            "a[b]=1&a[c][0]=1&a[c][1]=2&a[d][e]=f",
        ),
        (r#"{"a":[{"b":1},2]}"#, "a[0][b]=1&a[1]=2"),
        (r#"{"a[]":[1,{"b":2}]}"#, "a[]=1&a[]=[object+Object]"),
        (r#"{"a{}":{"b":[1]}}"#, "a%7B%7D=%7B%22b%22:[1]%7D"),
        (
            r#"{"d":{"~d":1577836800000}}"#,
            "d=2020-01-01T00:00:00.000Z",
        ),
        (
            r#"{"k&=?#/":"v&=?#/:$,+[]%é😀'()!~*"}"#,
            "k%26%3D%3F%23%2F=v%26%3D%3F%23%2F:$,%2B[]%25%C3%A9%F0%9F%98%80'()!~*",
        ),
        (
            r#"{"a":{"b[]":[1]},"c":[[1]]," d ":""}"#,
            "a[b][0]=1&c[0][0]=1&d=",
        ),
        (r#"{}"#, ""),
    ] {
        assert_eq!(params::query(&v(params), Indexes::Empty), query, "{params}");
    }
    for (config, query) in [
        (r#"{"paramsSerializer":{"indexes":null}}"#, "a=1&a=2"),
        (r#"{"paramsSerializer":{"indexes":false}}"#, "a[]=1&a[]=2"),
        (r#"{"paramsSerializer":{"indexes":true}}"#, "a[0]=1&a[1]=2"),
    ] {
        let indexes = Indexes::read(&v(config));
        assert_eq!(params::query(&v(r#"{"a":[1,2]}"#), indexes), query);
    }
    assert_eq!(
        params::form(&v(r#"{"a":"x y+é~","b":[1,2],"c":{"d":"*-._"}}"#)),
        "a=x+y%2B%C3%A9%7E&b%5B%5D=1&b%5B%5D=2&c%5Bd%5D=*-._"
    );
}

#[test]
fn addresses_are_put_together() {
    for (config, url) in [
        (r#"{"url":"http://a.b/c?d=1#e"}"#, "http://a.b/c?d=1"),
        (r#"{"url":"c","baseURL":"http://a.b/x/"}"#, "http://a.b/x/c"),
        (r#"{"url":"/c","baseURL":"http://a.b"}"#, "http://a.b/c"),
        (r#"{"baseURL":"http://a.b/x"}"#, "http://a.b/x"),
        (
            r#"{"url":"https://z.y","baseURL":"http://a.b"}"#,
            "https://z.y/",
        ),
        (
            r#"{"url":"http://a.b/?x=1","params":{"y":2}}"#,
            "http://a.b/?x=1&y=2",
        ),
        (r#"{"url":"http://u:p%40@a.b/"}"#, "http://a.b/"),
    ] {
        let message = Message::read(&v(config)).expect(config);
        assert_eq!(message.url.as_str(), url, "{config}");
    }
    for (config, error) in [
        (r#"{"url":"c"}"#, "Invalid URL"),
        (r#"{}"#, "Invalid URL"),
        (r#"{"url":"//a.b/c","baseURL":"http://x.y"}"#, "Invalid URL"),
        (
            r#"{"url":"file:///etc/passwd"}"#,
            "Unsupported protocol file:",
        ),
        (r#"{"url":"ftp://a.b"}"#, "Unsupported protocol ftp:"),
        (
            r#"{"url":"http://a.b","headers":{"X":"a\r\nHost: evil"}}"#,
            "Invalid character in header content [\"X\"]",
        ),
        (
            r#"{"url":"http://a.b","headers":{"X Y":"a"}}"#,
            "Header name must be a valid HTTP token [\"X Y\"]",
        ),
    ] {
        let refused = Message::read(&v(config)).expect_err(config);
        assert_eq!(refused.message(), error, "{config}");
    }
}

#[test]
fn bodies_and_headers_are_written_as_axios_does() {
    let header = |message: &Message, name: &str| {
        let value = message
            .headers
            .get(name)
            .map(|value| value.to_str().expect("text").to_owned());
        value.unwrap_or_default()
    };
    for (config, content_type, body) in [
        (
            r#"{"data":{"a":1}}"#,
            "application/json",
            Some(r#"{"a":1}"#),
        ),
        (
            r#"{"data":[1,{"~d":0}]}"#,
            "application/json",
            Some(r#"[1,"1970-01-01T00:00:00.000Z"]"#),
        ),
        (
            r#"{"data":"a=b"}"#,
            "application/x-www-form-urlencoded",
            Some("a=b"),
        ),
        (r#"{}"#, "application/x-www-form-urlencoded", None),
        (
            r#"{"data":"x","headers":{"content-type":"application/json"}}"#,
            "application/json",
            Some("\"x\""),
        ),
        (
            r#"{"data":" {\"a\":1} ","headers":{"Content-Type":"application/json"}}"#,
            "application/json",
            Some(r#"{"a":1}"#),
        ),
        (
            r#"{"data":5,"headers":{"Content-Type":"application/json"}}"#,
            "application/json",
            Some("5"),
        ),
        (
            r#"{"data":{"a":"b c"},"headers":{"Content-Type":"application/x-www-form-urlencoded"}}"#,
            "application/x-www-form-urlencoded",
            Some("a=b+c"),
        ),
    ] {
        let config = merge(&v(config), &v(r#"{"url":"http://a.b","method":"post"}"#));
        let message = Message::read(&config).expect("a message");
        assert_eq!(header(&message, "content-type"), content_type, "{config:?}");
        assert_eq!(message.body.as_deref(), body, "{config:?}");
    }
    let config = v(
        r#"{"url":"http://a.b","headers":{"A":1,"B":null,"C":false,"D":["x","y"],
        "Transfer-Encoding":"chunked","Content-Length":"1","Authorization":"Bearer t"},
        "auth":{"username":"u","password":"é"}}"#,
    );
    let message = Message::read(&config).expect("a message");
    assert_eq!(header(&message, "a"), "1");
    assert_eq!(header(&message, "d"), "x, y");
    assert_eq!(header(&message, "authorization"), "Basic dTrDqQ==");
    for name in ["b", "c", "transfer-encoding", "content-length"] {
        assert!(!message.headers.contains_key(name), "{name}");
    }
}

#[test]
fn properties_are_merged_deep() {
    let base = v(r#"{"a":{"b":1,"c":2},"d":[1,2,3],"e":1,"f":"x"}"#);
    let over = v(r#"{"a":{"c":3},"d":[9],"e":null,"g":2}"#);
    let merged = v(r#"{"a":{"b":1,"c":3},"d":[9,2,3],"e":null,"f":"x","g":2}"#);
    assert_eq!(merge(&base, &over), merged);
}

#[test]
fn bytes_are_decoded() {
    let decoded = |bytes, encoding| decode(bytes, encoding).expect("an encoding");
    assert_eq!(decoded(b"\xef\xbb\xbfa", "utf8"), "a");
    assert_eq!(decoded(b"\xe9", "latin1"), "é");
    assert_eq!(decoded(b"\x00\xff", "hex"), "00ff");
    assert_eq!(decoded(b"a\x00", "utf16le"), "a");
    assert_eq!(decode(b"", "nope"), None);
}
