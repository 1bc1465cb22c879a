//! The one port by which page code reaches the world.

use std::future::Future;
use std::pin::Pin;

use engine::{Script, ScriptAnswer, Str, Value};
use protocol::{Code, EndpointAnswer, EndpointCall, ErrorBody, RequestCall};

use crate::{Login, LoginAnswer, Toast};

/// A future on the heap that may move between threads.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Takes rows.
pub type RowsFn = Box<dyn Fn(Vec<Value>) + Send + Sync>;

/// Where a Link goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Navigation {
    /// Back in history.
    Back,
    /// A page of this app.
    Page {
        /// Its id.
        page_id: Str,
        /// Path, query and hash, with the base path.
        href: String,
        /// Open a new tab.
        new_tab: bool,
        /// Replace the entry in history.
        replace: bool,
        /// Go to the top of the page.
        scroll: bool,
    },
    /// Anywhere else.
    Address {
        /// The address as it is.
        href: String,
        /// Open a new tab.
        new_tab: bool,
        /// Replace the entry in history.
        replace: bool,
    },
}

const ONLY_IN_BROWSERS: &str = "This action works in a browser only.";

/// What a page may do outside of itself. In the browser it is fetch and the window, on the server
/// the services in process.
pub trait Backend: Send + Sync {
    /// Runs a request.
    fn request(&self, call: RequestCall) -> BoxFuture<Result<Value, ErrorBody>>;

    /// Runs a request and hands over its rows as they come. Where they do not, all at once.
    fn stream(&self, call: RequestCall, rows: RowsFn) -> BoxFuture<Result<(), ErrorBody>> {
        let answer = self.request(call);
        Box::pin(async move {
            rows(answer.await?.items().to_vec());
            Ok(())
        })
    }

    /// Runs an API endpoint. Rows that it streams are handed over as they come, where they do; else
    /// they are the response. Where there are no endpoints, none is found.
    fn call_api(
        &self,
        call: EndpointCall,
        _rows: RowsFn,
    ) -> BoxFuture<Result<EndpointAnswer, ErrorBody>> {
        let message = format!("API Endpoint \"{}\" does not exist.", call.endpoint_id);
        Box::pin(async move { Err(ErrorBody::new(Code::Config, message)) })
    }

    /// May this request run although an action before it may yet fail? True for those that only read,
    /// where waiting for one after the other costs (the server).
    fn may_run_ahead(&self, _page_id: &str, _request_id: &str) -> bool {
        false
    }

    /// Waits.
    fn sleep(&self, ms: f64) -> BoxFuture<()>;

    /// Runs `task` beside the caller.
    fn spawn(&self, task: BoxFuture<()>);

    /// Goes somewhere. On the server the answer becomes a redirect.
    fn navigate(&self, to: Navigation);

    /// Milliseconds since 1970.
    fn now(&self) -> f64;

    /// Minutes that local time is behind UTC at `ms`.
    fn timezone_offset(&self, _ms: f64) -> f64 {
        0.0
    }

    /// The reader's language, where the app has none of its own.
    fn locale(&self) -> Str {
        "en-US".into()
    }

    /// Runs one of the app's own functions.
    fn script(&self, _script: &Script<'_>) -> ScriptAnswer {
        ScriptAnswer::unavailable()
    }

    /// Scrolls a block into view, or the window; `options` as the browser's `scrollIntoView` or
    /// `scrollTo` takes them.
    fn scroll_to(&self, _block_id: Option<&str>, _options: &Value) {}

    /// Copies text for the user to paste.
    fn copy(&self, _text: String) -> BoxFuture<Result<(), String>> {
        Box::pin(async { Ok(()) })
    }

    /// Puts the keyboard's focus on a block.
    fn focus(&self, _block_id: &str) {}

    /// Gives the user a file to keep.
    fn save(&self, _name: &str, _kind: &str, _text: String) {}

    /// Has a PDF made and gives it to the user to keep under that name. Without a name the answer has the
    /// `pages` that it would have.
    fn pdf(&self, _name: Option<&str>, _call: Value) -> BoxFuture<Result<Value, ErrorBody>> {
        let error = ErrorBody::new(Code::Request, ONLY_IN_BROWSERS);
        Box::pin(async move { Err(error) })
    }

    /// Fetches an address; `options` as the browser's `fetch` takes them, `read` is the method that reads
    /// the answer, if any.
    fn fetch(
        &self,
        _url: String,
        _options: Value,
        _read: Value,
    ) -> BoxFuture<Result<Value, String>> {
        Box::pin(async { Err(ONLY_IN_BROWSERS.to_owned()) })
    }

    /// Where the browser is, as data.
    fn position(&self, _options: Value) -> BoxFuture<Result<Value, String>> {
        Box::pin(async { Err(ONLY_IN_BROWSERS.to_owned()) })
    }

    /// Chooses the colour scheme: `dark`, `light` or `system`.
    fn set_dark_mode(&self, _mode: &str) {}

    /// Chooses the language `code` of the app, or with `auto` the one that the browser asks for, and
    /// remembers it. The answer is what [`protocol::Root`] has as `i18n`.
    fn set_locale(&self, _code: &str) -> BoxFuture<Result<Value, String>> {
        Box::pin(async { Err(ONLY_IN_BROWSERS.to_owned()) })
    }

    /// Logs the user in. What leads away from the page does so by itself.
    fn login(&self, _call: Login) -> BoxFuture<Result<LoginAnswer, String>> {
        Box::pin(async { Err(ONLY_IN_BROWSERS.to_owned()) })
    }

    /// Logs the user out, and goes to an address or stays.
    fn logout(&self, _to: Option<String>, _stays: bool) -> BoxFuture<Result<(), String>> {
        Box::pin(async { Err(ONLY_IN_BROWSERS.to_owned()) })
    }

    /// Who is logged in; undefined for nobody.
    fn session(&self) -> BoxFuture<Result<Value, String>> {
        Box::pin(async { Err(ONLY_IN_BROWSERS.to_owned()) })
    }

    /// Shows a value to a developer.
    fn log(&self, _value: &Value) {}

    /// Tells a developer something, once however often it happens.
    fn note(&self, _message: &str) {}

    /// Hears of every message that is shown to the user.
    fn shown(&self, _toast: &Toast) {}

    /// Notes an error of evaluation or of an action for developers.
    fn report(&self, _message: &str, _location: &str, _key: Option<&str>) {}
}
