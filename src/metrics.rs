//! Figures for Prometheus: how often and how long pages, requests and endpoints take.

use std::sync::OnceLock;
use std::time::Duration;

use api::Measured;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::shutdown::Shutdown;

/// Answers over HTTP, by kind of path and status.
const HTTP: &str = "lath_http_request_duration_seconds";
/// Requests and steps on connections.
const REQUEST: &str = "lath_request_duration_seconds";
/// Routines of endpoints.
const ENDPOINT: &str = "lath_endpoint_duration_seconds";
const REFUSED: &str = "lath_auth_refused_total";

/// Upper bounds of the histograms, in seconds.
const BUCKETS: [f64; 14] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0,
];

/// Starts counting, once in a process. Until then everything here does nothing.
pub fn start() {
    handle();
}

/// Sums up what was counted, again and again: until then every figure is kept by itself.
pub fn keep(shutdown: &Shutdown) {
    let Some(handle) = HANDLE.get().and_then(Option::as_ref) else {
        return;
    };
    shutdown.spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            handle.run_upkeep();
        }
    });
}

/// All figures as text; none while nothing is counted.
pub fn text() -> Option<String> {
    HANDLE.get()?.as_ref().map(|handle| {
        handle.run_upkeep();
        handle.render()
    })
}

static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

fn handle() -> Option<&'static PrometheusHandle> {
    let made = HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
            .and_then(PrometheusBuilder::install_recorder);
        match builder {
            Ok(handle) => {
                metrics::describe_histogram!(HTTP, "Answers over HTTP");
                metrics::describe_histogram!(REQUEST, "Requests and steps on connections");
                metrics::describe_histogram!(ENDPOINT, "Routines of API endpoints");
                metrics::describe_counter!(REFUSED, "Logins and the like that were refused");
                Some(handle)
            }
            Err(error) => {
                tracing::error!(%error, "no metrics");
                None
            }
        }
    });
    made.as_ref()
}

fn is_on() -> bool {
    HANDLE.get().is_some_and(Option::is_some)
}

/// Counts an answer. Paths are told apart by kind only: there is no end to them.
pub fn answered(path: &str, status: u16, time: Duration) {
    if is_on() {
        let labels = [
            ("kind", kind(path).to_owned()),
            ("status", status.to_string()),
        ];
        metrics::histogram!(HTTP, &labels).record(time);
    }
}

fn kind(path: &str) -> &'static str {
    let starts = |prefix: &str| path.contains(prefix);
    match () {
        () if starts("/api/request/") => "request",
        () if starts("/api/endpoints/") => "endpoint",
        () if starts("/api/auth/") => "auth",
        () if starts("/api/") => "api",
        () if starts("/pkg/") || starts("/public/") || starts("/_lath/") => "file",
        () => "page",
    }
}

/// Counts a request or step.
pub fn measured(work: &Measured<'_>) {
    if !is_on() {
        return;
    }
    let outcome = if work.failed { "error" } else { "success" };
    let labels = [
        ("connection", work.connection_id.to_owned()),
        ("type", work.kind.to_owned()),
        ("page", work.page_id.unwrap_or_default().to_owned()),
        ("endpoint", work.endpoint_id.unwrap_or_default().to_owned()),
        ("request", work.request_id.to_owned()),
        ("outcome", outcome.to_owned()),
    ];
    metrics::histogram!(REQUEST, &labels).record(work.time);
}

/// Counts what was refused in logging in.
pub fn refused(event: &str) {
    if is_on() {
        metrics::counter!(REFUSED, "event" => event.to_owned()).increment(1);
    }
}

/// Counts a routine.
pub fn endpoint(id: &str, status: &'static str, time: Duration) {
    if is_on() {
        let labels = [("endpoint", id.to_owned()), ("status", status.to_owned())];
        metrics::histogram!(ENDPOINT, &labels).record(time);
    }
}
