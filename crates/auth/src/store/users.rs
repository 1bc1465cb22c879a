//! Users.

use engine::{Value, json};
use secrecy::SecretString;
use sqlx::any::AnyRow;
use sqlx::{Executor, Row};

use super::error::is_taken;
use super::tokens::NewToken;
use super::{Store, StoreError};
use crate::{Email, secret};

/// Someone who can log in.
#[derive(Clone, PartialEq, Debug)]
pub struct User {
    /// What they are known by here; never changes.
    pub id: String,
    /// What they are called.
    pub name: Option<String>,
    /// Their e-mail address, in the form of [`Email`].
    pub email: Option<String>,
    /// When the address was proven to be theirs.
    pub email_verified: Option<i64>,
    /// The address of a picture of them.
    pub image: Option<String>,
    /// Their roles.
    pub roles: Vec<String>,
    /// What else is known about them.
    pub data: Value,
    /// Changes when all their sessions should end: what `session_auth_hash` is for.
    pub stamp: String,
    /// Since when they are known.
    pub created: i64,
}

/// What is known about someone who is new.
#[derive(Clone, Default, Debug)]
pub struct NewUser {
    /// What they are called.
    pub name: Option<String>,
    /// Their e-mail address as they or their provider wrote it.
    pub email: Option<String>,
    /// Is it proven that the address is theirs?
    pub email_verified: bool,
    /// The address of a picture of them.
    pub image: Option<String>,
    /// Their roles.
    pub roles: Vec<String>,
    /// What else is known about them.
    pub data: Value,
}

/// Bytes of a name, and of the address of a picture.
const LONGEST_NAME: usize = 500;
const LONGEST_IMAGE: usize = 8000;

const COLUMNS: &str = "id, name, email, email_verified, image, roles, data, stamp, created";

impl Store {
    /// All users, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        let sql = format!("select {COLUMNS} from auth_users order by created, id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_all(&self.database.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// A user by their id.
    ///
    /// # Errors
    /// The database failed.
    pub async fn user(&self, id: &str) -> Result<Option<User>, StoreError> {
        self.find_user("u.id = $1", &[id]).await
    }

    /// A user by their e-mail address, however its letters are written. None if it is not an
    /// address.
    ///
    /// # Errors
    /// The database failed.
    pub async fn user_by_email(&self, email: &str) -> Result<Option<User>, StoreError> {
        match Email::parse(email) {
            Ok(email) => self.find_user("u.email = $1", &[email.as_str()]).await,
            Err(_) => Ok(None),
        }
    }

    /// A user by their account at a provider.
    ///
    /// # Errors
    /// The database failed.
    pub async fn user_by_account(
        &self,
        provider: &str,
        account_id: &str,
    ) -> Result<Option<User>, StoreError> {
        let id =
            "u.id = (select user_id from auth_accounts where provider = $1 and account_id = $2)";
        self.find_user(id, &[provider, account_id]).await
    }

    async fn find_user(&self, which: &str, key: &[&str]) -> Result<Option<User>, StoreError> {
        // What no database keeps cannot be there.
        if key.iter().any(|text| text.contains('\0')) {
            return Ok(None);
        }
        let columns = COLUMNS.replace(", ", ", u.");
        let sql = format!("select u.{columns} from auth_users u where {which}");
        // The parts are constants of this file.
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for text in key {
            query = query.bind((*text).to_owned());
        }
        let row = query.fetch_optional(&self.database.pool).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Adds a user.
    ///
    /// # Errors
    /// Another user has the address, or it is not one; a text is too long; the database failed.
    pub async fn create_user(&self, new: NewUser) -> Result<User, StoreError> {
        let user = new.user(self.now())?;
        insert(&self.database.pool, &user).await?;
        Ok(user)
    }

    /// Adds a user with their account at a provider, both or none.
    ///
    /// # Errors
    /// As [`Store::create_user`]; another user has the account.
    pub async fn create_user_with_account(
        &self,
        new: NewUser,
        provider: &str,
        account_id: &str,
    ) -> Result<User, StoreError> {
        let user = new.user(self.now())?;
        let mut tx = self.database.begin().await?;
        insert(&mut *tx, &user).await?;
        let linked =
            super::accounts::insert(&mut *tx, &user.id, provider, account_id, user.created).await?;
        if !linked {
            return Err(StoreError::AccountTaken);
        }
        tx.commit().await?;
        Ok(user)
    }

    /// Adds a user with the hash of their password and a token for them, all or none.
    ///
    /// # Errors
    /// As [`Store::create_user`].
    pub(crate) async fn create_user_with_password(
        &self,
        new: NewUser,
        hash: &str,
        token: &NewToken<'_>,
    ) -> Result<(User, SecretString), StoreError> {
        let user = new.user(self.now())?;
        let mut tx = self.database.begin().await?;
        insert(&mut *tx, &user).await?;
        super::passwords::write(&mut *tx, &user.id, hash, user.created).await?;
        let token = super::tokens::insert(&mut *tx, token, &user.id, user.created).await?;
        tx.commit().await?;
        Ok((user, token))
    }

    /// Writes what is known about a user. `stamp` and `created` stay as they are.
    ///
    /// # Errors
    /// As [`Store::create_user`]; there is no such user.
    pub async fn update_user(&self, user: &User) -> Result<(), StoreError> {
        let user = checked(user.clone())?;
        let sql = "update auth_users set name = $2, email = $3, email_verified = $4, image = $5, \
                   roles = $6, data = $7 where id = $1";
        let done = sqlx::query(sql)
            .bind(&user.id)
            .bind(&user.name)
            .bind(&user.email)
            .bind(user.email_verified)
            .bind(&user.image)
            .bind(roles_text(&user.roles))
            .bind(json::to_wire(&user.data))
            .execute(&self.database.pool)
            .await
            .map_err(taken)?;
        match done.rows_affected() {
            0 => Err(StoreError::NoUser),
            _ => Ok(()),
        }
    }

    /// Removes a user and all that is theirs.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_user(&self, id: &str) -> Result<bool, StoreError> {
        self.sessions().revoke_all_of(id).await?;
        let done = sqlx::query("delete from auth_users where id = $1")
            .bind(id)
            .execute(&self.database.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Ends all sessions of a user, also those whose record is kept elsewhere: [`User::stamp`]
    /// becomes another.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sign_out_everywhere(&self, id: &str) -> Result<(), StoreError> {
        sqlx::query("update auth_users set stamp = $2 where id = $1")
            .bind(id)
            .bind(secret::hex(&secret::random::<16>()))
            .execute(&self.database.pool)
            .await?;
        self.sessions().revoke_all_of(id).await?;
        Ok(())
    }
}

impl NewUser {
    /// The same without what cannot be kept, for what somebody else says who does not know our limits:
    /// no address that is none, no endless address of a picture, and of a name its beginning.
    #[must_use]
    pub fn fitting(mut self) -> NewUser {
        self.email = self.email.filter(|email| Email::parse(email).is_ok());
        self.email_verified &= self.email.is_some();
        self.image = self
            .image
            .filter(|image| text("", Some(image), LONGEST_IMAGE).is_ok());
        if let Some(name) = &mut self.name {
            name.retain(|c| c != '\0');
            name.truncate(name.floor_char_boundary(LONGEST_NAME));
        }
        self
    }

