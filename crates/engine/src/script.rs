//! Calls of the app's own JavaScript: what `_js` asks of whoever can run it.

use scoped_tls_hkt::scoped_thread_local;

use crate::{Args, Cx, OpError, OpResult, Value};

/// Levels of lists and objects that cross between configuration and JavaScript. JSON that is deeper is
/// refused elsewhere, too.
pub const MAX_DEPTH: usize = 100;

/// Values in an answer, at all levels together.
pub const MAX_VALUES: usize = 1_000_000;

/// What JavaScript may hold and configuration may not, in the words of a complaint `_js gave ….`
pub mod refused {
    /// `Symbol()`.
    pub const SYMBOL: &str = "a symbol";
    /// `10n`.
    pub const BIG_INT: &str = "a BigInt";
    /// What an async function gives.
    pub const PROMISE: &str = "a promise, but it must answer at once";
    /// A function where none may be.
    pub const FUNCTION: &str = "a function";
    /// A cycle.
    pub const CYCLE: &str = "an answer that contains itself";
    /// More than [`super::MAX_DEPTH`] levels.
    pub const DEPTH: &str = "an answer that is nested too deeply";
    /// More than [`super::MAX_VALUES`] values.
    pub const SIZE: &str = "an answer with more than a million values";
}

/// A call of one of the app's functions.
#[derive(Clone, Copy)]
pub struct Script<'a> {
    /// Where it is called: what its code reads comes from here.
    pub cx: &'a Cx<'a>,
    /// The hash under which the build filed the function.
    pub function: &'a str,
    /// What configuration passes as `args`.
    pub args: &'a Value,
}

/// A function that the code is given: its name, and the operator that answers.
pub type Reader = (&'static str, &'static str);

/// What a call gave.
#[derive(Debug)]
pub struct ScriptAnswer {
    /// The value, or the complaint.
    pub result: OpResult,
    /// Would another call give the same?
    pub varies: Varies,
}

/// When a call may give something else although all that it read of the page is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Varies {
    /// Never.
    #[default]
    Never,
    /// From call to call: it asked for the time or for a random number.
    ByCall,
    /// From place to place: it failed, or asked for what differs between a server and a browser, such
    /// as the local time zone.
    ByPlace,
}

impl ScriptAnswer {
    /// There is no function of that hash.
    pub fn not_found() -> ScriptAnswer {
        ScriptAnswer::from(Err(OpError::new("_js function not found.")))
    }

    /// Where no JavaScript runs.
    pub fn unavailable() -> ScriptAnswer {
        ScriptAnswer::from(Err(OpError::new("_js is not available here.")))
    }
}

impl From<OpResult> for ScriptAnswer {
    fn from(result: OpResult) -> ScriptAnswer {
        ScriptAnswer {
            result,
            varies: Varies::Never,
        }
    }
}

/// The complaint about what code threw, in words.
pub fn thrown(text: &str) -> OpError {
    let end = if text.ends_with(['.', '!', '?']) {
        ""
    } else {
        "."
    };
    OpError::new(format!("_js function execution error. {text}{end}"))
}

scoped_thread_local!(static RUNNING: for<'a> &'a Script<'a>);

impl Script<'_> {
    /// What `operator` answers to `params` where the call stands.
    ///
    /// # Errors
    /// What the operator says, as a whole sentence.
    pub fn read(&self, operator: &str, params: &Value) -> OpResult {
        let Some(entry) = self.cx.table.find(operator) else {
            return Err(OpError::whole(format!("{operator} is not available here.")));
        };
        let args = Args {
            name: entry.name,
            method: None,
            params,
        };
        (entry.eval)(self.cx, args).map_err(|error| {
            let sentence = error.sentence(params, self.cx.location);
            OpError::whole(sentence).without(error.complaint().to_owned())
        })
    }

    /// Runs `run`, within which [`Script::current`] gives this call. JavaScript calls back through
    /// functions that live longer than the call, so they cannot hold it themselves.
    pub fn enter<T>(&self, run: impl FnOnce() -> T) -> T {
        RUNNING.set(self, run)
    }

    /// The call that runs on this thread, if one does.
    pub fn current<T>(with: impl FnOnce(&Script<'_>) -> T) -> Option<T> {
        RUNNING.is_set().then(|| RUNNING.with(with))
    }
}
