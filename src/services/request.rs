//! Requests of pages for a caller over HTTP, or for a page that is being drawn.

use protocol::{ErrorBody, RequestAnswer, RequestCall};

use crate::context::RequestContext;

/// Runs a request.
///
/// # Errors
/// See [`api::request::call`].
pub async fn call(cx: &RequestContext, call: RequestCall) -> Result<RequestAnswer, ErrorBody> {
    api::request::call(&cx.api(), call).await
}
