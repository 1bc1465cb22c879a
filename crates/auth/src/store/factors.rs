//! Second factors.

use sqlx::Row;

use super::{Store, StoreError};

/// The second factor of a user.
pub(crate) struct KeptTotp {
    /// Its secret, sealed.
    pub(crate) secret: String,
    /// Since when it is in force.
    pub(crate) confirmed: Option<i64>,
    /// The step of time of the last code that was taken.
    pub(crate) last_step: i64,
}

impl Store {
    /// Has a user a second factor in force?
    ///
    /// # Errors
    /// The database failed.
    pub async fn has_totp(&self, user_id: &str) -> Result<bool, StoreError> {
        let totp = self.totp_of(user_id).await?;
        Ok(totp.is_some_and(|totp| totp.confirmed.is_some()))
    }

    /// The second factor of a user.
    pub(crate) async fn totp_of(&self, user_id: &str) -> Result<Option<KeptTotp>, StoreError> {
        let sql = "select secret, confirmed, last_step from auth_totp where user_id = $1";
        let row = sqlx::query(sql)
            .bind(user_id)
            .fetch_optional(&self.database.pool)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        Ok(Some(KeptTotp {
            secret: row.try_get("secret")?,
            confirmed: row.try_get("confirmed")?,
            last_step: row.try_get("last_step")?,
        }))
    }

    /// Keeps a factor that is not in force yet. False if one is.
    pub(crate) async fn begin_totp(&self, user_id: &str, secret: &str) -> Result<bool, StoreError> {
        let sql = "insert into auth_totp (user_id, secret, confirmed, last_step) \
                   values ($1, $2, null, 0) on conflict (user_id) do update \
                   set secret = $2, last_step = 0 where auth_totp.confirmed is null";
        let done = sqlx::query(sql)
            .bind(user_id)
            .bind(secret)
            .execute(&self.database.pool)
            .await
            .map_err(super::accounts::no_user)?;
        Ok(done.rows_affected() > 0)
    }

    /// Puts a factor in force. False if it is, or a later code was taken.
    pub(crate) async fn confirm_totp(&self, user_id: &str, step: i64) -> Result<bool, StoreError> {
        let sql = "update auth_totp set confirmed = $3, last_step = $2 \
                   where user_id = $1 and confirmed is null and last_step < $2";
        let done = sqlx::query(sql)
            .bind(user_id)
            .bind(step)
            .bind(self.now())
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Takes the code of a step. False if it or a later one was taken.
    pub(crate) async fn use_totp_step(&self, user_id: &str, step: i64) -> Result<bool, StoreError> {
        let sql = "update auth_totp set last_step = $2 \
                   where user_id = $1 and confirmed is not null and last_step < $2";
        let done = sqlx::query(sql)
            .bind(user_id)
            .bind(step)
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Removes a factor and its codes.
    pub(crate) async fn remove_totp(&self, user_id: &str) -> Result<(), StoreError> {
        let mut tx = self.database.begin().await?;
        for sql in [
            "delete from auth_totp where user_id = $1",
            "delete from auth_recovery_codes where user_id = $1",
        ] {
            sqlx::query(sql).bind(user_id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Keeps the hashes of codes in place of others.
    pub(crate) async fn set_recovery_codes(
        &self,
        user_id: &str,
        hashes: &[String],
    ) -> Result<(), StoreError> {
        let mut tx = self.database.begin().await?;
        sqlx::query("delete from auth_recovery_codes where user_id = $1")
            .bind(user_id)
            .execute(&mut *tx)
            .await?;
        for hash in hashes {
            sqlx::query("insert into auth_recovery_codes (user_id, hash) values ($1, $2)")
                .bind(user_id)
                .bind(hash)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Uses a code. False if it is none, or was used.
    pub(crate) async fn use_recovery_code(
        &self,
        user_id: &str,
        hash: &str,
    ) -> Result<bool, StoreError> {
        let sql = "delete from auth_recovery_codes where user_id = $1 and hash = $2";
        let done = sqlx::query(sql)
            .bind(user_id)
            .bind(hash)
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// How many codes for a lost telephone a user has left.
    ///
    /// # Errors
    /// The database failed.
    pub async fn recovery_codes_left(&self, user_id: &str) -> Result<i64, StoreError> {
        let (left,): (i64,) =
            sqlx::query_as("select count(*) from auth_recovery_codes where user_id = $1")
                .bind(user_id)
                .fetch_one(&self.database.pool)
                .await?;
        Ok(left)
    }
}
