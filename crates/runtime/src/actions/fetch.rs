use engine::Value;

use crate::{Action, ActionCx, ActionError};

/// Fetches an address with the browser's own `fetch`. It never runs on the server: a page with it
/// in onInit is drawn before onInit, which then runs in the browser. For data that needs a secret,
/// use a request.
///
/// ```yaml
/// id: rates
/// type: Fetch
/// params:
///   url: https://api.example.com/rates
///   responseFunction: json
///   options: { method: GET }
/// ```
///
/// - `url`: the address. Required.
/// - `options`: those of JavaScript's `fetch`: `method`, `headers`, `body` and so on.
/// - `responseFunction`: what becomes of the answer: `json`, `text`, `blob`, `arrayBuffer` or
///   `formData`. Without one the response is its status, headers and address.
pub struct Fetch;

const FUNCTIONS: [&str; 5] = ["arrayBuffer", "blob", "formData", "json", "text"];

impl Action for Fetch {
    const NAME: &'static str = "Fetch";
    const NEEDS_BROWSER: bool = true;

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let Some(url) = params.key("url").as_str().map(str::to_owned) else {
            let received = engine::json::stringify(&params);
            return Err(ActionError::new(format!(
                "Fetch needs a \"url\" that is text. Received {received}."
            )));
        };
        let read = params.key("responseFunction");
        if !read.is_none() && !read.as_str().is_some_and(|name| FUNCTIONS.contains(&name)) {
            let received = engine::json::stringify(read);
            return Err(ActionError::new(format!(
                "Fetch does not know the responseFunction {received}; there are {}.",
                FUNCTIONS.join(", ")
            )));
        }
        let backend = cx.page.app().backend();
        let answer = backend.fetch(url, params.key("options").clone(), read.clone());
        answer.await.map_err(ActionError::new)
    }
}
