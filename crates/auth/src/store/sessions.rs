//! Sessions in the database, with those that are in use in memory.
//!
//! What tower-sessions keeps in a session's record is kept here as one text; three things of it have
//! columns of their own, so that users can see and end their sessions: who ([`LOGIN_KEY`]), and from
//! where ([`CLIENT_KEY`]).

mod cache;
mod list;
mod record;

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::Row;
use tower_sessions_core::session::{Id, Record};
use tower_sessions_core::session_store::{self, SessionStore};

pub(super) use cache::Cache;
pub use list::SessionInfo;

use self::cache::Entry;
use super::{Database, StoreError};
use crate::{Clock, secret};

/// Where axum-login keeps `{ user_id, auth_hash }` in a record, unless told otherwise.
pub const LOGIN_KEY: &str = "axum-login.data";

/// Where a record says what it is used from: `{ address, agent }`.
pub const CLIENT_KEY: &str = "client";

/// How long a session of nobody lives: the time that logging in may take.
const ANONYMOUS: i64 = 60 * 60 * 1000;

/// How long sessions live, in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifetimes {
    /// Without a request.
    pub idle: i64,
    /// In all, however busy.
    pub absolute: i64,
    /// How exactly the last request is noted.
    pub touch: i64,
}

impl Default for Lifetimes {
    /// 30 days, 90 days, a minute.
    fn default() -> Lifetimes {
        const DAY: i64 = 24 * 60 * 60 * 1000;
        Lifetimes {
            idle: 30 * DAY,
            absolute: 90 * DAY,
            touch: 60 * 1000,
        }
    }
}

/// The sessions of a store. Cheap to clone.
///
/// A session that was looked up in the last seconds is answered from memory. Whatever this process
/// writes about it ends that at once; what another process writes is seen within
/// [`Sessions::FRESH`] milliseconds.
#[derive(Clone)]
pub struct Sessions {
    database: Database,
    clock: Clock,
    cache: Arc<Cache>,
    lifetimes: Lifetimes,
}

impl Sessions {
    /// For how many milliseconds what was read is good.
    pub const FRESH: i64 = 3000;

    pub(super) fn new(database: Database, clock: Clock, cache: Arc<Cache>) -> Sessions {
        Sessions {
            database,
            clock,
            cache,
            lifetimes: Lifetimes::default(),
        }
    }

    /// The same with other lifetimes.
    #[must_use]
    pub fn with_lifetimes(mut self, lifetimes: Lifetimes) -> Sessions {
        self.lifetimes = lifetimes;
        self
    }

    /// What a session is called outside of its cookie: nobody can use it with this.
    pub fn name_of(id: &Id) -> String {
        secret::hash(&[b"session", &id.0.to_le_bytes()])
    }

    /// When a session of `user` ends that was made at `created` and used now.
    fn expires(&self, user: Option<&str>, created: i64, now: i64) -> i64 {
        let (idle, absolute) = match user {
            Some(_) => (self.lifetimes.idle, self.lifetimes.absolute),
            None => (ANONYMOUS, self.lifetimes.absolute),
        };
        now.saturating_add(idle)
            .min(created.saturating_add(absolute))
    }

