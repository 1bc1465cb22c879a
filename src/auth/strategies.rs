//! How programs prove themselves: a key in a header (`apiKey`), of the app's configuration or a user's own,
//! or a token that another system has signed (`jwt`). All are for calls; a browser has a session.

use auth::StoreError;
use auth::bearer::Verifier;
use auth::oauth::Error;
use axum::http::HeaderMap;
use engine::{Map, Str, Value, path};
use secrecy::SecretString;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

use super::kept;
use super::user::UserFields;
use crate::AppState;

/// `auth.strategies`.
#[derive(Default)]
pub struct Strategies(Vec<Strategy>);

struct Strategy {
    id: Str,
    roles: Value,
    way: Way,
}

enum Way {
    Key {
        header: String,
        keys: Vec<Key>,
        /// Keys that users make for themselves count, too.
        users: bool,
    },
    Token {
        verifier: Box<Verifier>,
        claims: Vec<(Str, Str)>,
    },
}

struct Key {
    id: String,
    digest: [u8; 32],
    roles: Value,
}

impl Strategies {
    /// Reads them. One that is not right is left out.
    pub fn read(list: &Value, warn: &mut impl FnMut(String)) -> Strategies {
        let mut all = Vec::new();
        for item in list.items() {
            let id = item.key("id").as_shared_str().unwrap_or_else(|| "".into());
            let who = format!("auth strategy \"{id}\"");
            let properties = item.key("properties");
            let way = match item.key("type").as_str() {
                Some("apiKey") => keys(&who, properties, warn),
                Some("jwt") => Verifier::read(&who, properties).map(|verifier| Way::Token {
                    verifier: Box::new(verifier),
                    claims: claims(properties.key("claimMapping")),
                }),
                _ => Err(Error::Config(format!(
                    "{who}: the types are `apiKey` and `jwt`"
                ))),
            };
            let roles = match item.key("roles") {
                roles if roles.is_none() => properties.key("roles"),
                roles => roles,
            };
            match way {
                Ok(way) => all.push(Strategy {
                    id,
                    roles: texts(roles),
                    way,
                }),
                Err(error) => warn(format!("{error}; nobody can call with it")),
            }
        }
        Strategies(all)
    }

    /// Does the head of a call hold what one of them looks at?
    pub fn concerns(&self, headers: &HeaderMap) -> bool {
        self.0.iter().any(|strategy| match &strategy.way {
            Way::Key { header, .. } => headers.contains_key(header),
            Way::Token { .. } => bearer(headers).is_some(),
        })
    }

    /// May users make keys?
    pub fn has_user_keys(&self) -> bool {
        let has = |one: &Strategy| matches!(one.way, Way::Key { users: true, .. });
        self.0.iter().any(has)
    }

    /// Who calls, if one of them knows.
    ///
    /// # Errors
    /// Keys of another system cannot be fetched; the database of users failed.
    pub async fn user(
        &self,
        state: &AppState,
        fields: &UserFields,
        headers: &HeaderMap,
    ) -> Result<Option<Value>, Error> {
        for strategy in &self.0 {
            let user = match &strategy.way {
                Way::Key {
                    header,
                    keys,
                    users,
                } => match headers.get(header) {
                    None => None,
                    Some(given) => {
                        let mut found = strategy.by_key(given.as_bytes(), keys);
                        if found.is_none() && *users {
                            found = by_user_key(state, fields, given.as_bytes()).await?;
                        }
                        if found.is_none() {
                            tracing::info!(target: "audit", strategy = &*strategy.id, "API key refused");
                        }
                        found
                    }
                },
                Way::Token { verifier, claims } => match bearer(headers) {
                    None => None,
                    Some(token) => match verifier.verify(token).await {
                        Ok(told) => strategy.by_claims(&told, claims),
                        Err(error @ Error::Service(_)) => return Err(error),
                        Err(error) => {
                            tracing::info!(target: "audit", strategy = &*strategy.id, "bearer token refused: {error}");
                            None
                        }
                    },
                },
            };
            if user.is_some() {
                return Ok(user);
            }
        }
        Ok(None)
    }
}

