//! What expressions of a call may read.

use std::sync::{Mutex, MutexGuard, PoisonError};

use engine::{OpResult, Root, Scope, Script, Str, Value, path};

use crate::ApiContext;

/// The world of a request, or of one place in a routine.
pub(crate) struct CallScope<'a> {
    pub(crate) cx: ApiContext<'a>,
    /// What the caller sent.
    pub(crate) payload: &'a Value,
    /// State, steps, items and the caught error, in a routine.
    pub(crate) routine: RoutineScope<'a>,
}

/// What only routines have. Items and error are shared values: taking them costs nothing.
#[derive(Default)]
pub(crate) struct RoutineScope<'a> {
    pub(crate) memory: Option<&'a Memory>,
    pub(crate) items: Value,
    pub(crate) error: Value,
}

/// What a routine keeps while it runs. Whoever reads looks here, and has no value of his own, so that
/// a result that is added in a loop is added in place.
pub(crate) struct Memory {
    /// Results of the steps.
    pub(crate) steps: Mutex<Value>,
    /// Its state.
    pub(crate) state: Mutex<Value>,
}

impl Default for Memory {
    fn default() -> Memory {
        let empty = || Mutex::new(Value::object([]));
        Memory {
            steps: empty(),
            state: empty(),
        }
    }
}

/// A lock of what a routine's branches share; it is never held while something is awaited.
pub(crate) fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The value at a path, or the whole for an empty one.
fn get(value: &Value, at: &str) -> Value {
    match at.is_empty() {
        true => value.clone(),
        false => path::get(value, at),
    }
}

impl Scope for CallScope<'_> {
    fn read(&self, root: Root, at: &str) -> Value {
        let kept = |part: fn(&Memory) -> &Mutex<Value>| {
            let memory = self.routine.memory.map(part);
            memory.map_or(Value::Undefined, |part| get(&lock(part), at))
        };
        let value = match root {
            Root::State => return kept(|memory| &memory.state),
            Root::Step => return kept(|memory| &memory.steps),
            Root::Payload => self.payload,
            Root::User => self.cx.user,
            Root::Secret => self.cx.secrets,
            Root::App => &self.cx.app.meta,
            Root::Item => &self.routine.items,
            Root::Error => &self.routine.error,
            Root::I18n => &self.cx.host.i18n(),
            _ => return Value::Undefined,
        };
        get(value, at)
    }

    fn now(&self) -> f64 {
        self.cx.host.now()
    }

    fn random(&self) -> f64 {
        self.cx.host.random()
    }

    fn locale(&self) -> Str {
        let active = self.cx.host.i18n().key("active").as_shared_str();
        active.unwrap_or_else(|| "en-US".into())
    }

    fn note(&self, message: &str) {
        self.cx.host.note(message);
    }

    fn log(&self, value: &Value) {
        self.cx.host.log("info", value);
    }

    fn script(&self, script: &Script<'_>) -> OpResult {
        self.cx.host.script(script)
    }
}
