//! Rows to a caller who takes them as they come.

use std::time::Duration;

use connections::Error;
use tokio::sync::mpsc;

/// How long a row waits until the caller has room for it. Rows come from an open statement, which
/// has a connection: who stops reading must not keep it.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A caller who takes rows as they come.
#[derive(Debug)]
pub struct Taker<T> {
    rows: mpsc::Sender<T>,
    patience: Duration,
}

impl<T> Taker<T> {
    /// One who reads the other end of `rows`. A row waits there for [`PATIENCE`].
    pub fn new(rows: mpsc::Sender<T>) -> Taker<T> {
        Taker {
            rows,
            patience: PATIENCE,
        }
    }

    /// The same where a row waits for so long.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Taker<T> {
        Taker { patience, ..self }
    }

    /// Gives a row, when there is room. False if nobody reads any more.
    ///
    /// # Errors
    /// There was no room for too long.
    pub(crate) async fn give(&self, row: T) -> Result<bool, Error> {
        match tokio::time::timeout(self.patience, self.rows.send(row)).await {
            Ok(sent) => Ok(sent.is_ok()),
            Err(_) => Err(Error::service(format!(
                "The rows were not read for {} s.",
                self.patience.as_secs_f64()
            ))),
        }
    }

    /// Room for what comes last, kept whatever comes before. None if nobody reads.
    pub(crate) async fn last(&self) -> Option<mpsc::OwnedPermit<T>> {
        self.rows.clone().reserve_owned().await.ok()
    }

    /// Ends when nobody reads any more.
    pub(crate) async fn gone(&self) {
        self.rows.closed().await;
    }
}
