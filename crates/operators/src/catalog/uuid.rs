use engine::{Args, Cx, OpResult, Operator, Reads, Value};

use crate::{digest, run_class};

/// A universally unique id.
///
/// | method | the id is |
/// | --- | --- |
/// | `v1` | of the time |
/// | `v3` | always the same for a name in a namespace, by MD5 |
/// | `v4` | random; also without a method |
/// | `v5` | always the same for a name in a namespace, by SHA-1 |
///
/// ```yaml
/// _uuid: true                                # v4
/// _uuid.v1: null
/// _uuid.v5: { name: hello, namespace: 6ba7b810-9dad-11d1-80b4-00c04fd430c8 }
/// ```
///
/// - `name`: of `v3` and `v5`: any text.
/// - `namespace`: of `v3` and `v5`: a universally unique id. Another text is an error.
pub struct Uuid;

impl Operator for Uuid {
    const NAME: &'static str = "_uuid";

    fn reads(method: Option<&str>) -> Reads {
        match method {
            Some("v3" | "v5") => Reads::NONE,
            _ => Reads::CLOCK,
        }
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        match args.method {
            None if args.params.is_none() || *args.params == Value::Bool(true) => Ok(v4(cx)),
            Some("v1") => Ok(v1(cx)),
            Some("v4") => Ok(v4(cx)),
            Some("v3") => named(cx, &args, 3, digest::md5),
            Some("v5") => named(cx, &args, 5, digest::sha1),
            _ => Err(run_class::unknown_method(
                cx,
                &args,
                &["v1", "v3", "v4", "v5"],
            )),
        }
    }
}

fn v4(cx: &Cx<'_>) -> Value {
    write(random(cx), 4)
}

/// The time in units of 100 ns since 1582, a random clock sequence and a random node.
fn v1(cx: &Cx<'_>) -> Value {
    let mut bytes = random(cx);
    let time = (cx.scope.now().max(0.0) as u64 + 12_219_292_800_000) * 10_000;
    bytes[..4].copy_from_slice(&(time as u32).to_be_bytes());
    bytes[4..6].copy_from_slice(&((time >> 32) as u16).to_be_bytes());
    bytes[6..8].copy_from_slice(&((time >> 48) as u16).to_be_bytes());
    // A node that is no address of hardware has this bit.
    bytes[10] |= 1;
    write(bytes, 1)
}

fn named(cx: &Cx<'_>, args: &Args<'_>, version: u8, hash: digest::Digest) -> OpResult {
    let (name, namespace) = match args.params {
        Value::List(_) => (args.params.items().first(), args.params.items().get(1)),
        Value::Map(map) => (map.get("name"), map.get("namespace")),
        _ => return Err(run_class::wrong_type(cx, args, "array, object")),
    };
    let Some(mut input) = namespace.and_then(Value::as_str).and_then(parse) else {
        let message = format!("{} - Invalid UUID", args.full_name());
        return Err(run_class::complaint(cx, args, &message));
    };
    input.extend_from_slice(name.and_then(Value::as_str).unwrap_or_default().as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash(&input)[..16]);
    Ok(write(bytes, version))
}

fn random(cx: &Cx<'_>) -> [u8; 16] {
    std::array::from_fn(|_| (cx.scope.random() * 256.0) as u8)
}

/// The bytes of `6ba7b810-9dad-11d1-80b4-00c04fd430c8`, if it is a UUID of a known version.
fn parse(text: &str) -> Option<Vec<u8>> {
    let shape = text.len() == 36
        && text.is_ascii()
        && [8, 13, 18, 23].iter().all(|i| text.as_bytes()[*i] == b'-');
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    if !shape || digits.len() != 32 {
        return None;
    }
    let byte = |i: usize| u8::from_str_radix(&digits[i * 2..i * 2 + 2], 16).ok();
    let bytes: Vec<u8> = (0..16).map(byte).collect::<Option<_>>()?;
    let known = matches!(bytes[6] >> 4, 1..=5) && bytes[8] >> 6 == 0b10;
    (known || bytes.iter().all(|b| *b == 0)).then_some(bytes)
}

/// The text of a UUID, with version and variant set.
fn write(mut bytes: [u8; 16], version: u8) -> Value {
    bytes[6] = (bytes[6] & 0x0f) | (version << 4);
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = digest::to_hex(&bytes);
    let [a, b, c, d, e] = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    format!("{a}-{b}-{c}-{d}-{e}").into()
}
