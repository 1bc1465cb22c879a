//! Answers as recorded from deep-diff 1.0.2.

use engine::{Cx, ErrorSink, Root, Scope, json};

use super::*;

struct Nothing;

impl Scope for Nothing {
    fn read(&self, _: Root, _: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        0.0
    }

    fn random(&self) -> f64 {
        0.0
    }
}

fn diff(params: &Value) -> OpResult {
    let errors = ErrorSink::default();
    let cx = Cx::new(&Nothing, &crate::CLIENT, "test", &errors);
    let args = Args {
        name: "_diff",
        method: Some("deep"),
        params,
    };
    Diff::eval(&cx, args)
}

#[test]
fn changes_have_kinds_and_paths() {
    for (params, expected) in [
        (
            r#"{"lhs":{"name":"my object","it":[{"x":1},2,3]},"rhs":{"name":"updated","it":[{"x":2},2],"n":null}}"#,
            r#"[{"kind":"E","path":["name"],"lhs":"my object","rhs":"updated"},{"kind":"A","path":["it"],"index":2,"item":{"kind":"D","lhs":3}},{"kind":"E","path":["it",0,"x"],"lhs":1,"rhs":2},{"kind":"N","path":["n"],"rhs":null}]"#,
        ),
        (r#"[{"~d":5},{"~d":5}]"#, "[]"),
        (
            r#"[{"d":{"~d":5}},{"d":{"~d":6}}]"#,
            r#"[{"kind":"E","path":["d"],"lhs":{"~d":5},"rhs":{"~d":6}}]"#,
        ),
        (r#"[1]"#, r#"[{"kind":"D","lhs":1}]"#),
        (
            r#"[{"a":[1]},{"a":{"0":1}}]"#,
            r#"[{"kind":"E","path":["a"],"lhs":[1],"rhs":{"0":1}}]"#,
        ),
    ] {
        let params = json::parse_wire(params.as_bytes()).expect("test JSON");
        let answer = diff(&params).expect(expected);
        assert_eq!(json::to_wire(&answer), expected);
    }
}

#[test]
fn depth_is_bounded() {
    let nested =
        |leaf: f64| (0..1000).fold(Value::Number(leaf), |inner, _| Value::list(vec![inner]));
    assert!(diff(&vec![nested(1.0), nested(2.0)].into()).is_err());
}
