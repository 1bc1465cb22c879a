//! What users see of their sessions, and ending them.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::super::StoreError;
use super::Sessions;

/// A session as its user sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SessionInfo {
    /// What it is called, see [`Sessions::name_of`].
    pub name: String,
    /// Since when it is there.
    pub created: i64,
    /// When it was last used, to the minute.
    pub last_seen: i64,
    /// When it ends.
    pub expires: i64,
    /// Where it is used from.
    pub address: Option<String>,
    /// The browser.
    pub agent: Option<String>,
}

impl Sessions {
    /// The sessions of a user, those used last first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn list_of(&self, user_id: &str) -> Result<Vec<SessionInfo>, StoreError> {
        let sql = "select id, created, last_seen, expires, address, agent from auth_sessions \
                   where user_id = $1 and expires > $2 order by last_seen desc, id limit 1000";
        let rows = sqlx::query(sql)
            .bind(user_id)
            .bind(self.clock.now())
            .fetch_all(&self.database.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Ends a session by its name; was there one?
    ///
    /// # Errors
    /// The database failed.
    pub async fn revoke(&self, name: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("delete from auth_sessions where id = $1")
            .bind(name)
            .execute(&self.database.pool)
            .await?;
        self.cache.forget(name);
        Ok(done.rows_affected() > 0)
    }

    /// Ends a session by its name if it is the user's: for a user who asks for it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn revoke_of(&self, user_id: &str, name: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("delete from auth_sessions where id = $1 and user_id = $2")
            .bind(name)
            .bind(user_id)
            .execute(&self.database.pool)
            .await?;
        self.cache.forget(name);
        Ok(done.rows_affected() > 0)
    }

    /// Ends all sessions of a user; how many there were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn revoke_all_of(&self, user_id: &str) -> Result<usize, StoreError> {
        let sql = "delete from auth_sessions where user_id = $1 returning id";
        self.revoke_where(sql, user_id, None).await
    }

    /// Ends all sessions of a user but the one of this name; how many there were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn revoke_others_of(&self, user_id: &str, name: &str) -> Result<usize, StoreError> {
        let sql = "delete from auth_sessions where user_id = $1 and id <> $2 returning id";
        self.revoke_where(sql, user_id, Some(name)).await
    }

    async fn revoke_where(
        &self,
        sql: &'static str,
        user_id: &str,
        name: Option<&str>,
    ) -> Result<usize, StoreError> {
        let mut query = sqlx::query_as(sql).bind(user_id);
        if let Some(name) = name {
            query = query.bind(name);
        }
        let gone: Vec<(String,)> = query.fetch_all(&self.database.pool).await?;
        for (name,) in &gone {
            self.cache.forget(name);
        }
        Ok(gone.len())
    }

    /// Removes what has expired; how many there were.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_expired(&self) -> Result<u64, StoreError> {
        let done = sqlx::query("delete from auth_sessions where expires <= $1")
            .bind(self.clock.now())
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected())
    }
}

fn read(row: &AnyRow) -> Result<SessionInfo, StoreError> {
    Ok(SessionInfo {
        name: row.try_get("id")?,
        created: row.try_get("created")?,
        last_seen: row.try_get("last_seen")?,
        expires: row.try_get("expires")?,
        address: row.try_get("address")?,
        agent: row.try_get("agent")?,
    })
}
