//! Who calls: found out once per request, before its handler, and kept with the request.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::{Value, json};
use protocol::Code;
use serde::{Deserialize, Serialize};

use super::cookies::{self, Cookies, Kind};
use super::kept::Kept;
use super::keys::{self, Purpose};
use super::{Auth, Strategy, csrf};
use crate::AppState;
use crate::context::RequestContext;
use crate::error::ApiError;

/// Who calls.
#[derive(Clone, Debug, Default)]
pub struct Session {
    /// The user, or undefined.
    pub user: Value,
    /// What the session is known by, which is not what the cookie holds. None for programs.
    pub id: Option<Arc<str>>,
    /// When it ends if it is not used, seconds since 1970.
    pub expires: u64,
    /// When the user logged in, seconds since 1970.
    pub born: u64,
    /// The provider that it began with.
    pub provider: Option<Arc<str>>,
    /// Where it is kept, if that is the database.
    pub kept: Option<Kept>,
    /// The user's id in the database, if the session is in its cookie and the user is the app's own. What
    /// `user` has for an id may come from a provider.
    pub own: Option<Arc<str>>,
}

impl Session {
    /// The caller's id in the database, if they are one of its users.
    pub fn user_id(&self) -> Option<&str> {
        match &self.kept {
            Some(kept) => Some(&kept.user.as_ref()?.0.id),
            None => self.own.as_deref(),
        }
    }
}

/// A session as its cookie has it.
#[derive(Serialize, Deserialize)]
pub struct Token {
    /// Id.
    s: String,
    /// When the user logged in.
    b: u64,
    /// When this token was made.
    i: u64,
    /// The user, as JSON.
    u: String,
    /// The provider.
    p: String,
    /// The user's id in the database, if they are one of its users.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    k: Option<String>,
}

impl Token {
    /// A new session; `own` is the user's id in the database, if they are one of its users.
    pub fn new(user: &Value, provider: &str, own: Option<&str>) -> Token {
        Token {
            s: csrf::random(),
            b: keys::now(),
            i: keys::now(),
            u: json::to_wire(user),
            p: provider.to_owned(),
            k: own.map(str::to_owned),
        }
    }

    /// The same session, with the user as it is now.
    pub fn renewed(session: &Session) -> Token {
        Token {
            s: session.id.as_deref().unwrap_or_default().to_owned(),
            b: session.born,
            i: keys::now(),
            u: json::to_wire(&session.user),
            p: session.provider.as_deref().unwrap_or_default().to_owned(),
            k: session.own.as_deref().map(str::to_owned),
        }
    }

    /// The session that is known by this token, if it has not ended.
    fn session(&self, auth: &Auth) -> Option<Session> {
        let end = self.b.saturating_add(auth.policy.absolute.as_secs());
        if keys::now() >= end {
            return None;
        }
        let expires = self
            .i
            .saturating_add(auth.policy.max_age.as_secs())
            .min(end);
        Some(Session {
            user: json::parse_wire(self.u.as_bytes())
                .ok()
                .filter(|u| !u.is_none())?,
            id: Some(self.s.as_str().into()),
            born: self.b,
            provider: Some(self.p.as_str().into()),
            expires,
            kept: None,
            own: self.k.as_deref().map(Into::into),
        })
    }

    /// For the cookie, and how long it is good.
    pub fn seal(&self, auth: &Auth) -> Option<(String, Duration)> {
        let end = self.b.saturating_add(auth.policy.absolute.as_secs());
        let life = Duration::from_secs(end.saturating_sub(self.i)).min(auth.policy.max_age);
        let token = auth.keys.seal(Purpose::Session, self, life)?;
        Some((token, life))
    }
}

