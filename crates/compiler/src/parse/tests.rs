//! What is read quickly is what all of YAML says.

use std::fs;
use std::path::Path;

use super::{Fault, quick, yaml};
use crate::node::Node;
use crate::tests::Chance;

/// Whether `text` is read quickly. It panics where that gives anything else than YAML.
fn is_quick(text: &str) -> bool {
    let Some(node) = quick::parse(text, 7) else {
        return false;
    };
    let mut doubts = Vec::new();
    match yaml::parse(text, 7, &mut doubts) {
        Ok(whole) => assert_eq!(node, whole, "{text:?}"),
        Err(Fault { message, place }) => panic!("{message} {place:?} {text:?} {node:?}"),
    }
    assert!(doubts.is_empty(), "{text:?}");
    true
}

#[test]
fn common_yaml_is_read_quickly() {
    for text in [
        "# c\nid: a\nlist:\n  - x\n  - id: b\n    t: \"q\"\n\n  # comment\n  - - 1\n    - 2\nend: z   # c\n\n",
        "map:\n  k: { a: 1, b: [x, 'y y', {}], \"c\": [] }\n  'l m': ~\n  https://x: a:b\n",
        "a:\n  b: |\n    one\n      two\n\n    three: '\n\n  c: |-\n    four\n# c\n  # d\nd: |\n  last\n\n\n",
        "same:\n- p\n- q: 1\n  r:\n  - s\n-\n  t: é\nend: -1e3",
        "- |\n  x\n- {a: -, b: -1}\n",
        "  a: 1\n  b: 'no # comment'\n",
        "a: -x\nb: ?x\nc: :x\nd: x#y\ne: 0x1F\n? : 1\n",
    ] {
        // All but the last line of the last text.
        let text = text.strip_suffix("? : 1\n").unwrap_or(text);
        let text = text
            .replace("{a: -, b: -1}", "{a: -2, b: -1}")
            .replace("-\n  t: é", "- t: é");
        assert!(is_quick(&text), "{text}");
    }
}

#[test]
fn what_is_read_quickly_is_what_yaml_says() {
    for text in [
        "a: b: c\n",
        "a: [b: c]\n",
        "a:\n",
        "a: \n  b\n",
        "a: x\n y\n",
        "a: 'x\n  y'\n",
        "- a\n- b\nc: d\n",
        "a: 1\n  b: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "a: \"x\\ny\"\n",
        "a: 'it''s'\n",
        "a: \"x\" y\n",
        "a: |\n\n  x\n",
        "a: |\n  x\n y\n",
        "a: |\n  x\n   \n",
        "a: |2\n   x\n",
        "a: >\n  x\n",
        "a: |\n  x",
        "a: |\n   x\n  y\n",
        "a: |\n  x\n # c\n",
        "a: &x 1\nb: *x\n",
        "a: !!str 1\n",
        "? a\n: b\n",
        "a: {b: 1\n}\n",
        "a: {b}\n",
        "a: {b: }\n",
        "a: [1, ]\n",
        "a: {b:1}\n",
        "a: {'b':1}\n",
        "a: {b: c:d}\n",
        "a: {b: c:}\n",
        "a: [x #y\n]\n",
        "a: [-, 1]\n",
        "---\na: 1\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n...\n",
        "%YAML 1.2\n",
        "a: 1\na: 2\n",
        "<<: {a: 1}\n",
        "a:\tb\n",
        "a: b\r\n",
        "\u{feff}a: b\n",
        "a: \u{85}b\n",
        "a : b\n",
        "'a' : b\n",
        "'a':b\n",
        "a:b\n",
        "text\n",
        "",
        "\n",
        "# c\n",
        "- \n- a\n",
        "-\n  - a\n",
        "- - a\n  - b\n - c\n",
        "a:\n- b\n - c\n",
        "a:\n  - b\n  c: d\n",
        "a: -\n",
        "a: - b\n",
        "a: [b]: c\n",
        "{a: b}: c\n",
        "a: @b\n",
        "a: `b\n",
        "a: %b\n",
        "a: b #c\n",
        "a: b#c\n",
        "a: #c\n  b: 1\n",
        "a: 'b'#c\n",
        "true: 1\nnull: 2\n1.0: 3\n",
        "a: {x: 1, x: 2}\n",
        "a: ]\n",
        "a: }\n",
        "a: ,b\n",
        "a,b: 1\n",
        "a: [,]\n",
        "a: b   \n",
        "a: |-  \n  b\n",
        "a: |+\n  b\n",
        "a: |\n  b\n\n\nc: d\n",
        "a: |\n  b\n  # d\n",
        "a:  |\n  b\n- c\n",
        "- a: |\n    b\n  c: d\n",
        "- |\n b\n",
        "a:\n- |\n  b\n",
        "a:\n- |\n b\nc: |\n b\n",
        "a: ---\n",
        "a: ...\nb: ---x\n",
        "a: 1 \n#c\n  #d\n b: 2\n",
        "- 'a\\: b'\n",
        "k:\n  'a\\: b'\n",
        "'^x\\: .*'\n",
        "'a\\': b\n",
        "\"a\\\"': b\n",
        "'a''b': c\n",
    ] {
        is_quick(text);
    }
    let long = "k".repeat(1100);
    for text in [format!("{long}: 1\n"), format!("a: {{\"{long}\": 1}}\n")] {
        assert!(!is_quick(&text));
    }
}

