//! Errors of evaluation: what an operator reports, and what a person is shown.

use std::borrow::Cow;
use std::fmt;

use crate::{Str, Value, json};

/// What an operator answers.
pub type OpResult = Result<Value, OpError>;

/// An operator's own complaint, without place: a sentence, and what it received if that differs from
/// its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct OpError {
    /// A sentence, such as `_if takes a boolean type for parameter test.`
    pub message: Cow<'static, str>,
    /// Printed after `Received:` in place of the parameters.
    pub received: Option<Value>,
    /// The message is complete: nothing is added to it.
    pub whole: bool,
    /// The message without what was received, where it shows that itself.
    told: Option<Cow<'static, str>>,
}

impl OpError {
    /// A complaint about the parameters.
    pub fn new(message: impl Into<Cow<'static, str>>) -> OpError {
        OpError {
            message: message.into(),
            received: None,
            whole: false,
            told: None,
        }
    }

    /// A complaint that is printed as it is, with neither what was received nor the place.
    pub fn whole(message: impl Into<Cow<'static, str>>) -> OpError {
        OpError {
            message: message.into(),
            received: None,
            whole: true,
            told: None,
        }
    }

    /// Says that the message itself shows something of what was received: who may not see that is told
    /// `told` in its place.
    #[must_use]
    pub fn without(mut self, told: impl Into<Cow<'static, str>>) -> OpError {
        self.told = Some(told.into());
        self
    }

    /// The complaint without what was received, which may be secret.
    pub fn complaint(&self) -> &str {
        // A complaint that went through JavaScript, or another language within this one, came back as
        // a text with what was received.
        let before = || self.message.split(" Received: ").next();
        let told = self.told.as_deref().or_else(before);
        told.unwrap_or_default()
    }

    /// Prints `value` after `Received:`.
    #[must_use]
    pub fn received(mut self, value: Value) -> OpError {
        self.received = Some(value);
        self
    }

    /// The whole sentence: the complaint, what was received (`params` unless it says otherwise), where.
    pub fn sentence(&self, params: &Value, location: &str) -> String {
        if self.whole {
            return self.message.to_string();
        }
        let received = json::show(self.received.as_ref().unwrap_or(params));
        format!("{} Received: {received} at {location}.", self.message)
    }
}

/// One error of an evaluation, with its place. The expression that failed gave null.
#[derive(Debug, Clone, PartialEq)]
pub struct EvalError {
    /// The whole sentence: complaint, what was received, where.
    pub message: String,
    /// The complaint alone: what was received may be secret.
    pub complaint: String,
    /// Where it was evaluated: a block, request or connection id with list indices applied.
    pub location: Str,
    /// The `~k` of the closest configuration object, the way to file and line by keyMap.json.
    pub key: Option<Str>,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for EvalError {}
