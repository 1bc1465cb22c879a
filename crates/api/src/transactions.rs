//! The transactions of a routine: one on each connection that its steps use, begun by the first step
//! on it. Routines that it calls are parts of them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use connections::{Client, Error, Transaction};
use engine::Str;
use protocol::{Code, ErrorBody};
use tokio::sync::OnceCell;

use crate::fault;

/// What a routine has of transactions: its own, or those of the outermost routine around it that has
/// any. A connection that waits for itself would wait for ever, so there is never one within another.
pub(crate) struct Transactions<'a> {
    /// Of the routine that called this one.
    around: Option<&'a Transactions<'a>>,
    /// The steps of this routine belong together.
    wanted: bool,
    /// A step of this routine, or of one that it called, ran in a transaction.
    used: AtomicBool,
    /// A routine failed whose steps belong together, and are parts of these.
    spoilt: AtomicBool,
    /// Dropping one undoes what was done.
    open: Mutex<Vec<Open>>,
}

struct Open {
    connection_id: Str,
    /// Who calls, and with what, may decide which database a connection is.
    client: Client,
    cell: Arc<OnceCell<Transaction>>,
}

impl<'a> Transactions<'a> {
    /// None open yet.
    pub(crate) fn new(wanted: bool, around: Option<&'a Transactions<'a>>) -> Transactions<'a> {
        Transactions {
            around,
            wanted,
            used: AtomicBool::new(false),
            spoilt: AtomicBool::new(false),
            open: Mutex::default(),
        }
    }

    /// Those that a step runs in, if it does.
    fn holder(&self) -> Option<&Transactions<'a>> {
        let around = self.around.and_then(Transactions::holder);
        around.or_else(|| self.wanted.then_some(self))
    }

    /// Do steps run in a transaction?
    pub(crate) fn hold(&self) -> bool {
        self.holder().is_some()
    }

    /// The client that a step runs on: where it is part of a transaction, that of the transaction.
    /// Steps at the same time wait for one beginning.
    pub(crate) async fn client(
        &self,
        connection_id: &Str,
        client: &Client,
    ) -> Result<Client, Error> {
        let Some(holder) = self.holder() else {
            return Ok(client.clone());
        };
        let mut user = Some(self);
        while let Some(transactions) = user {
            transactions.used.store(true, Ordering::Relaxed);
            user = transactions.around;
        }
        let cell = holder.cell(connection_id, client);
        let transaction = cell.get_or_try_init(|| client.begin()).await?;
        Ok(transaction.client().clone())
    }

    fn cell(&self, connection_id: &Str, client: &Client) -> Arc<OnceCell<Transaction>> {
        let mut open = self.lock();
        let known = open
            .iter()
            .find(|it| it.connection_id == *connection_id && it.client.is(client));
        if let Some(known) = known {
            return known.cell.clone();
        }
        let cell = Arc::default();
        open.push(Open {
            connection_id: connection_id.clone(),
            client: client.clone(),
            cell: Arc::clone(&cell),
        });
        cell
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The routine has ended. Its own transactions end with it; of those around it what it did cannot
    /// be undone alone, so that they cannot last if it was to be undone. The first that cannot be
    /// committed is told, and those after it are undone; with more than one connection those before
    /// it last.
    pub(crate) async fn end(&self, lasts: bool) -> Result<(), ErrorBody> {
        if let Some(holder) = self.around.and_then(Transactions::holder) {
            if self.wanted && !lasts && self.used.load(Ordering::Relaxed) {
                holder.spoilt.store(true, Ordering::Relaxed);
            }
            return Ok(());
        }
        let all = std::mem::take(&mut *self.lock());
        let spoilt = lasts && self.spoilt.load(Ordering::Relaxed);
        let mut failure = None;
        for open in all {
            // Nothing else has it once the steps have ended; one that was never begun is none.
            let Some(transaction) = Arc::into_inner(open.cell).and_then(OnceCell::into_inner)
            else {
                continue;
            };
            let ended = if lasts && !spoilt && failure.is_none() {
                transaction.commit().await
            } else {
                transaction.rollback().await
            };
            if let Err(error) = ended {
                let connection_id = &*open.connection_id;
                tracing::warn!(
                    connection.id = connection_id,
                    error = error.message(),
                    "transaction"
                );
                failure.get_or_insert(error);
            }
        }
        match failure {
            _ if spoilt => Err(ErrorBody::new(Code::Request, SPOILT)),
            None => Ok(()),
            Some(error) => Err(ErrorBody::new(fault::code(error.kind()), error.message())),
        }
    }
}

const SPOILT: &str =
    "The transaction was rolled back, because an endpoint that is a part of it failed.";
