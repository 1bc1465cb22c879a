//! What the ways in that need no provider share: who asks from where, and letting someone in.

use std::time::Duration;

use auth::{Entry, Store, StoreError, User, Wait};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cookie::{Cookie, time};
use engine::Value;
use protocol::Code;
use secrecy::{ExposeSecret, SecretString};

use super::call::{Call, Fields};
use super::{callback, second_factor};
use crate::auth::cookies::{Cookies, Kind};
use crate::auth::login::Proven;
use crate::auth::ways::Ways;
use crate::auth::{address, audit, kept, keys, pages, target};
use crate::error::ApiError;

/// Who changes how one gets in has logged in within so many seconds.
const RECENT: u64 = 15 * 60;

/// Someone who has shown a first factor.
pub(super) struct Shown {
    /// The provider's id.
    pub(super) provider: String,
    /// NextAuth's word for how.
    pub(super) kind: &'static str,
    /// Who it is.
    pub(super) entry: Entry,
}

impl Call {
    /// The ways in.
    pub(super) async fn ways(&self) -> Result<&Ways, Response> {
        let ways = self.cx.state.ways(&self.auth).await;
        ways.map_err(|error| failed(&error))
    }

    /// The database of users.
    pub(super) async fn store(&self) -> Result<&Store, Response> {
        let store = self.cx.state.store().await;
        store.map_err(|error| failed(&error))
    }

    /// Where the caller is.
    pub(super) fn from(&self) -> String {
        address::of(&self.cx).map_or_else(|| "unknown".to_owned(), |address| address.to_string())
    }

    /// The user of the database who is signed in, and was lately if `recently`; else the way to the
    /// sign-in page and back.
    pub(super) async fn own_user(&self, recently: bool) -> Result<User, Response> {
        let session = &self.cx.session;
        let is_old = keys::now().saturating_sub(session.born) > RECENT;
        if session.user.is_none() || (recently && is_old) {
            return Err(self.sign_in_first());
        }
        // What `_user` has for an id may be a provider's.
        let store = self.store().await?;
        let found = match session.user_id() {
            Some(id) => store.user(id).await,
            None => Ok(None),
        };
        let found = found.map_err(|error| failed(&error))?;
        let message = "You are not one of this app's own users.";
        found.ok_or_else(|| ApiError::new(Code::Authorization, message).into_response())
    }

    /// To the sign-in page, and back to the page that the form of this call is on; for a script where that
    /// is.
    fn sign_in_first(&self) -> Response {
        let path = self.cx.request.uri.path();
        let page: Vec<&str> = path.split('/').take(4).collect();
        let back = format!("{}{}", self.cx.config().base_path, page.join("/"));
        let to = pages::sign_in_address(&self.cx, &back);
        let kind = self.cx.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/json") {
            return self.go(&Fields::default(), &to, &[]);
        }
        let message = "Sign in again first.";
        let body = Value::object([("message", message.into()), ("url", to.as_str().into())]);
        let mut response = crate::routes::data(&body);
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        response
    }

    /// An address of this app for a letter. In production it must be set: whoever asks for a letter
    /// says what the host is, and could have the link lead to themselves.
    pub(super) fn letter_link(&self, path: &str, query: &[(&str, &str)]) -> Option<String> {
        let settings = &self.cx.state.settings;
        if settings.url.is_none() && !settings.dev {
            let why = "LATH_URL is not set, which links in letters begin with";
            audit::refused(&self.cx, "mail", "email", why);
            return None;
        }
        Some(target::with_query(&self.cx, path, query))
    }

    /// A secret that this browser brings along to the next step.
    pub(super) fn step_cookie(&self, value: &SecretString, life: Duration) -> Cookie<'static> {
        let value = value.expose_secret().to_owned();
        let https = self.cx.is_https();
        let seconds = Some(life.as_secs());
        self.auth.cookies.cookie(Kind::Step, https, value, seconds)
    }

    /// What this browser brings along.
    pub(super) fn step(&self) -> Option<SecretString> {
        let name = self.auth.cookies.name(Kind::Step, self.cx.is_https());
        let cookies = Cookies::of(&self.cx.request.headers);
        let value = cookies.get(&name).filter(|value| !value.is_empty())?;
        Some(SecretString::from(value.to_owned()))
    }

    /// Has the browser forget it.
    pub(super) fn step_gone(&self) -> Cookie<'static> {
        let https = self.cx.is_https();
        let mut gone = self
            .auth
            .cookies
            .cookie(Kind::Step, https, String::new(), None);
        gone.set_max_age(time::Duration::ZERO);
        gone
    }

    /// That someone tried too often.
    pub(super) fn wait(
        &self,
        event: &str,
        provider: &str,
        fields: &Fields,
        wait: Wait,
    ) -> Response {
        audit::refused(&self.cx, event, provider, &wait.to_string());
        let to = self.error_address("RateLimited", Some(&self.target(fields)));
        let mut response = self.go(fields, &to, &[]);
        if fields.get("json") == Some("true") {
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        }
        let seconds = HeaderValue::from(wait.seconds());
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
        response
    }

    /// That something was done: a page, or `{ ok: true }` for who wants JSON.
    pub(super) fn done(&self, fields: &Fields, page: impl FnOnce() -> Response) -> Response {
        match fields.get("json") {
            Some("true") => crate::routes::data(&Value::object([("ok", true.into())])),
            _ => page(),
        }
    }

    /// That something was wrong: the form again, or the text for who wants JSON.
    pub(super) fn wrong(
        &self,
        fields: &Fields,
        text: &str,
        page: impl FnOnce() -> Response,
    ) -> Response {
        if fields.get("json") != Some("true") {
            return page();
        }
        let body = Value::object([("ok", false.into()), ("message", text.into())]);
        let mut response = crate::routes::data(&body);
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        response
    }
}

/// The database does not answer.
pub(super) fn failed(error: &StoreError) -> Response {
    tracing::error!(error = %error, source = ?std::error::Error::source(error), "the database of users failed");
    ApiError::new(Code::Service, "Users cannot be read now.").into_response()
}

/// Lets someone in, or asks for the second factor first.
pub(super) async fn enter(
    call: &Call,
    shown: Shown,
    fields: &Fields,
    to: String,
    cookies: Vec<Cookie<'static>>,
) -> Response {
    match shown.entry {
        Entry::In(user) => {
            let proven = proven(&shown.provider, shown.kind, user);
            callback::finish(call, proven, fields, to, cookies).await
        }
        Entry::SecondFactor(user) => {
            second_factor::ask(call, &shown.provider, shown.kind, &user, fields, &to).await
        }
    }
}

fn proven(provider: &str, kind: &'static str, known: User) -> Proven {
    let user = kept::value(&known);
    Proven {
        provider: provider.to_owned(),
        kind,
        account: Value::object([
            ("provider", provider.into()),
            ("type", kind.into()),
            ("providerAccountId", known.id.as_str().into()),
        ]),
        profile: user.clone(),
        user,
        email_verified: known.email_verified.is_some(),
        links_by_email: false,
        link_to: None,
        known: Some(known),
    }
}
