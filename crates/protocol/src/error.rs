//! Errors on the wire: `{"~e": {"name": …, "message": …}}`, and which status each class has.

use std::fmt;

use engine::{ErrorValue, Map, Value};

/// The class of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The caller is not logged in.
    Authentication,
    /// The caller may not.
    Authorization,
    /// Something in the app's configuration is wrong, or what was asked for is not in it.
    Config,
    /// Lath itself failed; details are in the log only.
    Internal,
    /// The call is malformed.
    Invalid,
    /// Method not allowed.
    Method,
    /// No such page or path.
    NotFound,
    /// An operator of a routine failed.
    Operator,
    /// Too large.
    TooLarge,
    /// A request failed.
    Request,
    /// A service behind did not answer, or not in time.
    Service,
    /// The routine of an endpoint said so to the user.
    User,
}

/// Code, class name on the wire, HTTP status.
const CODES: &[(Code, &str, u16)] = &[
    (Code::Authentication, "AuthenticationError", 401),
    (Code::Authorization, "AuthorizationError", 403),
    (Code::Config, "ConfigError", 500),
    (Code::Internal, "LowdefyInternalError", 500),
    (Code::Invalid, "InvalidRequestError", 400),
    (Code::Method, "MethodNotAllowedError", 405),
    (Code::NotFound, "NotFoundError", 404),
    (Code::Operator, "OperatorError", 500),
    (Code::TooLarge, "PayloadTooLargeError", 413),
    (Code::Request, "RequestError", 500),
    (Code::Service, "ServiceError", 500),
    (Code::User, "UserError", 500),
];

impl Code {
    /// The class name that clients see.
    pub fn name(self) -> &'static str {
        CODES
            .iter()
            .find(|(code, ..)| *code == self)
            .map_or("Error", |(_, name, _)| name)
    }

    /// The HTTP status.
    pub fn status(self) -> u16 {
        CODES
            .iter()
            .find(|(code, ..)| *code == self)
            .map_or(500, |(.., status)| *status)
    }

    /// The code of a class name, if it is one of ours.
    pub fn of_name(name: &str) -> Option<Code> {
        CODES
            .iter()
            .find(|(_, n, _)| *n == name)
            .map(|(code, ..)| *code)
    }
}

/// An error as it crosses the wire.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorBody {
    /// Class.
    pub name: String,
    /// What a person reads.
    pub message: String,
}

impl ErrorBody {
    /// An error of class `code`.
    pub fn new(code: Code, message: impl Into<String>) -> ErrorBody {
        ErrorBody {
            name: code.name().to_owned(),
            message: message.into(),
        }
    }

    /// As data.
    pub fn to_value(&self) -> Value {
        Value::Error(std::sync::Arc::new(ErrorValue {
            name: self.name.as_str().into(),
            message: self.message.as_str().into(),
            extra: Map::new(),
        }))
    }

    /// From a body of an answer that is no success; anything that is no error gives a general one
    /// with the status.
    pub fn from_value(value: &Value, status: u16) -> ErrorBody {
        match value {
            Value::Error(e) => ErrorBody {
                name: e.name.to_string(),
                message: e.message.to_string(),
            },
            v => ErrorBody {
                name: v.key("name").as_str().unwrap_or("ServiceError").to_owned(),
                message: v.key("message").as_str().map_or_else(
                    || format!("The server answered with status {status}."),
                    str::to_owned,
                ),
            },
        }
    }
}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ErrorBody {}
