//! Requests of pages for a caller over HTTP, or for a page that is being drawn.

use api::Taker;
use engine::Value;
use futures_util::stream::{self, Stream};
use protocol::{ErrorBody, RequestAnswer, RequestCall};
use tokio::sync::mpsc;
use tracing::Instrument as _;

use crate::context::RequestContext;

/// Rows that wait for their reader, the last one included; then the database waits.
const AHEAD: usize = 65;

/// Runs a request.
///
/// # Errors
/// See [`api::request::call`].
pub async fn call(cx: &RequestContext, call: RequestCall) -> Result<RequestAnswer, ErrorBody> {
    api::request::call(&cx.api(), call).await
}

/// Runs a request whose rows are to be had as they come. It has a task of its own, which ends when
/// the rows are no longer read.
///
/// # Errors
/// See [`api::request::stream`].
pub async fn stream(
    cx: &RequestContext,
    call: &RequestCall,
) -> Result<impl Stream<Item = Result<Value, ErrorBody>> + Send + use<>, ErrorBody> {
    let streaming = api::request::stream(&cx.api(), call).await?;
    let (rows, received) = mpsc::channel(AHEAD);
    let sending = streaming.send(Taker::new(rows));
    let span = cx.logger.clone();
    cx.state.shutdown.spawn_to_end(sending.instrument(span));
    Ok(stream::unfold(received, |mut received| async move {
        let row = received.recv().await?;
        Some((row, received))
    }))
}

/// May its rows be had as they come?
pub fn streams(cx: &RequestContext, call: &RequestCall) -> bool {
    api::request::streams(&cx.api(), &call.page_id, &call.request_id)
}
