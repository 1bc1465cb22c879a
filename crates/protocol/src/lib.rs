//! Every message between server and browser, and the one table of error codes.
//!
//! Messages are [`engine::Value`]s on the wire, read and written by hand: that is small in wasm and
//! carries the markers of dates and errors for free. Nothing here may name `model::server`: what a
//! message type has no field for cannot leak.

mod endpoint;
mod error;
mod page;
mod request;

pub use endpoint::{END, EndpointAnswer, EndpointCall, EndpointStatus, NDJSON};
pub use error::{Code, ErrorBody};
pub use page::{PagePayload, Root};
pub use request::{RequestAnswer, RequestCall};
