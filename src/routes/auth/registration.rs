//! `/api/auth/register`: becoming a built-in user; `/api/auth/verify-email`: proving an address.

use auth::{Letter, LetterKind, NewUser, RegisterError, Registered};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use secrecy::{ExposeSecret, SecretString};

use super::call::{Call, Fields, Refusal};
use super::entry::{self, Shown};
use crate::AppState;
use crate::auth::forms::FormPage;
use crate::auth::ways::Ways;
use crate::auth::{audit, pages};
use crate::error::ApiError;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/register", get(page).post(register))
        .route("/api/auth/verify-email", get(verify_page).post(verify))
}

/// Is there registration at all?
fn allowed(call: &Call) -> Result<String, Refusal> {
    let provider = call
        .auth
        .built_in()
        .filter(|_| call.auth.has_registration());
    let provider = provider.map(|provider| provider.id.to_string());
    provider.ok_or_else(|| {
        ApiError::not_found("There is no such path.")
            .into_response()
            .into()
    })
}

async fn page(call: Call) -> Result<Response, Response> {
    allowed(&call)?;
    let query = Fields::of_query(&call.cx);
    Ok(form(&call, &query, None))
}

fn form(call: &Call, fields: &Fields, error: Option<&str>) -> Response {
    FormPage {
        title: "Register",
        text: "One account for this app.",
        error: error.map(str::to_owned),
        action: "/register",
        fields: vec![
            ["name", "Name", "text", "name"],
            ["email", "E-mail", "email", "email"],
            ["password", "Password", "password", "new-password"],
        ],
        hidden: vec![("callbackUrl", call.target(fields))],
        button: "Register",
        links: vec![("Sign in", "/signin")],
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth)
}

async fn register(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    let provider = allowed(&call)?;
    let fields = Fields::of_body(&call.cx, &body);
    call.check("register", &provider, &fields)?;
    let ways = call.ways().await?;
    let text = |name: &str| fields.get(name).map(str::to_owned);
    let new = NewUser {
        name: text("name"),
        email: text("email"),
        ..NewUser::default()
    };
    let password = SecretString::from(text("password").unwrap_or_default());
    let registered = match ways.logins.register(new, &password, &call.from()).await {
        Ok(registered) => registered,
        Err(RegisterError::Wait(wait)) => {
            return Ok(call.wait("register", &provider, &fields, wait));
        }
        Err(RegisterError::Store(error @ auth::StoreError::Database(_))) => {
            return Err(entry::failed(&error));
        }
        Err(error) => {
            let text = format!("That did not work: {error}.");
            return Ok(call.wrong(&fields, &text, || form(&call, &fields, Some(&text))));
        }
    };
    if let Registered::New(user, _) = &registered {
        audit::done(&call.cx, "register", &provider, &user.id);
        call.auth.hooks.tell_of(&call.cx, "createUser", user);
    }
    match registered {
        // The same for both: who has the address learns more from the letter.
        Registered::New(_, letter) | Registered::Known(letter) if ways.has_mail() => {
            send_verification(&call, ways, letter);
            Ok(call.done(&fields, || pages::verify_request(&call.cx)))
        }
        Registered::New(user, _) => {
            let shown = Shown {
                provider,
                kind: "credentials",
                entry: auth::Entry::In(user),
            };
            let to = call.target(&fields);
            Ok(entry::enter(&call, shown, &fields, to, Vec::new()).await)
        }
        Registered::Known(_) => {
            let text = "There is a user with this address already.";
            Ok(call.wrong(&fields, text, || form(&call, &fields, Some(text))))
        }
    }
}

/// Sends the letter that proves an address, or tells a user that someone registers with it.
pub(super) fn send_verification(call: &Call, ways: &Ways, letter: Letter) {
    let path = match letter.kind {
        LetterKind::Known => "/api/auth/signin",
        _ => "/api/auth/verify-email",
    };
    let link = match &letter.token {
        Some(token) => match call.letter_link(path, &[("token", token.expose_secret())]) {
            None => return,
            link => link,
        },
        None => None,
    };
    ways.send(&call.cx, &call.auth, letter, link);
}

/// What a link shows before it is used.
async fn verify_page(call: Call) -> Result<Response, Response> {
    let query = Fields::of_query(&call.cx);
    let raw = query.get("token").unwrap_or_default();
    let ways = call.ways().await?;
    let email = ways.logins.peek(LetterKind::Verify, raw).await;
    let Some(email) = email.map_err(|error| entry::failed(&error))? else {
        return Ok(no_link(&call));
    };
    Ok(FormPage {
        title: "Confirm your address",
        text: &format!("Do you want to use {email} with this app?"),
        action: "/verify-email",
        hidden: vec![("token", raw.to_owned())],
        button: "Confirm",
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth))
}

async fn verify(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    let fields = Fields::of_body(&call.cx, &body);
    call.check("verify_email", "credentials", &fields)?;
    let ways = call.ways().await?;
    let raw = fields.get("token").unwrap_or_default();
    let verified = ways.logins.verify(raw).await;
    let Some(user) = verified.map_err(|error| entry::failed(&error))? else {
        audit::refused(&call.cx, "verify_email", "credentials", "no such link");
        return Ok(no_link(&call));
    };
    audit::done(&call.cx, "verify_email", "credentials", &user.id);
    call.auth.hooks.tell_of(&call.cx, "updateUser", &user);
    forget(&call, &user.id);
    let text = "Your address is confirmed. You can sign in now.";
    Ok(call.done(&fields, || {
        pages::notice(&call.cx, "Confirmed", text, StatusCode::OK)
    }))
}

/// A link that is used, too old, or none.
pub(super) fn no_link(call: &Call) -> Response {
    let to = call.error_address("Verification", None);
    call.go(&Fields::default(), &to, &[])
}

/// What is in memory about a user is not true any more.
pub(super) fn forget(call: &Call, user_id: &str) {
    if let Some(layers) = call.auth.layers.get() {
        layers.forget(user_id);
    }
}
