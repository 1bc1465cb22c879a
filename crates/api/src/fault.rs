//! What goes wrong in a call, as routines see it and as callers are told.

use std::ops::Deref;
use std::sync::Arc;

use connections::ErrorKind;
use engine::{ErrorValue, Map, Str, Value};
use protocol::{Code, ErrorBody};

/// An error on its way through a routine: its class, such as `RequestError`, what a person reads, and
/// what it holds besides, such as `cause`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault(Arc<ErrorValue>);

impl Deref for Fault {
    type Target = ErrorValue;

    fn deref(&self) -> &ErrorValue {
        &self.0
    }
}

impl Fault {
    /// Of a class.
    pub(crate) fn new(code: Code, message: impl Into<Str>) -> Fault {
        Fault::named(code.name().into(), message.into())
    }

    fn named(name: Str, message: Str) -> Fault {
        Fault(Arc::new(ErrorValue {
            name,
            message,
            extra: Map::new(),
        }))
    }

    /// What `:throw` and `:reject` give: an error that is passed on keeps its class, anything else is
    /// a message to the user.
    pub(crate) fn thrown(message: &Value, cause: Value) -> Fault {
        let mut fault = match message {
            Value::Error(error) => Fault(error.clone()),
            Value::String(text) => Fault::new(Code::User, text.clone()),
            other => Fault::new(Code::User, engine::js::to_text(other)),
        };
        if !cause.is_undefined() {
            Arc::make_mut(&mut fault.0).extra.insert("cause", cause);
        }
        fault
    }

    /// As `_error` reads it.
    pub fn to_value(&self) -> Value {
        Value::Error(self.0.clone())
    }

    /// As callers are told: its class and message.
    pub fn body(&self) -> ErrorBody {
        ErrorBody {
            name: self.name.to_string(),
            message: self.message.to_string(),
        }
    }
}

impl From<ErrorBody> for Fault {
    fn from(body: ErrorBody) -> Fault {
        Fault::named(body.name.into(), body.message.into())
    }
}

/// The class of an error of a connection.
pub(crate) fn code(kind: ErrorKind) -> Code {
    match kind {
        ErrorKind::Config => Code::Config,
        ErrorKind::Request => Code::Request,
        ErrorKind::Service => Code::Service,
    }
}