    /// The user that they become.
    fn user(self, now: i64) -> Result<User, StoreError> {
        let email = self.email.filter(|email| !email.trim().is_empty());
        checked(User {
            id: uuid::Uuid::new_v4().to_string(),
            name: self.name,
            email_verified: (self.email_verified && email.is_some()).then_some(now),
            email,
            image: self.image,
            roles: self.roles,
            data: self.data,
            stamp: secret::hex(&secret::random::<16>()),
            created: now,
        })
    }
}

/// The user with their address in the form in which it is kept, if all can be kept.
fn checked(mut user: User) -> Result<User, StoreError> {
    if let Some(email) = &user.email {
        user.email = Some(Email::parse(email)?.as_str().to_owned());
    }
    text("name", user.name.as_deref(), LONGEST_NAME)?;
    text("image", user.image.as_deref(), LONGEST_IMAGE)?;
    for role in &user.roles {
        text("roles", Some(role), 500)?;
    }
    if user.data.exceeds(256 * 1024) {
        return Err(StoreError::Text("data"));
    }
    Ok(user)
}

/// Can a text of at most `longest` bytes be kept?
pub(super) fn text(
    name: &'static str,
    text: Option<&str>,
    longest: usize,
) -> Result<(), StoreError> {
    match text {
        Some(text) if text.len() > longest || text.contains('\0') => Err(StoreError::Text(name)),
        _ => Ok(()),
    }
}

async fn insert<'c, E>(executor: E, user: &User) -> Result<(), StoreError>
where
    E: Executor<'c, Database = sqlx::Any>,
{
    let sql = "insert into auth_users (id, name, email, email_verified, image, roles, data, stamp, \
               created) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    sqlx::query(sql)
        .bind(&user.id)
        .bind(&user.name)
        .bind(&user.email)
        .bind(user.email_verified)
        .bind(&user.image)
        .bind(roles_text(&user.roles))
        .bind(json::to_wire(&user.data))
        .bind(&user.stamp)
        .bind(user.created)
        .execute(executor)
        .await
        .map_err(taken)?;
    Ok(())
}

/// The only key of a user that is not ours is their address.
fn taken(error: sqlx::Error) -> StoreError {
    match is_taken(&error) {
        true => StoreError::EmailTaken,
        false => error.into(),
    }
}

/// Roles as they are kept.
fn roles_text(roles: &[String]) -> String {
    serde_json::Value::from(roles.to_vec()).to_string()
}

/// Roles as they were kept.
fn roles_of(text: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("roles"))
}

fn read(row: &AnyRow) -> Result<User, StoreError> {
    let data: String = row.try_get("data")?;
    let roles: String = row.try_get("roles")?;
    Ok(User {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        email_verified: row.try_get("email_verified")?,
        image: row.try_get("image")?,
        roles: roles_of(&roles)?,
        data: json::parse_wire(data.as_bytes()).map_err(|_| StoreError::Corrupt("data"))?,
        stamp: row.try_get("stamp")?,
        created: row.try_get("created")?,
    })
}
