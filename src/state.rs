//! What all handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use auth::StoreError;
use engine::Value;
use model::Diagnostic;
use tokio::sync::{OnceCell, broadcast};

use crate::Settings;
use crate::assets::Site;
use crate::auth::Auth;
use crate::auth::kept::Layers;
use crate::auth::limits::{Limits, Used};
use crate::auth::ways::Ways;
use crate::shutdown::Shutdown;
use crate::snapshot::Snapshot;
use crate::timings::Timings;

/// The server's state. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// See [`AppState`].
pub struct Inner {
    /// Settings.
    pub settings: Settings,
    /// Files for the browser.
    pub site: Site,
    /// Tasks and their end.
    pub shutdown: Shutdown,
    /// Secrets as data.
    pub secrets: Value,
    /// News for browsers in development.
    pub news: broadcast::Sender<News>,
    /// How long requests took, in development.
    pub timings: Option<Timings>,
    /// How often an address may try to log in.
    pub tries: Limits,
    /// Logins that came back from a provider: none does so twice.
    pub used: Used,
    store: OnceCell<auth::Store>,
    snapshot: ArcSwap<Snapshot>,
    loads: AtomicU64,
}

/// What browsers are told in development.
#[derive(Clone, Debug)]
pub enum News {
    /// The app was loaded anew.
    Reload,
    /// It could not be.
    Broken(Arc<Vec<Diagnostic>>),
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Loads the app and what the browser needs.
    ///
    /// # Errors
    /// Everything that is wrong with the app.
    pub fn load(settings: Settings) -> Result<AppState, Vec<Diagnostic>> {
        let snapshot = Snapshot::load(&settings, 1)?;
        if !matches!(settings.metrics, crate::settings::Metrics::Off) {
            crate::metrics::start();
        }
        blocks::html::set_sanitizer(crate::sanitize::sanitize);
        // A second start, as in tests, finds it set.
        any_spawner::Executor::init_tokio().ok();
        Ok(AppState(Arc::new(Inner {
            site: Site::load(&settings),
            shutdown: Shutdown::default(),
            secrets: settings.secrets.to_value(),
            news: broadcast::channel(16).0,
            timings: settings.dev.then(Timings::default),
            tries: Limits::per_minute(settings.auth.tries),
            used: Used::default(),
            store: OnceCell::new(),
            snapshot: ArcSwap::from_pointee(snapshot),
            loads: AtomicU64::new(1),
            settings,
        })))
    }

    /// The database of users and sessions, opened when it is first needed.
    ///
    /// # Errors
    /// It cannot be opened.
    pub async fn store(&self) -> Result<&auth::Store, StoreError> {
        let open = || async {
            let url = &self.settings.auth.database;
            if let Some(file) = url.strip_prefix("sqlite://")
                && let Some(folder) = std::path::Path::new(file).parent()
            {
                tokio::fs::create_dir_all(folder).await.ok();
            }
            let store = auth::Store::open(url).await?;
            self.shutdown.spawn(sweep(store.clone()));
            Ok(store)
        };
        self.store.get_or_try_init(open).await
    }

    /// The sessions of the app's users.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub async fn sessions<'a>(&self, auth: &'a Auth) -> Result<&'a Layers, StoreError> {
        let make = || async { Ok(Layers::new(auth, self.store().await?)) };
        auth.layers.get_or_try_init(make).await
    }

    /// The ways in that need no provider.
    ///
    /// # Errors
    /// The database cannot be opened.
    pub async fn ways<'a>(&self, auth: &'a Auth) -> Result<&'a Ways, StoreError> {
        let make = || async { Ok(Ways::new(auth, &self.settings, self.store().await?)) };
        auth.ways.get_or_try_init(make).await
    }

    /// The app as it is now. Take it once per request.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Loads the app again. If that fails the old one stays, and browsers are told why.
    pub fn reload(&self) {
        let version = self.loads.fetch_add(1, Ordering::Relaxed) + 1;
        match Snapshot::load(&self.settings, version) {
            Ok(snapshot) => {
                tracing::info!(pages = snapshot.app.pages.len(), version, "app reloaded");
                self.snapshot.store(Arc::new(snapshot));
                self.news.send(News::Reload).ok();
            }
            Err(found) => {
                for diagnostic in &found {
                    tracing::error!("{diagnostic}");
                }
                tracing::warn!("app not reloaded: the version before stays");
                self.news.send(News::Broken(Arc::new(found))).ok();
            }
        }
    }
}

/// Removes what has expired, every hour.
async fn sweep(store: auth::Store) {
    const HOUR: std::time::Duration = std::time::Duration::from_secs(3600);
    loop {
        tokio::time::sleep(HOUR).await;
        match store.sweep().await {
            Ok(0) => {}
            Ok(n) => tracing::debug!(n, "expired sessions and tokens were removed"),
            Err(error) => tracing::error!(%error, "expired sessions could not be removed"),
        }
    }
}
