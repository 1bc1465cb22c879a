//! `/api/auth/totp`: the second factor of the user who is signed in.

use auth::{FactorError, User};
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use engine::Value;
use qrcode::QrCode;
use qrcode::render::svg;
use secrecy::{ExposeSecret, SecretString};
use ui::prelude::*;

use super::call::{Call, Fields};
use super::entry;
use crate::AppState;
use crate::auth::forms::FormPage;
use crate::auth::provider::{Provider, Way};
use crate::auth::{audit, pages};

const EVENT: &str = "second_factor_set_up";

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/totp", get(page))
        .route("/api/auth/totp/new", post(begin))
        .route("/api/auth/totp/confirm", post(confirm))
        .route("/api/auth/totp/codes", post(codes))
        .route("/api/auth/totp/remove", post(remove))
}

async fn page(call: Call) -> Result<Response, Response> {
    let user = call.own_user(true).await?;
    overview(&call, &user, None).await
}

/// What there is, and what can be done about it.
async fn overview(call: &Call, user: &User, error: Option<&str>) -> Result<Response, Response> {
    let ways = call.ways().await?;
    let store = ways.logins.store();
    let has = store.has_totp(&user.id).await;
    let has = has.map_err(|error| entry::failed(&error))?;
    if !has && !is_of_use(call, user).await? {
        return Ok(of_no_use(call));
    }
    if !has {
        return Ok(FormPage {
            title: "Second factor",
            text: "An authenticator app on your telephone shows a new code twice a minute. With it \
                   a stolen password is not enough to sign in as you.",
            error: error.map(str::to_owned),
            action: "/totp/new",
            button: "Set it up",
            ..FormPage::default()
        }
        .response(&call.cx, &call.auth));
    }
    let left = store.recovery_codes_left(&user.id).await;
    let left = left.map_err(|error| entry::failed(&error))?;
    Ok(FormPage {
        title: "Second factor",
        text: &format!(
            "It is set up. You have {left} recovery codes left. To remove it, type a code."
        ),
        error: error.map(str::to_owned),
        action: "/totp/remove",
        fields: vec![["code", "Code", "text", "one-time-code"]],
        button: "Remove it",
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth))
}

/// What users are told who would never be asked for a code.
const OF_NO_USE: &str = "A code is asked for after a password or a link by mail. You have no password here; \
     what you sign in with has factors of its own.";

/// Would the user ever be asked for a code?
async fn is_of_use(call: &Call, user: &User) -> Result<bool, Response> {
    let is_mail = |provider: &Provider| matches!(provider.way, Way::Email);
    if call.auth.providers.iter().any(is_mail) {
        return Ok(true);
    }
    let ways = call.ways().await?;
    let has = ways.logins.store().has_password(&user.id).await;
    has.map_err(|error| entry::failed(&error))
}

fn of_no_use(call: &Call) -> Response {
    pages::notice(&call.cx, "Second factor", OF_NO_USE, StatusCode::OK)
}

async fn begin(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form(EVENT, "totp", body)?;
    let user = call.own_user(true).await?;
    let ways = call.ways().await?;
    if !is_of_use(&call, &user).await? {
        audit::refused(&call.cx, EVENT, "totp", OF_NO_USE);
        return Ok(call.wrong(&fields, OF_NO_USE, || of_no_use(&call)));
    }
    if !ways.keeps_secrets {
        let text = "AUTH_SECRET is not set, so no second factor can be kept.";
        audit::refused(&call.cx, EVENT, "totp", text);
        let page = overview(&call, &user, Some(text)).await?;
        return Ok(call.wrong(&fields, text, || page));
    }
    match ways.logins.enrol_totp(&user).await {
        Ok(enrolment) if fields.get("json") == Some("true") => {
            let text = |secret: &SecretString| Value::from(secret.expose_secret());
            Ok(crate::routes::data(&Value::object([
                ("secret", text(&enrolment.secret)),
                ("url", text(&enrolment.url)),
            ])))
        }
        Ok(enrolment) => {
            let secret = enrolment.secret.expose_secret().to_owned();
            let url = enrolment.url.expose_secret().to_owned();
            let picture = picture(&url);
            let extra = view! {
                <div class="a-qr" role="img" aria-label="QR code" inner_html=picture></div>
                <p>
                    "Or type this key: " <code class="a-code">{secret}</code> " or "
                    <a href=url>"open the app on this device"</a> "."
                </p>
            };
            Ok(confirm_form(&call, Some(extra.into_any()), None))
        }
        Err(error) => refused(&call, &user, &fields, error).await,
    }
}