impl Strategy {
    fn by_key(&self, given: &[u8], keys: &[Key]) -> Option<Value> {
        let given: [u8; 32] = Sha256::digest(given).into();
        // All are compared, so that the time does not tell which one it is.
        let mut found = None;
        for key in keys {
            if bool::from(given.ct_eq(&key.digest)) {
                found = Some(key);
            }
        }
        let key = found?;
        let roles = if key.roles.items().is_empty() {
            &self.roles
        } else {
            &key.roles
        };
        Some(Value::object([
            (
                "id",
                format!("apiKey:{}:{}", self.id, key.id).as_str().into(),
            ),
            ("roles", roles.clone()),
        ]))
    }

    fn by_claims(&self, told: &Value, claims: &[(Str, Str)]) -> Option<Value> {
        let at = |field: &str| claims.iter().find(|(name, _)| &**name == field);
        let id = path::get(told, at("id").map_or("sub", |(_, at)| at));
        if id.is_none() {
            return None;
        }
        let mut user = Map::new();
        user.insert("id", id);
        for (field, at) in claims.iter().filter(|(field, _)| &**field != "id") {
            let value = path::get(told, at);
            match (&**field, value) {
                ("roles", one @ Value::String(_)) => user.insert("roles", Value::list(vec![one])),
                ("roles", value) => user.insert("roles", texts(&value)),
                (_, value) if value.is_none() => None,
                (_, value) => user.insert(field.clone(), value),
            };
        }
        if !user.contains_key("roles") {
            user.insert("roles", self.roles.clone());
        }
        Some(Value::map(user))
    }
}

/// The user whose own key it is, as they are now; with the roles that their login told, if it did.
async fn by_user_key(
    state: &AppState,
    fields: &UserFields,
    given: &[u8],
) -> Result<Option<Value>, Error> {
    let failed = |error: StoreError| Error::Service(error.to_string());
    let Ok(text) = std::str::from_utf8(given) else {
        return Ok(None);
    };
    let store = state.store().await.map_err(failed)?;
    let key = store.api_key(&SecretString::from(text)).await;
    let Some((key, owner)) = key.map_err(failed)?.and_then(|key| {
        let owner = key.user_id.clone()?;
        Some((key, owner))
    }) else {
        return Ok(None);
    };
    let Some(owner) = store.user(&owner).await.map_err(failed)? else {
        return Ok(None);
    };
    let told = match &key.roles {
        None => Value::object([]),
        Some(roles) => {
            let roles = roles.iter().map(|role| role.as_str().into());
            Value::object([("roles", Value::list(roles.collect()))])
        }
    };
    Ok(Some(fields.with(told, &kept::value(&owner))))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get("authorization")?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn keys(who: &str, properties: &Value, warn: &mut impl FnMut(String)) -> Result<Way, Error> {
    let header = properties.key("headerName").as_str().unwrap_or("x-api-key");
    let mut keys = Vec::new();
    for (i, item) in properties.key("keys").items().iter().enumerate() {
        let value = item.as_str().or(item.key("value").as_str());
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return Err(Error::Config(format!(
                "{who}: key {i} is no text (is the secret set?)"
            )));
        };
        if value.len() < 32 {
            warn(format!("{who}: key {i} has fewer than 32 characters"));
        }
        keys.push(Key {
            id: item
                .key("id")
                .as_str()
                .map_or_else(|| i.to_string(), str::to_owned),
            digest: Sha256::digest(value).into(),
            roles: texts(item.key("roles")),
        });
    }
    let users = *properties.key("users") == Value::Bool(true);
    if keys.is_empty() && !users {
        let message = format!("{who}: it has no `keys`, and users make none (`users: true`)");
        return Err(Error::Config(message));
    }
    Ok(Way::Key {
        header: header.to_ascii_lowercase(),
        keys,
        users,
    })
}

fn claims(mapping: &Value) -> Vec<(Str, Str)> {
    let entries = mapping.as_map().into_iter().flat_map(|map| map.iter());
    entries
        .filter_map(|(field, at)| Some((field.clone(), at.as_shared_str()?)))
        .collect()
}

fn texts(list: &Value) -> Value {
    let items = list.items().iter().filter(|item| item.as_str().is_some());
    Value::list(items.cloned().collect())
}
