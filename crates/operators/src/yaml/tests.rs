//! What the package `yaml` 2.3.2 reads and writes.

use engine::{Value, json};

/// The document as JSON; `!` and the first line of the complaint where it is none.
fn read(text: &str, options: &str) -> String {
    let options = json::parse(options.as_bytes()).expect("test JSON");
    match super::parse(text, &options) {
        Ok(value) => json::to_wire(&value),
        Err(error) => format!("!{}", error.message.lines().next().unwrap_or_default()),
    }
}

fn reads(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(read(text, "{}"), *expected, "{text}");
    }
}

fn writes(cases: &[(&str, &str, &str)]) {
    for (value, options, expected) in cases {
        let parse = |text: &str| json::parse_wire(text.as_bytes()).expect("test JSON");
        let text = super::stringify(&parse(value), &parse(options));
        let text = text.unwrap_or_else(|error| format!("!{}", error.message));
        assert_eq!(text, *expected, "{value} {options}");
    }
}

#[test]
fn scalars_follow_the_core_schema() {
    reads(&[
        ("[~, null, Null, '', \"\"]", r#"[null,null,null,"",""]"#),
        ("[true, True, yes, on]", r#"[true,true,"yes","on"]"#),
        ("[012, 0o14, 0xC, 0b1]", r#"[12,12,12,"0b1"]"#),
        ("[1., .5, 1e3, -.inf, .nan]", "[1,0.5,1000,null,null]"),
        (
            "[2001-12-14, 1:30, 1_000]",
            r#"["2001-12-14","1:30","1_000"]"#,
        ),
        ("[!!str 1, !!int '1', !foo x]", r#"["1",1,"x"]"#),
        (
            r#""a\x41\u263a\n\tb\
   c""#,
            "\"aA☺\\n\\tbc\"",
        ),
        ("'it''s'", "\"it's\""),
        ("", "null"),
    ]);
    let old = r#"{"version":"1.1"}"#;
    let text = "[yes, 014, 0b11, 1_000, 1:30, 2001-12-14t21:59:43.10-05:00]";
    let expected = r#"[true,12,3,1000,90,"2001-12-15T02:59:43.100Z"]"#;
    assert_eq!(read(text, old), expected);
}

#[test]
fn blocks_and_brackets_nest() {
    reads(&[
        (
            "a: 1\nb:\n- x\n- y: 2\n  z: 3\n",
            r#"{"a":1,"b":["x",{"y":2,"z":3}]}"#,
        ),
        ("- - a\n  - b\n-\n  c: d # e\n", r#"[["a","b"],{"c":"d"}]"#),
        (
            "{a: [1, {b: c}], 'd': , e}",
            r#"{"a":[1,{"b":"c"}],"d":null,"e":null}"#,
        ),
        (
            "[a: b, ? c : d, \"e\":f]",
            r#"[{"a":"b"},{"c":"d"},{"e":"f"}]"#,
        ),
        ("? a\n: b\n? c\n", r#"{"a":"b","c":null}"#),
        ("[1, a]: x\n", r#"{"[ 1, a ]":"x"}"#),
        ("a: b\n c\n\n d\ne: f", r#"{"a":"b c\nd","e":"f"}"#),
        (
            "a: |\n  x\n   y\n\nb: >-\n  p\n  q\n\n  r\n",
            r#"{"a":"x\n y\n","b":"p q\nr"}"#,
        ),
        ("a: |2+\n    x\n\nb: 1", r#"{"a":"  x\n\n","b":1}"#),
        ("%YAML 1.2\n---\na: 1\n...\n", r#"{"a":1}"#),
        (
            "at: { ~d: 2026-01-31T00:00:00.000Z }",
            r#"{"at":{"~d":1769817600000}}"#,
        ),
    ]);
}

#[test]
fn aliases_share_and_are_bounded() {
    reads(&[
        ("a: &x [1]\nb: *x", r#"{"a":[1],"b":[1]}"#),
        (
            "a: *x",
            "!Unresolved alias (the anchor must be set before the alias): x",
        ),
        ("&a [*a]", "!Converting circular structure to JSON"),
        (
            "a: &x {p: 1}\nb: {<<: *x}",
            r#"{"a":{"p":1},"b":{"<<":{"p":1}}}"#,
        ),
    ]);
    let merged = read("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}", r#"{"merge":true}"#);
    assert_eq!(merged, r#"{"a":{"p":1,"q":2},"b":{"p":1,"q":3}}"#);
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, inner) in ["b", "c", "d", "e", "f"]
        .iter()
        .zip(["a", "b", "c", "d", "e"])
    {
        let items = vec![format!("*{inner}"); 9].join(", ");
        bomb += &format!("{name}: &{name} [{items}]\n");
    }
    reads(&[(
        &bomb,
        "!Excessive alias count indicates a resource exhaustion attack",
    )]);
}

#[test]
fn complaints_say_where() {
    reads(&[
        (
            "a: b: c",
            "!Nested mappings are not allowed in compact mappings at line 1, column 4:",
        ),
        (
            "a: 1\na: 2",
            "!Map keys must be unique at line 2, column 1:",
        ),
        (
            "a:\n\tb: 1",
            "!Tabs are not allowed as indentation at line 2, column 1:",
        ),
        (
            "a: @b",
            "!Plain value cannot start with reserved character @ at line 1, column 4:",
        ),
        ("a: \"b", "!Missing closing \"quote at line 1, column 6:"),
        (
            "a: 1\n---\nb: 2",
            "!Source contains multiple documents; please use YAML.parseAllDocuments() at line 2, column 1:",
        ),
        (
            "a:\n  b: 1\n c: 2",
            "!All mapping items must start at the same column at line 3, column 1:",
        ),
    ]);
    let deep = "[".repeat(100_000);
    assert!(read(&deep, "{}").starts_with("!Nodes are nested too deeply"));
    assert!(read(&"- ".repeat(100_000), "{}").starts_with("!Nodes are nested too deeply"));
}

#[test]
fn values_are_laid_out_as_the_original_does() {
    writes(&[
        (
            r#"{"a":[1,{"b":"c"}],"d":{},"e":[]}"#,
            "{}",
            "a:\n  - 1\n  - b: c\nd: {}\ne: []\n",
        ),
        (
            r#"["yes","true","12","","a: b","it's","- x"]"#,
            "{}",
            "- yes\n- \"true\"\n- \"12\"\n- \"\"\n- \"a: b\"\n- it's\n- \"- x\"\n",
        ),
        (
            r#"{"a":"x\ny\n","b":"x\ny"}"#,
            "{}",
            "a: |\n  x\n  y\nb: |-\n  x\n  y\n",
        ),
        (
            r#"{"a":[1,[2]]}"#,
            r#"{"indent":4,"indentSeq":false}"#,
            "a:\n  - 1\n  - - 2\n",
        ),
        (
            r#"{"b":1,"a":{"c":[1,2]}}"#,
            r#"{"sortMapEntries":true,"collectionStyle":"flow"}"#,
            "{ a: { c: [ 1, 2 ] }, b: 1 }\n",
        ),
        (
            r#"{"a":"one two three four five"}"#,
            r#"{"lineWidth":20,"minContentWidth":0}"#,
            "a: one two three\n  four five\n",
        ),
        (
            r#"{"at":{"~d":0},"none":null}"#,
            r#"{"nullStr":"~"}"#,
            "at:\n  ~d: 1970-01-01T00:00:00.000Z\nnone: ~\n",
        ),
        (
            r#"{"a":"b"}"#,
            r#"{"defaultStringType":"QUOTE_SINGLE","defaultKeyType":"PLAIN"}"#,
            "a: 'b'\n",
        ),
        (
            "1",
            r#"{"indent":0}"#,
            "!\"indent\" option must be a positive integer, not 0",
        ),
    ]);
    let mut deep = Value::Null;
    for _ in 0..5000 {
        deep = Value::list(vec![deep]);
    }
    assert!(super::stringify(&deep, &Value::Undefined).is_err());
    while let Value::List(items) = deep {
        deep = items.first().cloned().unwrap_or_default();
    }
}
