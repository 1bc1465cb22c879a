//! What comes of it that an address is proven: all of it, or nothing.
//!
//! Whoever registered with an address may have been anyone. So the first proof of it takes from the
//! user all that lets someone in, ends their sessions and the links that were sent for less.

use sqlx::{Any, Transaction};

use super::tokens::{self, Token};
use super::{Store, StoreError};
use crate::secret;

/// A link that is used to set a password.
pub(crate) struct PasswordLink<'a> {
    /// The kind of its token.
    pub(crate) kind: &'a str,
    /// What the link holds.
    pub(crate) raw: &'a str,
    /// What was kept with the token.
    pub(crate) token: &'a Token,
    /// The address that it proves.
    pub(crate) email: &'a str,
    /// The hash of the password.
    pub(crate) hash: &'a str,
    /// Is the password set though the address was proven before?
    pub(crate) always: bool,
}

impl Store {
    /// Notes that who is let in now has shown that `email` is theirs. To be done before they are let
    /// in. Says whether nobody had shown it before; then nothing is left of what let someone in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn prove_email(&self, id: &str, email: &str) -> Result<bool, StoreError> {
        let mut tx = self.database.begin().await?;
        let is_first = self.prove(&mut tx, id, email).await?;
        tx.commit().await?;
        if is_first {
            self.sessions().revoke_all_of(id).await?;
        }
        Ok(is_first)
    }

    /// Uses a link: it is gone, the address is proven, the password is set. False if the link does
    /// not work (any more), or the user has the address no longer; then nothing has changed.
    pub(crate) async fn use_link(&self, link: &PasswordLink<'_>) -> Result<bool, StoreError> {
        let id = &link.token.identifier;
        let mut tx = self.database.begin().await?;
        let sql = "delete from auth_tokens where hash = $1 and kind = $2 and expires > $3";
        let taken = sqlx::query(sql)
            .bind(tokens::hash(link.kind, link.raw))
            .bind(link.kind)
            .bind(self.now())
            .execute(&mut *tx)
            .await?;
        if taken.rows_affected() == 0 {
            return Ok(false);
        }
        let is_first = self.prove(&mut tx, id, link.email).await?;
        if !is_first && !has_address(&mut tx, id, link.email).await? {
            return Ok(false);
        }
        if is_first || link.always {
            super::passwords::write(&mut *tx, id, link.hash, self.now()).await?;
            new_stamp(&mut tx, id).await?;
        }
        cancel(&mut tx, id).await?;
        tx.commit().await?;
        if is_first || link.always {
            self.sessions().revoke_all_of(id).await?;
        }
        Ok(true)
    }

    /// The first proof of an address, if it is.
    async fn prove(
        &self,
        tx: &mut Transaction<'static, Any>,
        id: &str,
        email: &str,
    ) -> Result<bool, StoreError> {
        let sql = "update auth_users set email_verified = $3 \
                   where id = $1 and email = $2 and email_verified is null";
        let first = sqlx::query(sql)
            .bind(id)
            .bind(email)
            .bind(self.now())
            .execute(&mut **tx)
            .await?;
        if first.rows_affected() == 0 {
            return Ok(false);
        }
        for sql in [
            "delete from auth_passwords where user_id = $1",
            "delete from auth_totp where user_id = $1",
            "delete from auth_recovery_codes where user_id = $1",
            "delete from auth_passkeys where user_id = $1",
            "delete from auth_api_keys where user_id = $1",
            "delete from auth_accounts where user_id = $1",
        ] {
            sqlx::query(sql).bind(id).execute(&mut **tx).await?;
        }
        new_stamp(tx, id).await?;
        cancel(tx, id).await?;
        Ok(true)
    }
}

/// Is the address the user's?
async fn has_address(
    tx: &mut Transaction<'static, Any>,
    id: &str,
    email: &str,
) -> Result<bool, StoreError> {
    let found = sqlx::query("select id from auth_users where id = $1 and email = $2")
        .bind(id)
        .bind(email)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.is_some())
}

/// Ends the user's sessions whose record is kept elsewhere.
async fn new_stamp(tx: &mut Transaction<'static, Any>, id: &str) -> Result<(), StoreError> {
    sqlx::query("update auth_users set stamp = $2 where id = $1")
        .bind(id)
        .bind(secret::hex(&secret::random::<16>()))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends the links that would set a password of the user.
async fn cancel(tx: &mut Transaction<'static, Any>, id: &str) -> Result<(), StoreError> {
    let sql = "delete from auth_tokens where identifier = $1 and kind in ('verify', 'reset')";
    sqlx::query(sql).bind(id).execute(&mut **tx).await?;
    Ok(())
}
