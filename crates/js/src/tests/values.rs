//! Values in and out.

use super::*;

#[test]
fn values_cross_as_they_are() {
    let there_and_back = |value: Value| {
        let world = world(&["return args;"]);
        world.answer("f0", &value).result.expect("a value")
    };
    for text in [
        "null",
        "true",
        "-1.5",
        r#""häß \u0000 🎈""#,
        r#"[1,[2,[]],{}]"#,
        r#"{"b":1,"a":{"c":[{"d":null}]},"0":2}"#,
        r#"{"~d":1700000000000}"#,
        r#"{"~e":{"name":"RequestError","message":"no","code":7}}"#,
    ] {
        let value = json::parse_wire(text.as_bytes()).expect(text);
        assert_eq!(there_and_back(value.clone()), value, "{text}");
    }
    for number in [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        1e300,
        4_294_967_296.0,
    ] {
        assert_eq!(there_and_back(number.into()), number.into());
    }
    assert_eq!(there_and_back(Value::Undefined), Value::Undefined);
    assert_eq!(there_and_back(Value::Date(f64::NAN)), Value::Date(f64::NAN));
    let minus_zero = there_and_back(Value::Number(-0.0)).as_number();
    assert_eq!(minus_zero.map(f64::is_sign_negative), Some(true));
    assert_eq!(eval("return [undefined, , 1];").items().len(), 3);
    assert_eq!(eval("return '\\ud800!';"), "\u{fffd}!".into());
    assert_eq!(
        eval("return new (class A { x = 1; get y() { return 2; } })();").key("x"),
        &1.into()
    );
}

#[test]
fn code_reads_through_operators_and_what_it_reads_is_noted() {
    let world = world(&[
        "return state('a.b').map((n) => n * 2);",
        "return [state({ key: 'nope', default: 'd' }), state('day').toISOString(), request('r')];",
        "return state();",
        "try { return event({ key: [] }); } catch (e) { return e.message; }",
        "return [args.x, state('text')];",
    ]);
    assert_eq!(format!("{:?}", world.value("f0")), "[2,4,6]");
    assert_eq!(world.reads.take(), ["State a.b"]);
    assert_eq!(
        format!("{:?}", world.value("f1")),
        r#"["d","1970-01-01T00:00:00.000Z",null]"#
    );
    assert_eq!(
        world.reads.take(),
        [
            "State nope",
            "State day",
            "Requests r.0.loading",
            "Requests r.0.response"
        ]
    );
    assert_eq!(
        world.complaint("f2"),
        "_js function execution error. Error: _state params must be of type string, integer, boolean or object. Received: undefined at block."
    );
    assert_eq!(
        world.value("f3"),
        r#"_event.key must be of type string or integer. Received: {"key":[]} at block."#.into()
    );
    let args = Value::object([("x", 5.into())]);
    let answer = world.answer("f4", &args).result.expect("a value");
    assert_eq!(format!("{answer:?}"), r#"[5,"x"]"#);
}

#[test]
fn as_an_operator_of_configuration() {
    let world = world(&["return state('text') + args.n;", "return null.x;"]);
    let run = |config: &str| {
        let config = json::parse(config.as_bytes()).expect("JSON");
        let errors = ErrorSink::default();
        let cx = Cx::new(&world, &operators::CLIENT, "block", &errors);
        let value = Expr::compile(&config, &operators::CLIENT).eval(&cx);
        let errors: Vec<_> = errors.take().into_iter().map(|e| e.message).collect();
        (value, errors.join("\n"))
    };
    let (value, errors) = run(r#"{"_js":{"fn":"f0","args":{"n":{"_sum":[1,2]}}}}"#);
    assert_eq!((value, errors.as_str()), ("x3".into(), ""));
    let (value, errors) = run(r#"{"a":{"_js":"f1"}}"#);
    assert_eq!(value.key("a"), &Value::Null);
    assert!(
        errors.starts_with("_js function execution error. TypeError: "),
        "{errors}"
    );
    assert!(errors.ends_with(r#"Received: "f1" at block."#), "{errors}");
    let (_, errors) = run(r#"{"_js":"return 1;"}"#);
    assert_eq!(
        errors,
        r#"_js function not found. Received: "return 1;" at block."#
    );
    let (_, errors) = run(r#"{"_js":1}"#);
    assert!(
        errors.starts_with("_js takes the hash of a function"),
        "{errors}"
    );
}

#[test]
fn what_is_no_value_is_refused() {
    for (body, gave) in [
        ("return Symbol('x');", "a symbol"),
        ("return { a: [10n] };", "a BigInt"),
        (
            "return Promise.resolve(1);",
            "a promise, but it must answer at once",
        ),
        (
            "return (async () => 1)();",
            "a promise, but it must answer at once",
        ),
        (
            "const a = {}; a.b = [a]; return a;",
            "an answer that contains itself",
        ),
        (
            "let a = []; for (let i = 0; i < 200; i++) a = [a]; return a;",
            "an answer that is nested too deeply",
        ),
        (
            "return new Array(4e9);",
            "an answer with more than a million values",
        ),
        (
            "let a = [1, 2]; for (let i = 0; i < 40; i++) a = [a, a]; return a;",
            "an answer with more than a million values",
        ),
    ] {
        assert_eq!(complaint(body), format!("_js gave {gave}."), "{body}");
    }
}

#[test]
fn functions_are_callable_on_both_sides() {
    let world = world(&[
        "return { by: [(x) => x * state('a.b')[1]] };",
        "return args.add(1, 2) + args.add(3, 4);",
        "return (a) => (b) => [a, b, args];",
        "return args.again();",
    ]);
    let errors = ErrorSink::default();
    let cx = Cx::new(&world, &operators::CLIENT, "block", &errors);
    let call = |value: &Value, args: &[Value]| {
        let function = value.as_function().expect("a function").clone();
        cx.call(&function, args).expect("an answer")
    };
    let by = world.value("f0").key("by").items()[0].clone();
    assert_eq!(call(&by, &[21.into()]), 42.into());
    let add =
        Function::new(|_, args| Ok(args.iter().filter_map(Value::as_number).sum::<f64>().into()));
    let args = Value::object([("add", Value::Function(add))]);
    assert_eq!(
        world.answer("f1", &args).result.expect("a value"),
        10.into()
    );
    let outer = world.answer("f2", &1.into()).result.expect("a function");
    let inner = call(&outer, &["a".into()]);
    assert_eq!(
        format!("{:?}", call(&inner, &["b".into()])),
        r#"["a","b",1]"#
    );
    // Calls within calls end.
    let library = world.library.clone();
    let again = Function::new(move |cx, _| {
        let args = Value::object([("again", Value::Null)]);
        let script = Script {
            cx,
            function: "f3",
            args: &args,
        };
        library.run(&script).result
    });
    let args = Value::object([("again", Value::Function(again))]);
    let complaint = world
        .answer("f3", &args)
        .result
        .expect_err("no value")
        .message;
    assert!(complaint.contains("TypeError"), "{complaint}");
}

#[test]
fn console_speaks_to_the_log() {
    let world = world(&["console.log('a', { b: 1 }); console.warn(() => 1); return 1;"]);
    world.value("f0");
    let logged: Vec<String> = world
        .logged
        .take()
        .iter()
        .map(|v| format!("{v:?}"))
        .collect();
    assert_eq!(logged, [r#"["a",{"b":1}]"#, r#""function""#]);
}
