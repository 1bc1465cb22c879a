//! JSON texts, sound and broken, with markers in every place.

use engine::{Expr, Value, json, serializer};

use super::{Random, Target};

pub(super) const TARGET: Target = Target {
    name: "serializer",
    make,
    run,
};

/// A case is a text, byte by byte: a character stands for the byte of its number.
fn make(random: &mut Random) -> Value {
    let mut text = Vec::new();
    match random.below(12) {
        0 => nested(random, &mut text),
        1 => huge(random, &mut text),
        _ => {
            let depth = 1 + random.below(6);
            write(random, &mut text, depth);
        }
    }
    if random.chance(40) {
        damage(random, &mut text);
    }
    text.iter()
        .map(|b| char::from(*b))
        .collect::<String>()
        .into()
}

fn bytes_of(case: &Value) -> Vec<u8> {
    let text = case.as_str().unwrap_or_default();
    text.chars().map(|c| c as u32 as u8).collect()
}

const SCALARS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1.5",
    "1e5",
    "1E400",
    "-1e999",
    "1e-999",
    "123456789012345678901234567890",
    "9007199254740993",
    "0.1000000000000000055511151231257827",
    "8.64e15",
    "8.65e15",
    "-62198755200000",
    "NaN",
    "01",
    "1.",
    ".5",
    "+1",
    "--1",
    "1e",
    "tru",
];

const STRINGS: &[&str] = &[
    "",
    "a",
    "~d",
    "~k",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\udc00x",
    "\\q",
    "\\u12",
    "é",
    "2020-01-01T00:00:00.000Z",
    "+275760-09-13T00:00:00.001Z",
    "2020-02-30",
    "-000000-01-01",
    "2020-01-01T24:00:00.000Z",
    "2020-01-01T10:00:00+99:99",
    "</script><!--",
    "\\u2028",
    "\n",
    "\t",
];

const KEYS: &[&str] = &[
    "a",
    "b",
    "",
    "~k",
    "~r",
    "~l",
    "~d",
    "~e",
    "~arr",
    "~x",
    "~",
    "name",
    "message",
    "__proto__",
    "~\\u0064",
    "_state",
    "__args",
    "_function",
];

/// A value as text.
fn write(random: &mut Random, out: &mut Vec<u8>, depth: usize) {
    match random.below(if depth == 0 { 4 } else { 10 }) {
        0 | 1 => out.extend(random.pick(SCALARS).bytes()),
        2 | 3 => quoted(random, out),
        4 | 5 => {
            out.push(b'[');
            let n = random.below(4);
            for i in 0..n {
                separate(random, out, i);
                write(random, out, depth - 1);
            }
            out.push(b']');
        }
        _ => {
            out.push(b'{');
            let n = random.below(5);
            for i in 0..n {
                separate(random, out, i);
                out.push(b'"');
                out.extend(random.pick(KEYS).bytes());
                out.extend(b"\":");
                write(random, out, depth - 1);
            }
            out.push(b'}');
        }
    }
}

fn separate(random: &mut Random, out: &mut Vec<u8>, i: usize) {
    if i > 0 {
        out.push(b',');
    }
    if random.chance(10) {
        out.extend(random.pick(&[" ", "\n\t ", "\r\n"]).bytes());
    }
}

fn quoted(random: &mut Random, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend(random.pick(STRINGS).bytes());
    if random.chance(20) {
        out.extend(random.pick(STRINGS).bytes());
    }
    out.push(b'"');
}

/// Brackets or markers within each other, few or very many.
fn nested(random: &mut Random, out: &mut Vec<u8>) {
    let depth = match random.below(4) {
        0 => 120 + random.below(20),
        1 => 100_000,
        _ => random.below(2000),
    };
    let (open, close) = *random.pick(&[
        &("[", "]"),
        &("{\"a\":", "}"),
        &("{\"~arr\":[", "]}"),
        &("{\"~e\":{\"x\":", "}}"),
        &("{\"~d\":", "}"),
        &("{\"_function\":", "}"),
        &("{\"_not\":", "}"),
    ]);
    out.extend(open.repeat(depth).bytes());
    write(random, out, 1);
    let closed = if random.chance(80) {
        depth
    } else {
        random.below(depth + 1)
    };
    out.extend(close.repeat(closed).bytes());
}

/// Keys and texts that are long, or very many keys, some of them the same.
fn huge(random: &mut Random, out: &mut Vec<u8>) {
    out.push(b'{');
    let many = random.chance(50);
    let n = if many { 3000 } else { 3 };
    for i in 0..n {
        separate(random, out, i);
        out.push(b'"');
        match (many, random.below(4)) {
            (true, 0) => out.extend(random.pick(KEYS).bytes()),
            (true, _) => out.extend(random.below(4000).to_string().bytes()),
            (false, _) => {
                let part = random.pick(KEYS);
                out.extend(part.repeat(30_000).bytes());
            }
        }
        out.extend(b"\":");
        write(random, out, 1);
    }
    out.push(b'}');
}

/// Some bytes are others, missing, doubled, or the end is missing.
fn damage(random: &mut Random, text: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        if text.is_empty() {
            return;
        }
        let at = random.below(text.len());
        match random.below(5) {
            0 => text[at] = random.below(256) as u8,
            1 => {
                text.remove(at);
            }
            2 => text.insert(at, text[at]),
            3 => text.insert(at, b"{}[]\",:\\~d0"[random.below(11)]),
            _ => text.truncate(at),
        }
    }
}

fn run(case: &Value) -> Result<(), String> {
    let bytes = bytes_of(case);
    let plain = json::parse(&bytes);
    let wire = json::parse_wire(&bytes);
    let (plain, wire) = match (plain, wire) {
        (Ok(plain), Ok(wire)) => (plain, wire),
        (Err(a), Err(b)) if a == b => return Ok(()),
        _ => return Err("only one of two readers fails".to_owned()),
    };
    let hold = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_owned()) };
    hold(
        serializer::deserialize(&plain) == wire,
        "deserialize differs from parse_wire",
    )?;
    let text = json::to_wire(&wire);
    let again = json::parse_wire(text.as_bytes()).map_err(|e| format!("{e} in {text}"))?;
    hold(again == wire, "what is written reads otherwise")?;
    hold(
        json::to_wire(&again) == text,
        "what is read is written otherwise",
    )?;
    let by_serde = serde_json::to_vec(&wire).map_err(|e| e.to_string())?;
    hold(
        json::parse_wire(&by_serde).as_ref() == Ok(&wire),
        "the other writer is read otherwise",
    )?;
    let escaped = json::escape_html(&text);
    hold(!escaped.contains(['<', '>', '&']), "not escaped for HTML")?;
    let unescaped = json::parse_wire(escaped.as_bytes()).map_err(|e| e.to_string())?;
    hold(unescaped == wire, "escaped for HTML it reads otherwise")?;
    let bare = serializer::without_places(&plain);
    hold(serializer::without_places(&bare) == bare, "places are left")?;
    for space in [0, 2] {
        for sorted in [false, true] {
            for markers in [false, true] {
                let style = json::Style {
                    markers,
                    iso_dates: sorted,
                    space,
                    sorted,
                };
                let text = json::to_string(&wire, style);
                json::parse(text.as_bytes()).map_err(|e| format!("{e} in {text}"))?;
            }
        }
    }
    engine::js::to_text(&wire);
    engine::js::to_number(&wire);
    let expr = Expr::compile(&plain, &operators::CLIENT);
    expr.reads();
    expr.visit_keys(&mut |_| {});
    Ok(())
}
