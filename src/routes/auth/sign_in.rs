//! `/api/auth/signin`: the page (`GET`), and the way to a provider (`POST /api/auth/signin/<provider>`).

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};

use super::call::{Call, Fields};
use super::email;
use crate::AppState;
use crate::auth::cookies::Kind;
use crate::auth::keys::Purpose;
use crate::auth::provider::{Provider, Way};
use crate::auth::{Strategy, audit, pages, target};
use crate::error::ApiError;

/// How long one may be away at a provider.
pub(super) const AWAY: Duration = Duration::from_secs(900);

/// A login on its way, as its cookie has it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    /// What the provider's answer must fit.
    pub(super) pending: auth::oauth::Pending,
    /// Where to go afterwards.
    pub(super) to: String,
    /// The user who asked for the account to be theirs, too.
    pub(super) link_to: Option<String>,
}

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/signin", get(page))
        .route("/api/auth/signin/{provider}", get(page).post(begin))
}

/// The page, or the app's own.
async fn page(call: Call) -> Response {
    let query = Fields::of_query(&call.cx);
    let to = call.target(&query);
    let error = query.get("error");
    if let Some(own) = &call.auth.urls.sign_in {
        let mut pairs = vec![("callbackUrl", to.as_str())];
        pairs.extend(error.map(|error| ("error", error)));
        let to = target::with_query(&call.cx, own, &pairs);
        return call.go(&Fields::default(), &to, &[]);
    }
    pages::sign_in(&call.cx, &call.auth, &to, error)
}

/// The way to a provider.
async fn begin(
    call: Call,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    let fields = Fields::of_body(&call.cx, &body);
    let Some(provider) = call.auth.provider(&id) else {
        return Err(ApiError::not_found("There is no such provider.").into_response());
    };
    call.check("sign_in_begin", &id, &fields)?;
    match &provider.way {
        Way::OAuth(Ok(client)) => Ok(away(&call, provider, client, &fields).await),
        Way::OAuth(Err(why)) => {
            audit::refused(&call.cx, "sign_in_begin", &id, why);
            let to = call.error_address("Configuration", None);
            Ok(call.go(&fields, &to, &[]))
        }
        Way::Email => Ok(email::begin(&call, provider, &fields).await),
        Way::Credentials | Way::Passkey | Way::Token(_) => {
            let to = call.error_address("CredentialsSignin", None);
            Ok(call.go(&fields, &to, &[]))
        }
    }
}

async fn away(
    call: &Call,
    provider: &Provider,
    client: &auth::oauth::Client,
    fields: &Fields,
) -> Response {
    let cx = &call.cx;
    let base = &cx.config().base_path;
    let back = format!("{}{base}/api/auth/callback/{}", cx.origin(), provider.id);
    // What the app's page adds to the provider's address.
    let params: Vec<(String, String)> = Fields::of_query(cx).0.into_iter().collect();
    let (url, pending) = match client.start(&back, &params).await {
        Ok(begun) => begun,
        Err(error) => {
            audit::refused(cx, "sign_in_begin", &provider.id, &error.to_string());
            let to = call.error_address(error.code(), None);
            return call.go(fields, &to, &[]);
        }
    };
    let links = fields.get("link") == Some("true");
    if links && call.auth.policy.strategy == Strategy::Jwt {
        let why = "accounts are linked in the database, and sessions are not kept there";
        audit::refused(cx, "sign_in_begin", &provider.id, why);
        let to = call.error_address("OAuthAccountNotLinked", None);
        return call.go(fields, &to, &[]);
    }
    let begun = Begun {
        pending,
        to: call.target(fields),
        link_to: links.then(|| cx.session.user_id().unwrap_or_default().to_owned()),
    };
    let Some(value) = call.auth.keys.seal(Purpose::Login, &begun, AWAY) else {
        let to = call.error_address("Configuration", None);
        return call.go(fields, &to, &[]);
    };
    let https = cx.is_https();
    let seconds = Some(AWAY.as_secs());
    let cookie = call.auth.cookies.cookie(Kind::Login, https, value, seconds);
    call.go(fields, url.as_str(), &[cookie])
}
