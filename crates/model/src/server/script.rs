//! The app's own JavaScript: the modules that the build made of `_js`, and who names what is in them.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use engine::{Realm, Str, Value, json};

use crate::Diagnostics;
use crate::server::files;

/// A module whose default export is an object of functions by hash.
#[derive(Clone, Debug)]
pub struct ScriptModule {
    /// The file it is from, relative to the build directory.
    pub file: String,
    /// Its text.
    pub source: Arc<str>,
}

/// A place that calls a function.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedScript {
    /// The function.
    pub hash: Str,
    /// Of pages, or of connections, requests and endpoints.
    pub realm: Realm,
    /// The file that names it, relative to the build directory.
    pub file: String,
    /// Place within the file.
    pub at: String,
}

/// All of it.
#[derive(Clone, Debug, Default)]
pub struct Scripts {
    /// Functions of pages.
    pub client: Option<ScriptModule>,
    /// Functions of connections, requests and endpoints.
    pub server: Option<ScriptModule>,
    /// Every place that calls one.
    pub named: Vec<NamedScript>,
}

/// What development builds keep: the bodies of all functions.
const BODIES: &str = "jsMap.json";

/// Largest module that is read.
const MAX_BYTES: u64 = 16 << 20;

/// What a body may name, of pages and of the server.
const PARAMETERS: [&str; 2] = [
    "actions, args, event, input, location, lowdefyApp, lowdefyGlobal, pathParams, request, state, urlQuery, user",
    "args, item, lowdefyApp, payload, secret, state, step, user",
];

/// Reads the modules: `plugins/operators/clientJsMap.js` and `serverJsMap.js`, and `jsMap.json` for one
/// that is not there.
pub(crate) fn read(dir: &Path, found: &mut Vec<crate::Diagnostic>) -> Scripts {
    let mut module = |of: &str, parameters: &str| {
        let file = format!("plugins/operators/{of}JsMap.js");
        let mut d = Diagnostics::of(file.as_str());
        let source = text(dir, &file, &mut d);
        let made = match source {
            Some(source) => Some(ScriptModule {
                file,
                source: source.into(),
            }),
            None if d.found.is_empty() => {
                d = Diagnostics::of(BODIES);
                of_bodies(dir, of, parameters, &mut d)
            }
            None => None,
        };
        found.append(&mut d.found);
        made
    };
    let scripts = Scripts {
        client: module("client", PARAMETERS[0]),
        server: module("server", PARAMETERS[1]),
        named: Vec::new(),
    };
    // Both may come from one file.
    found.dedup();
    scripts
}

/// The text of a file; none where it is absent, or cannot be read, which is an error.
fn text(dir: &Path, file: &str, d: &mut Diagnostics) -> Option<String> {
    let path = dir.join(file);
    let size = fs::metadata(&path).ok()?.len();
    if size > MAX_BYTES {
        d.error(format!("the file has {size} bytes, more than {MAX_BYTES}"));
        return None;
    }
    match fs::read_to_string(&path) {
        Ok(text) => Some(text),
        Err(e) => {
            d.error(format!("cannot be read: {e}"));
            None
        }
    }
}

/// A module of the bodies that `jsMap.json` has.
fn of_bodies(dir: &Path, of: &str, parameters: &str, d: &mut Diagnostics) -> Option<ScriptModule> {
    let all = files::read(dir, BODIES, d)?;
    let bodies = all.key(of).as_map()?;
    let mut source = String::from("export default {\n");
    for (hash, body) in bodies.iter() {
        let Some(body) = body.as_str() else {
            d.within(of, |d| d.within(hash, |d| d.error("expected a string")));
            continue;
        };
        let hash = json::stringify(&Value::String(Arc::clone(hash)));
        // The line end ends a comment that the body may end with.
        source.push_str(&format!("{hash}: ({{ {parameters} }}) => {{ {body}\n}},\n"));
    }
    source.push_str("};\n");
    Some(ScriptModule {
        file: BODIES.to_owned(),
        source: source.into(),
    })
}

/// Adds to `out` every call in `value`, which is what `file` holds.
pub(crate) fn named(value: &Value, realm: Realm, file: &str, out: &mut Vec<NamedScript>) {
    walk(value, &mut Vec::new(), &mut |hash, at| {
        out.push(NamedScript {
            hash: hash.into(),
            realm,
            file: file.to_owned(),
            at: at.join("."),
        });
    });
}

fn walk<'v>(value: &'v Value, at: &mut Vec<String>, found: &mut dyn FnMut(&'v str, &[String])) {
    match value {
        Value::List(items) => {
            for (i, item) in items.iter().enumerate() {
                at.push(i.to_string());
                walk(item, at, found);
                at.pop();
            }
        }
        Value::Map(map) => {
            for (key, value) in map.iter() {
                // Within functions operators have more underscores.
                let is_call = key.starts_with('_') && key.trim_start_matches('_') == "js";
                if let (true, Value::String(hash)) = (is_call, value) {
                    found(hash, at);
                } else if let (true, Value::String(hash)) = (is_call, value.key("fn")) {
                    found(hash, at);
                }
                let marker = &**key == "~arr";
                if !marker {
                    at.push(key.to_string());
                }
                walk(value, at, found);
                if !marker {
                    at.pop();
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_calls_with_their_places() {
        let page = json::parse(
            br#"{"a":[{"t":{"_js":"x="}},{"_f":{"__js":{"fn":"y=","args":{"z":{"_js":"z="}}}}}],"b":{"js":"no"},"c":{"~arr":[{"_js":"w="}]}}"#,
        );
        let mut out = Vec::new();
        named(&page.expect("JSON"), Realm::Client, "p.json", &mut out);
        let found: Vec<_> = out.iter().map(|n| (&*n.hash, n.at.as_str())).collect();
        assert_eq!(
            found,
            [
                ("x=", "a.0.t"),
                ("y=", "a.1._f"),
                ("z=", "a.1._f.__js.args.z"),
                ("w=", "c.0")
            ]
        );
    }
}
