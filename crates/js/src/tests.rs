use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::{
    Cx, ErrorSink, Expr, Function, OpResult, Realm, Root, Scope, Script, ScriptAnswer, Value,
    Varies, json, path,
};

use crate::{Fault, Library, Limits};

/// A page with some state, whose reads are written down.
struct World {
    library: Library,
    state: Value,
    reads: RefCell<Vec<String>>,
    logged: RefCell<Vec<Value>>,
    varies: RefCell<Varies>,
}

impl Scope for World {
    fn read(&self, root: Root, at: &str) -> Value {
        self.reads.borrow_mut().push(format!("{root:?} {at}"));
        match root {
            Root::State | Root::Payload if at.is_empty() => self.state.clone(),
            Root::State | Root::Payload => path::get(&self.state, at),
            _ => Value::Undefined,
        }
    }

    fn now(&self) -> f64 {
        1_700_000_000_123.0
    }

    fn random(&self) -> f64 {
        0.25
    }

    fn log(&self, value: &Value) {
        self.logged.borrow_mut().push(value.clone());
    }

    fn script(&self, script: &Script<'_>) -> OpResult {
        let answer = self.library.run(script);
        *self.varies.borrow_mut() = answer.varies;
        answer.result
    }
}

fn limits() -> Limits {
    Limits {
        // Machines that run tests are busy.
        time: Duration::from_millis(500),
        memory: 16 << 20,
    }
}

fn module(bodies: &[&str]) -> Arc<str> {
    let entries = bodies.iter().enumerate().map(|(i, body)| {
        format!("  'f{i}': ({{ args, event, payload, request, state, user }}) => {{ {body} }},\n")
    });
    format!("\nexport default {{\n{}}};", entries.collect::<String>()).into()
}

fn load(source: impl Into<Arc<str>>) -> Result<Library, Fault> {
    let readers = operators::readers::CLIENT;
    Library::load(
        "clientJsMap.js",
        source.into(),
        Realm::Client,
        readers,
        limits(),
    )
}

