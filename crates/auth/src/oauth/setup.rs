//! A provider as the app has it: its row, with the app's properties in it.

use engine::Value;
use url::Url;

use super::Error;
use super::signed_secret::Key;
use crate::providers::{At, OAuth, Secret, UserInfo, Verified};

/// See the module.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Id in the app.
    pub id: String,
    /// As people know it.
    pub title: String,
    /// `{tenantid}` template that the issuer in tokens must fit, for providers of many tenants.
    pub(super) tenants: Option<&'static str>,
    pub(super) client_id: String,
    pub(super) client_secret: Option<String>,
    pub(super) key: Option<Key>,
    pub(super) scope: String,
    pub(super) params: Vec<(String, String)>,
    pub(super) secret: Secret,
    pub(super) pkce: bool,
    pub(super) userinfo: UserInfo,
    pub(super) profile: Paths,
    pub(super) at: Addresses,
    /// Does a login mean the user with the same verified mail address?
    pub links_by_email: bool,
    /// Does the provider send the browser back with a form from its own site?
    pub posts_back: bool,
}

/// Where the provider is.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    /// Its discovery document.
    pub(super) discovery: Option<Url>,
    /// Who it says it is, if that is known before.
    pub(super) issuer: Option<String>,
    pub(super) authorization: Option<Url>,
    pub(super) token: Option<Url>,
    pub(super) userinfo: Option<Url>,
}

/// See [`crate::providers::Profile`], with what the app says.
#[derive(Clone, Debug)]
pub(super) struct Paths {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) image: String,
    /// A path, or none where it does not depend on the user.
    pub(super) verified: Result<String, bool>,
}

impl Setup {
    /// Reads a provider's properties, evaluated.
    ///
    /// # Errors
    /// What is missing or wrong.
    pub fn read(id: &str, row: &OAuth, properties: &Value) -> Result<Setup, Error> {
        let text = |key: &str| properties.key(key).as_str().filter(|text| !text.is_empty());
        let need = |key: &str| {
            text(key).map(str::to_owned).ok_or_else(|| {
                Error::Config(format!("auth provider \"{id}\" needs the property `{key}`"))
            })
        };
        let key = match row.secret {
            Secret::Signed if text("clientSecret").is_none() => Some(Key {
                team: need("teamId")?,
                id: need("keyId")?,
                pem: need("privateKey")?,
            }),
            _ => None,
        };
        let asked = properties.key("authorization").key("params");
        let mut params = pairs(asked);
        let own = row.params.iter().filter(|(n, _)| asked.key(n).is_none());
        params.extend(own.map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let scope = asked.key("scope").as_str().or(text("scope"));
        params.retain(|(name, _)| {
            name != "scope" && !(super::is_reserved(name) && name != "response_mode")
        });
        Ok(Setup {
            id: id.to_owned(),
            title: text("name").unwrap_or(row.title).to_owned(),
            tenants: match row.at {
                At::Tenants(_, issuer) if text("issuer").is_none() => Some(issuer),
                _ => None,
            },
            client_id: need("clientId")?,
            client_secret: text("clientSecret").map(str::to_owned),
            key,
            scope: scope.unwrap_or(row.scope).to_owned(),
            posts_back: params
                .iter()
                .any(|(n, v)| n == "response_mode" && v == "form_post"),
            params,
            secret: secret(properties).unwrap_or(row.secret),
            pkce: *properties.key("pkce") != Value::Bool(false)
                && (row.pkce || asks_pkce(properties)),
            userinfo: row.userinfo,
            profile: Paths::read(row, properties),
            at: Addresses::read(id, row, properties)?,
            links_by_email: *properties.key("allowDangerousEmailAccountLinking")
                == Value::Bool(true),
        })
    }
}

fn secret(properties: &Value) -> Option<Secret> {
    let client = properties.key("client").key("token_endpoint_auth_method");
    match properties.key("tokenAuth").as_str().or(client.as_str())? {
        "client_secret_post" => Some(Secret::Post),
        "client_secret_basic" => Some(Secret::Basic),
        _ => None,
    }
}

/// NextAuth's `checks: [pkce]`.
fn asks_pkce(properties: &Value) -> bool {
    let checks = properties.key("checks").items();
    *properties.key("pkce") == Value::Bool(true)
        || checks.iter().any(|c| c.as_str() == Some("pkce"))
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let pairs = value.as_map().into_iter().flat_map(|map| map.iter());
    let pairs = pairs.filter(|(name, _)| !name.starts_with('~'));
    let pairs = pairs.filter_map(|(name, value)| Some((name.to_string(), as_text(value)?)));
    pairs.collect()
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Number(_) | Value::Bool(_) => Some(engine::json::stringify(value)),
        _ => None,
    }
}

