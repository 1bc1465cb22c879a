//! The functions of `_js`: an app's build files them under a hash, specs have the code in its place.

use std::time::Duration;

use engine::{OpError, OpResult, Realm, Script, json};
use js::{Library, Limits};
use operators::readers;

/// More than a server allows: machines that run tests are busy.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(5),
    memory: 16 << 20,
};

/// Runs the code, as the module runs it that a build makes.
pub(crate) fn run(script: &Script<'_>) -> OpResult {
    let realm = script.cx.table.realm();
    let readers = match realm {
        Realm::Server => readers::SERVER,
        _ => readers::CLIENT,
    };
    let given: Vec<&str> = readers.iter().map(|(name, _)| *name).chain(["args"]).collect();
    let mut module = "export default { ".to_owned();
    json::write_text(&mut module, script.function);
    module.push_str(&format!(": ({{ {} }}) => {{ {}\n }} }};", given.join(", "), script.function));
    match Library::load("specs.js", module.into(), realm, readers, LIMITS) {
        Ok(library) => library.run(script).result,
        Err(fault) => Err(OpError::new(fault.message)),
    }
}
