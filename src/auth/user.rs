//! What a user is made of: what the provider says, and what the app takes of it (`userFields`).

use engine::{Map, Str, Value, path};

/// Claims of OpenID Connect that are part of every user who has them.
const CLAIMS: [&str; 20] = [
    "sub",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];

/// `auth.userFields`: which field of the user is where in a login, as `profile.roles`.
pub struct UserFields(Vec<(Str, Str)>);

impl UserFields {
    /// Reads them.
    pub fn read(fields: &Value) -> UserFields {
        let fields = fields.as_map().into_iter().flat_map(|map| map.iter());
        UserFields(
            fields
                .filter_map(|(name, at)| Some((name.clone(), at.as_shared_str()?)))
                .collect(),
        )
    }

    /// What the login itself says about the user, which stays as it is while the session lasts.
    pub fn told(&self, account: &Value, profile: &Value) -> Value {
        let mut out = Map::new();
        for claim in CLAIMS {
            let value = profile.key(claim);
            if !value.is_none() {
                out.insert(claim, value.clone());
            }
        }
        let all = Value::object([("account", account.clone()), ("profile", profile.clone())]);
        self.take(&all, &mut out);
        Value::map(out)
    }

    /// What the app itself or a system that it trusts says about the user: all of it counts.
    pub fn told_by_app(&self, user: &Value, account: &Value) -> Value {
        let mut told = self.told(account, user);
        let out = told.make_map();
        for (key, value) in user.as_map().into_iter().flat_map(|map| map.iter()) {
            out.insert(key.clone(), value.clone());
        }
        self.take(&Value::object([("user", user.clone())]), out);
        told
    }

    /// That, with the user as they are now.
    pub fn with(&self, mut told: Value, user: &Value) -> Value {
        let out = told.make_map();
        for key in ["name", "email", "image"] {
            let value = user.key(key);
            if !value.is_none() {
                out.insert(key, value.clone());
            }
        }
        for (key, from) in [("id", "id"), ("roles", "roles"), ("sub", "id")] {
            if !out.contains_key(key) && !user.key(from).is_none() {
                out.insert(key, user.key(from).clone());
            }
        }
        self.take(&Value::object([("user", user.clone())]), out);
        checked(told)
    }

    fn take(&self, all: &Value, out: &mut Map) {
        for (name, at) in &self.0 {
            let value = path::get(all, at);
            if !value.is_none() {
                out.insert(name.clone(), value);
            }
        }
    }
}

/// The user without roles that are none: they must be a list of texts. A text would match others that
/// it is a part of.
pub fn checked(mut user: Value) -> Value {
    let roles = user.key("roles");
    let is_list = roles.as_list().is_some();
    let is_good = is_list && roles.items().iter().all(|role| role.as_str().is_some());
    if !roles.is_undefined() && !is_good {
        if !roles.is_none() {
            tracing::error!(
                target: "audit",
                "`roles` of a user must be a list of texts; what they are instead counts as none"
            );
        }
        user.make_map().insert("roles", Value::list(Vec::new()));
    }
    user
}

/// The user's id, as logs and lists have it.
pub fn id(user: &Value) -> String {
    let id = ["id", "sub", "email"].map(|key| user.key(key));
    let id = id.into_iter().find(|id| !id.is_none());
    match id {
        Some(Value::String(text)) => text.to_string(),
        Some(other) => engine::json::stringify(other),
        None => String::new(),
    }
}
