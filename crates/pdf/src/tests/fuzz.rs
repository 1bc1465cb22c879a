//! Definitions changed at random: whatever comes of it, it is a PDF or an error.

use super::*;

/// Numbers by chance that are the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// What values are exchanged for.
const STRANGE: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1e9",
    "-0.5",
    "0.0001",
    "599999",
    "[]",
    "{}",
    "\"\"",
    "\"*\"",
    "\"auto\"",
    "\"50%\"",
    "\"before\"",
    "\"right\"",
    "\"justify\"",
    "[[]]",
    "[0]",
    "[1,2]",
    "[1,2,3,4]",
    "{\"text\":\"a\"}",
    "{\"table\":{\"body\":[[\"a\"]]}}",
    "{\"ul\":[\"a\"]}",
    "{\"columns\":[\"a\",\"b\"]}",
    "\"\\u0000\\u202e\\ufeff\"",
    "{\"x\":1,\"y\":2}",
];

/// Keys that any object may get.
const KEYS: &[&str] = &[
    "margin",
    "width",
    "height",
    "fontSize",
    "colSpan",
    "rowSpan",
    "headerRows",
    "keepWithHeaderRows",
    "dontBreakRows",
    "heights",
    "widths",
    "unbreakable",
    "pageBreak",
    "absolutePosition",
    "relativePosition",
    "noWrap",
    "lineHeight",
    "characterSpacing",
    "columnGap",
    "fit",
    "cover",
    "leadingIndent",
    "pageOrientation",
    "verticalAlignment",
    "border",
    "wordBreak",
    "alignment",
];

fn mutate(value: &Value, chance: &mut Chance, rate: usize) -> Value {
    if chance.below(rate) == 0 {
        return super::value(STRANGE[chance.below(STRANGE.len())]);
    }
    match value {
        Value::List(items) => {
            let mut items: Vec<Value> = items
                .iter()
                .map(|item| mutate(item, chance, rate))
                .collect();
            if !items.is_empty() && chance.below(rate) == 0 {
                let at = chance.below(items.len());
                match chance.below(3) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    _ => items.swap(0, at),
                }
            }
            Value::list(items)
        }
        Value::Map(map) => {
            let mut changed: engine::Map = map
                .iter()
                .map(|(key, value)| (&**key, mutate(value, chance, rate)))
                .collect();
            if chance.below(rate / 4) == 0 {
                let strange = super::value(STRANGE[chance.below(STRANGE.len())]);
                changed.insert(KEYS[chance.below(KEYS.len())], strange);
            }
            Value::map(changed)
        }
        value => value.clone(),
    }
}

#[test]
fn changed_definitions_end_in_a_pdf_or_an_error() {
    let (invoice, kitchen) = (value(INVOICE), value(KITCHEN));
    let mut chance = Chance(0x1a78);
    let (mut made, mut refused) = (0, 0);
    for round in 0..60 {
        let original = if round % 3 == 0 { &invoice } else { &kitchen };
        let job = Job {
            definition: mutate(original, &mut chance, 150 + 40 * (round % 20)),
            ..Job::default()
        };
        let limits = Limits {
            pages: 100,
            items: 50_000,
            ..Limits::default()
        };
        match render(&job, limits) {
            Ok(bytes) => {
                assert!(bytes.starts_with(b"%PDF-"));
                made += 1;
            }
            Err(error) => {
                assert!(!error.message.is_empty());
                refused += 1;
            }
        }
    }
    assert!(made > 10 && refused > 10, "{made} made, {refused} refused");
}