/// A QR code as SVG.
fn picture(url: &str) -> String {
    let code = QrCode::new(url.as_bytes());
    code.map_or_else(
        |_| String::new(),
        |code| code.render::<svg::Color>().min_dimensions(200, 200).build(),
    )
}

fn confirm_form(call: &Call, extra: Option<AnyView>, error: Option<&str>) -> Response {
    FormPage {
        title: "Second factor",
        text: match extra {
            Some(_) => "Scan this with your authenticator app, then type the code that it shows.",
            None => "Type the code that your authenticator app shows.",
        },
        error: error.map(str::to_owned),
        action: "/totp/confirm",
        fields: vec![["code", "Code", "text", "one-time-code"]],
        button: "Confirm",
        links: vec![("Begin again", "/totp")],
        extra,
        ..FormPage::default()
    }
    .response(&call.cx, &call.auth)
}

async fn confirm(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form(EVENT, "totp", body)?;
    let user = call.own_user(true).await?;
    let ways = call.ways().await?;
    let code = fields.get("code").unwrap_or_default();
    match ways.logins.confirm_totp(&user, code).await {
        Ok(codes) => {
            audit::done(&call.cx, EVENT, "totp", &user.id);
            end_other_sessions(&call, &user).await;
            Ok(shown(&call, &fields, &codes))
        }
        Err(FactorError::Store(error)) => Err(entry::failed(&error)),
        Err(error) => {
            let text = error.to_string();
            audit::refused(&call.cx, EVENT, "totp", &text);
            Ok(call.wrong(&fields, &text, || confirm_form(&call, None, Some(&text))))
        }
    }
}

/// New codes for when the telephone is lost; the old ones end.
async fn codes(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form(EVENT, "totp", body)?;
    let user = call.own_user(true).await?;
    let ways = call.ways().await?;
    let code = fields.get("code").unwrap_or_default();
    if let Err(error) = ways.logins.second_factor(&user, code).await {
        return refused(&call, &user, &fields, error).await;
    }
    match ways.logins.new_recovery_codes(&user).await {
        Ok(codes) => Ok(shown(&call, &fields, &codes)),
        Err(error) => refused(&call, &user, &fields, error).await,
    }
}

async fn remove(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form(EVENT, "totp", body)?;
    let user = call.own_user(true).await?;
    let ways = call.ways().await?;
    let code = fields.get("code").unwrap_or_default();
    if let Err(error) = ways.logins.second_factor(&user, code).await {
        return refused(&call, &user, &fields, error).await;
    }
    let removed = ways.logins.remove_totp(&user.id).await;
    removed.map_err(|error| entry::failed(&error))?;
    audit::done(&call.cx, "second_factor_removed", "totp", &user.id);
    let text = "Your password alone signs you in from now on.";
    Ok(call.done(&fields, || {
        pages::notice(&call.cx, "Removed", text, StatusCode::OK)
    }))
}

async fn refused(
    call: &Call,
    user: &User,
    fields: &Fields,
    error: FactorError,
) -> Result<Response, Response> {
    if let FactorError::Store(error) = &error {
        return Err(entry::failed(error));
    }
    let text = error.to_string();
    audit::refused(&call.cx, EVENT, "totp", &text);
    let page = overview(call, user, Some(&text)).await?;
    Ok(call.wrong(fields, &text, || page))
}

/// Whoever had only the password before is not to stay.
async fn end_other_sessions(call: &Call, user: &User) {
    let (Some(layers), Some(here)) = (call.auth.layers.get(), &call.cx.session.id) else {
        return;
    };
    if let Err(error) = layers.sessions.revoke_others_of(&user.id, here).await {
        tracing::error!(%error, "other sessions could not be ended");
    }
}

/// Codes, this once.
fn shown(call: &Call, fields: &Fields, codes: &[SecretString]) -> Response {
    let codes = codes.iter().map(|code| code.expose_secret().to_owned());
    if fields.get("json") == Some("true") {
        let codes = codes.map(|code| code.as_str().into()).collect();
        return crate::routes::data(&Value::object([
            ("ok", true.into()),
            ("recoveryCodes", Value::list(codes)),
        ]));
    }
    let items: Vec<AnyView> = codes
        .map(|code| view! { <li><code class="a-code">{code}</code></li> }.into_any())
        .collect();
    let home = format!("{}/", call.cx.config().base_path);
    let main = view! {
        <h1>"Recovery codes"</h1>
        <p>
            "Keep these where your telephone is not. Each signs you in once without it. They are not \
             shown again."
        </p>
        <ul class="a-codes">{items}</ul>
        <div class="a-links"><a href=home>"I have kept them"</a></div>
    };
    pages::document(&call.cx, "Recovery codes", main.into_any(), StatusCode::OK)
}
