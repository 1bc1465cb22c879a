//! The hashes of passwords.

use sqlx::Executor;

use super::{Store, StoreError};

impl Store {
    /// The hash of a user's password.
    pub(crate) async fn password_of(&self, user_id: &str) -> Result<Option<String>, StoreError> {
        let hash: Option<(String,)> =
            sqlx::query_as("select hash from auth_passwords where user_id = $1")
                .bind(user_id)
                .fetch_optional(&self.database.pool)
                .await?;
        Ok(hash.map(|(hash,)| hash))
    }

    /// Has a user a password?
    ///
    /// # Errors
    /// The database failed.
    pub async fn has_password(&self, user_id: &str) -> Result<bool, StoreError> {
        Ok(self.password_of(user_id).await?.is_some())
    }

    /// Keeps a hash.
    pub(crate) async fn set_password(&self, user_id: &str, hash: &str) -> Result<(), StoreError> {
        write(&self.database.pool, user_id, hash, self.now()).await
    }

    /// Keeps a better hash of the same password, unless the password was changed meanwhile.
    pub(crate) async fn upgrade_password(
        &self,
        user_id: &str,
        old: &str,
        new: &str,
    ) -> Result<(), StoreError> {
        sqlx::query("update auth_passwords set hash = $3 where user_id = $1 and hash = $2")
            .bind(user_id)
            .bind(old)
            .bind(new)
            .execute(&self.database.pool)
            .await?;
        Ok(())
    }
}

/// Writes a hash.
pub(super) async fn write<'c, E>(
    executor: E,
    user_id: &str,
    hash: &str,
    now: i64,
) -> Result<(), StoreError>
where
    E: Executor<'c, Database = sqlx::Any>,
{
    let sql = "insert into auth_passwords (user_id, hash, changed) values ($1, $2, $3) \
               on conflict (user_id) do update set hash = $2, changed = $3";
    sqlx::query(sql)
        .bind(user_id)
        .bind(hash)
        .bind(now)
        .execute(executor)
        .await
        .map_err(super::accounts::no_user)?;
    Ok(())
}
