//! Generated patterns, against another implementation.

use serde_json::{Value, json};

use super::answer;

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % n
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const ATOMS: &[&str] = &[
    "a", "b", "c", "A", "1", " ", "é", "ab", "σ", "k", ".", "\\w", "\\d", "\\s", "\\W", "\\D",
    "\\S", "^", "$", "\\b", "\\B", "\\1", "\\2", "\\x61", "\\u0062", "\\n", "",
];
const MEMBERS: &[&str] = &[
    "a", "b", "c", "A", "a-c", "\\d", "\\w", "\\s", "é", "A-Z", "σ", "\\x31", "K", "1-9",
];
const QUANTIFIERS: &[&str] = &[
    "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "{0}", "{1,}?",
];
const PIECES: &[&str] = &[
    "a", "b", "c", "A", "B", "1", " ", "é", "É", "\n", "σ", "Σ", "ς", "K", "ab", "aab",
];

fn pattern(random: &mut Random, depth: usize) -> String {
    let inner = |random: &mut Random| pattern(random, depth - 1);
    match random.below(if depth > 0 { 12 } else { 5 }) {
        0..=3 => random.pick(ATOMS).to_owned(),
        4 => class(random),
        5 | 6 => inner(random) + &inner(random),
        7 => format!("({})", inner(random)),
        8 => format!("(?:{}|{})", inner(random), inner(random)),
        9 => {
            let look = random.pick(&["=", "!", "<=", "<!"]);
            format!("(?{look}{})", inner(random))
        }
        _ => {
            let group = random.pick(&["(", "(?:"]);
            let of = match random.below(3) {
                0 => class(random),
                1 => random.pick(&["a", "b", ".", "\\w"]).to_owned(),
                _ => format!("{group}{})", inner(random)),
            };
            of + random.pick(QUANTIFIERS)
        }
    }
}

fn class(random: &mut Random) -> String {
    let not = random.pick(&["", "", "^"]);
    let members: String = (0..=random.below(3))
        .map(|_| random.pick(MEMBERS))
        .collect();
    format!("[{not}{members}]")
}

/// The other's answer; none for an error, whose words are its own.
fn other(pattern: &str, flags: &str, text: &str) -> Option<Value> {
    let regex = regress::Regex::with_flags(pattern, flags).ok()?;
    let Some(m) = regex.find(text) else {
        return Some(Value::Null);
    };
    let groups: Vec<_> = m.groups().skip(1).map(|r| r.map(|r| &text[r])).collect();
    Some(json!({"at": m.start(), "end": m.end(), "groups": groups, "names": []}))
}

#[test]
fn generated_patterns_match_alike() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut compared = 0;
    while compared < 30_000 {
        let flags = random.pick(&["", "i", "m", "s", "u", "iu", "im"]);
        let pattern = pattern(&mut random, 4);
        for _ in 0..3 {
            let pieces = 0..random.below(10);
            let text: String = pieces.map(|_| random.pick(PIECES)).collect();
            let ours = answer(&pattern, flags, &text);
            match other(&pattern, flags, &text) {
                Some(theirs) => assert_eq!(ours, theirs, "/{pattern}/{flags} {text:?}"),
                None => assert!(ours.is_string(), "/{pattern}/{flags}"),
            }
            compared += 1;
        }
    }
}
