//! Queries of addresses as Lowdefy writes them: every value is JSON, percent-encoded.

use engine::{Map, Value, json};

/// The query of an address as an object: JSON where it parses, else the text.
pub fn query_of(href: &str) -> Value {
    let query = href
        .split('#')
        .next()
        .unwrap_or_default()
        .split_once('?')
        .map_or("", |(_, q)| q);
    parse_query(query)
}

/// A query without `?` as an object.
pub fn parse_query(query: &str) -> Value {
    let pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            let parsed =
                json::parse_wire(value.as_bytes()).unwrap_or_else(|_| value.as_str().into());
            (decode(key), parsed)
        });
    Value::map(pairs.collect::<Map>())
}

/// An object as a query without `?`: keys sorted, undefined left out.
pub fn stringify_query(query: &Value) -> String {
    let Some(map) = query.as_map() else {
        return String::new();
    };
    let mut sorted: Vec<_> = map.iter().filter(|(_, v)| !v.is_undefined()).collect();
    sorted.sort_by_key(|(key, _)| *key);
    let pairs = sorted.into_iter().map(|(key, value)| {
        let text = match value {
            // A text that would be read back as the same text needs no quotes.
            Value::String(s) if json::parse_wire(s.as_bytes()).is_err() && !s.is_empty() => {
                s.to_string()
            }
            v => json::to_wire(v),
        };
        format!("{}={}", encode(key), encode(&text))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// `encodeURIComponent`.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        match b {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'_'
            | b'.'
            | b'!'
            | b'~'
            | b'*'
            | b'\''
            | b'('
            | b')' => {
                out.push(b as char);
            }
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(HEX[usize::from(b >> 4)] as char);
                out.push(HEX[usize::from(b & 15)] as char);
            }
        }
    }
    out
}

/// The text of a percent-encoded part of a query, where `+` is a space. Bytes that are no UTF-8 become
/// the replacement character.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let escaped = (bytes[i] == b'%').then(|| text.get(i + 1..i + 3)).flatten();
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(if bytes[i] == b'+' { b' ' } else { bytes[i] });
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The parts of an absolute address, as `window.location` names them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Address<'a> {
    /// `https://host:port`.
    pub origin: &'a str,
    /// `https:`.
    pub protocol: &'a str,
    /// `host:port`.
    pub host: &'a str,
    /// `host`.
    pub hostname: &'a str,
    /// `port`, or empty.
    pub port: &'a str,
    /// `/path`.
    pub pathname: &'a str,
    /// `?query`, or empty.
    pub search: &'a str,
    /// `#hash`, or empty.
    pub hash: &'a str,
}

impl<'a> Address<'a> {
    /// Takes an address apart.
    pub fn of(href: &'a str) -> Address<'a> {
        let (rest, hash) = split_before(href, '#');
        let (rest, search) = split_before(rest, '?');
        let Some((protocol, after)) = rest.split_once("//") else {
            return Address {
                pathname: rest,
                search,
                hash,
                ..Address::default()
            };
        };
        let (host, pathname) = split_before(after, '/');
        let (hostname, port) = host.rsplit_once(':').unwrap_or((host, ""));
        let origin = &rest[..rest.len() - pathname.len()];
        Address {
            origin,
            protocol,
            host,
            hostname,
            port,
            pathname,
            search,
            hash,
        }
    }
}

fn split_before(text: &str, mark: char) -> (&str, &str) {
    text.split_at(text.find(mark).unwrap_or(text.len()))
}
