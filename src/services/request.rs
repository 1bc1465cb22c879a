//! Requests of pages for a caller over HTTP, or for a page that is being drawn.

use engine::Value;
use futures_util::Stream;
use protocol::{ErrorBody, RequestAnswer, RequestCall};

use crate::context::RequestContext;

/// Runs a request.
///
/// # Errors
/// See [`api::request::call`].
pub async fn call(cx: &RequestContext, call: RequestCall) -> Result<RequestAnswer, ErrorBody> {
    api::request::call(&cx.api(), call).await
}

/// Runs a request whose rows are to be had as they come.
///
/// # Errors
/// See [`api::request::stream`].
pub async fn stream(
    cx: &RequestContext,
    call: &RequestCall,
) -> Result<impl Stream<Item = Result<Value, ErrorBody>> + Send + use<>, ErrorBody> {
    api::request::stream(&cx.api(), call).await
}

/// May its rows be had as they come?
pub fn streams(cx: &RequestContext, call: &RequestCall) -> bool {
    api::request::streams(&cx.api(), &call.page_id, &call.request_id)
}
