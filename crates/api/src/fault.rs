//! What goes wrong in a call, as routines see it and as callers are told.

use std::sync::Arc;

use connections::ErrorKind;
use engine::{ErrorValue, Map, Str, Value};
use protocol::{Code, ErrorBody};

/// An error on its way through a routine.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Class, such as `RequestError`.
    pub name: Str,
    /// What a person reads.
    pub message: Str,
    /// What it holds besides, such as `cause`.
    pub extra: Map,
}

impl Fault {
    /// Of a class.
    pub(crate) fn new(code: Code, message: impl Into<Str>) -> Fault {
        Fault {
            name: code.name().into(),
            message: message.into(),
            extra: Map::new(),
        }
    }

    /// What `:throw` and `:reject` give: an error that is passed on keeps its class, anything else is
    /// a message to the user.
    pub(crate) fn thrown(message: &Value, cause: Value) -> Fault {
        let mut fault = match message {
            Value::Error(error) => Fault {
                name: error.name.clone(),
                message: error.message.clone(),
                extra: error.extra.clone(),
            },
            Value::String(text) => Fault::new(Code::User, text.clone()),
            other => Fault::new(Code::User, engine::js::to_text(other)),
        };
        if !cause.is_undefined() {
            fault.extra.insert("cause", cause);
        }
        fault
    }

    /// As `_error` reads it.
    pub fn to_value(&self) -> Value {
        Value::Error(Arc::new(ErrorValue {
            name: self.name.clone(),
            message: self.message.clone(),
            extra: self.extra.clone(),
        }))
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
        Fault {
            name: body.name.into(),
            message: body.message.into(),
            extra: Map::new(),
        }
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