fn world(bodies: &[&str]) -> World {
    World {
        library: load(module(bodies)).expect("the module"),
        state: json::parse_wire(br#"{"a":{"b":[1,2,3]},"day":{"~d":0},"text":"x"}"#)
            .unwrap_or_default(),
        reads: RefCell::default(),
        logged: RefCell::default(),
        varies: RefCell::default(),
    }
}

impl World {
    fn answer(&self, function: &str, args: &Value) -> ScriptAnswer {
        let errors = ErrorSink::default();
        let cx = Cx::new(self, &operators::CLIENT, "block", &errors);
        self.library.run(&Script {
            cx: &cx,
            function,
            args,
        })
    }

    fn value(&self, function: &str) -> Value {
        let answer = self.answer(function, &Value::Undefined).result;
        answer.unwrap_or_else(|error| panic!("{}", error.message))
    }

    fn complaint(&self, function: &str) -> String {
        match self.answer(function, &Value::Undefined).result {
            Ok(value) => panic!("it answers {value:?}"),
            Err(error) => error.message.into_owned(),
        }
    }
}

/// What the body gives.
fn eval(body: &str) -> Value {
    world(&[body]).value("f0")
}

fn complaint(body: &str) -> String {
    world(&[body]).complaint("f0")
}

fn varies(body: &str) -> Varies {
    world(&[body]).answer("f0", &Value::Undefined).varies
}

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
fn what_is_thrown_is_told() {
    for (body, said) in [
        ("throw new RangeError('too far');", "RangeError: too far"),
        ("throw 'just text';", "just text"),
        ("throw { code: 1 };", r#"{"code":1}"#),
        ("throw undefined;", "null"),
        ("nope();", "ReferenceError: nope is not defined"),
        (
            "throw Object.assign(new Error('m'), { name: 'Own' });",
            "Own: m",
        ),
        (
            "return { get a() { throw new Error('getter'); } };",
            "Error: getter",
        ),
        (
            "return new Proxy({}, { ownKeys() { throw new Error('trap'); } });",
            "Error: trap",
        ),
        ("return eval('1');", "ReferenceError: eval is not defined"),
        (
            "return new Function('return 1')();",
            "EvalError: Code cannot be made of text here.",
        ),
        (
            "return (() => {}).constructor('return 1')();",
            "EvalError: Code cannot be made of text here.",
        ),
    ] {
        let complaint = complaint(body);
        if said == "null" {
            assert!(complaint.contains("_js"), "{complaint}");
            continue;
        }
        assert_eq!(
            complaint,
            format!("_js function execution error. {said}"),
            "{body}"
        );
    }
}

#[test]
fn runaways_are_stopped_and_the_next_call_works() {
    let world = world(&[
        "return 'fine';",
        "for (;;) {}",
        "const f = () => f() + 1; return f();",
        "const all = []; for (;;) all.push(new Array(1000).fill('x'));",
        "let s = 'x'; for (;;) s += s;",
        "for (;;) { try { for (;;) {} } catch {} finally { continue; } }",
        "return /(a+)+$/.test('a'.repeat(60) + 'b');",
        "Promise.resolve().then(() => { for (;;) {} }); return 'left';",
        "return [].indexOf.call({ length: 2 ** 53 - 1 }, 1);",
        "const o = {}; o.toJSON = () => { for (;;) {} }; return JSON.stringify(o);",
        "const next = () => { queue = Promise.resolve().then(next); }; let queue; next(); return 'left';",
    ]);
    for (function, said) in [
        ("f1", "took longer than 500 ms"),
        ("f2", "Maximum call stack size exceeded"),
        ("f3", "took more than 16 MB"),
        ("f4", ""),
        ("f5", "took longer than 500 ms"),
        ("f6", "took longer than 500 ms"),
        ("f8", "took longer than 500 ms"),
        ("f9", "took longer than 500 ms"),
    ] {
        let start = Instant::now();
        let complaint = world.complaint(function);
        assert!(complaint.contains(said), "{function}: {complaint}");
        assert!(start.elapsed() < Duration::from_secs(10), "{function}");
        assert_eq!(world.value("f0"), "fine".into(), "after {function}");
    }
    for function in ["f7", "f10"] {
        assert_eq!(world.value(function), "left".into(), "{function}");
        assert_eq!(world.value("f0"), "fine".into(), "after {function}");
    }
}

#[test]
fn the_stack_is_measured_from_the_call() {
    fn deep(levels: usize, run: &dyn Fn()) {
        let filler = std::hint::black_box([0_u8; 4096]);
        match levels {
            0 => run(),
            levels => deep(levels - 1, run),
        }
        std::hint::black_box(filler);
    }
    let world = world(&["const f = (n) => (n === 0 ? 0 : 1 + f(n - 1)); return f(50);"]);
    deep(150, &|| assert_eq!(world.value("f0"), 50.into()));
    world.value("f0");
}

#[test]
fn a_call_leaves_nothing_for_the_next() {
    let attacks = [
        "Array.prototype.map = () => 'evil';",
        "Object.prototype.evil = 1;",
        "globalThis.evil = 1;",
        "evil = 1;",
        "Object.defineProperty(Object.prototype, 'evil', { get: () => 1 });",
        "Object.setPrototypeOf(Array.prototype, { evil: 1 });",
        "JSON.parse = () => 'evil';",
        "Date.now = () => 6;",
        "Math.random = () => 'evil';",
        "Error.prepareStackTrace = () => 'evil';",
        "Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true });",
        "Object.getPrototypeOf(function* () {}).prototype.next = 1;",
        "(() => {}).__proto__.evil = 1;",
        "state.evil = 1;",
        "RegExp.prototype.exec = () => null;",
        "Object.getPrototypeOf(async function () {}).evil = 1;",
        "new Map().constructor.prototype.get = () => 'evil';",
        "Symbol.prototype.evil = 1;",
        "console.log = 1;",
    ];
    let check = "return [[1].map((x) => x), {}.evil, typeof evil, JSON.parse('2'), Math.random(), \
                 [...[7]], state.evil, /a/.test('a'), new Map([[1, 2]]).get(1), Date.now(), (() => {}).evil];";
    let mut bodies = vec![check.to_owned()];
    for attack in attacks {
        bodies.push(attack.to_owned());
        bodies.push(format!("try {{ {attack} }} catch {{}} return 'tried';"));
    }
    let bodies: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let world = world(&bodies);
    let before = format!("{:?}", world.value("f0"));
    assert_eq!(
        before,
        r#"[[1],null,"undefined",2,0.25,[7],null,true,2,1700000000123,null]"#
    );
    for (i, attack) in attacks.iter().enumerate() {
        let refused = world.answer(&format!("f{}", 2 * i + 1), &Value::Undefined);
        assert!(refused.result.is_err(), "{attack}");
        assert_eq!(world.value(&format!("f{}", 2 * i + 2)), "tried".into());
        assert_eq!(format!("{:?}", world.value("f0")), before, "after {attack}");
    }
}

#[test]
fn frozen_or_not_usual_code_works() {
    for (body, gives) in [
        (
            "const o = {}; o.toString = () => 'own'; return `${o}`;",
            r#""own""#,
        ),
        (
            "class E extends Error { constructor(m) { super(m); this.name = 'E'; } } \
             const e = new E('m'); e.message += '!'; return e.name + e.message;",
            r#""Em!""#,
        ),
        (
            "const n = {}; for (const w of ['constructor', 'x', 'x']) n[w] = w; return Object.keys(n);",
            r#"["constructor","x"]"#,
        ),
        (
            "function P(x) { this.x = x; } P.prototype.valueOf = function () { return this.x; }; \
             return new P(3) * 2;",
            "6",
        ),
        (
            "const by = Object.groupBy([1, 2, 3], (n) => (n % 2 ? 'odd' : 'even')); return by;",
            r#"{"odd":[1,3],"even":[2]}"#,
        ),
        ("return [3, 1, 2].toSorted().with(0, 9);", "[9,2,3]"),
        ("return [...new Set([1, 1, 2])].join();", r#""1,2""#),
        (
            "return structuredClone({ a: [new Date(5)] }).a[0].getTime();",
            "5",
        ),
        (
            "return 'a-b_c'.replace(/[-_](.)/g, (_, c) => c.toUpperCase());",
            r#""aBC""#,
        ),
        (
            "return Object.entries({ a: 1 }).map(([k, v]) => k + v);",
            r#"["a1"]"#,
        ),
        (
            "return new Date(2024, 1, 29) instanceof Date && typeof Date.now();",
            r#""number""#,
        ),
        (
            "var x = 1; { let x = 2; } label: for (;;) break label; return x ?? 2;",
            "1",
        ),
    ] {
        assert_eq!(format!("{:?}", eval(body)), gives, "{body}");
    }
}

#[test]
fn time_and_chance_are_those_of_the_page() {
    let now = "2023-11-14T22:13:20.123Z";
    for (body, gives) in [
        ("return new Date().toISOString();", now),
        ("return new Date(Date.now()).toISOString();", now),
        ("return new Date(new Date()).toISOString();", now),
        (
            "return new Date('2024-02-29').toISOString();",
            "2024-02-29T00:00:00.000Z",
        ),
        (
            "return new Date('2024-02-29T12:00').toISOString();",
            "2024-02-29T12:00:00.000Z",
        ),
        (
            "return new Date('2024-02-29T12:00+02:00').toISOString();",
            "2024-02-29T10:00:00.000Z",
        ),
        (
            "return new Date(2024, 1, 29, 12).toISOString();",
            "2024-02-29T12:00:00.000Z",
        ),
        ("return new Date('nope').toString();", "Invalid Date"),
        (
            "return String(new Date(0));",
            "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)",
        ),
        ("return Date().slice(0, 15);", "Tue Nov 14 2023"),
        (
            "return new Date(0).toLocaleString();",
            "1/1/1970, 12:00:00 AM",
        ),
        (
            "const d = new Date(0); d.setHours(5); return d.toJSON();",
            "1970-01-01T05:00:00.000Z",
        ),
        ("return (1234567.891).toLocaleString();", "1,234,567.891"),
        (
            "return (-1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' });",
            "-$1,234.50",
        ),
        (
            "return (0.25).toLocaleString('en-US', { style: 'percent' });",
            "25%",
        ),
        (
            "return ['b', 'A', 'a', 'é', 'f'].sort((x, y) => x.localeCompare(y)).join('');",
            "aAbéf",
        ),
    ] {
        assert_eq!(eval(body), gives.into(), "{body}");
    }
}

#[test]
fn what_a_browser_may_answer_otherwise_is_marked() {
    for (body, expected) in [
        (
            "return new Date(5).toISOString() + state('text');",
            Varies::Never,
        ),
        (
            "return new Date('2024-02-29').getUTCHours();",
            Varies::Never,
        ),
        ("return Math.max(1, 2);", Varies::Never),
        ("return Date.now();", Varies::ByCall),
        ("return Math.random();", Varies::ByCall),
        ("return new Date(5).getHours();", Varies::ByPlace),
        ("return `${new Date(5)}`;", Varies::ByPlace),
        ("return new Date(2024, 1, 1).getTime();", Varies::ByPlace),
        ("return (5).toLocaleString();", Varies::ByPlace),
        ("return typeof window === 'undefined';", Varies::ByPlace),
        ("return document.title;", Varies::ByPlace),
        ("return new Intl.NumberFormat().format(1);", Varies::ByPlace),
        ("return fetch('/x');", Varies::ByPlace),
    ] {
        assert_eq!(varies(body), expected, "{body}");
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
fn endless_calls_within_calls_are_stopped() {
    let world = world(&["return args.again();"]);
    let library = world.library.clone();
    fn again(library: Library) -> Value {
        Value::Function(Function::new(move |cx, _| {
            let args = Value::object([("again", again(library.clone()))]);
            let script = Script {
                cx,
                function: "f0",
                args: &args,
            };
            library.run(&script).result
        }))
    }
    let args = Value::object([("again", again(library))]);
    let complaint = world
        .answer("f0", &args)
        .result
        .expect_err("no value")
        .message;
    assert!(complaint.contains("nested too deeply"), "{complaint}");
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

#[test]
fn a_broken_module_is_told_with_its_place() {
    let fault = |source: &str| load(source).expect_err("a fault");
    let found = fault("\nexport default {\n  'a': () => { return 1 + ; },\n};");
    assert_eq!(found.position, Some((3, 27)), "{found:?}");
    let found = fault("export default {\n  'a': () => { return 1;\n};");
    assert!(found.position.is_some(), "{found:?}");
    let found = fault("import { a } from '../../../lib/a.js';\nexport default { 'a': a };");
    assert!(
        found
            .message
            .contains("functions cannot be in modules of their own"),
        "{found}"
    );
    assert_eq!(
        fault("export default 5;").message,
        "the default export is not an object of functions"
    );
    assert_eq!(
        fault("export default { 'a': 5 };").message,
        "`a` is not a function"
    );
    assert!(load("export default {};").is_ok_and(|library| library.is_empty()));
    assert!(fault("const a = 1;").message.contains("default"));
    assert!(
        fault("for (;;) {}\nexport default {};")
            .message
            .contains("interrupted")
    );
    // As newer builds write functions that look at the clock.
    let marked =
        load("export default {'a': Object.assign(() => { return 1; }, { volatile: true }),};");
    assert!(marked.is_ok_and(|library| library.has("a")));
}

#[test]
fn threads_have_engines_of_their_own() {
    let world = world(&["return args.n * 2;"]);
    let library = &world.library;
    std::thread::scope(|scope| {
        for thread in 0..4_i32 {
            scope.spawn(move || {
                let world = World {
                    library: library.clone(),
                    state: Value::Null,
                    reads: RefCell::default(),
                    logged: RefCell::default(),
                    varies: RefCell::default(),
                };
                for n in 0..50_i32 {
                    let args = Value::object([("n", (n * thread).into())]);
                    let answer = world.answer("f0", &args).result.expect("a value");
                    assert_eq!(answer, (2 * n * thread).into());
                }
            });
        }
    });
}
