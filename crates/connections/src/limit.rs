//! How long a request may take.

use std::future::Future;
use std::time::Duration;

use crate::Error;

/// What `work` gives, if it is done within `limit`.
///
/// # Errors
/// Those of `work`; it takes too long.
pub(crate) async fn within<T>(
    limit: Option<Duration>,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let Some(limit) = limit else {
        return work.await;
    };
    let in_time = tokio::time::timeout(limit, work).await;
    in_time.unwrap_or_else(|_| Err(too_slow(limit)))
}

/// What a request says that takes longer than it may.
pub(crate) fn too_slow(limit: Duration) -> Error {
    Error::service(format!("Request timed out after {} ms.", limit.as_millis()))
}
