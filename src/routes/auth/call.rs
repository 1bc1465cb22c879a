//! What the routes of logging in share: a call of an app that has `auth`, its form, and how it is answered.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::extract::rejection::BytesRejection;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use engine::{Value, json};

use crate::AppState;
use crate::auth::{Auth, audit, cookies, csrf, pages, target};
use crate::context::RequestContext;

/// Bytes of a form.
const MAX_FORM: usize = 64 << 10;

/// A call of a path below `/api/auth`.
pub(super) struct Call {
    pub(super) cx: RequestContext,
    pub(super) auth: Arc<Auth>,
}

impl FromRequestParts<AppState> for Call {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Call, Response> {
        let cx = RequestContext::from_request_parts(parts, state).await;
        let cx = cx.map_err(IntoResponse::into_response)?;
        let Some(auth) = cx.snapshot.auth.clone() else {
            let body = Value::object([("message", "Auth not configured".into())]);
            let mut response = crate::routes::data(&body);
            *response.status_mut() = StatusCode::NOT_FOUND;
            return Err(response);
        };
        // Programs that look at links before people do must not use them up.
        if cx.request.method == Method::HEAD {
            return Err(StatusCode::OK.into_response());
        }
        Ok(Call { cx, auth })
    }
}

/// An answer instead of what was asked for.
pub(super) struct Refusal(Box<Response>);

impl From<Response> for Refusal {
    fn from(response: Response) -> Refusal {
        Refusal(Box::new(response))
    }
}

impl From<Refusal> for Response {
    fn from(refusal: Refusal) -> Response {
        *refusal.0
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        self.into()
    }
}

/// Fields that a form or a query has. Of several of one name the first counts.
#[derive(Debug, Default)]
pub(super) struct Fields(pub(super) BTreeMap<String, String>);

impl Fields {
    /// Of a body: a form, or JSON with texts.
    pub(super) fn of_body(cx: &RequestContext, body: &Bytes) -> Fields {
        if body.len() > MAX_FORM {
            return Fields::default();
        }
        let kind = cx.header("content-type").unwrap_or_default();
        if kind.starts_with("application/json") {
            let value = json::parse(body).unwrap_or_default();
            let entries = value.as_map().into_iter().flat_map(|map| map.iter());
            return Fields(entries.filter_map(as_field).collect());
        }
        Fields::of_text(body)
    }

    /// Of the address.
    pub(super) fn of_query(cx: &RequestContext) -> Fields {
        Fields::of_text(cx.request.uri.query().unwrap_or_default().as_bytes())
    }

    fn of_text(text: &[u8]) -> Fields {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            fields
                .entry(name.into_owned())
                .or_insert_with(|| value.into_owned());
        }
        Fields(fields)
    }

    /// One of them, if it is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// As data, without what is not the user's.
    pub(super) fn to_value(&self) -> Value {
        let own = ["csrfToken", "callbackUrl", "json", "redirect"];
        let fields = self
            .0
            .iter()
            .filter(|(name, _)| !own.contains(&name.as_str()));
        Value::map(
            fields
                .map(|(name, value)| (name.as_str(), Value::from(value.as_str())))
                .collect::<engine::Map>(),
        )
    }
}

fn as_field((name, value): (&engine::Str, &Value)) -> Option<(String, String)> {
    let value = match value {
        Value::String(text) => text.to_string(),
        Value::Bool(_) | Value::Number(_) => json::stringify(value),
        _ => return None,
    };
    Some((name.to_string(), value))
}

impl Call {
    /// Sends the browser to an address, or tells it in JSON if that is what the form asks for.
    pub(super) fn go(&self, fields: &Fields, to: &str, cookies: &[Cookie<'static>]) -> Response {
        let mut response = if fields.get("json") == Some("true") {
            crate::routes::data(&Value::object([("url", to.into())]))
        } else {
            let headers = [
                (header::LOCATION, to.to_owned()),
                (header::CACHE_CONTROL, "no-store".to_owned()),
            ];
            (StatusCode::FOUND, headers).into_response()
        };
        set(&mut response, cookies);
        response
    }

    /// The page that tells an error, by its NextAuth name.
    pub(super) fn error_address(&self, code: &str, to: Option<&str>) -> String {
        let urls = &self.auth.urls;
        let (own, usual) = match pages::is_sign_in_error(code) {
            true => (&urls.sign_in, "/api/auth/signin"),
            false => (&urls.error, "/api/auth/error"),
        };
        let mut query = vec![("error", code)];
        query.extend(to.map(|to| ("callbackUrl", to)));
        target::with_query(&self.cx, own.as_deref().unwrap_or(usual), &query)
    }

    /// Where the app's callback `redirect` sends a browser that is on its way to `to`, if that is a place
    /// of this app.
    pub(super) async fn redirected(&self, to: String) -> String {
        if !self.auth.hooks.has("redirect") {
            return to;
        }
        let base = format!("{}{}", self.cx.origin(), self.cx.config().base_path);
        let asked = Value::object([
            ("url", to.as_str().into()),
            ("baseUrl", base.as_str().into()),
        ]);
        let said = self.auth.hooks.ask(&self.cx, "redirect", &asked).await;
        let said = said.unwrap_or_default();
        match said.iter().find_map(Value::as_str) {
            Some(elsewhere) => target::own(&self.cx, Some(elsewhere)),
            None => to,
        }
    }

    /// Where the user wants to be afterwards, if that is a place of this app.
    pub(super) fn target(&self, fields: &Fields) -> String {
        target::own(&self.cx, fields.get("callbackUrl"))
    }

    /// The form of a call that may be answered; see [`Call::check`].
    ///
    /// # Errors
    /// The answer.
    pub(super) fn form(
        &self,
        event: &str,
        provider: &str,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Fields, Refusal> {
        let body = crate::routes::bytes(body).map_err(IntoResponse::into_response)?;
        let fields = Fields::of_body(&self.cx, &body);
        self.check(event, provider, &fields)?;
        Ok(fields)
    }

    /// May this call be answered at all? It must have this browser's token, and not be one of too many.
    ///
    /// # Errors
    /// The answer.
    pub(super) fn check(
        &self,
        event: &str,
        provider: &str,
        fields: &Fields,
    ) -> Result<(), Refusal> {
        if !self.cx.state.tries.allows(&self.cx) {
            audit::refused(
                &self.cx,
                event,
                provider,
                "too many tries from this address",
            );
            let to = self.error_address("RateLimited", None);
            let mut response = self.go(fields, &to, &[]);
            if fields.get("json") == Some("true") {
                *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            }
            let wait = HeaderValue::from_static("60");
            response.headers_mut().insert(header::RETRY_AFTER, wait);
            return Err(response.into());
        }
        self.check_token(event, provider, fields)
    }

    /// Has the call this browser's token?
    ///
    /// # Errors
    /// The answer.
    pub(super) fn check_token(
        &self,
        event: &str,
        provider: &str,
        fields: &Fields,
    ) -> Result<(), Refusal> {
        let token = fields.get("csrfToken").unwrap_or_default();
        if !csrf::is_ours(&self.cx, &self.auth, token) {
            audit::refused(
                &self.cx,
                event,
                provider,
                "the token against forged calls is not this browser's",
            );
            let to = self.error_address("Csrf", None);
            return Err(self.go(fields, &to, &[]).into());
        }
        Ok(())
    }
}

/// Adds cookies to an answer.
pub(super) fn set(response: &mut Response, cookies: &[Cookie<'static>]) {
    for value in cookies.iter().filter_map(cookies::header) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
