//! What goes wrong between a request and its service.

use std::error::Error as StdError;
use std::fmt;

/// Whose fault an error is: decides its class on the wire and whether a retry can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The configuration: a property is missing, wrong, or not available in this build.
    Config,
    /// This request: the service understood it and refused it.
    Request,
    /// The service: it cannot be reached, is too slow, or failed by itself.
    Service,
}

/// An error of a connection or a request.
///
/// The message is for the caller. It never holds a secret, a bound value, the text of a statement
/// or where a database is; what a driver says besides is in [`StdError::source`], for the log.
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// The configuration is wrong.
    pub fn config(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Config, message)
    }

    /// The request was refused.
    pub fn request(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Request, message)
    }

    /// The service failed.
    pub fn service(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Service, message)
    }

    fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// The same with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Error {
        self.source = Some(source.into());
        self
    }

    /// Whose fault it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What the caller is told.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source: &(dyn StdError + 'static) = self.source.as_deref()?;
        Some(source)
    }
}
