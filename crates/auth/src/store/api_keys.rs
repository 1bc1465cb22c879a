//! Keys for programs, sent as `X-API-Key`.

use secrecy::{ExposeSecret, SecretString};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::users::text;
use super::{Store, StoreError};
use crate::secret;

/// How exactly the last use is noted, in milliseconds.
const TOUCH: i64 = 60 * 1000;

/// How a key begins, so that people and scanners know what it is.
const PREFIX: &str = "lath_";

/// A key as its owner sees it: all but the key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiKey {
    /// What it is known by.
    pub id: String,
    /// How it begins.
    pub prefix: String,
    /// Whose it is; none for a program of its own.
    pub user_id: Option<String>,
    /// What it is for.
    pub name: String,
    /// The roles of who uses it; none: those that the user has at the time.
    pub roles: Option<Vec<String>>,
    /// Since when it is there.
    pub created: i64,
    /// When it ends.
    pub expires: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used: Option<i64>,
}

/// What a new key is to be.
#[derive(Clone, Default, Debug)]
pub struct NewApiKey {
    /// Whose it is; none for a program of its own.
    pub user_id: Option<String>,
    /// What it is for.
    pub name: String,
    /// The roles of who uses it; none: those that the user has at the time.
    pub roles: Option<Vec<String>>,
    /// When it ends.
    pub expires: Option<i64>,
}

const COLUMNS: &str =
    "select id, prefix, user_id, name, roles, created, expires, last_used from auth_api_keys";

impl Store {
    /// Makes a key. It is shown this once and cannot be read again.
    ///
    /// # Errors
    /// A text is too long; there is no such user; the database failed.
    pub async fn create_api_key(
        &self,
        new: NewApiKey,
    ) -> Result<(ApiKey, SecretString), StoreError> {
        text("name", Some(&new.name), 500)?;
        let raw = format!("{PREFIX}{}", secret::hex(&secret::random::<32>()));
        let key = ApiKey {
            id: uuid::Uuid::new_v4().to_string(),
            prefix: raw.chars().take(PREFIX.len() + 6).collect(),
            user_id: new.user_id,
            name: new.name,
            roles: new.roles,
            created: self.now(),
            expires: new.expires,
            last_used: None,
        };
        let sql = "insert into auth_api_keys (id, hash, prefix, user_id, name, roles, created, \
                   expires) values ($1, $2, $3, $4, $5, $6, $7, $8)";
        sqlx::query(sql)
            .bind(&key.id)
            .bind(hash(&raw))
            .bind(&key.prefix)
            .bind(&key.user_id)
            .bind(&key.name)
            .bind(serde_json::json!(key.roles).to_string())
            .bind(key.created)
            .bind(key.expires)
            .execute(&self.database.pool)
            .await
            .map_err(super::accounts::no_user)?;
        Ok((key, SecretString::from(raw)))
    }

    /// The key that someone sent, if it is one that has not ended.
    ///
    /// # Errors
    /// The database failed.
    pub async fn api_key(&self, raw: &SecretString) -> Result<Option<ApiKey>, StoreError> {
        let raw = raw.expose_secret();
        if !raw.starts_with(PREFIX) || raw.len() > 200 {
            return Ok(None);
        }
        let sql = format!("{COLUMNS} where hash = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(hash(raw))
            .fetch_optional(&self.database.pool)
            .await?;
        let Some(row) = row else {
            return Ok(None);
        };
        let key = read(&row)?;
        let now = self.now();
        if key.expires.is_some_and(|expires| expires <= now) {
            return Ok(None);
        }
        if key.last_used.is_none_or(|used| used + TOUCH <= now) {
            sqlx::query("update auth_api_keys set last_used = $2 where id = $1")
                .bind(&key.id)
                .bind(now)
                .execute(&self.database.pool)
                .await?;
        }
        Ok(Some(key))
    }

    /// The keys of a user.
    ///
    /// # Errors
    /// The database failed.
    pub async fn api_keys_of(&self, user_id: &str) -> Result<Vec<ApiKey>, StoreError> {
        let sql = format!("{COLUMNS} where user_id = $1 order by created, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(user_id.to_owned())
            .fetch_all(&self.database.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Ends a key of a user; was there one?
    ///
    /// # Errors
    /// The database failed.
    pub async fn revoke_api_key(&self, user_id: &str, id: &str) -> Result<bool, StoreError> {
        let done = sqlx::query("delete from auth_api_keys where user_id = $1 and id = $2")
            .bind(user_id)
            .bind(id)
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }
}

fn hash(raw: &str) -> String {
    secret::hash(&[b"api key", raw.as_bytes()])
}

fn read(row: &AnyRow) -> Result<ApiKey, StoreError> {
    let roles: String = row.try_get("roles")?;
    Ok(ApiKey {
        id: row.try_get("id")?,
        prefix: row.try_get("prefix")?,
        user_id: row.try_get("user_id")?,
        name: row.try_get("name")?,
        roles: serde_json::from_str(&roles).map_err(|_| StoreError::Corrupt("roles"))?,
        created: row.try_get("created")?,
        expires: row.try_get("expires")?,
        last_used: row.try_get("last_used")?,
    })
}
