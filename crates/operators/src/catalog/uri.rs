use engine::{Args, Cx, OpResult, Operator, Value, js};

use crate::instance::{self, Call, Method, Takes, arg, as_given, method};

/// Percent-encodes a text for use within an address, and decodes it: JavaScript's
/// `encodeURIComponent` and `decodeURIComponent`.
///
/// ```yaml
/// _uri.encode: { _state: search }
/// _uri.decode: '100%25'     # => 100%
/// ```
///
/// - `encode`: the text with `%` and digits for all but letters, digits and a few signs.
/// - `decode`: the text that it stands for. A `%` without two digits is an error.
pub struct Uri;

const METHODS: &[Method] = &[
    method("encode", Takes::One, "string"),
    method("decode", Takes::One, "string"),
];

impl Operator for Uri {
    const NAME: &'static str = "_uri";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .class(None, as_given, run)
    }
}

fn run(_: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let text = js::to_text(arg(&args, 0));
    if method == "encode" {
        return Ok(encode(&text).into());
    }
    match decode(&text) {
        Some(text) => Ok(text.into()),
        None => instance::fail("URI malformed"),
    }
}

fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(b >> 4)]));
            out.push(char::from(HEX[usize::from(b & 15)]));
        }
    }
    out
}

fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((b, tail)) = rest.split_first() {
        rest = tail;
        if *b != b'%' {
            out.push(*b);
            continue;
        }
        let (digits, tail) = rest.split_at_checked(2)?;
        let digit = |b: u8| char::from(b).to_digit(16);
        out.push((digit(digits[0])? * 16 + digit(digits[1])?) as u8);
        rest = tail;
    }
    String::from_utf8(out).ok()
}
