//! Passkeys: signing in with one (`POST /api/auth/passkeys/ask`, then
//! `POST /api/auth/callback/<provider>`), and the user's own (`/api/auth/passkeys`).

use auth::{Ceremony, Entry, PasskeyError, PasskeyInfo, Passkeys, User};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use engine::{date, json};
use protocol::Code;
use secrecy::ExposeSecret;
use std::time::Duration;
use ui::prelude::*;

use super::call::{Call, Fields, set};
use super::callback::not_accepted;
use super::entry::{self, Shown};
use crate::AppState;
use crate::auth::forms::{FormPage, Forms};
use crate::auth::provider::{Provider, Way};
use crate::auth::{audit, pages};
use crate::error::ApiError;

/// The script of the pages.
const SCRIPT: &str = include_str!("../../auth/passkeys.js");

/// How long a ceremony may take.
const LIFE: Duration = Duration::from_secs(5 * 60);

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/passkeys", get(page))
        .route("/api/auth/passkeys/ask", post(ask))
        .route("/api/auth/passkeys/begin", post(begin))
        .route("/api/auth/passkeys/add", post(add))
        .route("/api/auth/passkeys/remove", post(remove))
        .route("/_lath/auth.js", get(script))
}

async fn script() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, SCRIPT).into_response()
}

/// Passkeys of this app at this address.
async fn passkeys(call: &Call) -> Result<Passkeys, Response> {
    let has = |provider: &&Provider| matches!(provider.way, Way::Passkey);
    if !call.auth.providers.iter().any(|p| has(&p)) {
        return Err(ApiError::not_found("There is no such path.").into_response());
    }
    let store = call.store().await?.clone();
    let made = Passkeys::new(store, &call.cx.origin(), &call.auth.app_name);
    made.map_err(|error| {
        audit::refused(&call.cx, "passkey", "passkey", &error.to_string());
        ApiError::new(Code::Config, error.to_string()).into_response()
    })
}

fn begun(call: &Call, ceremony: &Ceremony) -> Response {
    let options = json::parse(ceremony.options.as_bytes()).unwrap_or_default();
    let mut response = crate::routes::data(&options);
    set(&mut response, &[call.step_cookie(&ceremony.token, LIFE)]);
    response
}

/// What a browser is asked that signs someone in.
async fn ask(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    call.form("sign_in_begin", "passkey", body)?;
    let passkeys = passkeys(&call).await?;
    match passkeys.begin_login().await {
        Ok(ceremony) => Ok(begun(&call, &ceremony)),
        Err(error) => Err(refused(&call, "sign_in_begin", &error)),
    }
}

/// Signs in whose passkey the browser has used.
pub(super) async fn log_in(call: &Call, provider: &Provider, fields: &Fields) -> Response {
    let passkeys = match passkeys(call).await {
        Ok(passkeys) => passkeys,
        Err(response) => return response,
    };
    let step = call.step();
    let token = step.as_ref().map_or("", |step| step.expose_secret());
    let answer = fields.get("credential").unwrap_or_default();
    match passkeys.finish_login(token, answer).await {
        Ok(user) => {
            let shown = Shown {
                provider: provider.id.to_string(),
                kind: "webauthn",
                // The device has asked for a PIN or a finger: that is the second factor.
                entry: Entry::In(user),
            };
            let to = call.target(fields);
            entry::enter(call, shown, fields, to, vec![call.step_gone()]).await
        }
        Err(PasskeyError::Store(error)) => entry::failed(&error),
        Err(error) => {
            audit::refused(&call.cx, "sign_in", &provider.id, &whole(&error));
            not_accepted(call, fields, "CredentialsSignin")
        }
    }
}

/// An error with its cause, for the log.
fn whole(error: &PasskeyError) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn refused(call: &Call, event: &str, error: &PasskeyError) -> Response {
    if let PasskeyError::Store(error) = error {
        return entry::failed(error);
    }
    audit::refused(&call.cx, event, "passkey", &whole(error));
    ApiError::new(Code::Request, error.to_string()).into_response()
}

async fn page(call: Call) -> Result<Response, Response> {
    passkeys(&call).await?;
    let user = call.own_user(true).await?;
    overview(&call, &user, None).await
}

async fn overview(call: &Call, user: &User, error: Option<String>) -> Result<Response, Response> {
    let store = call.store().await?;
    let known = store.list_passkeys(&user.id).await;
    let known = known.map_err(|error| entry::failed(&error))?;
    let remove = format!("{}/api/auth/passkeys/remove", call.cx.config().base_path);
    let list = (!known.is_empty())
        .then(|| Box::new(move |token: &str| list(known, &remove, token)) as Forms);
    Ok(FormPage {
        title: "Passkeys",
        text: "With a passkey this device signs you in by itself, without a password.",
        error,
        action: "/passkeys/add",
        fields: vec![["name", "Name of this device", "text", "off"]],
        button: "Add a passkey",
        forms: list,
        passkey: Some("new"),
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth))
}

/// The user's passkeys, each with a button that removes it.
fn list(known: Vec<PasskeyInfo>, remove: &str, token: &str) -> AnyView {
    let items = known.into_iter().map(|one| {
        let day = |ms: i64| -> String { date::to_iso(ms as f64).chars().take(10).collect() };
        let used = one.last_used.map_or_else(|| "never".to_owned(), day);
        let about = format!("{} (made {}, used {used})", one.name, day(one.created));
        pages::row_with_button(remove, token, about, one.id, "Remove")
    });
    let items: Vec<AnyView> = items.collect();
    view! { <ul class="a-keys">{items}</ul> }.into_any()
}

/// What a browser is asked that makes a passkey.
async fn begin(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    call.form("passkey_new", "passkey", body)?;
    let passkeys = passkeys(&call).await?;
    let user = call.own_user(true).await?;
    match passkeys.begin_registration(&user).await {
        Ok(ceremony) => Ok(begun(&call, &ceremony)),
        Err(error) => Err(refused(&call, "passkey_new", &error)),
    }
}

/// Keeps a passkey that the browser has made.
async fn add(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form("passkey_new", "passkey", body)?;
    let passkeys = passkeys(&call).await?;
    let user = call.own_user(true).await?;
    let step = call.step();
    let token = step.as_ref().map_or("", |step| step.expose_secret());
    let answer = fields.get("credential").unwrap_or_default();
    let name = fields.get("name").unwrap_or("Passkey");
    let added = passkeys
        .finish_registration(&user, token, answer, name)
        .await;
    match added {
        Ok(_) => audit::done(&call.cx, "passkey_new", "passkey", &user.id),
        Err(PasskeyError::Store(error)) => return Err(entry::failed(&error)),
        Err(error) => {
            audit::refused(&call.cx, "passkey_new", "passkey", &whole(&error));
            let text = error.to_string();
            let page = overview(&call, &user, Some(text.clone())).await?;
            return Ok(call.wrong(&fields, &text, || page));
        }
    }
    let page = overview(&call, &user, None).await?;
    let mut response = call.done(&fields, || page);
    set(&mut response, &[call.step_gone()]);
    Ok(response)
}

async fn remove(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form("passkey_removed", "passkey", body)?;
    let user = call.own_user(true).await?;
    let store = call.store().await?;
    let id = fields.get("id").unwrap_or_default();
    let removed = store.remove_passkey(&user.id, id).await;
    if removed.map_err(|error| entry::failed(&error))? {
        audit::done(&call.cx, "passkey_removed", "passkey", &user.id);
    }
    let page = overview(&call, &user, None).await?;
    Ok(call.done(&fields, || page))
}
