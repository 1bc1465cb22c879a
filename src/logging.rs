//! Logs: `tracing`, as text for people in development and as JSON otherwise. Messages stand alone;
//! fields have dotted names (`page.id`, `request.id`, `duration_ms`). Never bodies, cookies, secrets.

use tracing_subscriber::EnvFilter;

use crate::Settings;

/// Starts logging, once per process.
pub fn start(settings: &Settings) {
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = if settings.log_json {
        builder
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .try_init()
    } else {
        builder.compact().with_target(false).try_init()
    };
    // A second start, as in tests, keeps the first.
    drop(started);
}
