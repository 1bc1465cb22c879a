//! `GET /api/auth/sessions`: the user's own sessions; `POST /api/auth/sessions/revoke` ends one (`id`), all
//! others (`others=true`) or all (`all=true`).

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use engine::{Value, date};
use protocol::Code;

use super::call::{Call, set};
use crate::AppState;
use crate::auth::kept::Layers;
use crate::auth::{audit, login};
use crate::error::ApiError;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/api/auth/sessions", get(list))
        .route("/api/auth/sessions/revoke", post(revoke))
}

/// The sessions of the database, and who asks for theirs.
async fn own(call: &Call) -> Result<(&Layers, String, String), Response> {
    let session = &call.cx.session;
    let known = session.kept.as_ref().and_then(|kept| kept.user.as_ref());
    let (Some(known), Some(name)) = (known, &session.id) else {
        let message = "You are not signed in, or sessions are not kept in a database.";
        return Err(ApiError::new(Code::Authentication, message).into_response());
    };
    let layers = call.cx.state.sessions(&call.auth).await;
    let layers = layers.map_err(|error| failed(&error))?;
    Ok((layers, known.0.id.clone(), name.to_string()))
}

fn failed(error: &auth::StoreError) -> Response {
    tracing::error!(%error, "the database of users failed");
    ApiError::new(Code::Service, "Sessions cannot be read now.").into_response()
}

async fn list(call: Call) -> Result<Response, Response> {
    let (layers, user, here) = own(&call).await?;
    let found = layers.sessions.list_of(&user).await;
    let found = found.map_err(|error| failed(&error))?;
    let text = |text: Option<String>| text.map_or(Value::Null, |text| text.as_str().into());
    let time = |ms: i64| Value::from(date::to_iso(ms as f64).as_str());
    let all = found.into_iter().map(|session| {
        Value::object([
            ("id", session.name.as_str().into()),
            ("current", (session.name == here).into()),
            ("created", time(session.created)),
            ("lastSeen", time(session.last_seen)),
            ("expires", time(session.expires)),
            ("address", text(session.address)),
            ("agent", text(session.agent)),
        ])
    });
    Ok(crate::routes::data(&Value::list(all.collect())))
}

async fn revoke(call: Call, body: Result<Bytes, BytesRejection>) -> Result<Response, Response> {
    let fields = call.form("revoke_session", "", body)?;
    let (layers, user, here) = own(&call).await?;
    let is = |name: &str| fields.get(name) == Some("true");
    let all = is("all");
    let ended = match fields.get("id") {
        _ if all => layers.sessions.revoke_all_of(&user).await,
        _ if is("others") => layers.sessions.revoke_others_of(&user, &here).await,
        // Another user's is none.
        Some(id) => layers.sessions.revoke_of(&user, id).await.map(usize::from),
        None => return Err(ApiError::invalid("Which session is not said.").into_response()),
    };
    let ended = ended.map_err(|error| failed(&error))?;
    audit::done(&call.cx, "revoke_session", "", &user);
    let mut response = crate::routes::data(&Value::object([("ended", (ended as f64).into())]));
    if all {
        set(&mut response, &login::log_out(&call.cx, &call.auth).await);
    }
    Ok(response)
}
