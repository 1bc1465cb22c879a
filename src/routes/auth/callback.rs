//! `/api/auth/callback/<provider>`: the way back from a provider, and what a form of the app brings.

use auth::bearer::Verifier;
use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::extract::rejection::BytesRejection;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use cookie::{Cookie, time};
use engine::Value;

use super::call::{Call, Fields};
use super::sign_in::{AWAY, Begun};
use super::{credentials, email, passkey};
use crate::AppState;
use crate::auth::cookies::{Cookies, Kind};
use crate::auth::keys::{self, Purpose};
use crate::auth::login::{self, Proven, Refused};
use crate::auth::provider::{Provider, Way};
use crate::auth::{audit, hooks, target};
use crate::error::ApiError;
use crate::middleware;

/// Bytes of each field of a provider's form.
const MAX_ANSWER: usize = 4_000;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/callback/{provider}", any(callback))
}

async fn callback(
    call: Call,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Response> {
    let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
    let Some(provider) = call.auth.provider(&id) else {
        audit::refused(&call.cx, "sign_in", &id, "there is no such provider");
        return Err(ApiError::not_found("There is no such provider.").into_response());
    };
    let is_post = call.cx.request.method == Method::POST;
    match &provider.way {
        Way::OAuth(Ok(client)) => {
            if is_post && client.setup().posts_back {
                return Ok(as_get(&call, &Fields::of_body(&call.cx, &body)));
            }
            if is_post {
                return Err(ApiError::method().into_response());
            }
            Ok(back(&call, provider, client, &Fields::of_query(&call.cx)).await)
        }
        Way::Email if !is_post => {
            Ok(email::follow(&call, provider, &Fields::of_query(&call.cx)).await)
        }
        Way::Token(_) | Way::Credentials | Way::Passkey | Way::Email if is_post => {
            if middleware::is_foreign(&call.cx.request.headers) {
                audit::refused(&call.cx, "sign_in", &id, "the form is of another site");
                return Err(ApiError::forbidden().into_response());
            }
            let fields = Fields::of_body(&call.cx, &body);
            call.check("sign_in", &id, &fields)?;
            Ok(match &provider.way {
                Way::Email => email::use_link(&call, provider, &fields).await,
                Way::Passkey => passkey::log_in(&call, provider, &fields).await,
                _ if provider.is_built_in() => credentials::log_in(&call, provider, &fields).await,
                _ => form(&call, provider, &fields).await,
            })
        }
        Way::OAuth(Err(_)) => {
            let to = call.error_address("Configuration", None);
            Ok(call.go(&Fields::default(), &to, &[]))
        }
        _ => Err(ApiError::method().into_response()),
    }
}

/// A form that a provider has the browser send comes without this browser's cookies: they come along when
/// the browser asks for the same anew.
fn as_get(call: &Call, fields: &Fields) -> Response {
    let known = ["code", "state", "iss", "error", "user"];
    let known = known
        .iter()
        .filter_map(|name| Some((*name, fields.get(name)?)));
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(known.filter(|(_, value)| value.len() <= MAX_ANSWER));
    let path = call.cx.request.uri.path();
    let to = format!("{}{path}?{}", call.cx.config().base_path, query.finish());
    let headers = [
        (header::LOCATION, to),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// Back from a provider.
async fn back(
    call: &Call,
    provider: &Provider,
    client: &auth::oauth::Client,
    fields: &Fields,
) -> Response {
    let cx = &call.cx;
    let https = cx.is_https();
    let mut gone = call
        .auth
        .cookies
        .cookie(Kind::Login, https, String::new(), None);
    gone.set_max_age(time::Duration::ZERO);
    let refuse = |code: &str, why: &str| {
        audit::refused(cx, "sign_in", &provider.id, why);
        let to = call.error_address(code, None);
        call.go(&Fields::default(), &to, std::slice::from_ref(&gone))
    };
    let name = call.auth.cookies.name(Kind::Login, https);
    let kept = Cookies::of(&cx.request.headers)
        .get(&name)
        .map(str::to_owned);
    let begun = kept.and_then(|kept| call.auth.keys.open::<Begun>(Purpose::Login, &kept));
    let Some(begun) = begun else {
        return refuse(
            "OAuthCallback",
            "this browser has begun no login, or too long ago",
        );
    };
    let until = keys::now() + AWAY.as_secs();
    if !cx.state.used.first(&begun.pending.state, until) {
        return refuse("OAuthCallback", "this login came back before");
    }
    let text = |name: &str| fields.get(name).map(str::to_owned);
    let answer = auth::oauth::Answer {
        code: text("code"),
        state: text("state"),
        iss: text("iss"),
        error: text("error"),
        user: text("user"),
    };
    let identity = match client.finish(&begun.pending, &answer).await {
        Ok(identity) => identity,
        Err(error) => return refuse(error.code(), &error.to_string()),
    };
    let optional = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    let user = Value::object([
        ("id", identity.account_id.as_str().into()),
        ("name", optional(&identity.name)),
        ("email", optional(&identity.email)),
        ("image", optional(&identity.image)),
    ]);
    let proven = Proven {
        provider: identity.provider,
        kind: "oauth",
        user,
        account: identity.account,
        profile: identity.profile,
        email_verified: identity.email_verified,
        links_by_email: client.setup().links_by_email,
        link_to: begun.link_to,
        known: None,
    };
    finish(call, proven, &Fields::default(), begun.to, vec![gone]).await
}

/// What a form brings: fields for an endpoint of the app, or a token of another system.
async fn form(call: &Call, provider: &Provider, fields: &Fields) -> Response {
    let (cx, id) = (&call.cx, &*provider.id);
    let user = match &provider.way {
        Way::Token(Ok(verifier)) => token_user(verifier, provider, fields).await,
        Way::Token(Err(why)) => Err(why.to_string()),
        _ => endpoint_user(call, provider, fields).await,
    };
    let user = match user {
        Ok(user) => user,
        Err(why) => {
            audit::refused(cx, "sign_in", id, &why);
            return not_accepted(call, fields, "CredentialsSignin");
        }
    };
    let account = Value::object([
        ("provider", id.into()),
        ("type", "credentials".into()),
        ("providerAccountId", user.key("id").clone()),
    ]);
    let proven = Proven {
        provider: id.to_owned(),
        kind: "credentials",
        profile: user.clone(),
        user,
        account,
        email_verified: false,
        links_by_email: false,
        link_to: None,
        known: None,
    };
    let to = call.target(fields);
    finish(call, proven, fields, to, Vec::new()).await
}

/// NextAuth's answer to a form that is not accepted.
pub(super) fn not_accepted(call: &Call, fields: &Fields, code: &str) -> Response {
    let to = call.error_address(code, Some(&call.target(fields)));
    let mut response = call.go(fields, &to, &[]);
    if fields.get("json") == Some("true") {
        *response.status_mut() = StatusCode::UNAUTHORIZED;
    }
    response
}

/// The user that an endpoint of the app knows by what the form has.
async fn endpoint_user(call: &Call, provider: &Provider, fields: &Fields) -> Result<Value, String> {
    let endpoint = provider.properties.key("endpoint").as_str();
    let endpoint = endpoint.ok_or("the provider names no `endpoint`")?;
    let said = hooks::call(&call.cx, endpoint, fields.to_value()).await;
    let said = said.map_err(|_| "the endpoint failed")?;
    match said.as_map() {
        Some(_) if !said.key("id").is_none() => Ok(said),
        Some(_) => Err("the endpoint gives a user without `id`".to_owned()),
        None => Err("the endpoint refuses".to_owned()),
    }
}

/// By how many seconds clocks may differ.
const CLOCKS: f64 = 60.0;

/// The user whom another system's token is about.
async fn token_user(
    verifier: &Verifier,
    provider: &Provider,
    fields: &Fields,
) -> Result<Value, String> {
    let token = fields.get("token").ok_or("there is no token")?;
    let mut told = verifier
        .verify(token)
        .await
        .map_err(|error| error.to_string())?;
    let most = provider
        .properties
        .key("maxAge")
        .as_number()
        .unwrap_or(300.0);
    let time = |claim: &str| told.key(claim).as_number();
    let now = keys::now() as f64;
    let is_young = match (time("iat"), time("exp")) {
        (Some(made), _) => now - made <= most && made - now <= CLOCKS,
        // It does not say when it was made, so it must end soon.
        (None, Some(end)) => end - now <= most,
        (None, None) => false,
    };
    if !is_young {
        return Err("the token was made too long ago, or lasts too long".to_owned());
    }
    if told.key("id").is_none() {
        let id = told.key("sub").clone();
        if id.is_none() {
            return Err("the token does not say who the user is (`id` or `sub`)".to_owned());
        }
        told.make_map().insert("id", id);
    }
    let roles = provider.properties.key("roles");
    if !roles.is_none() {
        let own = told.key("roles").items().iter();
        let all = roles.items().iter().chain(own).cloned().collect();
        told.make_map().insert("roles", Value::list(all));
    }
    Ok(told)
}

/// Lets the user in and sends the browser on.
pub(super) async fn finish(
    call: &Call,
    proven: Proven,
    fields: &Fields,
    to: String,
    mut cookies: Vec<Cookie<'static>>,
) -> Response {
    let is_form = matches!(proven.kind, "credentials" | "webauthn");
    match login::log_in(&call.cx, &call.auth, proven).await {
        Ok(logged_in) => {
            cookies.extend(logged_in.cookies);
            let new = call
                .auth
                .urls
                .new_user
                .as_deref()
                .filter(|_| logged_in.is_new);
            let to = match new {
                Some(page) => target::with_query(&call.cx, page, &[("callbackUrl", &*to)]),
                None => call.redirected(to).await,
            };
            call.go(fields, &to, &cookies)
        }
        Err(Refused(code)) if is_form => not_accepted(call, fields, code),
        Err(Refused(code)) => {
            let to = call.error_address(code, None);
            call.go(fields, &to, &cookies)
        }
    }
}
