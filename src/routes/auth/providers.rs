//! `GET /api/auth/providers`: whom one can log in with.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use engine::{Map, Value};

use super::call::Call;
use crate::AppState;

/// The routes.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/api/auth/providers", get(providers))
}

async fn providers(call: Call) -> Response {
    let base = format!(
        "{}{}/api/auth",
        call.cx.origin(),
        call.cx.config().base_path
    );
    let all = call.auth.providers.iter().map(|provider| {
        let id = &provider.id;
        let value = Value::object([
            ("id", id.clone().into()),
            ("name", provider.title.as_str().into()),
            ("type", provider.way.kind().into()),
            ("signinUrl", format!("{base}/signin/{id}").as_str().into()),
            (
                "callbackUrl",
                format!("{base}/callback/{id}").as_str().into(),
            ),
        ]);
        (id.clone(), value)
    });
    crate::routes::data(&Value::map(all.collect::<Map>()))
}