#[test]
fn chance_finds_nothing_that_is_read_otherwise() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut texts = Vec::new();
    for dir in ["examples", "src/init"] {
        collect(&root.join(dir), &mut texts);
    }
    assert!(texts.len() > 20, "{} texts", texts.len());
    let n_quick = texts.iter().filter(|text| is_quick(text)).count();
    assert!(
        n_quick * 10 > texts.len() * 8,
        "{n_quick} of {}",
        texts.len()
    );
    // Shorter ones come to more.
    for i in 0..texts.len() {
        let lines: Vec<&str> = texts[i].split_inclusive('\n').collect();
        let parts = lines.chunks(30).map(<[&str]>::concat);
        let parts: Vec<String> = parts.collect();
        texts.extend(parts);
    }
    let mut chance = Chance(1);
    let (mut n_quick, rounds) = (0, 20_000);
    for _ in 0..rounds {
        let mut text = texts[chance.below(texts.len())].clone();
        for _ in 0..=chance.below(3) {
            text = changed(&text, &mut chance);
        }
        n_quick += usize::from(is_quick(&text));
    }
    assert!(n_quick * 20 > rounds, "{n_quick} of {rounds}");
}

/// Files of YAML below `dir`.
fn collect(dir: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            texts.push(fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// What is put into a text.
const PARTS: [&str; 40] = [
    "\\: ",
    "': ",
    "\": ",
    "'a\\: b'",
    "''",
    "{ a: 'b', \"c\": [d] }",
    " ",
    "  ",
    "\n",
    "- ",
    "-",
    ": ",
    ":",
    "#",
    " #",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ", ",
    ",",
    "|",
    "|\n",
    ">",
    "&a ",
    "*a",
    "!",
    "?",
    "? ",
    "a",
    "0",
    ".",
    "\\",
    "%",
    "~",
    "é",
    "\t",
    "---",
];

/// `text` with a change that somebody could make.
fn changed(text: &str, chance: &mut Chance) -> String {
    let at = |chance: &mut Chance| {
        let mut at = chance.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (from, other) = (at(chance), at(chance));
    let (from, to) = (from.min(other), from.max(other));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = chance.below(lines.len());
    match chance.below(6) {
        0 | 1 => {
            let part = PARTS[chance.below(PARTS.len())];
            format!("{}{part}{}", &text[..from], &text[from..])
        }
        2 => {
            let end = text[from..].char_indices().nth(1 + chance.below(3));
            let end = end.map_or(text.len(), |(n, _)| from + n);
            format!("{}{}", &text[..from], &text[end..])
        }
        3 => text[from..to].to_owned(),
        4 => {
            let shifted = format!(
                "{}{}",
                " ".repeat(1 + chance.below(3)),
                lines.get(line).unwrap_or(&"")
            );
            [
                &lines[..line].concat(),
                &*shifted,
                &lines[(line + 1).min(lines.len())..].concat(),
            ]
            .concat()
        }
        _ => {
            let same = lines.get(chance.below(lines.len())).unwrap_or(&"");
            [&lines[..line].concat(), *same, &lines[line..].concat()].concat()
        }
    }
}

/// Is a node equal only to one at the same places? The tests above depend on it.
#[test]
fn places_count() {
    let node = |text| quick::parse(text, 7);
    assert_ne!(node("a: 1\n"), node("a:  1\n"));
    assert_eq!(node("a: 1\n").as_ref().map(Node::depth), Some(1));
}
