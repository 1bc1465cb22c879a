//! The snapshot: an app as loaded, immutable, shared by all who serve it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use engine::{Str, Value};

use crate::server::files::Stamp;
use crate::server::place::{PlaceSource, Places};
use crate::server::{AuthConfig, Connection, Endpoint, I18n, NamedScript, Request, Rule, Scripts};
use crate::{Diagnostic, Menus, Page};

/// An app, compiled.
pub struct App {
    /// The folder it was read from.
    pub dir: PathBuf,
    /// `config.json`.
    pub config: Config,
    /// `app.json`: what the app adds to every page's HTML.
    pub html: AppHtml,
    /// `auth.json`.
    pub auth: AuthConfig,
    /// `menus.json` with the auth of each link.
    pub menus: Value,
    /// `global.json`.
    pub global: Value,
    /// `types.json`: which types the app uses and how often.
    pub types: Value,
    /// `appMeta.json`: slug, name, version.
    pub meta: Value,
    /// `i18n.json`: languages and messages; none for an app that has no languages.
    pub i18n: Option<I18n>,
    /// Connections by id.
    pub connections: BTreeMap<Str, Connection>,
    /// Pages by id.
    pub pages: BTreeMap<Str, Arc<PageEntry>>,
    /// API endpoints by id.
    pub endpoints: BTreeMap<Str, Arc<Endpoint>>,
    /// Functions of `_js`.
    pub scripts: Scripts,
    /// From place markers to files and lines.
    pub(crate) places: Places,
    /// What is odd but does not prevent serving.
    pub warnings: Vec<Diagnostic>,
}

/// `config.json`.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Prefix of all paths: empty or `/app`.
    pub base_path: Str,
    /// The page for `/`, if the app names one.
    pub home_page_id: Option<Str>,
    /// Milliseconds that a request may take; none for no limit.
    pub request_timeout_ms: Option<u64>,
    /// The whole file.
    pub source: Value,
}

/// `app.json`.
#[derive(Clone, Debug, Default)]
pub struct AppHtml {
    /// Raw HTML at the end of `<head>`.
    pub append_head: Str,
    /// Raw HTML at the end of `<body>`.
    pub append_body: Str,
}

/// A page and what of it only the server may know.
pub struct PageEntry {
    /// The page, compiled against the operators of pages.
    pub page: Arc<Page>,
    /// Who may see it.
    pub auth: Rule,
    /// The artifact as JSON text without what only the server may know.
    pub source: Arc<str>,
    /// The same, escaped for a script element of HTML.
    pub embedded: Arc<str>,
    /// Requests by id.
    pub requests: BTreeMap<Str, Request>,
    /// The HTML depends on the artifacts alone.
    pub is_static: bool,
    /// The files that it was read from, as they were.
    pub(crate) stamps: Vec<Option<Stamp>>,
    /// What is odd about it.
    pub(crate) found: Vec<Diagnostic>,
    /// Functions that it calls.
    pub(crate) named: Vec<NamedScript>,
}

impl App {
    /// Menus as `user` may see them.
    pub fn menus_for(&self, user: &Value) -> Menus {
        Menus::filtered(&self.menus, &|auth| Rule::read(auth).allows(user))
    }

    /// The page for `/` of a user with these menus.
    pub fn home_page(&self, menus: &Menus) -> Option<Str> {
        self.config
            .home_page_id
            .clone()
            .or_else(|| menus.first_page())
    }

    /// File and line of a place marker, as `pages/home.yaml:12 (root.pages[0:home])`.
    pub fn place_of(&self, key: &str) -> Option<String> {
        self.places.of(&self.dir, key)
    }

    /// From here on `places` tells what place markers stand for, and not the files of the folder.
    pub fn set_places(&mut self, places: PlaceSource) {
        self.places = Places::of_source(places);
    }
}
