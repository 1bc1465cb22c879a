use std::time::{Duration, Instant};

use engine::{Value, json};

use super::{ALL, Target};

#[test]
fn nothing_fails_for_a_short_time() {
    for target in ALL {
        let start = Instant::now();
        let mut number = 0;
        while start.elapsed() < Duration::from_secs(2) {
            let case = target.case(1, number);
            if let Err(error) = target.check(&case) {
                panic!("{} 1 {number}: {error}\n{case:?}", target.name);
            }
            number += 1;
        }
    }
}

/// Runs an expression over state whose `a` is a list of `n` numbers.
fn run(expression: &str, n: usize) {
    let items: Vec<Value> = (0..n).map(Value::from).collect();
    let case = Value::object([
        ("page", true.into()),
        ("state", Value::object([("a", items.into())])),
        (
            "expression",
            json::parse(expression.as_bytes()).expect("JSON"),
        ),
    ]);
    let target = Target::find("expressions").expect("a target");
    assert_eq!(target.check(&case), Ok(()), "{expression}");
}

#[test]
fn what_a_reduce_makes_comes_to_an_end() {
    let within_itself = r#"{"_array.reduce": {"on": {"_state": "a"}, "initialValue": 1,
        "callback": {"_function": [{"__args": "0"}, {"__args": "0"}]}}}"#;
    run(within_itself, 60);
    let deep = r#"{"_array.reduceRight": {"on": {"_state": "a"}, "initialValue": 1,
        "callback": {"_function": {"next": {"__args": "0"}}}}}"#;
    run(deep, 100_000);
}

#[test]
fn what_would_be_endless_is_not_written() {
    let doubled = |template: &str| {
        let set = "{% set x = [1] %}{% for i in range(15) %}{% set x = [x, x, x, x] %}{% endfor %}";
        format!(r#"{{"_nunjucks": {{"template": "{set}{template}", "on": {{}}}}}}"#)
    };
    run(&doubled("{{ x | dump }}"), 0);
    run(&doubled("{{ x }}"), 0);
    let list = |inner: &str| format!(r#"{{"_array.concat": [[{inner}, {inner}]]}}"#);
    let state = r#"{"_state": "a"}"#.to_owned();
    let nested = (0..12).fold(state, |inner, _| list(&inner));
    run(
        &format!(r#"{{"_json.stringify": {{"on": {nested}}}}}"#),
        9999,
    );
}
