//! From what a provider tells to who someone is.

use engine::{Value, json, path};
use url::Url;

use super::exchange::Tokens;
use super::{Client, Error, Identity, Setup, http};
use crate::providers::UserInfo;

impl Client {
    /// What the provider tells about the user whom a token is for.
    ///
    /// # Errors
    /// It does not.
    pub(super) async fn userinfo(&self, url: &Url, token: &str) -> Result<Value, Error> {
        let (client, setup) = (&self.0.http, &self.0.setup);
        let request = match setup.userinfo {
            UserInfo::Post => client.post(url.clone()),
            _ => client.get(url.clone()),
        };
        let mut told = http::ask(request.bearer_auth(token), url).await?;
        if setup.userinfo == UserInfo::Emails {
            let mut list = url.clone();
            list.set_path(&format!("{}/emails", url.path().trim_end_matches('/')));
            list.set_query(None);
            // Where they may not be read, the user has no verified address.
            let emails = http::ask(client.get(list.clone()).bearer_auth(token), &list).await;
            choose_email(&mut told, &emails.unwrap_or_default());
        }
        Ok(told)
    }
}

/// Puts the address into the user's data that a list of them says is the main one and verified.
fn choose_email(told: &mut Value, list: &Value) {
    let items = if list.as_list().is_some() {
        list.items()
    } else {
        list.key("values").items()
    };
    let is =
        |item: &Value, keys: [&str; 2]| keys.iter().any(|key| *item.key(key) == Value::Bool(true));
    let verified = |item: &&Value| is(item, ["verified", "is_confirmed"]);
    let primary = |item: &&Value| is(item, ["primary", "is_primary"]);
    let found = items.iter().find(|item| primary(item) && verified(item));
    let found = found.or_else(|| items.iter().find(verified));
    let map = told.make_map();
    map.insert("email_verified", Value::Bool(found.is_some()));
    if let Some(found) = found {
        map.insert("email", found.key("email").clone());
    }
}

/// Adds what the user endpoint tells to the claims of the ID token. Both must be about the same user.
///
/// # Errors
/// They are not.
pub(super) fn merge(told: &mut Value, more: &Value, is_oidc: bool) -> Result<(), Error> {
    if is_oidc && told.key("sub") != more.key("sub") {
        return Err(Error::Profile(
            "the user endpoint tells of another user than the ID token",
        ));
    }
    let map = told.make_map();
    for (key, value) in more.as_map().into_iter().flat_map(|map| map.iter()) {
        map.insert(key.clone(), value.clone());
    }
    Ok(())
}

/// Apple tells the name once, in the form that the browser brings. It is no proof of anything.
pub(super) fn add_apple_name(told: &mut Value, user: Option<&str>) {
    let Some(user) = user.and_then(|user| json::parse(user.as_bytes()).ok()) else {
        return;
    };
    let name = user.key("name");
    let part = |key: &str| name.key(key).as_str().unwrap_or_default();
    let whole = format!("{} {}", part("firstName"), part("lastName"));
    let whole: String = whole.trim().chars().take(200).collect();
    if !whole.is_empty() && told.key("name").is_none() {
        told.make_map().insert("name", whole.as_str().into());
    }
}

/// Who it is.
///
/// # Errors
/// There is no id.
pub(super) fn identity(setup: &Setup, told: Value, tokens: &Tokens) -> Result<Identity, Error> {
    let paths = &setup.profile;
    let id = read(&told, &paths.id);
    let id = id.ok_or(Error::Profile("the provider does not tell the user's id"))?;
    let verified = match &paths.verified {
        Ok(path) => match path::get(&told, path) {
            Value::Bool(is) => is,
            // Amazon's, and others'.
            Value::String(text) => &*text == "true",
            // Zoom's.
            Value::Number(number) => number == 1.0,
            _ => false,
        },
        Err(is) => *is,
    };
    let email = read(&told, &paths.email).filter(|email| email.contains('@'));
    Ok(Identity {
        provider: setup.id.clone(),
        account: tokens.account(setup, &id),
        account_id: id,
        name: read(&told, &paths.name),
        email_verified: verified && email.is_some(),
        email,
        image: read(&told, &paths.image).filter(|image| image.starts_with("http")),
        profile: told,
    })
}

/// The text at a path; see [`crate::providers::Profile`].
fn read(told: &Value, paths: &str) -> Option<String> {
    if paths.contains("://") {
        return address(told, paths);
    }
    paths.split('|').find_map(|alternative| {
        let parts: Vec<String> = alternative
            .split('+')
            .filter_map(|path| text(&path::get(told, path)))
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    })
}

/// An address with parts of the user's data in it, if all of them are there.
fn address(told: &Value, template: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        out.push_str(before);
        out.push_str(&text(&path::get(told, name))?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.to_string()),
        Value::Number(_) => Some(json::stringify(value)),
        _ => None,
    }
}
