//! Addresses and base 64.

use super::Given;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::value::Val;

/// What `encodeURI` leaves as it is, besides letters, digits and what `encodeURIComponent` leaves.
const RESERVED: &[u8] = b";/?:@&=+$,#";

fn encode(given: &Given<'_, '_>, kept: &[u8]) -> Res<Val> {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&b) || kept.contains(&b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(b >> 4)]));
            out.push(char::from(HEX[usize::from(b & 15)]));
        }
    }
    Ok(out.into())
}

/// Decodes what `name` decodes; `%2F` and such stay where they stand for something in `kept`.
fn decode(given: &Given<'_, '_>, name: &str, kept: &[u8]) -> Res<Val> {
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((b, tail)) = rest.split_first() {
        rest = tail;
        if *b != b'%' {
            out.push(*b);
            continue;
        }
        let digits = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let decoded = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match decoded {
            Some(b) if kept.contains(&b) => out.push(b'%'),
            Some(b) => {
                out.push(b);
                rest = &rest[2..];
            }
            None => return malformed(given, name),
        }
    }
    match String::from_utf8(out) {
        Ok(text) => Ok(text.into()),
        Err(_) => malformed(given, name),
    }
}

fn malformed(given: &Given<'_, '_>, name: &str) -> Res<Val> {
    Err(Fault::new("D3140").value(given.arg(0)).text(name))
}

pub(super) fn encode_url(given: &Given<'_, '_>) -> Res<Val> {
    encode(given, RESERVED)
}

pub(super) fn encode_url_component(given: &Given<'_, '_>) -> Res<Val> {
    encode(given, b"")
}

pub(super) fn decode_url(given: &Given<'_, '_>) -> Res<Val> {
    decode(given, "decodeUrl", RESERVED)
}

pub(super) fn decode_url_component(given: &Given<'_, '_>) -> Res<Val> {
    decode(given, "decodeUrlComponent", b"")
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn base64_encode(given: &Given<'_, '_>) -> Res<Val> {
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    // A unit is one byte, as in JavaScript's binary strings.
    let bytes: Vec<u8> = text.encode_utf16().map(|unit| unit as u8).collect();
    let mut out = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for chunk in bytes.chunks(3) {
        let at = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for i in 0..4 {
            out.push(match i <= chunk.len() {
                true => char::from(DIGITS[(bits >> (18 - 6 * i) & 63) as usize]),
                false => '=',
            });
        }
    }
    Ok(out.into())
}

pub(super) fn base64_decode(given: &Given<'_, '_>) -> Res<Val> {
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    let (mut bits, mut n_bits) = (0u32, 0);
    let mut out = String::new();
    for b in text.bytes() {
        let b = match b {
            b'-' => b'+',
            b'_' => b'/',
            b'=' => break,
            b => b,
        };
        let Some(digit) = DIGITS.iter().position(|d| *d == b) else {
            continue;
        };
        bits = bits << 6 | digit as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            out.push(char::from((bits >> n_bits) as u8));
        }
    }
    Ok(out.into())
}
