//! Rows one after the other, with back pressure.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use engine::Value;
use futures_util::Stream;
use tokio::sync::mpsc;

use crate::{BoxFuture, Error};

/// Rows that wait for their reader; then the producer waits.
const AHEAD: usize = 64;

/// The rows of a request, see [`crate::Request::stream`]. An error is the last item.
///
/// It holds no more than a few rows. Whoever does not read on makes the database wait; whoever
/// drops it ends the statement.
pub struct RowStream {
    producer: Option<BoxFuture<'static, Result<(), Error>>>,
    rows: mpsc::Receiver<Value>,
    failure: Option<Error>,
}

/// Where a producer puts its rows.
#[derive(Clone)]
pub struct RowSink(mpsc::Sender<Value>);

impl RowSink {
    /// Puts a row, when there is room. False if nobody reads any more.
    pub async fn put(&self, row: Value) -> bool {
        self.0.send(row).await.is_ok()
    }
}

impl RowStream {
    /// The rows that `produce` puts into the sink. Its future runs while the stream is read, and in
    /// no task of its own.
    pub fn new<F>(produce: impl FnOnce(RowSink) -> F) -> RowStream
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let (sink, rows) = mpsc::channel(AHEAD);
        RowStream {
            producer: Some(Box::pin(produce(RowSink(sink)))),
            rows,
            failure: None,
        }
    }

    /// The next row; nothing at the end.
    pub async fn next(&mut self) -> Option<Result<Value, Error>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for RowStream {
    type Item = Result<Value, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let it = &mut *self;
        if let Some(producer) = &mut it.producer
            && let Poll::Ready(done) = producer.as_mut().poll(cx)
        {
            // It has put all that it ever will, and lets go of the sink.
            it.producer = None;
            it.failure = done.err();
        }
        match it.rows.poll_recv(cx) {
            Poll::Ready(Some(row)) => Poll::Ready(Some(Ok(row))),
            Poll::Ready(None) if it.producer.is_none() => Poll::Ready(it.failure.take().map(Err)),
            _ => Poll::Pending,
        }
    }
}
