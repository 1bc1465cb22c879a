//! The app's own JavaScript on a page. A server and a browser do not always agree on what a function
//! gives: time goes on between them, and a browser has a time zone, a language and a window. So that the
//! browser hydrates what the server drew, the server sends such answers along, and the browser takes
//! them until it is live. Those that differ by place it then computes itself.

use std::sync::Mutex;

use engine::{Map, OpResult, Root, Script, ScriptAnswer, Str, Value, Varies, js};

use crate::AppCx;
use crate::app::lock;

/// Answers by call, as they are sent: `{value, again}`. `again` is true for those that a browser computes
/// itself once it is live.
#[derive(Default)]
pub(crate) struct Scripts(Mutex<Map>);

impl Scripts {
    /// As the server sent them.
    pub(crate) fn of(sent: &Value) -> Scripts {
        Scripts(Mutex::new(
            sent.as_map().map(|map| (**map).clone()).unwrap_or_default(),
        ))
    }

    /// To be sent; undefined for none.
    pub(crate) fn to_value(&self) -> Value {
        let answers = lock(&self.0);
        if answers.is_empty() {
            return Value::Undefined;
        }
        answers.clone().into()
    }

    /// From here on answers are computed.
    pub(crate) fn forget(&self) {
        *lock(&self.0) = Map::new();
    }
}

impl AppCx {
    /// Runs one of the app's functions. `is_drawn`: for what is drawn, and not for an action.
    pub(crate) fn script(&self, script: &Script<'_>, is_drawn: bool) -> OpResult {
        let answer = self.backend().script(script);
        if !is_drawn {
            return answer.result;
        }
        if !self.is_reactive() {
            self.0.scripts.note(script, &answer);
            return answer.result;
        }
        // It ran all the same: what it read is to be known.
        match self.0.scripts.sent(script) {
            None => answer.result,
            Some(sent) => {
                if *sent.key("again") == Value::Bool(true) {
                    // Changes when the page is live.
                    script.cx.read(Root::Location, "");
                }
                Ok(sent.key("value").clone())
            }
        }
    }
}

impl Scripts {
    /// The answer that the server sent for this call.
    fn sent(&self, script: &Script<'_>) -> Option<Value> {
        let answers = lock(&self.0);
        if answers.is_empty() {
            return None;
        }
        answers.get(&key(script)).cloned()
    }

    /// Keeps an answer that is to be sent; of two to one call the later.
    fn note(&self, script: &Script<'_>, answer: &ScriptAnswer) {
        let mut answers = lock(&self.0);
        if answer.varies == Varies::Never {
            if !answers.is_empty() {
                answers.remove(&key(script));
            }
            return;
        }
        let value = answer.result.as_ref().cloned().unwrap_or_default();
        if !has_function(&value) {
            let again = match answer.varies {
                Varies::ByPlace => Value::Bool(true),
                _ => Value::Undefined,
            };
            let sent = Value::object([("value", value), ("again", again)]);
            answers.insert(key(script), sent);
        }
    }
}

/// What tells calls of a page apart: where, which function, with what.
fn key(script: &Script<'_>) -> Str {
    let args = match script.args {
        Value::Undefined => String::new(),
        args => format!(" {:x}", hash(&js::stable_stringify(args))),
    };
    format!("{} {}{args}", script.cx.location, script.function).into()
}

/// FNV-1a: arguments may be long.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Functions do not travel.
fn has_function(value: &Value) -> bool {
    match value {
        Value::Function(_) => true,
        Value::List(items) => items.iter().any(has_function),
        Value::Map(map) => map.iter().any(|(_, value)| has_function(value)),
        _ => false,
    }
}
