//! What expressions of a call may read.

use engine::{OpResult, Root, Scope, Script, Str, Value, path};

use crate::ApiContext;

/// The world of a request, or of one place in a routine.
pub(crate) struct CallScope<'a> {
    pub(crate) cx: ApiContext<'a>,
    /// What the caller sent.
    pub(crate) payload: &'a Value,
    /// State, steps, items and the caught error, in a routine.
    pub(crate) routine: RoutineScope,
}

/// What only routines have. Values are shared, so taking them costs nothing.
#[derive(Default)]
pub(crate) struct RoutineScope {
    pub(crate) state: Value,
    pub(crate) steps: Value,
    pub(crate) items: Value,
    pub(crate) error: Value,
}

impl Scope for CallScope<'_> {
    fn read(&self, root: Root, at: &str) -> Value {
        let value = match root {
            Root::Payload => self.payload,
            Root::User => self.cx.user,
            Root::Secret => self.cx.secrets,
            Root::App => &self.cx.app.meta,
            Root::State => &self.routine.state,
            Root::Step => &self.routine.steps,
            Root::Item => &self.routine.items,
            Root::Error => &self.routine.error,
            Root::I18n => &self.cx.host.i18n(),
            _ => return Value::Undefined,
        };
        if at.is_empty() {
            value.clone()
        } else {
            path::get(value, at)
        }
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
