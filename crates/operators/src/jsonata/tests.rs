//! Expressions with what JSONata 2.2.2 gives for them, and expressions that would never end.

use engine::{Cx, ErrorSink, Map, Root, Scope, Value, json};

struct Nothing;

impl Scope for Nothing {
    fn read(&self, _: Root, _: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        1_700_000_000_000.0
    }

    fn random(&self) -> f64 {
        0.5
    }
}

fn evaluate(expression: &str, data: &Value) -> Result<Value, String> {
    let errors = ErrorSink::default();
    let cx = Cx::new(&Nothing, &crate::SERVER, "test", &errors);
    super::evaluate(&cx, expression, data)
}

#[test]
fn expressions_give_what_the_original_gives() {
    let mut data = Map::new();
    let mut misses = Vec::new();
    for line in include_str!("tests.jsonl").lines() {
        let case = json::parse(line.as_bytes()).expect("test JSON");
        if let Value::String(name) = case.key("name") {
            data.insert(name.clone(), case.key("data").clone());
            continue;
        }
        let expression = case.key("expr").as_str().expect("an expression");
        let on = data.get(case.key("on").as_str().unwrap_or_default());
        let expected = match case.key("fails") {
            Value::String(message) => Err(message.to_string()),
            _ => Ok(case.key("gives").clone()),
        };
        let answer = evaluate(expression, on.unwrap_or(&Value::Undefined));
        // As it is after a way through JSON; keys may be in any order.
        let answer = answer.map(|value| match value {
            Value::Undefined => value,
            value => json::parse(json::stringify(&value).as_bytes()).expect("JSON"),
        });
        if answer != expected {
            misses.push(format!("{expression}\n  {expected:?}\n  {answer:?}"));
        }
    }
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

#[test]
fn work_depth_and_size_are_bounded() {
    let deep = format!("{}1{}", "(".repeat(5000), ")".repeat(5000));
    let long = format!("1{}", "+1".repeat(100_000));
    for expression in [
        "($f := function($n){ $f($n + 1) }; $f(0))",
        "($f := function($n){ 1 + $f($n) }; $f(0))",
        "($e := '$eval($e)'; $eval($e))",
        "($f := function($n, $x){ $n = 0 ? $x : $f($n - 1, {'a': $x}) }; $f(100000, 1))",
        "($f := function($n, $x){ $n = 0 ? $x : $f($n - 1, $x ~> $x) }; $f(1000, $string))",
        "($f := function($n, $x){ $n = 0 ? $x : $f($n - 1, $x & $x) }; $f(60, 'ab'))",
        "($f := function($n, $x){ $n = 0 ? $x : $f($n - 1, [[$x, $x]]) }; $f(40, 1))",
        "($f := function($n, $x){ $n = 0 ? $x : $f($n - 1, $append($x, $x)) }; $f(60, [1]))",
        "$pad('', 1e12)",
        "[1..1e9]",
        "$formatNumber(1, '.' & $pad('', 1000, '0'))",
        "$formatInteger(1e300, 'I')",
        &deep,
        &long,
    ] {
        let message = evaluate(expression, &Value::Undefined);
        assert!(
            message.is_err(),
            "{}",
            &expression[..expression.len().min(80)]
        );
    }
}

#[test]
fn what_the_data_has_is_shared() {
    let rows = Value::list(vec![Value::object([("a", 1.into())])]);
    let data = Value::object([("rows", rows)]);
    let Ok(Value::List(items)) = evaluate("rows", &data) else {
        panic!("it is a list");
    };
    let same = std::sync::Arc::ptr_eq(&items, data.key("rows").as_list().expect("a list"));
    assert!(same);
}

#[test]
fn the_operator_takes_lists_and_objects() {
    use crate::lazy::jsonata::Jsonata;
    use engine::{Args, Operator};

    let errors = ErrorSink::default();
    let cx = Cx::new(&Nothing, &crate::SERVER, "test", &errors);
    let call = |method: Option<&str>, params: &str| {
        let params = json::parse(params.as_bytes()).expect("test JSON");
        let args = Args {
            name: "_jsonata",
            method,
            params: &params,
        };
        match Jsonata::eval(&cx, args) {
            Ok(value) => json::stringify(&value),
            Err(error) => format!("! {}", error.message),
        }
    };
    for (params, expected) in [
        (r#"{"on":{"a":1,"b":2},"expr":"a + b"}"#, "3"),
        (r#"[{"price":100},"price * rate",{"rate":1.5}]"#, "150"),
        (r#"{"on":null,"expr":"$"}"#, "{}"),
        (r#"{"on":[1,2,3],"expr":"$[$ > 1]"}"#, "[2,3]"),
        (r#"{"on":{},"expr":"nothing.here"}"#, "undefined"),
        (
            r#"{"on":{},"expr":123}"#,
            "! _jsonata.evaluate - Expression must be a string.",
        ),
        (
            r#"{"on":{},"expr":"a ((("}"#,
            "! _jsonata.evaluate - JSONata evaluation error: Expected \")\" before end of expression",
        ),
    ] {
        assert_eq!(call(None, params), expected, "{params}");
        assert_eq!(call(Some("evaluate"), params), expected, "{params}");
    }
}
