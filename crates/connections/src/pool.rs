//! The clients of a snapshot: opened when first needed, shared while their properties are the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use engine::{Value, js};
use tokio::sync::OnceCell;

use crate::{Client, ConnectCx, ConnectionEntry, Error};

/// How many clients are kept if not said otherwise.
const CAPACITY: usize = 64;

/// The open clients of one snapshot of the app.
///
/// A client belongs to a connection id and to the evaluated properties that it depends on: where an
/// operator makes them differ by user, users get different clients. When there are too many, the
/// one that was not asked for longest is let go; who is using it goes on.
///
/// Dropping it lets all clients go the same way, which is what a reload wants. [`Clients::close`]
/// is for the end of the process.
pub struct Clients {
    cx: ConnectCx,
    capacity: usize,
    slots: Mutex<Slots>,
}

#[derive(Default)]
struct Slots {
    by_key: HashMap<ClientKey, Slot>,
    clock: u64,
    closed: bool,
}

/// Which client a connection with certain properties has. It can hold secrets: it is never printed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ClientKey(Arc<Key>);

#[derive(PartialEq, Eq, Hash)]
struct Key {
    connection_id: String,
    type_name: &'static str,
    /// Stable JSON of the identity.
    identity: String,
}

struct Slot {
    cell: Arc<OnceCell<Client>>,
    used: u64,
}

impl Clients {
    /// None yet.
    pub fn new(cx: ConnectCx) -> Clients {
        Clients::with_capacity(cx, CAPACITY)
    }

    /// None yet, and never more than `capacity`.
    pub fn with_capacity(cx: ConnectCx, capacity: usize) -> Clients {
        Clients {
            cx,
            capacity: capacity.max(1),
            slots: Mutex::default(),
        }
    }

    /// The client of a connection; opens it if it is not open. Callers at the same time wait for
    /// one opening. A failure is not remembered: the next caller tries again.
    ///
    /// # Errors
    /// What opening says; closed for good.
    pub async fn get(
        &self,
        entry: &ConnectionEntry,
        connection_id: &str,
        properties: &Value,
    ) -> Result<Client, Error> {
        let key = Clients::key(entry, connection_id, properties);
        self.of(entry, &key, properties).await
    }

    /// The key of the client of a connection.
    pub fn key(entry: &ConnectionEntry, connection_id: &str, properties: &Value) -> ClientKey {
        ClientKey(Arc::new(Key {
            connection_id: connection_id.to_owned(),
            type_name: entry.name,
            identity: js::stable_stringify(&(entry.identity)(properties)),
        }))
    }

    /// As [`Clients::get`], where the key is known.
    ///
    /// # Errors
    /// See there.
    pub async fn of(
        &self,
        entry: &ConnectionEntry,
        key: &ClientKey,
        properties: &Value,
    ) -> Result<Client, Error> {
        let cell = self.cell(key)?;
        let client = cell
            .get_or_try_init(|| self.connect(entry, properties))
            .await?;
        Ok(client.clone())
    }

    async fn connect(&self, entry: &ConnectionEntry, properties: &Value) -> Result<Client, Error> {
        let opening = (entry.connect)(&self.cx, properties);
        match tokio::time::timeout(self.cx.connect_timeout, opening).await {
            Ok(result) => result,
            Err(_) => Err(Error::service(
                "The connection could not be opened in time.",
            )),
        }
    }

    fn cell(&self, key: &ClientKey) -> Result<Arc<OnceCell<Client>>, Error> {
        let mut slots = self.lock();
        if slots.closed {
            return Err(Error::service("The server is shutting down."));
        }
        slots.clock += 1;
        let now = slots.clock;
        if let Some(slot) = slots.by_key.get_mut(key) {
            slot.used = now;
            return Ok(slot.cell.clone());
        }
        if slots.by_key.len() >= self.capacity {
            let oldest = slots.by_key.iter().min_by_key(|(_, slot)| slot.used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                slots.by_key.remove(&oldest);
            }
        }
        let cell = Arc::new(OnceCell::new());
        let slot = Slot {
            cell: cell.clone(),
            used: now,
        };
        slots.by_key.insert(key.clone(), slot);
        Ok(cell)
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.lock().by_key.len()
    }

    /// None kept?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Closes all for good, one after the other; requests that still run get errors. No client is
    /// opened afterwards.
    pub async fn close(&self) {
        let slots: Vec<Slot> = {
            let mut slots = self.lock();
            slots.closed = true;
            slots.by_key.drain().map(|(_, slot)| slot).collect()
        };
        for slot in slots {
            if let Some(client) = slot.cell.get() {
                client.close().await;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Slots> {
        // Nothing in a locked region can leave the slots half changed.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
