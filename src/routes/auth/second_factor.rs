//! `/api/auth/second-factor`: who has shown a first factor shows the second. The two are held together
//! by a cookie that only the browser has that showed the first.

use std::time::Duration;

use auth::{Entry, FactorError, Token, User};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use axum::routing::get;
use engine::{Value, json};
use secrecy::ExposeSecret;

use super::call::{Call, Fields, set};
use super::entry::{self, Shown};
use crate::AppState;
use crate::auth::forms::FormPage;
use crate::auth::{audit, target};

/// How long one may take.
const LIFE: Duration = Duration::from_secs(10 * 60);

const KIND: &str = "second-factor";

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/second-factor", get(page).post(show))
}

/// Sends a browser whose user has shown the first factor to show the second.
pub(super) async fn ask(
    call: &Call,
    provider: &str,
    kind: &str,
    user: &User,
    fields: &Fields,
    to: &str,
) -> Response {
    let data = Value::object([
        ("provider", provider.into()),
        ("kind", kind.into()),
        ("to", to.into()),
        ("stamp", user.stamp.as_str().into()),
    ]);
    let store = match call.store().await {
        Ok(store) => store,
        Err(response) => return response,
    };
    let tokens = store.tokens();
    let data = json::to_wire(&data);
    match tokens.issue_with(KIND, &user.id, &data, LIFE).await {
        Ok(token) => {
            let cookie = call.step_cookie(&token, LIFE);
            let to = target::with_query(&call.cx, "/api/auth/second-factor", &[]);
            if fields.get("json") != Some("true") {
                return call.go(fields, &to, &[cookie]);
            }
            let error = "SecondFactorRequired";
            let body = Value::object([("url", to.as_str().into()), ("error", error.into())]);
            let mut response = crate::routes::data(&body);
            set(&mut response, &[cookie]);
            response
        }
        Err(error) => entry::failed(&error),
    }
}

async fn page(call: Call) -> Response {
    form(&call, None)
}

fn form(call: &Call, error: Option<&str>) -> Response {
    FormPage {
        title: "Second step",
        text: "Type the code that your authenticator app shows, or one of your recovery codes.",
        error: error.map(str::to_owned),
        action: "/second-factor",
        fields: vec![["code", "Code", "text", "one-time-code"]],
        button: "Sign in",
        links: vec![("Sign in anew", "/signin")],
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth)
}

async fn show(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form("second_factor", KIND, body)?;
    let ways = call.ways().await?;
    let store = ways.logins.store();
    let tokens = store.tokens();
    let step = call.step();
    let raw = step.as_ref().map_or("", |step| step.expose_secret());
    let begun = tokens.peek(KIND, raw).await;
    let begun = begun.map_err(|error| entry::failed(&error))?;
    let user = match &begun {
        Some(begun) => store.user(&begun.identifier).await,
        None => Ok(None),
    };
    let user = user.map_err(|error| entry::failed(&error))?;
    // A new password ends what was begun with the old one.
    let user = user.filter(|user| begun.as_ref().is_some_and(|begun| is_current(begun, user)));
    let (Some(begun), Some(user)) = (begun, user) else {
        audit::refused(&call.cx, "second_factor", KIND, "no first factor was shown");
        let to = call.error_address("SessionRequired", None);
        return Ok(call.go(&fields, &to, &[call.step_gone()]));
    };
    let code = fields.get("code").unwrap_or_default();
    match ways.logins.second_factor(&user, code).await {
        Ok(()) => {}
        Err(FactorError::Wait(wait)) => {
            let text = wait.to_string();
            audit::refused(&call.cx, "second_factor", KIND, &text);
            return Ok(call.wrong(&fields, &text, || form(&call, Some(&text))));
        }
        Err(FactorError::Store(error)) => return Err(entry::failed(&error)),
        Err(error) => {
            let text = "The code is not right. Each works once; wait for the next.";
            audit::refused(&call.cx, "second_factor", KIND, &error.to_string());
            return Ok(call.wrong(&fields, text, || form(&call, Some(text))));
        }
    }
    let used = tokens.consume(KIND, raw).await;
    if used.map_err(|error| entry::failed(&error))?.is_none() {
        let to = call.error_address("SessionRequired", None);
        return Ok(call.go(&fields, &to, &[call.step_gone()]));
    }
    let data = json::parse_wire(begun.data.as_bytes()).unwrap_or_default();
    let text = |key: &str| data.key(key).as_str().unwrap_or_default().to_owned();
    let shown = Shown {
        provider: text("provider"),
        kind: match data.key("kind").as_str() {
            Some("email") => "email",
            _ => "credentials",
        },
        entry: Entry::In(user),
    };
    Ok(entry::enter(&call, shown, &fields, text("to"), vec![call.step_gone()]).await)
}

/// Was the first factor shown before the user's sessions were ended for the last time?
fn is_current(begun: &Token, user: &User) -> bool {
    let data = json::parse_wire(begun.data.as_bytes()).unwrap_or_default();
    data.key("stamp").as_str() == Some(&user.stamp)
}
