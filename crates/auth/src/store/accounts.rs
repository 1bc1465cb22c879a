//! Accounts at providers: what somebody else vouches for.

use sqlx::Executor;

use super::{Store, StoreError};

/// An account of a user at a provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The id of the provider in the configuration.
    pub provider: String,
    /// What the user is known by there.
    pub account_id: String,
    /// The user here.
    pub user_id: String,
    /// When it was linked.
    pub created: i64,
}

impl Store {
    /// Links an account to a user. Whether the user may have it is for the caller to know.
    ///
    /// # Errors
    /// Another user has the account; there is no such user; the database failed.
    pub async fn link_account(
        &self,
        user_id: &str,
        provider: &str,
        account_id: &str,
    ) -> Result<(), StoreError> {
        let pool = &self.database.pool;
        if insert(pool, user_id, provider, account_id, self.now()).await? {
            return Ok(());
        }
        let sql = "select user_id from auth_accounts where provider = $1 and account_id = $2";
        let owner: Option<(String,)> = sqlx::query_as(sql)
            .bind(provider)
            .bind(account_id)
            .fetch_optional(pool)
            .await?;
        match owner {
            Some((owner,)) if owner == user_id => Ok(()),
            _ => Err(StoreError::AccountTaken),
        }
    }

    /// The accounts of a user.
    ///
    /// # Errors
    /// The database failed.
    pub async fn accounts_of(&self, user_id: &str) -> Result<Vec<Account>, StoreError> {
        let sql = "select provider, account_id, user_id, created from auth_accounts \
                   where user_id = $1 order by created, provider, account_id";
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(sql)
            .bind(user_id)
            .fetch_all(&self.database.pool)
            .await?;
        let account = |(provider, account_id, user_id, created)| Account {
            provider,
            account_id,
            user_id,
            created,
        };
        Ok(rows.into_iter().map(account).collect())
    }
}

/// Writes an account. False if it is there already.
pub(super) async fn insert<'c, E>(
    executor: E,
    user_id: &str,
    provider: &str,
    account_id: &str,
    now: i64,
) -> Result<bool, StoreError>
where
    E: Executor<'c, Database = sqlx::Any>,
{
    super::users::text("account_id", Some(account_id), 500)?;
    super::users::text("provider", Some(provider), 500)?;
    let sql = "insert into auth_accounts (provider, account_id, user_id, created) \
               values ($1, $2, $3, $4) on conflict (provider, account_id) do nothing";
    let done = sqlx::query(sql)
        .bind(provider)
        .bind(account_id)
        .bind(user_id)
        .bind(now)
        .execute(executor)
        .await
        .map_err(no_user)?;
    Ok(done.rows_affected() > 0)
}

/// A row of someone who is not there.
pub(super) fn no_user(error: sqlx::Error) -> StoreError {
    let is_foreign = error
        .as_database_error()
        .is_some_and(|error| error.is_foreign_key_violation());
    match is_foreign {
        true => StoreError::NoUser,
        false => error.into(),
    }
}
