//! The providers of an app.

use std::sync::Arc;

use auth::bearer::Verifier;
use auth::oauth::{Client, Error, Setup};
use auth::providers::{self, Row};
use engine::{Str, Value};

/// A provider of an app.
pub struct Provider {
    /// Id in the app.
    pub id: Str,
    /// What buttons say.
    pub title: String,
    /// Its type, such as `GitHubProvider`.
    pub type_name: &'static str,
    /// How one logs in.
    pub way: Way,
    /// What the app says, evaluated.
    pub properties: Value,
}

/// How one logs in.
pub enum Way {
    /// At the provider. If it is not set up rightly, why.
    OAuth(Result<Client, Arc<str>>),
    /// With a link in a mail.
    Email,
    /// With what a form asks for.
    Credentials,
    /// With a key that a device keeps.
    Passkey,
    /// With a token of another system. If it is not set up rightly, why.
    Token(Result<Box<Verifier>, Arc<str>>),
}

impl Way {
    /// NextAuth's word for it.
    pub fn kind(&self) -> &'static str {
        match self {
            Way::OAuth(_) => "oauth",
            Way::Email => "email",
            Way::Credentials | Way::Token(_) => "credentials",
            Way::Passkey => "webauthn",
        }
    }
}

impl Provider {
    /// Do the built-in users log in with it?
    pub fn is_built_in(&self) -> bool {
        matches!(self.way, Way::Credentials) && self.properties.key("endpoint").is_none()
    }

    /// Those of `auth`, in their order.
    pub fn read_all(auth: &Value, warn: &mut impl FnMut(String)) -> Vec<Provider> {
        let mut all: Vec<Provider> = Vec::new();
        for item in auth.key("providers").items() {
            let Some(provider) = Provider::read(item, warn) else {
                continue;
            };
            if all.iter().any(|other| other.id == provider.id) {
                warn(format!("there are two auth providers \"{}\"", provider.id));
                continue;
            }
            all.push(provider);
        }
        all
    }

    fn read(item: &Value, warn: &mut impl FnMut(String)) -> Option<Provider> {
        let id = item.key("id").as_shared_str()?;
        let kind = item.key("type").as_str().unwrap_or_default();
        let Some(entry) = providers::find(kind) else {
            warn(format!("auth provider \"{id}\": there is no type `{kind}`"));
            return None;
        };
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        if id.is_empty() || !id.bytes().all(plain) {
            warn(format!(
                "auth provider {id:?}: an id has letters, digits and -_. only"
            ));
            return None;
        }
        let properties = item.key("properties").clone();
        let own = properties.key("name").as_str().map(str::to_owned);
        let (title, way) = match entry.row {
            Row::Email => ("E-mail", Way::Email),
            Row::Credentials => ("Password", Way::Credentials),
            Row::Passkey => ("Passkey", Way::Passkey),
            Row::Token => {
                let who = format!("auth provider \"{id}\"");
                let verifier = Verifier::read(&who, &properties).map(Box::new);
                ("Token", Way::Token(verifier.map_err(|e| useless(&e, warn))))
            }
            Row::OAuth(row) => {
                let client = Setup::read(&id, &row, &properties).and_then(Client::new);
                (row.title, Way::OAuth(client.map_err(|e| useless(&e, warn))))
            }
        };
        Some(Provider {
            title: own.unwrap_or_else(|| title.to_owned()),
            type_name: entry.name,
            id,
            way,
            properties,
        })
    }
}

/// Says that a provider cannot be used, and why.
fn useless(error: &Error, warn: &mut impl FnMut(String)) -> Arc<str> {
    warn(format!("{error}; nobody can log in with it"));
    error.to_string().into()
}
