use engine::{Args, Cx, OpResult, Operator, Realm, Value, js};

use crate::instance::{self, Call, Method, Takes, arg, as_given, method};

/// Writes a text in base64 and reads it again.
///
/// ```yaml
/// _base64.encode: { _state: text }
/// _base64.decode: aGVsbG8=     # => hello
/// ```
///
/// On the server the text is UTF-8 and what is no base64 is skipped. In pages it is the browser's
/// `btoa` and `atob`: every character must fit in a byte, and other text is an error.
///
/// - `encode`: the text in base64.
/// - `decode`: the text that the base64 stands for.
pub struct Base64;

const METHODS: &[Method] = &[
    method("encode", Takes::One, "string"),
    method("decode", Takes::One, "string"),
];

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Operator for Base64 {
    const NAME: &'static str = "_base64";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .class(None, as_given, run)
    }
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let text = js::to_text(arg(&args, 0));
    let client = cx.table.realm() == Realm::Client;
    let result = match method {
        "encode" if client => latin1(&text).map(|bytes| encode(&bytes)),
        "encode" => Ok(encode(text.as_bytes())),
        _ if client => check(&text).map(|()| decode(&text).into_iter().map(char::from).collect()),
        _ => Ok(String::from_utf8_lossy(&decode(&text)).into_owned()),
    };
    match result {
        Ok(text) => Ok(text.into()),
        Err(message) => instance::fail(message),
    }
}

const INVALID: &str = "Invalid character";

fn latin1(text: &str) -> Result<Vec<u8>, &'static str> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).map_err(|_| INVALID))
        .collect()
}

fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= chunk.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    out
}

/// What every digit of `text` says, up to the first `=`; anything else is skipped. The alphabet of
/// addresses (`-`, `_`) is understood too.
fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for b in text.bytes() {
        let Some(value) = digit(b) else {
            if b == b'=' {
                break;
            }
            continue;
        };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

fn digit(b: u8) -> Option<u32> {
    let b = match b {
        b'-' => b'+',
        b'_' => b'/',
        b => b,
    };
    ALPHABET.iter().position(|a| *a == b).map(|i| i as u32)
}

/// The browser's rules for base64: its alphabet, white space anywhere, at most two `=` at the end and
/// only to fill up a group of four.
fn check(text: &str) -> Result<(), &'static str> {
    let (mut digits, mut fill) = (0, 0);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\u{c}' | '\r' | ' ' => {}
            '=' if fill < 2 => fill += 1,
            _ if fill > 0 || !c.is_ascii() || !ALPHABET.contains(&(c as u8)) => {
                return Err(INVALID);
            }
            _ => digits += 1,
        }
    }
    if fill > 0 && (digits + fill) % 4 != 0 {
        return Err(INVALID);
    }
    if digits % 4 == 1 {
        Err("The string to be decoded is not correctly encoded.")
    } else {
        Ok(())
    }
}
