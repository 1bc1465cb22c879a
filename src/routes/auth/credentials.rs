//! Built-in users who sign in with their password (`POST /api/auth/callback/<provider>`).

use auth::LoginError;
use axum::response::Response;
use secrecy::SecretString;

use super::call::{Call, Fields, set};
use super::callback::not_accepted;
use super::entry::{self, Shown};
use super::registration::verification_cookie;
use crate::auth::audit;
use crate::auth::provider::Provider;

/// Signs someone in with what they typed.
pub(super) async fn log_in(call: &Call, provider: &Provider, fields: &Fields) -> Response {
    let id = &*provider.id;
    let ways = match call.ways().await {
        Ok(ways) => ways,
        Err(response) => return response,
    };
    let email = fields.get("email").or(fields.get("username"));
    let email = email.unwrap_or_default();
    let password = SecretString::from(fields.get("password").unwrap_or_default().to_owned());
    let from = call.from();
    let refuse = |code: &str, why: &str| {
        audit::refused(&call.cx, "sign_in", id, why);
        not_accepted(call, fields, code)
    };
    match ways.logins.log_in(email, &password, &from).await {
        Ok(entry) => {
            let shown = Shown {
                provider: id.to_owned(),
                kind: "credentials",
                entry,
            };
            entry::enter(call, shown, fields, call.target(fields), Vec::new()).await
        }
        Err(LoginError::Wrong) => refuse("CredentialsSignin", "no such user, or another password"),
        Err(LoginError::Unverified(user)) => {
            let mut response = refuse("EmailNotVerified", "the address is not proven");
            // Only who knows the password gets here; the letter may be lost.
            if let Ok(Some((letter, browser))) = ways.logins.verify_again(&user, &from).await {
                super::registration::send_verification(call, ways, letter);
                set(&mut response, &[verification_cookie(call, &browser)]);
            }
            response
        }
        Err(LoginError::Wait(wait)) => call.wait("sign_in", id, fields, wait),
        Err(LoginError::Busy) => refuse("RateLimited", "too many sign in at once"),
        Err(LoginError::Store(error)) => entry::failed(&error),
    }
}
