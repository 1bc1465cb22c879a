//! What all handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use engine::Value;
use model::Diagnostic;
use tokio::sync::broadcast;

use crate::Settings;
use crate::assets::Site;
use crate::services::pdf::Press;
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
    /// Where PDFs are made.
    pub press: Press,
    /// How long requests took, in development.
    pub timings: Option<Timings>,
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
            press: Press::new(&settings),
            timings: settings.dev.then(Timings::default),
            snapshot: ArcSwap::from_pointee(snapshot),
            loads: AtomicU64::new(1),
            settings,
        })))
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
