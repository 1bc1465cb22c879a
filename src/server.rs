//! Start and end of the process.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;

use tokio::net::TcpListener;

use crate::{
    AppState, Settings, listen, logging, metrics, router, routes, schedules, shutdown, watchers,
};

/// Serves until told to stop.
pub fn main(settings: Settings) -> ExitCode {
    logging::start(&settings);
    let state = match AppState::load(settings) {
        Ok(state) => state,
        Err(found) => {
            for diagnostic in &found {
                tracing::error!("{diagnostic}");
            }
            tracing::error!("the app cannot be served: {} findings", found.len());
            return ExitCode::FAILURE;
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(serve(state)),
        Err(e) => {
            tracing::error!(error = %e, "no runtime");
            ExitCode::FAILURE
        }
    }
}

/// Further ports that are tried in development where one is taken.
const PORTS: u16 = 20;

/// Listens where the settings say; in development the next free port will do.
async fn bind(settings: &Settings) -> io::Result<TcpListener> {
    let addr = settings.addr;
    let mut outcome = TcpListener::bind(addr).await;
    if !settings.dev || addr.port() == 0 {
        return outcome;
    }
    for port in (1..=PORTS).filter_map(|n| addr.port().checked_add(n)) {
        match &outcome {
            Err(e) if e.kind() == io::ErrorKind::AddrInUse => {
                outcome = TcpListener::bind(SocketAddr::new(addr.ip(), port)).await;
                if outcome.is_ok() {
                    tracing::warn!("port {} is taken, {port} is used instead", addr.port());
                }
            }
            _ => break,
        }
    }
    outcome
}

async fn serve(state: AppState) -> ExitCode {
    let snapshot = state.snapshot();
    for warning in &snapshot.app.warnings {
        tracing::warn!("{warning}");
    }
    let listener = match bind(&state.settings).await {
        Ok(listener) => listener,
        Err(e) => {
            tracing::error!(addr = %state.settings.addr, error = %e, "cannot listen");
            return ExitCode::FAILURE;
        }
    };
    let addr = listener.local_addr().unwrap_or(state.settings.addr);
    state.address.set(addr).ok();
    let base = &snapshot.app.config.base_path;
    tracing::info!(
        pages = snapshot.app.pages.len(),
        dev = state.settings.dev,
        "serving http://{addr}{base}/"
    );
    if state.settings.dev {
        let home = routes::docs::home(&snapshot);
        tracing::info!("the reference is at http://{addr}{base}{home}");
        if home != "/docs" {
            tracing::info!("at /docs is the app's own page of that name");
        }
    }
    drop(snapshot);
    if state.settings.dev {
        watchers::config::start(&state);
        watchers::build::start(&state);
        watchers::env::start(&state);
        watchers::assets::start(&state);
    }
    metrics::keep(&state.shutdown);
    if state.settings.schedules {
        schedules::start(&state);
    }
    let app = router::router(state.clone());
    let stopping = state.shutdown.clone();
    state.shutdown.spawn(async move {
        shutdown::signal().await;
        tracing::info!("stopping");
        // Long-lived streams end with this; others finish.
        stopping.token().cancel();
    });
    let patience = listen::Patience::with_head(state.settings.head_timeout);
    listen::serve(listener, app, patience, &state.shutdown).await;
    if !state.shutdown.stop(state.settings.grace).await {
        tracing::warn!("requests still ran at the end of the grace time");
    }
    state.snapshot().clients.close().await;
    ExitCode::SUCCESS
}
