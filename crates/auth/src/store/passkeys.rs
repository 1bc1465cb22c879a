//! Passkeys as they are kept.

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Store, StoreError};
use crate::PasskeyInfo;

/// A passkey.
pub(crate) struct KeptPasskey {
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) name: String,
    /// Its public key and what belongs to it.
    pub(crate) data: String,
    pub(crate) created: i64,
    pub(crate) last_used: Option<i64>,
}

const COLUMNS: &str = "select id, user_id, name, data, created, last_used from auth_passkeys";

impl Store {
    /// The passkeys of a user, for them to see.
    ///
    /// # Errors
    /// The database failed.
    pub async fn list_passkeys(&self, user_id: &str) -> Result<Vec<PasskeyInfo>, StoreError> {
        let kept = self.passkeys_of(user_id).await?;
        Ok(kept.into_iter().map(PasskeyInfo::from).collect())
    }

    /// Removes a passkey of a user; was there one?
    ///
    /// # Errors
    /// The database failed.
    pub async fn remove_passkey(&self, user_id: &str, id: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("delete from auth_passkeys where user_id = $1 and id = $2")
            .bind(user_id)
            .bind(id)
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// The passkeys of a user.
    pub(crate) async fn passkeys_of(&self, user_id: &str) -> Result<Vec<KeptPasskey>, StoreError> {
        let sql = format!("{COLUMNS} where user_id = $1 order by created, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(user_id.to_owned())
            .fetch_all(&self.database.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// A passkey by its id.
    pub(crate) async fn passkey(&self, id: &str) -> Result<Option<KeptPasskey>, StoreError> {
        let sql = format!("{COLUMNS} where id = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(id.to_owned())
            .fetch_optional(&self.database.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Keeps a passkey. False if it is there already.
    pub(crate) async fn add_passkey(
        &self,
        id: &str,
        user_id: &str,
        name: &str,
        data: &str,
    ) -> Result<bool, StoreError> {
        let sql = "insert into auth_passkeys (id, user_id, name, data, created) \
                   values ($1, $2, $3, $4, $5) on conflict (id) do nothing";
        let done = sqlx::query(sql)
            .bind(id)
            .bind(user_id)
            .bind(name)
            .bind(data)
            .bind(self.now())
            .execute(&self.database.pool)
            .await
            .map_err(super::accounts::no_user)?;
        Ok(done.rows_affected() > 0)
    }

    /// Notes that a passkey was used, and what it counts.
    pub(crate) async fn used_passkey(&self, id: &str, data: &str) -> Result<(), StoreError> {
        sqlx::query("update auth_passkeys set data = $2, last_used = $3 where id = $1")
            .bind(id)
            .bind(data)
            .bind(self.now())
            .execute(&self.database.pool)
            .await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<KeptPasskey, StoreError> {
    Ok(KeptPasskey {
        id: row.try_get("id")?,
        user_id: row.try_get("user_id")?,
        name: row.try_get("name")?,
        data: row.try_get("data")?,
        created: row.try_get("created")?,
        last_used: row.try_get("last_used")?,
    })
}
