//! Calls of the server.

use engine::{Value, json};
use js_sys::JsString;
use protocol::{Code, ErrorBody};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

use super::dom::window;

/// An answer: status and body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

impl Answer {
    /// The body as data; text that is no JSON is null.
    pub(super) fn value(&self) -> Value {
        json::parse_wire(self.body.as_bytes()).unwrap_or_default()
    }
}

/// Gets `url`.
pub(super) async fn get(url: &str) -> Result<Answer, ErrorBody> {
    send(url, "GET", None).await
}

/// Posts `body` as JSON.
pub(super) async fn post(url: &str, body: &Value) -> Result<Answer, ErrorBody> {
    send(url, "POST", Some(json::to_wire(body))).await
}

async fn send(url: &str, method: &str, body: Option<String>) -> Result<Answer, ErrorBody> {
    exchange(url, method, body).await.map_err(|_| {
        ErrorBody::new(
            Code::Service,
            "The server could not be reached. Check the connection and try again.",
        )
    })
}

async fn exchange(url: &str, method: &str, body: Option<String>) -> Result<Answer, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/json")?;
        init.set_headers(&headers);
        init.set_body(&JsValue::from_str(&body));
    }
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?;
    let response: Response = response.dyn_into()?;
    let text = JsFuture::from(response.text()?).await?;
    let body = text.dyn_into::<JsString>().map(String::from)?;
    Ok(Answer {
        status: response.status(),
        body,
    })
}
