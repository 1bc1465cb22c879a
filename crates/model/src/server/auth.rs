//! Who may see what: the rules that the build wrote into pages, requests and menu links.

use engine::{Str, Value};

use crate::read;

/// The `auth` of a page, request, endpoint or menu link.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Everybody.
    Public,
    /// Whoever is logged in.
    Protected,
    /// Whoever has one of the roles.
    Roles(Vec<Str>),
    /// Neither public nor protected: an error of the build. Nobody may, and where Lowdefy says that it
    /// is an error, so does Lath.
    Invalid,
}

impl Rule {
    /// Reads `{public, roles}`.
    pub fn read(auth: &Value) -> Rule {
        match auth.key("public") {
            Value::Bool(true) => Rule::Public,
            Value::Bool(false) => match read::list(auth.key("roles")) {
                Some(roles) => Rule::Roles(roles.iter().filter_map(Value::as_shared_str).collect()),
                None => Rule::Protected,
            },
            _ => Rule::Invalid,
        }
    }

    /// In words: `public`, `protected`, the roles, or `invalid`.
    pub fn to_value(&self) -> Value {
        match self {
            Rule::Public => "public".into(),
            Rule::Protected => "protected".into(),
            Rule::Roles(roles) => Value::list(roles.iter().cloned().map(Value::String).collect()),
            Rule::Invalid => "invalid".into(),
        }
    }

    /// May `user` (undefined for nobody)? Roles must be a list of texts: a text as roles matches
    /// nothing.
    pub fn allows(&self, user: &Value) -> bool {
        match self {
            Rule::Public => true,
            Rule::Protected => !user.is_none(),
            Rule::Roles(roles) => {
                let has = |role: &Str| {
                    user.key("roles")
                        .items()
                        .iter()
                        .any(|r| r.as_str() == Some(role))
                };
                !user.is_none() && roles.iter().any(has)
            }
            Rule::Invalid => false,
        }
    }
}

/// `auth.json`.
#[derive(Clone, Debug, Default)]
pub struct AuthConfig {
    /// Does the app have an `auth` section at all?
    pub configured: bool,
    /// The whole file, with operators such as `_secret` unevaluated.
    pub source: Value,
}
