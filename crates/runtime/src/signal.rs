//! A change that drawn blocks listen to; nothing at all on the server.

use leptos::prelude::{ArcTrigger, Notify, Track};
use leptos::reactive::graph::Observer;

/// Notifies what has tracked it. On the server nobody does, so it is empty there.
#[derive(Clone)]
pub(crate) struct Signal(Option<ArcTrigger>);

impl Signal {
    /// A signal that works where `reactive` is true.
    pub(crate) fn new(reactive: bool) -> Signal {
        Signal(reactive.then(ArcTrigger::new))
    }

    /// Has the running effect, if one is, run again on the next change.
    pub(crate) fn track(&self) {
        // Without one, as in an event handler, leptos would warn.
        if let Some(trigger) = &self.0
            && Observer::get().is_some()
        {
            trigger.track();
        }
    }

    /// Tells everyone who has tracked it.
    pub(crate) fn notify(&self) {
        if let Some(trigger) = &self.0 {
            trigger.notify();
        }
    }
}
