//! The languages of the app: what a reader of each gets, and which one a request is in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderValue, header};
use engine::{Str, Value, json};
use model::server::{App, I18n, PageEntry};
use model::{Diagnostic, Severity};

use crate::context::RequestContext;

/// The cookie that keeps what a reader chose.
pub const COOKIE: &str = "lath_locale";

/// Seconds that it lasts.
const YEAR: u32 = 31_536_000;

/// Notes for developers that are told once.
const MAX_NOTES: usize = 1_000;

/// See the module.
pub struct Languages {
    /// By code; of an app without languages one with an empty code.
    all: BTreeMap<Str, Language>,
    notes: Mutex<BTreeSet<String>>,
}

/// One language.
pub struct Language {
    /// What [`protocol::Root`] has as `i18n`.
    pub i18n: Value,
    /// Root config of nobody in particular, as JSON for a script element.
    pub root_json: String,
}

impl Languages {
    /// Those of `app`, whose root config is `root`. Messages that cannot be read go to `warnings`.
    pub(crate) fn of(
        app: &App,
        root: &protocol::Root,
        warnings: &mut Vec<Diagnostic>,
    ) -> Languages {
        let all = match &app.i18n {
            Some(i18n) => {
                check(i18n, warnings);
                let more = named(app, i18n);
                let codes = i18n.codes();
                codes
                    .map(|code| (code.into(), Language::of(root, i18n.view(code, &more))))
                    .collect()
            }
            None => [("".into(), Language::of(root, Value::Undefined))].into(),
        };
        Languages {
            all,
            notes: Mutex::default(),
        }
    }

    /// The language of that code.
    pub fn get(&self, code: &str) -> Option<&Language> {
        self.all.get(code)
    }

    /// Writes a note for developers to the log, if it is not there yet.
    pub fn note(&self, message: &str) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() < MAX_NOTES && notes.insert(message.to_owned()) {
            tracing::warn!("{message:?}");
        }
    }
}

impl Language {
    fn of(root: &protocol::Root, i18n: Value) -> Language {
        let root = protocol::Root {
            i18n: i18n.clone(),
            ..root.clone()
        };
        Language {
            i18n,
            root_json: json::escape_html(&json::to_wire(&root.to_value())),
        }
    }
}

/// The language of a request: as the reader chose, else as the browser asks; empty in an app without
/// languages.
pub fn of(cx: &RequestContext) -> Str {
    choose(cx, cx.cookie(COOKIE))
}

/// The language of a reader who chose `chosen`, if anything.
pub fn choose(cx: &RequestContext, chosen: Option<&str>) -> Str {
    match &cx.snapshot.app.i18n {
        Some(i18n) => i18n.choose(chosen, cx.header("accept-language")),
        None => "".into(),
    }
}

/// Has the answer carry a cookie with what the reader chose; none forgets it.
pub fn remember(cx: &RequestContext, chosen: Option<&str>) {
    let path = match &*cx.config().base_path {
        "" => "/",
        path => path,
    };
    let (code, age) = chosen.map_or(("", 0), |code| (code, YEAR));
    let cookie = format!("{COOKIE}={code}; Path={path}; Max-Age={age}; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        let mut headers = cx.response.lock().unwrap_or_else(PoisonError::into_inner);
        headers.insert(header::SET_COOKIE, cookie);
    }
}

/// `i18n` of a language, undefined where there is none.
pub fn view(cx: &RequestContext, code: &str) -> Value {
    let language = cx.snapshot.languages.get(code);
    language.map_or(Value::Undefined, |language| language.i18n.clone())
}

/// Warns of messages that fail as soon as they are given values.
fn check(i18n: &I18n, warnings: &mut Vec<Diagnostic>) {
    for (code, messages) in &i18n.messages {
        check_below(messages, &format!("messages.{code}"), warnings);
    }
}

fn check_below(messages: &Value, at: &str, warnings: &mut Vec<Diagnostic>) {
    let mut warn = |message: String| {
        warnings.push(Diagnostic {
            severity: Severity::Warning,
            message,
            file: "i18n.json".to_owned(),
            position: None,
            at: at.to_owned(),
        });
    };
    match messages {
        Value::String(text) => {
            if let Err(why) = operators::check_message(text) {
                warn(format!("the message cannot be given values: {why}"));
            }
        }
        Value::Map(below) => {
            for (key, messages) in below.iter() {
                check_below(messages, &format!("{at}.{key}"), warnings);
            }
        }
        _ => warn("expected the text of a message".to_owned()),
    }
}

/// The languages that pages name themselves (`_t` with `locale`), whose messages browsers need whatever
/// the reader's is. A name that is computed may be any.
fn named(app: &App, i18n: &I18n) -> Vec<Str> {
    let mut found = BTreeSet::new();
    for page in app.pages.values() {
        named_by(page, i18n, &mut found);
    }
    found.into_iter().collect()
}

fn named_by(page: &PageEntry, i18n: &I18n, found: &mut BTreeSet<Str>) {
    if !page.source.contains("_t\"") {
        return;
    }
    let Ok(source) = json::parse(page.source.as_bytes()) else {
        return;
    };
    let mut rest = vec![&source];
    while let Some(value) = rest.pop() {
        rest.extend(value.items());
        for (key, value) in value.as_map().into_iter().flat_map(|map| map.iter()) {
            rest.push(value);
            if key.trim_start_matches('_') != "t" {
                continue;
            }
            match value.key("locale") {
                Value::String(code) => drop(found.insert(code.clone())),
                locale if locale.is_none() => {}
                _ => found.extend(i18n.codes().map(Str::from)),
            }
        }
    }
}
