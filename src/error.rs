//! The only place where an error becomes a response.
//!
//! Which type belongs where: services give [`protocol::ErrorBody`] with its class; handlers give
//! [`ApiError`]. A class has its status in the table of `protocol`. Whatever is not meant for the
//! caller (causes, SQL, stack) is logged where it happened and is not part of either type, so it cannot
//! get into a body.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::json;
use protocol::{Code, ErrorBody};

/// An error as a response.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    body: ErrorBody,
    /// Seconds after which the caller may try again.
    retry_after: Option<u64>,
}

impl ApiError {
    /// Of a class.
    pub fn new(code: Code, message: impl Into<String>) -> ApiError {
        ErrorBody::new(code, message).into()
    }

    /// No such thing.
    pub fn not_found(message: impl Into<String>) -> ApiError {
        ApiError::new(Code::NotFound, message)
    }

    /// The call is malformed.
    pub fn invalid(message: impl Into<String>) -> ApiError {
        ApiError::new(Code::Invalid, message)
    }

    /// A page of another site calls.
    pub fn forbidden() -> ApiError {
        ApiError::new(
            Code::Authorization,
            "Calls from other sites are not allowed.",
        )
    }

    /// There is too much to do at the moment; trying again after so many seconds may help.
    pub fn busy(message: impl Into<String>, seconds: u64) -> ApiError {
        ApiError {
            status: StatusCode::SERVICE_UNAVAILABLE,
            retry_after: Some(seconds),
            ..ApiError::new(Code::Service, message)
        }
    }

    /// The method is not one of this path.
    pub fn method() -> ApiError {
        ApiError::new(Code::Method, "Method not allowed.")
    }
}

impl From<ErrorBody> for ApiError {
    fn from(body: ErrorBody) -> ApiError {
        let status = Code::of_name(&body.name).map_or(500, Code::status);
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        ApiError {
            status,
            body,
            retry_after: None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let body = json::to_wire(&self.body.to_value());
        let head = [
            (header::CONTENT_TYPE, "application/json"),
            // What is absent or refused may be so for this caller alone.
            (header::CACHE_CONTROL, "no-store"),
        ];
        let retry = self
            .retry_after
            .map(|s| [(header::RETRY_AFTER, s.to_string())]);
        match retry {
            Some(retry) => (self.status, head, retry, body).into_response(),
            None => (self.status, head, body).into_response(),
        }
    }
}
