//! Development: how long requests and steps took, for browsers that watch.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api::Measured;
use engine::{Value, json};
use tokio::sync::broadcast;

/// How many are kept for browsers that come later: a page's own requests end before it is there.
const KEPT: usize = 50;

/// What was measured, newest last, each as JSON.
pub struct Timings {
    news: broadcast::Sender<Arc<str>>,
    recent: Mutex<VecDeque<Arc<str>>>,
}

impl Default for Timings {
    fn default() -> Timings {
        Timings {
            news: broadcast::channel(256).0,
            recent: Mutex::default(),
        }
    }
}

impl Timings {
    /// Keeps one and tells who watches.
    pub fn note(&self, work: &Measured<'_>) {
        let text = |text: Option<&str>| text.map_or(Value::Undefined, Value::from);
        let entry = Value::object([
            ("request", work.request_id.into()),
            ("type", work.kind.into()),
            ("connection", work.connection_id.into()),
            ("page", text(work.page_id)),
            ("endpoint", text(work.endpoint_id)),
            ("ms", Value::Number(work.time.as_secs_f64() * 1000.0)),
            ("failed", Value::Bool(work.failed)),
        ]);
        let entry: Arc<str> = json::stringify(&entry).into();
        let mut recent = self.recent();
        recent.push_back(entry.clone());
        if recent.len() > KEPT {
            recent.pop_front();
        }
        // Within the lock: who begins to follow gets each once.
        self.news.send(entry).ok();
    }

    /// The recent ones, and those to come.
    pub fn follow(&self) -> (VecDeque<Arc<str>>, broadcast::Receiver<Arc<str>>) {
        let recent = self.recent();
        (recent.clone(), self.news.subscribe())
    }

    fn recent(&self) -> MutexGuard<'_, VecDeque<Arc<str>>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
