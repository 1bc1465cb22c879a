//! `/api/auth/password`: another password for the user who is signed in.

use auth::RegisterError;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use secrecy::SecretString;

use super::call::Call;
use super::entry;
use super::registration::forget;
use crate::AppState;
use crate::auth::forms::FormPage;
use crate::auth::{audit, pages};
use crate::error::ApiError;

const EVENT: &str = "password";

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/password", get(page).post(change))
}

async fn page(call: Call) -> Result<Response, Response> {
    if call.auth.built_in().is_none() {
        return Err(ApiError::not_found("There is no such path.").into_response());
    }
    call.own_user(false).await?;
    Ok(form(&call, None))
}

fn form(call: &Call, error: Option<&str>) -> Response {
    FormPage {
        title: "Another password",
        text: "All devices will have to sign in again.",
        error: error.map(str::to_owned),
        action: "/password",
        fields: vec![
            [
                "current",
                "Password until now",
                "password",
                "current-password",
            ],
            ["password", "New password", "password", "new-password"],
        ],
        button: "Change it",
        links: vec![("Forgotten password", "/forgot")],
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth)
}

async fn change(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form(EVENT, "credentials", body)?;
    let user = call.own_user(false).await?;
    let ways = call.ways().await?;
    let text = |name: &str| SecretString::from(fields.get(name).unwrap_or_default().to_owned());
    let is_right = ways
        .logins
        .is_password(&user, &text("current"), &call.from())
        .await;
    let refuse = |why: &str| {
        audit::refused(&call.cx, EVENT, "credentials", why);
        call.wrong(&fields, why, || form(&call, Some(why)))
    };
    match is_right {
        Ok(true) => {}
        Ok(false) => return Ok(refuse("The password until now is not right.")),
        Err(auth::LoginError::Store(error)) => return Err(entry::failed(&error)),
        Err(error) => return Ok(refuse(&error.to_string())),
    }
    match ways.logins.set_password(&user.id, &text("password")).await {
        Ok(()) => {}
        Err(RegisterError::Store(error)) => return Err(entry::failed(&error)),
        Err(error) => return Ok(refuse(&format!("That did not work: {error}."))),
    }
    forget(&call, &user.id);
    audit::done(&call.cx, EVENT, "credentials", &user.id);
    let text = "Your password is changed. Sign in with it.";
    Ok(call.done(&fields, || {
        pages::notice(&call.cx, "Done", text, StatusCode::OK)
    }))
}
