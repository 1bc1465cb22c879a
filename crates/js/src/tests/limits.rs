//! What code may not do, and that nothing is left of it.

use super::*;

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
            "EvalError: Code cannot be made of text here",
        ),
        (
            "return (() => {}).constructor('return 1')();",
            "EvalError: Code cannot be made of text here",
        ),
    ] {
        let complaint = complaint(body);
        if said == "null" {
            assert!(complaint.contains("_js"), "{complaint}");
            continue;
        }
        assert_eq!(
            complaint,
            format!("_js function execution error. {said}."),
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
    deep(60, &|| assert_eq!(world.value("f0"), 50.into()));
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