impl Paths {
    fn read(row: &OAuth, properties: &Value) -> Paths {
        let own = properties.key("profile");
        let path = |key: &str, usual: &str| own.key(key).as_str().unwrap_or(usual).to_owned();
        let row = &row.profile;
        Paths {
            id: path("id", row.id),
            name: path("name", row.name),
            email: path("email", row.email),
            image: path("image", row.image),
            verified: match (own.key("emailVerified"), row.verified) {
                (Value::String(path), _) => Ok(path.to_string()),
                (Value::Bool(is), _) => Err(*is),
                (_, Verified::If(path)) => Ok(path.to_owned()),
                (_, Verified::Always) => Err(true),
                (_, Verified::Never) => Err(false),
            },
        }
    }
}

impl Addresses {
    fn read(id: &str, row: &OAuth, properties: &Value) -> Result<Addresses, Error> {
        let wrong = |what: String| Error::Config(format!("auth provider \"{id}\": {what}"));
        let parse = |text: &str| {
            let url = Url::parse(text).ok();
            let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
            url.ok_or_else(|| wrong(format!("`{text}` is no address")))
        };
        let given = |key: &str| {
            let value = properties.key(key);
            let text = value.as_str().or(value.key("url").as_str());
            text.map(parse).transpose()
        };
        let mut at = Addresses {
            authorization: given("authorization")?,
            token: given("token")?,
            userinfo: given("userinfo")?,
            ..Addresses::default()
        };
        let issuer = match row.at {
            At::Issuer(template) => Some(template),
            At::Tenants(template, _) => Some(template),
            At::OAuth(..) => None,
        };
        let well_known = given("wellKnown")?;
        if let Some(template) = issuer {
            let own = properties.key("issuer").as_str();
            let filled = match own {
                Some(issuer) => Ok(issuer.to_owned()),
                None => fill(template, properties),
            };
            let issuer = match (filled, &well_known) {
                (Ok(issuer), _) => Some(issuer),
                (Err(_), Some(_)) => None,
                (Err(key), None) => return Err(wrong(format!("it needs the property `{key}`"))),
            };
            let below = |issuer: &String| {
                let base = issuer.trim_end_matches('/');
                parse(&format!("{base}/.well-known/openid-configuration"))
            };
            at.discovery = match well_known {
                Some(url) => Some(url),
                None => issuer.as_ref().map(below).transpose()?,
            };
            at.issuer = issuer;
        } else if let At::OAuth(authorization, token, userinfo) = row.at {
            let whole = |own: Option<Url>, usual: &str, key: &str| match (own, usual) {
                (Some(url), _) => Ok(Some(url)),
                (None, "") => Err(wrong(format!("it needs the property `{key}`"))),
                (None, usual) => parse(usual).map(Some),
            };
            at.authorization = whole(at.authorization, authorization, "authorization")?;
            at.token = whole(at.token, token, "token")?;
            at.userinfo = whole(at.userinfo, userinfo, "userinfo")?;
        }
        Ok(at)
    }
}

/// The template with the app's properties in it.
///
/// # Errors
/// The property that is missing.
fn fill(template: &str, properties: &Value) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let (name, usual) = match name.split_once('|') {
            Some((name, usual)) => (name, Some(usual)),
            None => (name, None),
        };
        let value = properties.key(name).as_str().filter(|v| !v.is_empty());
        out.push_str(value.or(usual).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
