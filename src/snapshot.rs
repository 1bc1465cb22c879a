//! What is loaded: the app, its clients, and what was drawn of it once. A reload makes a new one; who
//! works with the old one ends with it.

use std::sync::Arc;

use api::Plans;
use connections::{Clients, ConnectCx};
use engine::Value;
use model::server::{App, Options, Tables};
use model::{Diagnostic, Menus};

use crate::Settings;
use crate::auth::Auth;
use crate::csp::{self, Policy};
use crate::documents::DOCUMENTS;
use crate::languages::Languages;
use crate::needs;
use crate::schedules::{self, Planned};
use crate::scripts::Scripts;
use crate::ssr::DrawnPages;

/// The operators of each place.
pub const TABLES: Tables = Tables {
    client: app::OPERATORS,
    server: &operators::SERVER,
    routine: &operators::ROUTINE,
};

/// An app, ready to serve. Immutable but for caches.
pub struct Snapshot {
    /// The artifacts.
    pub app: App,
    /// Logging in; none in an app without `auth`.
    pub auth: Option<Arc<Auth>>,
    /// Which load it is, from 1.
    pub version: u64,
    /// Open connections.
    pub clients: Clients,
    /// What nobody in particular sees: root config without languages.
    pub root: protocol::Root,
    /// Root config in each language.
    pub languages: Languages,
    /// What goes into every page's head and body.
    pub append_head: Arc<str>,
    /// See `append_head`.
    pub append_body: Arc<str>,
    /// Content security policy of pages.
    pub policy: Policy,
    /// Endpoints that run by themselves.
    pub schedules: Vec<Planned>,
    /// How each request is run.
    pub plans: Plans,
    /// What each page needs besides its artifact.
    pub needs: needs::All,
    /// Functions of `_js`.
    pub scripts: Scripts,
    /// Pages that depend on their artifacts and the language alone, as drawn.
    pub drawn: DrawnPages,
}

impl Snapshot {
    /// Loads the app.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(settings: &Settings, version: u64) -> Result<Snapshot, Vec<Diagnostic>> {
        let secrets = settings.secrets.to_value();
        Snapshot::load_again(settings, version, &secrets, None)
    }

    /// The same with the secrets of now, where what did not change since the snapshot `before` is taken
    /// from there.
    ///
    /// # Errors
    /// As [`Snapshot::load`].
    pub fn load_again(
        settings: &Settings,
        version: u64,
        secrets: &Value,
        before: Option<&Snapshot>,
    ) -> Result<Snapshot, Vec<Diagnostic>> {
        let options = Options {
            keep_places: settings.dev,
        };
        let app_before = before.map(|snapshot| &snapshot.app);
        let mut app = model::server::load_again(&settings.build_dir, TABLES, options, app_before)?;
        let mut warnings = std::mem::take(&mut app.warnings);
        let scripts = Scripts::load(&app, settings.js, &mut warnings)?;
        let root = root_of(
            &app,
            &app.menus_for(&Value::Undefined),
            &scripts,
            settings.dev,
        );
        let languages = Languages::of(&app, &root, &mut warnings);
        let auth = Auth::load(&app, settings, secrets, &mut warnings)?;
        app.warnings = warnings;
        let mut connect = ConnectCx::new(&settings.build_dir);
        connect.allow_private_http = settings.allow_private_http;
        connect.documents = Some(DOCUMENTS);
        let (append_head, append_body) = (
            Arc::from(&*app.html.append_head),
            Arc::from(&*app.html.append_body),
        );
        Ok(Snapshot {
            auth,
            version,
            clients: Clients::new(connect),
            languages,
            policy: csp::policy(settings, &[&app.html.append_head, &app.html.append_body]),
            schedules: schedules::plan(&app)?,
            plans: Plans::new(&app, connections::find)?,
            needs: needs::of(&app, before.map(|before| (&before.app, &before.needs))),
            scripts,
            drawn: DrawnPages::default(),
            append_head,
            append_body,
            root,
            app,
        })
    }
}

/// Root config for a caller with these menus.
pub fn root_of(app: &App, menus: &Menus, scripts: &Scripts, dev: bool) -> protocol::Root {
    let address = |path: &str| format!("{}{path}", app.config.base_path).into();
    protocol::Root {
        scripts: scripts.file.as_ref().map(|file| address(&file.path)),
        home_page_id: app.home_page(menus),
        home_configured: app.config.home_page_id.is_some(),
        global: app.global.clone(),
        menus: menus.0.clone(),
        base_path: app.config.base_path.clone(),
        app: app.meta.clone(),
        i18n: Value::Undefined,
        dev,
    }
}
