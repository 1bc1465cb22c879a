//! What the expressions of a page may see: its store, what pages share, and the running event.

use engine::{OpResult, Root, Scope, Script, Str, Value, path};

use crate::app::{AppCx, Shared};
use crate::slots::Notes;
use crate::store::World;
use crate::url;

/// The world of a page, for one evaluation.
pub(crate) struct PageScope<'a> {
    pub(crate) app: &'a AppCx,
    pub(crate) shared: &'a Shared,
    pub(crate) world: &'a World,
    pub(crate) event: Option<&'a Value>,
    pub(crate) actions: Option<&'a Value>,
    /// Where reads are noted, if they are to be.
    pub(crate) notes: Option<&'a Notes>,
}

impl Scope for PageScope<'_> {
    fn read(&self, root: Root, at: &str) -> Value {
        if let Some(notes) = self.notes {
            notes.note(root, at);
        }
        match self.root(root) {
            Some(value) if at.is_empty() => value.clone(),
            Some(value) => path::get(value, at),
            None => match self.made(root) {
                value if at.is_empty() => value,
                value => path::get(&value, at),
            },
        }
    }

    fn now(&self) -> f64 {
        self.app.now()
    }

    fn random(&self) -> f64 {
        self.app.random()
    }

    fn timezone_offset(&self, ms: f64) -> f64 {
        self.app.backend().timezone_offset(ms)
    }

    /// The language that the app shows; in an app without languages the reader's own.
    fn locale(&self) -> Str {
        let active = self.read(Root::I18n, "active").as_shared_str();
        active.unwrap_or_else(|| self.app.backend().locale())
    }

    fn log(&self, value: &Value) {
        self.app.backend().log(value);
    }

    fn note(&self, message: &str) {
        self.app.backend().note(message);
    }

    fn script(&self, script: &Script<'_>) -> OpResult {
        self.app.script(script, self.notes.is_some())
    }
}

impl PageScope<'_> {
    /// What is held as a value.
    fn root(&self, root: Root) -> Option<&Value> {
        Some(match root {
            Root::State => &self.world.state,
            Root::Requests => &self.world.requests,
            Root::Endpoints => &self.world.endpoints,
            Root::EventLog => &self.world.event_log,
            Root::Global => &self.shared.global,
            Root::UrlQuery => &self.shared.url_query,
            Root::User => &self.shared.user,
            Root::Menus => &self.shared.root.menus,
            Root::Media => &self.shared.media,
            Root::App => &self.shared.root.app,
            Root::I18n => &self.shared.root.i18n,
            Root::Event => self.event?,
            Root::Actions => self.actions?,
            _ => return None,
        })
    }

    /// What is put together when it is read.
    fn made(&self, root: Root) -> Value {
        match root {
            Root::Input => self.app.input(&self.world.page_id),
            Root::Location => self.location(),
            _ => Value::Undefined,
        }
    }

    fn location(&self) -> Value {
        let parts = url::Address::of(&self.shared.href);
        let text = |s: &str| Value::text(s);
        let home = &self.shared.root.home_page_id;
        Value::object([
            (
                "basePath",
                Value::String(self.shared.root.base_path.clone()),
            ),
            ("hash", text(parts.hash)),
            (
                "homePageId",
                home.clone().map_or(Value::Null, Value::String),
            ),
            ("host", text(parts.host)),
            ("hostname", text(parts.hostname)),
            ("href", text(&self.shared.href)),
            ("origin", text(parts.origin)),
            ("pageId", Value::String(self.world.page_id.clone())),
            ("pathname", text(parts.pathname)),
            ("port", text(parts.port)),
            ("protocol", text(parts.protocol)),
            ("search", text(parts.search)),
        ])
    }
}