/// Finds out who calls.
pub async fn caller(state: State<AppState>, request: Request, next: Next) -> Response {
    let mut response = answered(state, request, next).await;
    // A cookie is one caller's, whatever else the answer says of itself.
    let headers = response.headers_mut();
    if headers.contains_key(header::SET_COOKIE) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

async fn answered(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let snapshot = state.snapshot();
    let path = request.uri().path();
    // Nobody in particular asks for these; figures have a token of their own.
    let is_nobodys = path == "/metrics" || path.starts_with("/pkg/") || path.starts_with("/_lath/");
    let Some(auth) = snapshot.auth.clone().filter(|_| !is_nobodys) else {
        return next.run(request).await;
    };
    if let Some(user) = &auth.mock_user {
        request.extensions_mut().insert(Session {
            user: user.clone(),
            expires: keys::now().saturating_add(auth.policy.max_age.as_secs()),
            born: keys::now(),
            ..Session::default()
        });
        return next.run(request).await;
    }
    if auth.strategies.concerns(request.headers()) {
        match auth
            .strategies
            .user(&state, &auth.user_fields, request.headers())
            .await
        {
            Ok(Some(user)) => {
                request.extensions_mut().insert(Session {
                    user,
                    ..Session::default()
                });
                return next.run(request).await;
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!("{error}");
                let message = "Who calls could not be checked.";
                return ApiError::new(Code::Service, message).into_response();
            }
        }
    }
    match auth.policy.strategy {
        Strategy::Jwt if !request.headers().contains_key(header::COOKIE) => next.run(request).await,
        Strategy::Jwt => of_cookie(&state, &auth, request, next).await,
        Strategy::Database => of_database(&state, auth, request, next).await,
    }
}

/// A browser: its cookie names a session of the database. Where no session is and none will be, the
/// database is not asked.
async fn of_database(
    state: &AppState,
    auth: Arc<Auth>,
    mut request: Request,
    next: Next,
) -> Response {
    let https = RequestContext::https_of(state, request.headers());
    let name = auth.cookies.name(Kind::Session, https);
    let has_session = Cookies::of(request.headers()).get(&name).is_some();
    if !has_session {
        // Whoever reads cookies after us would choose one of several.
        cookies::remove(request.headers_mut(), &name);
    }
    if !has_session && !request.uri().path().starts_with("/api/auth/") {
        return next.run(request).await;
    }
    match state.sessions(&auth).await {
        Ok(layers) => layers.run(Arc::clone(&auth), https, request, next).await,
        Err(error) => {
            tracing::error!(%error, "the database of users cannot be opened");
            let message = "Who calls could not be checked.";
            ApiError::new(Code::Service, message).into_response()
        }
    }
}

/// A browser: the session is in its cookie.
async fn of_cookie(state: &AppState, auth: &Auth, mut request: Request, next: Next) -> Response {
    let https = RequestContext::https_of(state, request.headers());
    let value = auth
        .cookies
        .session_of(&Cookies::of(request.headers()), https);
    let token: Option<Token> = value
        .as_deref()
        .and_then(|value| auth.keys.open(Purpose::Session, value));
    let Some((token, session)) = token.and_then(|t| t.session(auth).map(|s| (t, s))) else {
        return next.run(request).await;
    };
    let is_old = keys::now().saturating_sub(token.i) >= auth.policy.update_age.as_secs();
    let mut renewed = None;
    if is_old {
        let cx = RequestContext::of_parts(state, request.headers().clone());
        let sealed = Token::renewed(&session).seal(auth);
        renewed = sealed
            .and_then(|(value, life)| auth.cookies.session(&cx, &value, Some(life.as_secs())));
    }
    request.extensions_mut().insert(session);
    let mut response = next.run(request).await;
    let name = auth.cookies.name(Kind::Session, https);
    let sets = response.headers().get_all(header::SET_COOKIE).iter();
    let is_set = sets
        .filter_map(|v| v.to_str().ok())
        .any(|cookie| cookie.starts_with(&name));
    for cookie in renewed.into_iter().flatten().filter(|_| !is_set) {
        if let Some(value) = cookies::header(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
