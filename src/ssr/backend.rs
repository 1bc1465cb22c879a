//! The page's way to the world on the server: services in process.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use engine::{Realm, Script, ScriptAnswer, Value};
use protocol::{EndpointAnswer, EndpointCall, ErrorBody, RequestCall};
use runtime::{Backend, BoxFuture, Navigation, RowsFn};

use crate::context::RequestContext;
use crate::{languages, services};

/// Longest that an action may wait while a page is prepared.
const MAX_SLEEP_MS: f64 = 5_000.0;

/// See [`Backend`].
pub(super) struct InProcess {
    cx: RequestContext,
    redirect: Mutex<Option<String>>,
}

impl InProcess {
    pub(super) fn new(cx: RequestContext) -> InProcess {
        InProcess {
            cx,
            redirect: Mutex::default(),
        }
    }

    /// Where a Link of onInit goes, if one ran.
    pub(super) fn redirect(&self) -> Option<String> {
        self.redirect
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Backend for InProcess {
    fn request(&self, call: RequestCall) -> BoxFuture<Result<Value, ErrorBody>> {
        let cx = self.cx.clone();
        Box::pin(async move {
            services::request::call(&cx, call)
                .await
                .map(|answer| answer.response)
        })
    }

    fn call_api(
        &self,
        call: EndpointCall,
        _rows: RowsFn,
    ) -> BoxFuture<Result<EndpointAnswer, ErrorBody>> {
        let cx = self.cx.clone();
        Box::pin(async move { services::endpoint::call(&cx, call).await })
    }

    fn may_run_ahead(&self, page_id: &str, request_id: &str) -> bool {
        let plans = &self.cx.snapshot.plans;
        let plan = plans.request(page_id, request_id);
        plan.is_some_and(|plan| plan.only_reads)
    }

    fn sleep(&self, ms: f64) -> BoxFuture<()> {
        let ms = ms.clamp(0.0, MAX_SLEEP_MS) as u64;
        Box::pin(tokio::time::sleep(Duration::from_millis(ms)))
    }

    fn spawn(&self, task: BoxFuture<()>) {
        self.cx.state.shutdown.spawn(task);
    }

    fn navigate(&self, to: Navigation) {
        let href = match to {
            Navigation::Page { href, .. } | Navigation::Address { href, .. } if is_web(&href) => {
                href
            }
            _ => return,
        };
        let mut redirect = self.redirect.lock().unwrap_or_else(PoisonError::into_inner);
        redirect.get_or_insert(href);
    }

    fn now(&self) -> f64 {
        super::now_ms()
    }

    fn script(&self, script: &Script<'_>) -> ScriptAnswer {
        self.cx.js_map().run(Realm::Client, script)
    }

    /// The page is drawn in the language, and the answer has the cookie.
    fn set_locale(&self, code: &str) -> BoxFuture<Result<Value, String>> {
        let chosen = (code != "auto").then_some(code);
        let i18n = languages::view(&self.cx, &languages::choose(&self.cx, chosen));
        languages::remember(&self.cx, chosen);
        Box::pin(async { Ok(i18n) })
    }

    fn log(&self, value: &Value) {
        tracing::info!(value = engine::json::stringify(value), "_log");
    }

    fn note(&self, message: &str) {
        self.cx.snapshot.languages.note(message);
    }

    fn report(&self, message: &str, location: &str, key: Option<&str>) {
        let place = key.and_then(|key| self.cx.snapshot.app.place_of(key));
        tracing::warn!(
            block.id = location,
            source = place.as_deref().unwrap_or_default(),
            "{message}"
        );
    }
}

/// Addresses that a redirect may go to: paths and the web.
fn is_web(href: &str) -> bool {
    // Browsers take a backslash for a slash, and leave some characters out.
    if href.contains(|c: char| c == '\\' || c.is_control()) {
        return false;
    }
    href.starts_with("https://")
        || href.starts_with("http://")
        || (href.starts_with('/') && !href.starts_with("//"))
}
