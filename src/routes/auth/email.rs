//! Signing in by a link in a letter: asking for it (`POST /api/auth/signin/<provider>`), and following it
//! (`/api/auth/callback/<provider>?token=…`).
//!
//! Programs that look for viruses follow links before people do. So only the browser that asked is let in
//! at once; any other gets a page with a button, which says as whom one signs in.

use std::time::Duration;

use auth::{Entry, LetterKind, RegisterError, Store, StoreError, User};
use axum::response::Response;
use engine::Value;
use secrecy::ExposeSecret;

use super::call::{Call, Fields};
use super::callback;
use super::entry::{self, Shown};
use crate::auth::forms::FormPage;
use crate::auth::login::Proven;
use crate::auth::provider::Provider;
use crate::auth::{Strategy, accounts, audit, target};

/// Sends the letter.
pub(super) async fn begin(call: &Call, provider: &Provider, fields: &Fields) -> Response {
    let id = &*provider.id;
    let ways = match call.ways().await {
        Ok(ways) => ways,
        Err(response) => return response,
    };
    let refuse = |code: &str, why: &str| {
        audit::refused(&call.cx, "sign_in_begin", id, why);
        call.go(fields, &call.error_address(code, None), &[])
    };
    if !ways.has_mail() {
        return refuse("Configuration", "the provider's mail server is not set up");
    }
    let email = fields.get("email").unwrap_or_default();
    let life = Duration::from_secs(max_age(provider));
    let (letter, browser) = match ways.logins.magic_link(email, &call.from(), life).await {
        Ok(made) => made,
        Err(RegisterError::Wait(wait)) => return call.wait("sign_in_begin", id, fields, wait),
        Err(RegisterError::Store(error)) => return entry::failed(&error),
        Err(error) => return refuse("EmailSignin", &error.to_string()),
    };
    let token = letter.token.as_ref().map_or("", |t| t.expose_secret());
    let to = call.target(fields);
    let path = format!("/api/auth/callback/{id}");
    let Some(link) = call.letter_link(&path, &[("token", token), ("callbackUrl", &to)]) else {
        return refuse("Configuration", "the letter would have no link");
    };
    ways.send(&call.cx, &call.auth, letter, Some(link));
    let cookie = call.step_cookie(&browser, life);
    let to = target::with_query(&call.cx, "/api/auth/verify-request", &[]);
    call.go(fields, &to, &[cookie])
}

fn max_age(provider: &Provider) -> u64 {
    let own = provider.properties.key("maxAge").as_number();
    own.map_or(86_400.0, |seconds| seconds.clamp(60.0, 7.0 * 86_400.0)) as u64
}

/// Follows a link.
pub(super) async fn follow(call: &Call, provider: &Provider, fields: &Fields) -> Response {
    let ways = match call.ways().await {
        Ok(ways) => ways,
        Err(response) => return response,
    };
    let raw = fields.get("token").unwrap_or_default();
    let step = call.step();
    let is_from = match &step {
        Some(step) => ways.logins.is_from(LetterKind::Magic, raw, step).await,
        None => Ok(false),
    };
    match is_from {
        Ok(true) => return use_link(call, provider, fields).await,
        Ok(false) => {}
        Err(error) => return entry::failed(&error),
    }
    match ways.logins.peek(LetterKind::Magic, raw).await {
        Ok(Some(email)) => FormPage {
            title: "Sign in",
            text: &format!(
                "You sign in as {email}. Go on only if you have asked for this letter yourself."
            ),
            action: &format!("/callback/{}", provider.id),
            hidden: vec![
                ("token", raw.to_owned()),
                ("callbackUrl", call.target(fields)),
            ],
            button: "Sign in",
            ..FormPage::default()
        }
        .response(&call.cx, &call.auth),
        Ok(None) => refuse(call, provider, "the link is used, too old, or none"),
        Err(error) => entry::failed(&error),
    }
}

fn refuse(call: &Call, provider: &Provider, why: &str) -> Response {
    audit::refused(&call.cx, "sign_in", &provider.id, why);
    let to = call.error_address("Verification", None);
    call.go(&Fields::default(), &to, &[call.step_gone()])
}

/// Uses a link.
pub(super) async fn use_link(call: &Call, provider: &Provider, fields: &Fields) -> Response {
    let ways = match call.ways().await {
        Ok(ways) => ways,
        Err(response) => return response,
    };
    let raw = fields.get("token").unwrap_or_default();
    let email = match ways.logins.follow_magic_link(raw).await {
        Ok(Some(email)) => email,
        Ok(None) => return refuse(call, provider, "the link is used, too old, or none"),
        Err(error) => return entry::failed(&error),
    };
    let to = call.target(fields);
    let user = match owner(call, provider, ways.logins.store(), &email).await {
        Ok(user) => user,
        Err(error) => return entry::failed(&error),
    };
    let gone = vec![call.step_gone()];
    if let Some(user) = &user {
        match ways.logins.enter_by_link(user.clone()).await {
            Ok(Entry::In(_)) => {}
            Ok(entry) => {
                let shown = Shown {
                    provider: provider.id.to_string(),
                    kind: "email",
                    entry,
                };
                return entry::enter(call, shown, fields, to, gone).await;
            }
            Err(auth::LoginError::Store(error)) => return entry::failed(&error),
            Err(error) => return refuse(call, provider, &error.to_string()),
        }
    }
    let proven = proven(call, provider, &email, user);
    callback::finish(call, proven, fields, to, gone).await
}

/// The user with an address that is proven by now. One whose address never was before may be anyone's;
/// whoever has the address gets a clean one.
async fn owner(
    call: &Call,
    provider: &Provider,
    store: &Store,
    email: &str,
) -> Result<Option<User>, StoreError> {
    match store.user_by_email(email).await? {
        Some(user) => accounts::prove(&call.cx, &call.auth, store, &provider.id, user).await,
        None => Ok(None),
    }
}

fn proven(call: &Call, provider: &Provider, email: &str, user: Option<User>) -> Proven {
    let id = match (call.auth.policy.strategy, &user) {
        (_, Some(user)) => user.id.as_str(),
        (Strategy::Jwt, None) => email,
        (Strategy::Database, None) => "",
    };
    let profile = Value::object([("id", id.into()), ("email", email.into())]);
    Proven {
        provider: provider.id.to_string(),
        kind: "email",
        account: Value::object([
            ("provider", (&*provider.id).into()),
            ("type", "email".into()),
            ("providerAccountId", email.into()),
        ]),
        profile: profile.clone(),
        user: profile,
        email_verified: true,
        links_by_email: true,
        link_to: None,
        // Of a session in the database the user is found by the account.
        known: user.filter(|_| call.auth.policy.strategy == Strategy::Jwt),
    }
}
