//! The transactions of a routine: one on each connection that its steps use, begun by the first step
//! on it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use connections::{Client, Error, Transaction};
use engine::Str;
use protocol::ErrorBody;
use tokio::sync::OnceCell;

use crate::fault;

/// Open transactions by connection. Dropping it undoes what was done.
#[derive(Default)]
pub(crate) struct Transactions {
    open: Mutex<BTreeMap<Str, Arc<OnceCell<Transaction>>>>,
}

impl Transactions {
    /// The client whose requests are parts of the transaction on that connection. Steps at the same
    /// time wait for one beginning.
    pub(crate) async fn client(
        &self,
        connection_id: &Str,
        client: &Client,
    ) -> Result<Client, Error> {
        let cell = self
            .lock()
            .entry(connection_id.clone())
            .or_default()
            .clone();
        let transaction = cell.get_or_try_init(|| client.begin()).await?;
        Ok(transaction.client().clone())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Str, Arc<OnceCell<Transaction>>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends all of them. The first that cannot be committed is told, and those after it are undone;
    /// with more than one connection those before it last.
    pub(crate) async fn end(&self, commit: bool) -> Result<(), ErrorBody> {
        let all = std::mem::take(&mut *self.lock());
        let mut failure = None;
        for (connection_id, cell) in all {
            // Nothing else has it once the steps have ended; one that was never begun is none.
            let Some(transaction) = Arc::into_inner(cell).and_then(OnceCell::into_inner) else {
                continue;
            };
            let ended = if commit && failure.is_none() {
                transaction.commit().await
            } else {
                transaction.rollback().await
            };
            if let Err(error) = ended {
                tracing::warn!(connection.id = %connection_id, error = error.message(), "transaction");
                failure.get_or_insert(error);
            }
        }
        match failure {
            None => Ok(()),
            Some(error) => Err(ErrorBody::new(fault::code(error.kind()), error.message())),
        }
    }
}
