//! Tokens that work once: links in mails, the middle of a ceremony.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use sqlx::any::AnyRow;
use sqlx::{Executor, Row};

use super::{Database, StoreError};
use crate::{Clock, secret};

/// Longer than any token that we give out.
const LONGEST: usize = 256;

/// Single-use tokens. Only their hashes are kept, so nobody can use one who reads the database.
#[derive(Clone)]
pub struct Tokens {
    database: Database,
    clock: Clock,
}

/// What a token stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// Whom or what it is about.
    pub identifier: String,
    /// What was kept with it.
    pub data: String,
}

impl Tokens {
    pub(super) fn new(database: Database, clock: Clock) -> Tokens {
        Tokens { database, clock }
    }

    /// A new token of a kind for `identifier`. It cannot be read again.
    ///
    /// # Errors
    /// The database failed.
    pub async fn issue(
        &self,
        kind: &str,
        identifier: &str,
        ttl: Duration,
    ) -> Result<SecretString, StoreError> {
        self.issue_with(kind, identifier, "", ttl).await
    }

    /// The same with something that is kept for when it is used.
    ///
    /// # Errors
    /// The database failed.
    pub async fn issue_with(
        &self,
        kind: &str,
        identifier: &str,
        data: &str,
        ttl: Duration,
    ) -> Result<SecretString, StoreError> {
        let new = NewToken { kind, data, ttl };
        insert(&self.database.pool, &new, identifier, self.clock.now()).await
    }

    /// Does the work of a new token for nobody: so that who waits does not learn whether there was
    /// somebody to make one for.
    pub(crate) async fn pretend(&self, ttl: Duration) -> Result<(), StoreError> {
        // As long as the id of a user.
        let nobody = uuid::Uuid::nil().to_string();
        self.issue_with("nobody", &nobody, "", ttl).await?;
        Ok(())
    }

    /// Uses a token: whom it is for, and None if it never was, is used or expired. Of several who
    /// come at once one gets it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn consume(&self, kind: &str, raw: &str) -> Result<Option<String>, StoreError> {
        Ok(self.take(kind, raw).await?.map(|token| token.identifier))
    }

    /// The same with what was kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take(&self, kind: &str, raw: &str) -> Result<Option<Token>, StoreError> {
        let sql = "delete from auth_tokens where hash = $1 and kind = $2 \
                   returning identifier, data, expires";
        self.fetch(sql, kind, raw).await
    }

    /// Whom a token is for, without using it: for a page that asks before it does something.
    ///
    /// # Errors
    /// The database failed.
    pub async fn peek(&self, kind: &str, raw: &str) -> Result<Option<Token>, StoreError> {
        let sql = "select identifier, data, expires from auth_tokens where hash = $1 and kind = $2";
        self.fetch(sql, kind, raw).await
    }

    async fn fetch(
        &self,
        sql: &'static str,
        kind: &str,
        raw: &str,
    ) -> Result<Option<Token>, StoreError> {
        if raw.len() > LONGEST {
            return Ok(None);
        }
        let row = sqlx::query(sql)
            .bind(hash(kind, raw))
            .bind(kind)
            .fetch_optional(&self.database.pool)
            .await?;
        match row {
            Some(row) => self.live(&row),
            None => Ok(None),
        }
    }

    fn live(&self, row: &AnyRow) -> Result<Option<Token>, StoreError> {
        let expires: i64 = row.try_get("expires")?;
        if expires <= self.clock.now() {
            return Ok(None);
        }
        Ok(Some(Token {
            identifier: row.try_get("identifier")?,
            data: row.try_get("data")?,
        }))
    }

    /// Ends all tokens of a kind for `identifier`.
    ///
    /// # Errors
    /// The database failed.
    pub async fn cancel(&self, kind: &str, identifier: &str) -> Result<(), StoreError> {
        sqlx::query("delete from auth_tokens where kind = $1 and identifier = $2")
            .bind(kind)
            .bind(identifier)
            .execute(&self.database.pool)
            .await?;
        Ok(())
    }

    /// Removes what has expired; how many there were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_expired(&self) -> Result<u64, StoreError> {
        let done = sqlx::query("delete from auth_tokens where expires <= $1")
            .bind(self.clock.now())
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

/// A token that is about to be made.
pub(crate) struct NewToken<'a> {
    pub(crate) kind: &'a str,
    pub(crate) data: &'a str,
    pub(crate) ttl: Duration,
}

/// Writes a new token for `identifier`.
pub(super) async fn insert<'c, E>(
    executor: E,
    new: &NewToken<'_>,
    identifier: &str,
    now: i64,
) -> Result<SecretString, StoreError>
where
    E: Executor<'c, Database = sqlx::Any>,
{
    super::users::text("identifier", Some(identifier), 1000)?;
    let token = secret::token();
    let ttl = i64::try_from(new.ttl.as_millis()).unwrap_or(i64::MAX);
    let sql = "insert into auth_tokens (hash, kind, identifier, data, expires) \
               values ($1, $2, $3, $4, $5)";
    sqlx::query(sql)
        .bind(hash(new.kind, token.expose_secret()))
        .bind(new.kind)
        .bind(identifier)
        .bind(new.data)
        .bind(now.saturating_add(ttl))
        .execute(executor)
        .await?;
    Ok(token)
}

/// What is kept of a token.
pub(super) fn hash(kind: &str, raw: &str) -> String {
    secret::hash(&[b"token", kind.as_bytes(), raw.as_bytes()])
}
