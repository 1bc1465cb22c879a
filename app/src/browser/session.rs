//! Logging in and out, as the routes of `/api/auth` want it.

use engine::{Map, Value};
use protocol::ErrorBody;
use runtime::url;
use runtime::{Login, LoginAnswer};

use super::dom::window;
use super::fetch;

/// Logs in; where that leads away, the browser goes there.
pub(super) async fn login(base: &str, call: Login) -> Result<LoginAnswer, String> {
    let here = window().location().href().unwrap_or_default();
    let to = call.callback_url.clone().unwrap_or(here);
    let providers = get(&format!("{base}/api/auth/providers")).await?;
    // A passkey is asked for on the sign-in page.
    let chosen = choose(&providers, call.provider_id.as_deref());
    let Some((id, kind)) = chosen.filter(|(_, kind)| kind != "webauthn") else {
        let page = format!("{base}/api/auth/signin?callbackUrl={}", url::encode(&to));
        go(&page);
        return Ok(LoginAnswer::default());
    };
    let step = if kind == "credentials" {
        "callback"
    } else {
        "signin"
    };
    let mut path = format!("{base}/api/auth/{step}/{id}");
    if !call.query.is_empty() {
        path = format!("{path}?{}", call.query);
    }
    let (status, answer) = post(base, &path, call.fields, Some(&to)).await?;
    let next = answer.key("url").as_str().unwrap_or_default().to_owned();
    let stays = call.stays && kind != "oauth";
    if !stays {
        go(if next.is_empty() { &to } else { &next });
        return Ok(LoginAnswer::default());
    }
    let error = refusal(&answer);
    let ok = (200..300).contains(&status) && error.is_none();
    let user = match ok {
        true => Some(session(base).await?),
        false => None,
    };
    Ok(LoginAnswer {
        response: Value::object([
            ("ok", ok.into()),
            ("status", f64::from(status).into()),
            ("error", error.or_null()),
            ("url", next.as_str().into()),
        ]),
        user,
    })
}

/// Logs out; where to be afterwards is the server's last word.
pub(super) async fn logout(base: &str, to: Option<String>, stays: bool) -> Result<(), String> {
    let here = window().location().href().unwrap_or_default();
    let to = to.unwrap_or(here);
    let path = format!("{base}/api/auth/signout");
    let (_, answer) = post(base, &path, Value::object([]), Some(&to)).await?;
    if let Some(code) = refusal(&answer).as_str() {
        return Err(format!("Logging out was refused: {code}."));
    }
    if !stays {
        go(answer.key("url").as_str().unwrap_or(&to));
    }
    Ok(())
}

/// Why the server did not do it, by NextAuth's name, if it did not: beside the address where to go on, or
/// in it.
fn refusal(answer: &Value) -> Value {
    match answer.key("error") {
        error if !error.is_none() => error.clone(),
        _ => {
            let next = answer.key("url").as_str().unwrap_or_default();
            url::query_of(next).key("error").clone()
        }
    }
}

/// Who is logged in; undefined for nobody.
pub(super) async fn session(base: &str) -> Result<Value, String> {
    let session = get(&format!("{base}/api/auth/session")).await?;
    Ok(session.key("user").clone())
}

/// The provider of that id, or the only one, and how one logs in with it.
fn choose(providers: &Value, id: Option<&str>) -> Option<(String, String)> {
    let all = providers.as_map()?;
    let (id, provider) = match id {
        Some(id) => (id.to_owned(), all.get(id)?),
        None if all.len() == 1 => {
            let (id, provider) = all.iter().next()?;
            (id.to_string(), provider)
        }
        None => return None,
    };
    let kind = provider.key("type").as_str().unwrap_or_default();
    Some((id, kind.to_owned()))
}

async fn get(path: &str) -> Result<Value, String> {
    let answer = fetch::get(path).await.map_err(|error| error.message)?;
    match answer.status {
        200 => Ok(answer.value()),
        status => Err(ErrorBody::from_value(&answer.value(), status).message),
    }
}

/// Posts fields with this browser's token.
async fn post(
    base: &str,
    path: &str,
    mut fields: Value,
    to: Option<&str>,
) -> Result<(u16, Value), String> {
    let csrf = get(&format!("{base}/api/auth/csrf")).await?;
    let own: &mut Map = fields.make_map();
    own.insert("csrfToken", csrf.key("csrfToken").clone());
    own.insert("json", "true".into());
    if let Some(to) = to {
        own.insert("callbackUrl", to.into());
    }
    let answer = fetch::post(path, &fields).await;
    let answer = answer.map_err(|error| error.message)?;
    let value = answer.value();
    match value.key("url").as_str() {
        Some(_) => Ok((answer.status, value)),
        None => Err(ErrorBody::from_value(&value, answer.status).message),
    }
}

fn go(href: &str) {
    window().location().assign(href).ok();
}
