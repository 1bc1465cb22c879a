//! What all handlers share.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use auth::StoreError;
use engine::Value;
use model::{Diagnostic, Diagnostics};
use tokio::sync::{OnceCell, broadcast};

use crate::assets::Site;
use crate::auth::Auth;
use crate::auth::kept::Layers;
use crate::auth::limits::{Limits, Used};
use crate::auth::ways::Ways;
use crate::dev::{self, Builder, Problem, State, Status};
use crate::services::pdf::Press;
use crate::settings::{Secrets, Settings};
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
    /// News for browsers in development.
    pub news: broadcast::Sender<News>,
    /// Where PDFs are made.
    pub press: Press,
    /// How long requests took, in development.
    pub timings: Option<Timings>,
    /// Builds the app of an author, in development.
    pub builder: Option<Builder>,
    /// Where it listens, once it does.
    pub address: OnceLock<SocketAddr>,
    secrets: ArcSwap<Value>,
    status: ArcSwap<Status>,
    /// One load at a time.
    loading: Mutex<()>,
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
    Broken(Arc<Status>),
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// Loads the app and what the browser needs. An app that is built here and cannot be is no error:
    /// what was built before is served, or a page that says so.
    ///
    /// # Errors
    /// Everything that is wrong with the app.
    pub fn load(settings: Settings) -> Result<AppState, Vec<Diagnostic>> {
        let builder = Builder::of(&settings);
        let (snapshot, status) = first(&settings, builder.as_ref())?;
        if !matches!(settings.metrics, crate::settings::Metrics::Off) {
            crate::metrics::start();
        }
        blocks::html::set_sanitizer(crate::sanitize::sanitize);
        // A second start, as in tests, finds it set.
        any_spawner::Executor::init_tokio().ok();
        Ok(AppState(Arc::new(Inner {
            site: Site::load(&settings),
            shutdown: Shutdown::default(),
            secrets: ArcSwap::from_pointee(settings.secrets.to_value()),
            news: broadcast::channel(16).0,
            press: Press::new(&settings),
            timings: settings.dev.then(Timings::default),
            tries: Limits::per_minute(settings.auth.tries),
            used: Used::default(),
            store: OnceCell::new(),
            snapshot: ArcSwap::from_pointee(snapshot),
            loads: AtomicU64::new(1),
            status: ArcSwap::from_pointee(status),
            loading: Mutex::default(),
            address: OnceLock::new(),
            builder,
            settings,
        })))
    }

    /// The database of users and sessions, opened when it is first needed.
    ///
    /// # Errors
    /// It cannot be opened.
    pub async fn store(&self) -> Result<&auth::Store, StoreError> {
        let open = || async {
            let store = crate::auth::open_store(&self.settings.auth.database).await?;
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

    /// How the app is.
    pub fn status(&self) -> Arc<Status> {
        self.status.load_full()
    }

    /// Secrets as data.
    pub fn secrets(&self) -> Value {
        Value::clone(&self.secrets.load())
    }

    /// Takes other secrets from here on. Connections and logging in have them at the next load.
    pub fn set_secrets(&self, secrets: &Secrets) {
        self.secrets.store(Arc::new(secrets.to_value()));
    }

    /// Loads the app again, and browsers draw their page anew: what it was made with, such as secrets,
    /// may differ. If that fails the old one stays, and browsers are told why.
    pub fn reload(&self) {
        if !self.again(&[], true) {
            self.tell_broken();
        }
    }

    /// Builds the app if that is done here, where `changed` files are read again in any case, and loads
    /// it. Browsers are told if what they are served changed. If that fails the old one stays;
    /// [`AppState::tell_broken`] tells browsers. Says whether it did not fail.
    pub fn rebuild(&self, changed: &[PathBuf]) -> bool {
        self.again(changed, false)
    }

    /// [`AppState::rebuild`], where browsers are told in any case if `tells`.
    fn again(&self, changed: &[PathBuf], tells: bool) -> bool {
        let _loading = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let started = Instant::now();
        let version = self.loads.fetch_add(1, Ordering::Relaxed) + 1;
        let before = self.snapshot();
        let loaded = load(
            &self.settings,
            self.builder.as_ref(),
            version,
            &self.secrets(),
            Some(&before),
            changed,
        );
        let took = started.elapsed();
        match loaded {
            Ok((snapshot, status, is_same)) => {
                let pages = snapshot.app.pages.len();
                let ms = took.as_micros() as f64 / 1000.0;
                tracing::info!(pages, version, ms, "app reloaded");
                let known = self.status();
                let known_state = known.state;
                let known: Vec<String> = known.problems.iter().map(ToString::to_string).collect();
                let problems = status.problems.iter().map(ToString::to_string);
                for problem in problems.filter(|problem| !known.contains(problem)) {
                    tracing::warn!("{problem}");
                }
                let status = Status { took, ..status };
                // Errors that are mended are shown until then.
                let was_broken = known_state == State::Broken;
                self.status.store(Arc::new(status));
                self.snapshot.store(Arc::new(snapshot));
                if tells || was_broken || !is_same {
                    self.news.send(News::Reload).ok();
                }
                true
            }
            Err(problems) => {
                let status = Status {
                    state: State::Broken,
                    version: before.version,
                    n_pages: before.app.pages.len(),
                    n_files: None,
                    problems,
                    took,
                    at: crate::ssr::now_ms(),
                };
                self.status.store(Arc::new(status));
                false
            }
        }
    }

    /// Tells browsers, and the log, what is wrong with an app that could not be loaded.
    pub fn tell_broken(&self) {
        let status = self.status();
        for problem in &status.problems {
            tracing::error!("{problem}");
        }
        tracing::warn!("app not reloaded: the version before stays");
        self.news.send(News::Broken(status)).ok();
    }
}

/// The app at the start.
fn first(
    settings: &Settings,
    builder: Option<&Builder>,
) -> Result<(Snapshot, Status), Vec<Diagnostic>> {
    let Some(builder) = builder else {
        let snapshot = Snapshot::load(settings, 1)?;
        let status = ready(&snapshot, Vec::new());
        return Ok((snapshot, status));
    };
    if !builder.dir().is_dir() {
        let mut d = Diagnostics::of(builder.dir().display().to_string());
        d.error("there is no such folder");
        return Err(d.found);
    }
    let started = Instant::now();
    let secrets = settings.secrets.to_value();
    let problems = match load(settings, Some(builder), 1, &secrets, None, &[]) {
        Ok((snapshot, status, _)) => {
            let took = started.elapsed();
            return Ok((snapshot, Status { took, ..status }));
        }
        Err(problems) => problems,
    };
    for problem in &problems {
        tracing::error!("{problem}");
    }
    let snapshot = Snapshot::load(settings, 1).or_else(|_| {
        let folder = dev::placeholder().map_err(|e| {
            let mut d = Diagnostics::of("what is served before the first build");
            d.error(format!("cannot be written: {e}"));
            d.found
        })?;
        let settings = Settings {
            build_dir: folder.path().to_owned(),
            ..settings.clone()
        };
        Snapshot::load(&settings, 1)
    })?;
    tracing::warn!("the app has errors; it is served as soon as they are mended");
    let status = Status {
        state: State::Broken,
        ..ready(&snapshot, problems)
    };
    Ok((snapshot, status))
}

/// Builds the app, if a builder is given, and loads it. Says last whether its artifacts are those of the
/// build before.
fn load(
    settings: &Settings,
    builder: Option<&Builder>,
    version: u64,
    secrets: &Value,
    before: Option<&Snapshot>,
    changed: &[PathBuf],
) -> Result<(Snapshot, Status, bool), Vec<Problem>> {
    let made = builder.map(|builder| builder.build(changed)).transpose()?;
    let loaded = Snapshot::load_again(settings, version, secrets, before);
    let mut snapshot =
        loaded.map_err(|found| found.iter().map(Problem::from).collect::<Vec<_>>())?;
    let Some(made) = made else {
        let status = ready(&snapshot, Vec::new());
        return Ok((snapshot, status, false));
    };
    snapshot.app.set_places(made.places);
    let status = Status {
        n_files: Some(made.n_files),
        ..ready(&snapshot, made.warnings)
    };
    Ok((snapshot, status, made.is_same))
}

fn ready(snapshot: &Snapshot, mut problems: Vec<Problem>) -> Status {
    problems.extend(snapshot.app.warnings.iter().map(Problem::from));
    Status {
        state: State::Ready,
        version: snapshot.version,
        n_pages: snapshot.app.pages.len(),
        n_files: None,
        problems,
        took: Duration::ZERO,
        at: crate::ssr::now_ms(),
    }
}

/// Removes what has expired, every hour.
async fn sweep(store: auth::Store) {
    const HOUR: Duration = Duration::from_secs(3600);
    loop {
        tokio::time::sleep(HOUR).await;
        match store.sweep().await {
            Ok(0) => {}
            Ok(n) => tracing::debug!(n, "expired sessions and tokens were removed"),
            Err(error) => tracing::error!(%error, "expired sessions could not be removed"),
        }
    }
}
