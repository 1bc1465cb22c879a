//! `/api/auth/register`: becoming a built-in user; `/api/auth/verify-email`: proving an address.

use auth::{Letter, LetterKind, LoginError, NewUser, RegisterError, Registered};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use cookie::Cookie;
use secrecy::{ExposeSecret, SecretString};

use super::call::{Call, Fields, Refusal, set};
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
    if lacks_letters(&call, ways) {
        let why = "addresses are to be confirmed, and no letter can be sent";
        audit::refused(&call.cx, "register", &provider, why);
        let to = call.error_address("Configuration", None);
        return Ok(call.go(&fields, &to, &[]));
    }
    let text = |name: &str| fields.get(name).map(str::to_owned);
    let new = NewUser {
        name: text("name"),
        email: text("email"),
        ..NewUser::default()
    };
    let password = SecretString::from(text("password").unwrap_or_default());
    let made = ways.logins.register(new, &password, &call.from()).await;
    let (registered, browser) = match made {
        Ok(made) => made,
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
            let mut response = call.done(&fields, || pages::verify_request(&call.cx));
            set(&mut response, &[verification_cookie(&call, &browser)]);
            Ok(response)
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

/// Are there letters that nobody can log in without, and that cannot be sent?
fn lacks_letters(call: &Call, ways: &Ways) -> bool {
    let has_link = || call.letter_link("/api/auth/verify-email", &[]).is_some();
    ways.verified_only && !(ways.has_mail() && has_link())
}

/// What tells the browser that asked for the letter from any other that follows its link.
pub(super) fn verification_cookie(call: &Call, browser: &SecretString) -> Cookie<'static> {
    call.step_cookie(browser, LetterKind::Verify.ttl())
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
    let is_same = match call.step() {
        Some(step) => ways.logins.is_from(LetterKind::Verify, raw, &step).await,
        None => Ok(false),
    };
    let is_same = is_same.map_err(|error| entry::failed(&error))?;
    Ok(verify_form(&call, raw, &email, is_same, None))
}

/// The browser that asked for the letter confirms by a button; any other shows besides who it is.
fn verify_form(
    call: &Call,
    raw: &str,
    email: &str,
    is_same: bool,
    error: Option<&str>,
) -> Response {
    let ask = format!("Do you want to use {email} with this app?");
    let (text, fields, links) = match is_same {
        true => (ask, vec![], vec![]),
        false => (
            format!(
                "{ask} Type the password that you chose when you registered. If it was not you who \
                 registered, do not go on."
            ),
            vec![["password", "Password", "password", "current-password"]],
            vec![("Forgotten password", "/forgot")],
        ),
    };
    FormPage {
        title: "Confirm your address",
        text: &text,
        error: error.map(str::to_owned),
        action: "/verify-email",
        fields,
        hidden: vec![("token", raw.to_owned())],
        button: "Confirm",
        links,
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth)
}

async fn verify(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form("verify_email", "credentials", body)?;
    let ways = call.ways().await?;
    let raw = fields.get("token").unwrap_or_default();
    let password = fields.get("password");
    let password = password.map(|text| SecretString::from(text.to_owned()));
    let (step, from) = (call.step(), call.from());
    let verified = ways
        .logins
        .verify(raw, step.as_ref(), password.as_ref(), &from)
        .await;
    let user = match verified {
        Ok(Some(user)) => user,
        Ok(None) => {
            audit::refused(&call.cx, "verify_email", "credentials", "no such link");
            return Ok(no_link(&call));
        }
        Err(LoginError::Store(error)) => return Err(entry::failed(&error)),
        Err(error) => {
            let text = match &error {
                LoginError::Wrong => "This is not the password of that registration.".to_owned(),
                other => other.to_string(),
            };
            audit::refused(&call.cx, "verify_email", "credentials", &text);
            let email = ways.logins.peek(LetterKind::Verify, raw).await;
            let email = email.map_err(|error| entry::failed(&error))?;
            let email = email.unwrap_or_default();
            let page = || verify_form(&call, raw, &email, false, Some(&text));
            return Ok(call.wrong(&fields, &text, page));
        }
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
