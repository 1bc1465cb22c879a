//! `/api/auth/forgot`: asking for a letter; `/api/auth/reset`: setting a new password with its link.

use auth::{LetterKind, LoginError, RegisterError};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use secrecy::{ExposeSecret, SecretString};

use super::call::{Call, Fields, Refusal};
use super::entry;
use super::registration::{forget, no_link};
use crate::AppState;
use crate::auth::forms::FormPage;
use crate::auth::{audit, pages};
use crate::error::ApiError;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/forgot", get(page).post(forgot))
        .route("/api/auth/reset", get(reset_page).post(reset))
}

/// Are there passwords, and letters?
fn allowed(call: &Call) -> Result<(), Refusal> {
    match call.auth.built_in().is_some() && call.auth.has_mail() {
        true => Ok(()),
        false => Err(ApiError::not_found("There is no such path.")
            .into_response()
            .into()),
    }
}

async fn page(call: Call) -> Result<Response, Response> {
    allowed(&call)?;
    Ok(FormPage {
        title: "Forgotten password",
        text: "Type your address, and a link for a new password is sent to it.",
        action: "/forgot",
        fields: vec![["email", "E-mail", "email", "email"]],
        button: "Send me a link",
        links: vec![("Sign in", "/signin")],
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth))
}

async fn forgot(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    allowed(&call)?;
    let fields = Fields::of_body(&call.cx, &body);
    call.check("forgot", "credentials", &fields)?;
    let ways = call.ways().await?;
    let email = fields.get("email").unwrap_or_default();
    match ways.logins.forgot(email, &call.from()).await {
        Ok(Some(letter)) => {
            let token = letter.token.as_ref().map_or("", |t| t.expose_secret());
            let link = call.letter_link("/api/auth/reset", &[("token", token)]);
            if link.is_some() {
                ways.send(&call.cx, &call.auth, letter, link);
            }
        }
        Ok(None) => audit::refused(&call.cx, "forgot", "credentials", "no such user"),
        Err(LoginError::Wait(wait)) => {
            return Ok(call.wait("forgot", "credentials", &fields, wait));
        }
        Err(LoginError::Store(error)) => return Err(entry::failed(&error)),
        Err(error) => tracing::error!(%error, "no letter could be made"),
    }
    // The same whoever it was.
    Ok(call.done(&fields, || pages::verify_request(&call.cx)))
}

async fn reset_page(call: Call) -> Result<Response, Response> {
    allowed(&call)?;
    let query = Fields::of_query(&call.cx);
    let raw = query.get("token").unwrap_or_default();
    let ways = call.ways().await?;
    let email = ways.logins.peek(LetterKind::Reset, raw).await;
    match email.map_err(|error| entry::failed(&error))? {
        Some(email) => Ok(form(&call, raw, &email, None)),
        None => Ok(no_link(&call)),
    }
}

fn form(call: &Call, raw: &str, email: &str, error: Option<&str>) -> Response {
    FormPage {
        title: "New password",
        text: &format!("For {email}. All devices will have to sign in again."),
        error: error.map(str::to_owned),
        action: "/reset",
        fields: vec![["password", "New password", "password", "new-password"]],
        hidden: vec![("token", raw.to_owned())],
        button: "Set the password",
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth)
}

async fn reset(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    allowed(&call)?;
    let fields = Fields::of_body(&call.cx, &body);
    call.check("reset", "credentials", &fields)?;
    let ways = call.ways().await?;
    let raw = fields.get("token").unwrap_or_default();
    let password = SecretString::from(fields.get("password").unwrap_or_default().to_owned());
    match ways.logins.reset(raw, &password).await {
        Ok(Some(user)) => {
            forget(&call, &user.id);
            audit::done(&call.cx, "reset", "credentials", &user.id);
            call.auth.hooks.tell_of(&call.cx, "updateUser", &user);
            let text = "Your password is set. Sign in with it.";
            Ok(call.done(&fields, || {
                pages::notice(&call.cx, "Done", text, StatusCode::OK)
            }))
        }
        Ok(None) => {
            audit::refused(&call.cx, "reset", "credentials", "no such link");
            Ok(no_link(&call))
        }
        Err(RegisterError::Store(error)) => Err(entry::failed(&error)),
        Err(error) => {
            let text = format!("That did not work: {error}.");
            Ok(call.wrong(&fields, &text, || {
                form(&call, raw, "your account", Some(&text))
            }))
        }
    }
}
