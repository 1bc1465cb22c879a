//! Endpoints that run by themselves, by cron patterns.
//!
//! They run as the app itself: nobody is logged in, and their rules of access do not count. One that
//! still runs is not started again. Every server that serves the app runs them; `LATH_SCHEDULES=0`
//! turns them off in all but one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use api::endpoint::Rows;
use croner::Cron;
use croner::parser::{CronParser, Seconds};
use engine::Value;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use model::server::{App, Endpoint, Schedule};
use model::{Diagnostic, Diagnostics};
use tracing::Instrument as _;

use crate::context::RequestContext;
use crate::{AppState, services};

/// A schedule, ready to be asked when it is due.
pub struct Planned {
    endpoint: Arc<Endpoint>,
    /// Which of the endpoint's schedules it is.
    index: usize,
    pattern: Cron,
    zone: TimeZone,
    schedule: Schedule,
}

/// All schedules of an app.
///
/// # Errors
/// Patterns and time zones that are none.
pub fn plan(app: &App) -> Result<Vec<Planned>, Vec<Diagnostic>> {
    let (mut planned, mut found) = (Vec::new(), Vec::new());
    for endpoint in app.endpoints.values() {
        let mut d = Diagnostics::of(format!("api/{}.json", endpoint.id));
        for (i, schedule) in endpoint.schedules.iter().enumerate() {
            let one = d.within("schedules", |d| {
                d.within(i, |d| plan_one(endpoint, i, schedule, d))
            });
            planned.extend(one);
        }
        found.append(&mut d.found);
    }
    if found.is_empty() {
        Ok(planned)
    } else {
        Err(found)
    }
}

fn plan_one(
    endpoint: &Arc<Endpoint>,
    index: usize,
    schedule: &Schedule,
    d: &mut Diagnostics,
) -> Option<Planned> {
    let parser = CronParser::builder().seconds(Seconds::Optional).build();
    let pattern = match parser.parse(&schedule.cron) {
        Ok(pattern) => pattern,
        Err(error) => {
            d.within("cron", |d| {
                d.error(format!("\"{}\" is no cron pattern: {error}", schedule.cron));
            });
            return None;
        }
    };
    let zone = match schedule.timezone.as_deref().map(TimeZone::get) {
        None => TimeZone::UTC,
        Some(Ok(zone)) => zone,
        Some(Err(error)) => {
            d.within("timezone", |d| d.error(error.to_string()));
            return None;
        }
    };
    Some(Planned {
        endpoint: endpoint.clone(),
        index,
        pattern,
        zone,
        schedule: schedule.clone(),
    })
}

impl Planned {
    /// When it is next due after `time`; never if none.
    fn next(&self, time: Timestamp) -> Option<Timestamp> {
        let time: Zoned = time.to_zoned(self.zone.clone());
        let next = self.pattern.find_next_occurrence(&time, false).ok()?;
        Some(next.timestamp())
    }

    fn name(&self) -> String {
        format!("{}:{} {}", self.endpoint.id, self.index, self.schedule.cron)
    }
}

/// Runs schedules until the server stops. An app that was loaded anew has its own.
pub fn start(state: &AppState) {
    state.shutdown.spawn(follow(state.clone()));
}

/// Names of those that run.
type Running = Arc<Mutex<BTreeSet<String>>>;

async fn follow(state: AppState) {
    let running = Running::default();
    let mut news = state.news.subscribe();
    let mut since = Timestamp::now();
    loop {
        let snapshot = state.snapshot();
        let due = snapshot
            .schedules
            .iter()
            .filter_map(|p| p.next(since))
            .min();
        let wait = async {
            match due {
                Some(due) => sleep_until(due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // Whatever was heard, the app may be another one.
            _ = news.recv() => since = Timestamp::now(),
            () = wait => {
                let now = due.unwrap_or(since);
                for planned in &snapshot.schedules {
                    if planned.next(since) == Some(now) {
                        begin(&state, planned, &running);
                    }
                }
                // What was missed while the machine slept is not caught up with.
                since = now.max(Timestamp::now() - Duration::from_secs(1));
            }
        }
    }
}

/// Sleeps by the clock on the wall, which may be set while it does.
async fn sleep_until(due: Timestamp) {
    loop {
        let left = Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default();
        if left.is_zero() {
            return;
        }
        tokio::time::sleep(left.min(Duration::from_secs(30))).await;
    }
}

fn begin(state: &AppState, planned: &Planned, running: &Running) {
    let name = planned.name();
    if !lock(running).insert(name.clone()) {
        tracing::warn!(schedule = name, "still running: not started again");
        return;
    }
    let cx = RequestContext::of_app(state);
    let turn = Turn(running.clone(), name.clone());
    let (endpoint, payload) = (planned.endpoint.clone(), planned.schedule.payload.clone());
    let span = cx.logger.clone();
    let work = async move {
        run(&cx, &endpoint, payload, &name).await;
        drop(turn);
    };
    state.shutdown.spawn_to_end(work.instrument(span));
}

/// That a schedule runs; whatever ends it, it may run again.
struct Turn(Running, String);

impl Drop for Turn {
    fn drop(&mut self) {
        lock(&self.0).remove(&self.1);
    }
}

async fn run(cx: &RequestContext, endpoint: &Endpoint, payload: Value, name: &str) {
    if let Err(error) = api::endpoint::check_payload(&cx.api(), endpoint, &payload) {
        tracing::error!(schedule = name, "{error}");
        return;
    }
    tracing::info!(schedule = name, "started");
    services::endpoint::run(cx, endpoint, payload, Rows::Dropped).await;
}

fn lock(running: &Running) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}
