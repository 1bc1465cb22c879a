//! The functions of `_js`: an app's build files them under a hash, specs have the code in its place.

use engine::{OpResult, Script};

/// Runs the code, as the module runs it that a build makes.
#[cfg(feature = "files")]
pub(crate) fn run(script: &Script<'_>) -> OpResult {
    let realm = script.cx.table.realm();
    let readers = match realm {
        engine::Realm::Server => operators::readers::SERVER,
        _ => operators::readers::CLIENT,
    };
    let given = readers.iter().map(|(name, _)| *name).chain(["args"]);
    let given: Vec<&str> = given.collect();
    let mut module = "export default { ".to_owned();
    engine::json::write_text(&mut module, script.function);
    let (given, code) = (given.join(", "), script.function);
    module.push_str(&format!(": ({{ {given} }}) => {{ {code}\n }} }};"));
    let limits = js::Limits {
        // More than a server allows: machines that run tests are busy.
        time: std::time::Duration::from_secs(5),
        memory: 16 << 20,
    };
    match js::Library::load("specs.js", module.into(), realm, readers, limits) {
        Ok(library) => library.run(script).result,
        Err(fault) => Err(engine::OpError::new(fault.message)),
    }
}

/// In a browser pages do that, not the specs.
#[cfg(not(feature = "files"))]
pub(crate) fn run(_: &Script<'_>) -> OpResult {
    engine::ScriptAnswer::unavailable().result
}
