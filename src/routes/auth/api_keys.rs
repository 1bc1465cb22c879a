//! The user's own keys for programs (`/api/auth/keys`), where the app has a strategy `apiKey` with
//! `users: true`: made, listed and ended by who is signed in.

use auth::{ApiKey, NewApiKey, User};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use engine::{Value, date};
use secrecy::{ExposeSecret, SecretString};
use ui::prelude::*;

use super::call::{Call, Fields, Refusal};
use super::entry;
use crate::AppState;
use crate::auth::forms::{FormPage, Forms};
use crate::auth::{audit, kept, pages};
use crate::error::ApiError;

/// Keys of one user.
const MANY: usize = 50;

/// Characters of a name.
const NAME: usize = 100;

/// The longest life of a key, days.
const LONGEST: i64 = 366;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/keys", get(page))
        .route("/api/auth/keys/add", post(add))
        .route("/api/auth/keys/remove", post(remove))
}

/// Has the app such keys at all?
fn exist(call: &Call) -> Result<(), Refusal> {
    match call.auth.strategies.has_user_keys() {
        true => Ok(()),
        false => Err(ApiError::not_found("There is no such path.")
            .into_response()
            .into()),
    }
}

fn fields(
    call: &Call,
    event: &str,
    body: Result<Bytes, BytesRejection>,
) -> Result<Fields, Refusal> {
    exist(call)?;
    call.form(event, "apiKey", body)
}

async fn keys_of(call: &Call, user: &User) -> Result<Vec<ApiKey>, Response> {
    let store = call.store().await?;
    let keys = store.api_keys_of(&user.id).await;
    keys.map_err(|error| entry::failed(&error))
}

async fn page(call: Call) -> Result<Response, Response> {
    exist(&call)?;
    let user = call.own_user(true).await?;
    overview(&call, &user, None).await
}

async fn overview(call: &Call, user: &User, error: Option<String>) -> Result<Response, Response> {
    let known = keys_of(call, user).await?;
    let remove = format!("{}/api/auth/keys/remove", call.cx.config().base_path);
    let list = (!known.is_empty())
        .then(|| Box::new(move |token: &str| list(known, &remove, token)) as Forms);
    Ok(FormPage {
        title: "API keys",
        text: "With a key a program calls as you, with the roles that you have now.",
        error,
        action: "/keys/add",
        fields: vec![
            ["label", "What the key is for", "text", "off"],
            ["days", "Days until it ends", "number", "off"],
        ],
        button: "Make a key",
        forms: list,
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth))
}

/// The user's keys, each with a button that ends it.
fn list(known: Vec<ApiKey>, remove: &str, token: &str) -> AnyView {
    let day = |ms: i64| -> String { date::to_iso(ms as f64).chars().take(10).collect() };
    let items = known.into_iter().map(|key| {
        let used = key.last_used.map_or_else(|| "never".to_owned(), day);
        let ends = key.expires.map_or_else(|| "never".to_owned(), day);
        let about = format!("{} ({}…, used {used}, ends {ends})", key.name, key.prefix);
        pages::row_with_button(remove, token, about, key.id, "Remove")
    });
    let items: Vec<AnyView> = items.collect();
    view! { <ul class="a-keys">{items}</ul> }.into_any()
}

/// Makes a key, which is shown this once.
async fn add(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = fields(&call, "api_key_new", body)?;
    let user = call.own_user(true).await?;
    let store = call.store().await?;
    let new = match asked(&call, &user, &fields, store.now()) {
        Ok(_) if keys_of(&call, &user).await?.len() >= MANY => Err("There are too many keys."),
        asked => asked,
    };
    let new = match new {
        Ok(new) => new,
        Err(text) => {
            audit::refused(&call.cx, "api_key_new", "apiKey", text);
            let page = overview(&call, &user, Some(text.to_owned())).await?;
            return Ok(call.wrong(&fields, text, || page));
        }
    };
    let made = store.create_api_key(new).await;
    let (key, raw) = made.map_err(|error| entry::failed(&error))?;
    audit::done(&call.cx, "api_key_new", "apiKey", &user.id);
    Ok(shown(&call, &fields, &key, &raw))
}

/// What the user asks for.
///
/// # Errors
/// The text for the user.
fn asked(call: &Call, user: &User, fields: &Fields, now: i64) -> Result<NewApiKey, &'static str> {
    let name = fields.get("label").map(str::trim).unwrap_or_default();
    if name.is_empty() || name.chars().count() > NAME {
        return Err("Say in up to 100 characters what the key is for.");
    }
    let days = fields.get("days").unwrap_or("90").parse::<i64>();
    let days = days.ok().filter(|days| (1..=LONGEST).contains(days));
    let days = days.ok_or("A key lasts 1 to 366 days.")?;
    // Roles of the database count as they are when the key is used. Others the login told, and they stay
    // with the key as they do with the session.
    let roles = call.cx.session.user.key("roles");
    let told = roles != kept::value(user).key("roles");
    let roles = told.then(|| roles.items().iter().filter_map(Value::as_str));
    Ok(NewApiKey {
        user_id: Some(user.id.clone()),
        name: name.to_owned(),
        roles: roles.map(|roles| roles.map(str::to_owned).collect()),
        expires: Some(now.saturating_add(days * DAY)),
    })
}

fn shown(call: &Call, fields: &Fields, key: &ApiKey, raw: &SecretString) -> Response {
    let raw = raw.expose_secret().to_owned();
    if fields.get("json") == Some("true") {
        let ends = key.expires.map(|ms| date::to_iso(ms as f64));
        return crate::routes::data(&Value::object([
            ("ok", true.into()),
            ("id", key.id.as_str().into()),
            ("key", raw.as_str().into()),
            ("expires", ends.map_or(Value::Null, |at| at.as_str().into())),
        ]));
    }
    let back = format!("{}/api/auth/keys", call.cx.config().base_path);
    let main = view! {
        <h1>"Your key"</h1>
        <p>"Keep it where only the program reads it. It is not shown again."</p>
        <ul class="a-codes"><li><code class="a-code">{raw}</code></li></ul>
        <div class="a-links"><a href=back>"I have kept it"</a></div>
    };
    pages::document(&call.cx, "Your key", main.into_any(), StatusCode::OK)
}

async fn remove(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = fields(&call, "api_key_removed", body)?;
    let user = call.own_user(true).await?;
    let store = call.store().await?;
    let id = fields.get("id").unwrap_or_default();
    let removed = store.revoke_api_key(&user.id, id).await;
    if removed.map_err(|error| entry::failed(&error))? {
        audit::done(&call.cx, "api_key_removed", "apiKey", &user.id);
    }
    let page = overview(&call, &user, None).await?;
    Ok(call.done(&fields, || page))
}
