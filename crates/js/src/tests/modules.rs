//! Modules, and their engines.

use super::*;

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
