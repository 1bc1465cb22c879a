//! Start and end of the process.

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

async fn serve(state: AppState) -> ExitCode {
    let snapshot = state.snapshot();
    for warning in &snapshot.app.warnings {
        tracing::warn!("{warning}");
    }
    let addr = state.settings.addr;
    let listener = match TcpListener::bind(addr).await {
        Ok(listener) => listener,
        Err(e) => {
            tracing::error!(%addr, error = %e, "cannot listen");
            return ExitCode::FAILURE;
        }
    };
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
    // Held until the end: dropping it ends the watching.
    let _watcher = state.settings.dev.then(|| watchers::build::start(&state));
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
    let head_time = state.settings.head_timeout;
    listen::serve(listener, app, head_time, &state.shutdown).await;
    if !state.shutdown.stop(state.settings.grace).await {
        tracing::warn!("requests still ran at the end of the grace time");
    }
    state.snapshot().clients.close().await;
    ExitCode::SUCCESS
}
