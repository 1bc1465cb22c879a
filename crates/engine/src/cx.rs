//! The context of an evaluation: the world that an expression may see.

use std::cell::RefCell;

use crate::path;
use crate::{EvalError, Function, Map, OpError, OpResult, Script, ScriptAnswer, Str, Table, Value};

/// A part of the world that expressions read by path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Root {
    /// State of the page, or of the routine on the server.
    State,
    /// `global` of the app, changed by SetGlobal.
    Global,
    /// What a Link passed to this page.
    Input,
    /// The parsed query of the address.
    UrlQuery,
    /// The event that is being handled.
    Event,
    /// Past events of the page, newest first.
    EventLog,
    /// Responses of the actions of the running event, by action id.
    Actions,
    /// Calls of requests by request id, each a list with the newest first.
    Requests,
    /// Calls of endpoints by endpoint id, as `Requests`.
    Endpoints,
    /// The user, or undefined.
    User,
    /// Menus as the user may see them.
    Menus,
    /// Address parts: `basePath`, `hash`, `homePageId`, `host`, `pageId`, …
    Location,
    /// Size of the window.
    Media,
    /// About the app: slug, name, version.
    App,
    /// Theme tokens.
    Theme,
    /// Languages of the app: `active`, `defaultLocale`, `fallbackLocale`, `locales`, and `messages` by
    /// locale and key.
    I18n,
    /// Payload of a request or endpoint (server).
    Payload,
    /// Secrets (server).
    Secret,
    /// Results of earlier steps of a routine (server).
    Step,
    /// Items of the loops around a routine's step (server).
    Item,
    /// The error that `:catch` handles.
    Error,
}

/// The world, as an implementation for page, request or test gives it.
pub trait Scope {
    /// The value at `path` of `root`, undefined where there is none; the whole for an empty path. An
    /// implementation that tracks reads notes `root` and `path`.
    fn read(&self, root: Root, path: &str) -> Value;

    /// Milliseconds since 1970.
    fn now(&self) -> f64;

    /// A number in [0, 1).
    fn random(&self) -> f64;

    /// Minutes that local time is behind UTC at `ms` (JavaScript's `getTimezoneOffset`).
    fn timezone_offset(&self, _ms: f64) -> f64 {
        0.0
    }

    /// The reader's language, for what is written without naming one.
    fn locale(&self) -> Str {
        "en-US".into()
    }

    /// Shows `value` where a developer looks (`_log`).
    fn log(&self, _value: &Value) {}

    /// Tells a developer something, once however often it happens.
    fn note(&self, _message: &str) {}

    /// Runs one of the app's own functions (`_js`).
    fn script(&self, _script: &Script<'_>) -> OpResult {
        ScriptAnswer::unavailable().result
    }
}

/// Where an evaluation leaves its errors.
#[derive(Default, Debug)]
pub struct ErrorSink(RefCell<Vec<EvalError>>);

impl ErrorSink {
    /// Adds one.
    pub fn push(&self, error: EvalError) {
        self.0.borrow_mut().push(error);
    }

    /// All so far, leaving none.
    pub fn take(&self) -> Vec<EvalError> {
        self.0.take()
    }

    /// Number so far.
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// None so far?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The context that operators get.
#[derive(Clone, Copy)]
pub struct Cx<'a> {
    /// The world.
    pub scope: &'a dyn Scope,
    /// The operators that exist here.
    pub table: &'static Table,
    /// Block, request or connection id, with indices applied.
    pub location: &'a str,
    /// Position in each list around the block.
    pub indices: &'a [usize],
    /// Arguments of the function whose body is being evaluated.
    pub args: Option<&'a [Value]>,
    /// Where errors go.
    pub errors: &'a ErrorSink,
    /// How deep function calls are nested, to stop endless recursion.
    pub depth: u32,
}

/// Calls of functions within functions that an evaluation may be deep.
const MAX_DEPTH: u32 = 64;

impl<'a> Cx<'a> {
    /// A context with no list around and no function.
    pub fn new(
        scope: &'a dyn Scope,
        table: &'static Table,
        location: &'a str,
        errors: &'a ErrorSink,
    ) -> Cx<'a> {
        Cx {
            scope,
            table,
            location,
            indices: &[],
            args: None,
            errors,
            depth: 0,
        }
    }

    /// The same within lists.
    #[must_use]
    pub fn with_indices(mut self, indices: &'a [usize]) -> Cx<'a> {
        self.indices = indices;
        self
    }

    /// Reads `path` of `root`, with `$` replaced by the indices of the lists around.
    pub fn read(&self, root: Root, path: &str) -> Value {
        if path.contains('$') && !self.indices.is_empty() {
            self.scope
                .read(root, &path::apply_indices(self.indices, path))
        } else {
            self.scope.read(root, path)
        }
    }

    /// The arguments of the function around, as an object with keys `0`, `1`, …
    pub fn args_value(&self) -> Value {
        let args = self.args.unwrap_or_default().iter().enumerate();
        Value::map(
            args.map(|(i, v)| (i.to_string(), v.clone()))
                .collect::<Map>(),
        )
    }

    /// Calls `function` with `args`.
    ///
    /// # Errors
    /// What [`Function::call`] says, and nesting deeper than 64.
    pub fn call(&self, function: &Function, args: &[Value]) -> OpResult {
        if self.depth >= MAX_DEPTH {
            return Err(OpError::new("Functions are nested too deeply."));
        }
        let cx = Cx {
            depth: self.depth + 1,
            ..*self
        };
        function.call(&cx, args)
    }

    /// Notes that an operator complains here about `params`.
    pub(crate) fn report(&self, error: &OpError, params: &Value, key: Option<&Str>) {
        self.errors.push(EvalError {
            message: error.sentence(params, self.location),
            complaint: error.complaint().to_owned(),
            location: self.location.into(),
            key: key.cloned(),
        });
    }
}
