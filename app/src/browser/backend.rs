//! The page's way to the world in the browser: fetch, timers, history, clipboard.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;
use std::sync::OnceLock;

use engine::{Script, ScriptAnswer, Str, Value, json};
use protocol::{END, EndpointAnswer, EndpointCall, ErrorBody, RequestCall};
use runtime::{Backend, BoxFuture, Login, LoginAnswer, Navigation, RowsFn};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Element, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition, ScrollToOptions,
};

use super::Client;
use super::dom::{by_id, window};
use super::{device, fetch, locale, navigate, scripts, session, window as media};

/// Reports of errors that one visit sends at most.
const MAX_REPORTS: u32 = 20;

/// See [`Backend`]. The client is set once it exists: it needs the backend to exist itself.
#[derive(Default)]
pub(super) struct BrowserBackend {
    pub(super) client: OnceLock<Client>,
    pub(super) base_path: String,
}

/// Notes to developers that one visit has at most.
const MAX_NOTES: usize = 100;

thread_local! {
    static REPORTS: Cell<u32> = const { Cell::new(0) };
    static NOTES: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

fn local<T>(future: impl Future<Output = T> + 'static) -> BoxFuture<T> {
    Box::pin(SendWrapper::new(future))
}

impl BrowserBackend {
    fn request_url(&self, call: &RequestCall) -> String {
        let (page, request) = (&call.page_id, &call.request_id);
        format!("{}/api/request/{page}/{request}", self.base_path)
    }
}

/// What a request answered.
fn response(answer: &fetch::Answer) -> Result<Value, ErrorBody> {
    let value = answer.value();
    match value.key("success") {
        Value::Bool(true) => Ok(value.key("response").clone()),
        _ => Err(ErrorBody::from_value(&value, answer.status)),
    }
}

/// The values of whole lines.
fn values(lines: &[u8]) -> Vec<Value> {
    let lines = lines.split(|b| *b == b'\n').filter(|line| !line.is_empty());
    lines
        .filter_map(|line| json::parse_wire(line).ok())
        .collect()
}

/// What the last line of rows says.
fn end_of(last: &Value) -> Option<&Value> {
    last.as_map()?.get(END)
}

impl Backend for BrowserBackend {
    fn request(&self, call: RequestCall) -> BoxFuture<Result<Value, ErrorBody>> {
        let url = self.request_url(&call);
        local(async move { response(&fetch::post(&url, &call.body()).await?) })
    }

    fn stream(&self, call: RequestCall, rows: RowsFn) -> BoxFuture<Result<(), ErrorBody>> {
        let url = self.request_url(&call);
        local(async move {
            let mut ended = Err(fetch::broken_off());
            let take = |lines: &[u8]| {
                let mut values = values(lines);
                ended = match values.last() {
                    Some(error @ Value::Error(_)) => Err(ErrorBody::from_value(error, 200)),
                    Some(last) if end_of(last).is_some() => Ok(()),
                    _ => return rows(values),
                };
                values.pop();
                rows(values);
            };
            match fetch::post_lines(&url, &call.body(), take).await? {
                None => ended,
                // Who cannot give rows gives the answer.
                Some(answer) => {
                    rows(response(&answer)?.items().to_vec());
                    Ok(())
                }
            }
        })
    }

    fn call_api(
        &self,
        call: EndpointCall,
        rows: RowsFn,
    ) -> BoxFuture<Result<EndpointAnswer, ErrorBody>> {
        let url = format!("{}/api/endpoints/{}", self.base_path, call.endpoint_id);
        local(async move {
            let mut end = Value::Undefined;
            let take = |lines: &[u8]| {
                let mut values = values(lines);
                if let Some(answer) = values.last().and_then(end_of) {
                    end = answer.clone();
                    values.pop();
                }
                rows(values);
            };
            match fetch::post_lines(&url, &call.body(), take).await? {
                Some(answer) => EndpointAnswer::from_value(&answer.value(), answer.status),
                None if end.is_undefined() => Err(fetch::broken_off()),
                None => EndpointAnswer::from_value(&end, 200),
            }
        })
    }

    fn sleep(&self, ms: f64) -> BoxFuture<()> {
        local(async move {
            let promise = js_sys::Promise::new(&mut |resolve, _| {
                let ms = ms.clamp(0.0, f64::from(i32::MAX)) as i32;
                window()
                    .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms)
                    .ok();
            });
            JsFuture::from(promise).await.ok();
        })
    }

    fn spawn(&self, task: BoxFuture<()>) {
        spawn_local(task);
    }

    fn navigate(&self, to: Navigation) {
        if let Some(client) = self.client.get() {
            navigate::follow(client, to);
        }
    }

    fn now(&self) -> f64 {
        js_sys::Date::now()
    }

    fn timezone_offset(&self, ms: f64) -> f64 {
        match self.client.get() {
            Some(client) if client.is_live() => {
                js_sys::Date::new(&JsValue::from_f64(ms)).get_timezone_offset()
            }
            _ => 0.0,
        }
    }

    fn locale(&self) -> Str {
        let live = self.client.get().is_some_and(Client::is_live);
        let own = || window().navigator().language();
        let own = live.then(own).flatten();
        own.unwrap_or_else(|| "en-US".to_owned()).into()
    }

    fn script(&self, script: &Script<'_>) -> ScriptAnswer {
        scripts::run(script)
    }

    fn scroll_to(&self, block_id: Option<&str>, options: &Value) {
        let smooth = options.key("behavior").as_str() == Some("smooth");
        let behavior = if smooth {
            ScrollBehavior::Smooth
        } else {
            ScrollBehavior::Auto
        };
        if let Some(id) = block_id {
            if let Some(element) = by_id(&format!("bl-{id}")).or_else(|| by_id(id)) {
                scroll_into_view(&element, behavior, options);
            }
            return;
        }
        let to = ScrollToOptions::new();
        to.set_behavior(behavior);
        to.set_top(options.key("top").as_number().unwrap_or(0.0));
        to.set_left(options.key("left").as_number().unwrap_or(0.0));
        window().scroll_to_with_scroll_to_options(&to);
    }

    fn copy(&self, text: String) -> BoxFuture<Result<(), String>> {
        local(async move {
            let clipboard = window().navigator().clipboard();
            let copied = JsFuture::from(clipboard.write_text(&text)).await;
            copied
                .map(drop)
                .map_err(|_| "The browser did not allow copying.".to_owned())
        })
    }

    fn focus(&self, block_id: &str) {
        device::focus(block_id);
    }

    fn save(&self, name: &str, kind: &str, text: String) {
        device::save(name, kind, &text);
    }

    fn pdf(&self, name: Option<&str>, call: Value) -> BoxFuture<Result<Value, ErrorBody>> {
        let (url, name) = (
            format!("{}/api/pdf", self.base_path),
            name.map(str::to_owned),
        );
        local(async move {
            let answer = match name {
                None => fetch::post(&url, &call).await?,
                Some(name) => match fetch::post_for_file(&url, &call).await? {
                    Ok(blob) => {
                        device::save_blob(&name, &blob);
                        return Ok(Value::Undefined);
                    }
                    Err(answer) => answer,
                },
            };
            match answer.status {
                200 => Ok(answer.value()),
                status => Err(ErrorBody::from_value(&answer.value(), status)),
            }
        })
    }

    fn fetch(&self, url: String, options: Value, read: Value) -> BoxFuture<Result<Value, String>> {
        local(async move { device::fetch(&url, &options, &read).await })
    }

    fn position(&self, options: Value) -> BoxFuture<Result<Value, String>> {
        local(async move { device::position(&options).await })
    }

    fn set_dark_mode(&self, mode: &str) {
        if let Some(client) = self.client.get() {
            media::set_theme(&client.app, mode);
        }
    }

    fn set_locale(&self, code: &str) -> BoxFuture<Result<Value, String>> {
        let (base_path, code) = (self.base_path.clone(), code.to_owned());
        local(async move { locale::choose(&base_path, &code).await })
    }

    fn login(&self, call: Login) -> BoxFuture<Result<LoginAnswer, String>> {
        let base_path = self.base_path.clone();
        local(async move { session::login(&base_path, call).await })
    }

    fn logout(&self, to: Option<String>, stays: bool) -> BoxFuture<Result<(), String>> {
        let base_path = self.base_path.clone();
        local(async move { session::logout(&base_path, to, stays).await })
    }

    fn session(&self) -> BoxFuture<Result<Value, String>> {
        let base_path = self.base_path.clone();
        local(async move { session::session(&base_path).await })
    }

    fn note(&self, message: &str) {
        let is_new = NOTES
            .with_borrow_mut(|notes| notes.len() < MAX_NOTES && notes.insert(message.to_owned()));
        if is_new {
            web_sys::console::warn_1(&JsValue::from_str(message));
        }
    }

    fn log(&self, value: &Value) {
        web_sys::console::log_1(&JsValue::from_str(&json::stringify(value)));
    }

    fn report(&self, message: &str, location: &str, key: Option<&str>) {
        let sent = REPORTS.with(|n| n.replace(n.get() + 1));
        if sent >= MAX_REPORTS {
            return;
        }
        let error = Value::error("ActionError", message);
        let body = Value::object([
            ("error", error),
            ("location", location.into()),
            ("configKey", key.map_or(Value::Undefined, Value::from)),
            (
                "pageId",
                self.client
                    .get()
                    .map_or(Value::Null, |c| c.app.shared().page_id.clone().into()),
            ),
        ]);
        let url = format!("{}/api/client-error", self.base_path);
        spawn_local(async move {
            fetch::post(&url, &body).await.ok();
        });
    }
}

fn scroll_into_view(element: &Element, behavior: ScrollBehavior, options: &Value) {
    let to = ScrollIntoViewOptions::new();
    to.set_behavior(behavior);
    let block = match options.key("block").as_str() {
        Some("center") => ScrollLogicalPosition::Center,
        Some("end") => ScrollLogicalPosition::End,
        Some("nearest") => ScrollLogicalPosition::Nearest,
        _ => ScrollLogicalPosition::Start,
    };
    to.set_block(block);
    element
        .unchecked_ref::<Element>()
        .scroll_into_view_with_scroll_into_view_options(&to);
}