    async fn insert(&self, record: &Record) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let parts = record::parts(record)?;
        let expires = self.expires(parts.user_id.as_deref(), now, now);
        let sql = "insert into auth_sessions (id, user_id, created, last_seen, expires, address, \
                   agent, data) values ($1, $2, $3, $3, $4, $5, $6, $7) on conflict (id) do nothing";
        let done = sqlx::query(sql)
            .bind(Sessions::name_of(&record.id))
            .bind(parts.user_id)
            .bind(now)
            .bind(expires.min(record::millis(record.expiry_date)))
            .bind(parts.address)
            .bind(parts.agent)
            .bind(parts.data)
            .execute(&self.database.pool)
            .await
            .map_err(super::accounts::no_user)?;
        Ok(done.rows_affected() > 0)
    }

    /// Writes a session that is there. One that was ended meanwhile stays ended.
    async fn update(&self, record: &Record) -> Result<(), StoreError> {
        let now = self.clock.now();
        let name = Sessions::name_of(&record.id);
        let parts = record::parts(record)?;
        let (idle, absolute) = match parts.user_id {
            Some(_) => (self.lifetimes.idle, self.lifetimes.absolute),
            None => (ANONYMOUS, self.lifetimes.absolute),
        };
        let soonest = now
            .saturating_add(idle)
            .min(record::millis(record.expiry_date));
        let sql = "update auth_sessions set user_id = $2, last_seen = $3, address = $4, agent = $5, \
                   data = $6, expires = case when created + $7 < $8 then created + $7 else $8 end \
                   where id = $1 and expires > $3";
        sqlx::query(sql)
            .bind(&name)
            .bind(parts.user_id)
            .bind(now)
            .bind(parts.address)
            .bind(parts.agent)
            .bind(parts.data)
            .bind(absolute)
            .bind(soonest)
            .execute(&self.database.pool)
            .await
            .map_err(super::accounts::no_user)?;
        self.cache.forget(&name);
        Ok(())
    }

    async fn find(&self, id: &Id) -> Result<Option<Record>, StoreError> {
        let now = self.clock.now();
        let name = Sessions::name_of(id);
        let generation = self.cache.generation(&name);
        if let Some(entry) = self.cache.get(&name, now - Sessions::FRESH)
            && entry.last_seen + self.lifetimes.touch > now
        {
            return Ok((entry.expires > now).then(|| entry.record.clone()));
        }
        let Some(mut entry) = self.read(id, &name, now).await? else {
            return Ok(None);
        };
        if entry.expires <= now {
            return Ok(None);
        }
        if entry.last_seen + self.lifetimes.touch <= now {
            entry.expires = self.touch(&name, &entry, now).await?;
            entry.last_seen = now;
            entry.record.expiry_date = record::date(entry.expires);
        }
        let record = entry.record.clone();
        self.cache.put(name, entry, generation);
        Ok(Some(record))
    }

    async fn read(&self, id: &Id, name: &str, now: i64) -> Result<Option<Entry>, StoreError> {
        let sql = "select user_id, created, last_seen, expires, data from auth_sessions \
                   where id = $1";
        let row = sqlx::query(sql)
            .bind(name)
            .fetch_optional(&self.database.pool)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let data: String = row.try_get("data")?;
        let expires: i64 = row.try_get("expires")?;
        Ok(Some(Entry {
            record: Record {
                id: *id,
                data: serde_json::from_str(&data).map_err(|_| StoreError::Corrupt("session"))?,
                expiry_date: record::date(expires),
            },
            user_id: row.try_get("user_id")?,
            created: row.try_get("created")?,
            last_seen: row.try_get("last_seen")?,
            expires,
            read: now,
            generation: 0,
        }))
    }

    /// Notes that a session was used; when it ends now.
    async fn touch(&self, name: &str, entry: &Entry, now: i64) -> Result<i64, StoreError> {
        let expires = self.expires(entry.user_id.as_deref(), entry.created, now);
        sqlx::query("update auth_sessions set last_seen = $2, expires = $3 where id = $1")
            .bind(name)
            .bind(now)
            .bind(expires)
            .execute(&self.database.pool)
            .await?;
        Ok(expires)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // Another session can have this id only if randomness is broken.
        while !self.insert(record).await? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        Ok(self.update(record).await?)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        Ok(self.find(id).await?)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.revoke(&Sessions::name_of(id)).await?;
        Ok(())
    }
}

impl From<StoreError> for session_store::Error {
    fn from(error: StoreError) -> session_store::Error {
        let source = std::error::Error::source(&error).map(ToString::to_string);
        match (error, source) {
            (error @ StoreError::Corrupt(_), _) => session_store::Error::Decode(error.to_string()),
            (error, Some(source)) => session_store::Error::Backend(format!("{error}: {source}")),
            (error, None) => session_store::Error::Backend(error.to_string()),
        }
    }
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sessions")
    }
}
