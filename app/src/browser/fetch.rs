//! Calls of the server.

use engine::{Value, json};
use js_sys::{JsString, Promise, Reflect, Uint8Array};
use protocol::{Code, ErrorBody, NDJSON};
use wasm_bindgen::prelude::wasm_bindgen;
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

/// Posts `body`; the answer is a file, or says why there is none.
pub(super) async fn post_for_file(
    url: &str,
    body: &Value,
) -> Result<Result<web_sys::Blob, Answer>, ErrorBody> {
    let body = json::to_wire(body);
    let exchange = async {
        let response = request(url, "POST", Some(body), None).await?;
        if !response.ok() {
            return Ok(Err(whole(response).await?));
        }
        let file = JsFuture::from(response.blob()?).await?;
        Ok(Ok(file.dyn_into()?))
    };
    exchange.await.map_err(unreachable)
}

/// Posts `body` and hands over the lines of the answer, several at once, as they come. An answer that
/// is not of lines is given whole.
pub(super) async fn post_lines(
    url: &str,
    body: &Value,
    mut lines: impl FnMut(&[u8]),
) -> Result<Option<Answer>, ErrorBody> {
    let body = json::to_wire(body);
    let exchange = async {
        let response = request(url, "POST", Some(body), Some(NDJSON)).await?;
        let kind = response.headers().get("content-type")?;
        if !kind.is_some_and(|kind| kind.starts_with(NDJSON)) {
            return Ok(Some(whole(response).await?));
        }
        let stream: Stream = Reflect::get(&response, &"body".into())?.unchecked_into();
        let reader = stream.get_reader();
        let mut buffer = Vec::new();
        loop {
            let chunk: Chunk = JsFuture::from(reader.read()).await?.unchecked_into();
            if chunk.done() {
                lines(&buffer);
                return Ok(None);
            }
            buffer.extend(chunk.value().to_vec());
            if let Some(end) = buffer.iter().rposition(|b| *b == b'\n') {
                lines(&buffer[..end]);
                buffer.drain(..=end);
            }
        }
    };
    exchange.await.map_err(unreachable)
}

#[wasm_bindgen]
extern "C" {
    /// A `ReadableStream`.
    type Stream;
    #[wasm_bindgen(method, js_name = getReader)]
    fn get_reader(this: &Stream) -> Reader;
    /// Its reader.
    type Reader;
    #[wasm_bindgen(method)]
    fn read(this: &Reader) -> Promise;
    /// What it reads.
    type Chunk;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Chunk) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Uint8Array;
}

async fn send(url: &str, method: &str, body: Option<String>) -> Result<Answer, ErrorBody> {
    let exchange = async { whole(request(url, method, body, None).await?).await };
    exchange.await.map_err(unreachable)
}

/// What came ended before its end.
pub(super) fn broken_off() -> ErrorBody {
    ErrorBody::new(Code::Service, "The server's answer broke off. Try again.")
}

fn unreachable(_: JsValue) -> ErrorBody {
    ErrorBody::new(
        Code::Service,
        "The server could not be reached. Check the connection and try again.",
    )
}

async fn request(
    url: &str,
    method: &str,
    body: Option<String>,
    accept: Option<&str>,
) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        let headers = web_sys::Headers::new()?;
        headers.set("content-type", "application/json")?;
        if let Some(accept) = accept {
            headers.set("accept", accept)?;
        }
        init.set_headers(&headers);
        init.set_body(&JsValue::from_str(&body));
    }
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?;
    response.dyn_into()
}

async fn whole(response: Response) -> Result<Answer, JsValue> {
    let text = JsFuture::from(response.text()?).await?;
    let body = text.dyn_into::<JsString>().map(String::from)?;
    Ok(Answer {
        status: response.status(),
        body,
    })
}
