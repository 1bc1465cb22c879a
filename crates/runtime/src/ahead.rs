//! Requests of a list of actions that need not wait for one another: they run at once.
//!
//! In a list, an action after another may read what that one answered, and does not run if it failed.
//! A Request that reads none of that, and whose request only reads, gives the same when it runs at the
//! same time; so a page's onInit takes as long as its slowest request and not as all together.

use std::collections::BTreeMap;

use engine::{Expr, Value};
use futures_util::future::join_all;
use model::Action;

use crate::PageCx;
use crate::actions::ActionCx;
use crate::events::Outcome;

/// Operators that see what earlier actions did.
const LOOKS_BACK: &[&str] = &[
    "_actions",
    "_api",
    "_event_log",
    "_js",
    "_request",
    "_request_details",
];

/// Outcomes of actions that have run already, by place in the list.
#[derive(Default)]
pub(crate) struct Ahead {
    outcomes: BTreeMap<usize, Outcome>,
    until: usize,
}

impl Ahead {
    /// Was it decided for the action at `index` whether it runs ahead?
    pub(crate) fn covers(&self, index: usize) -> bool {
        index < self.until
    }

    /// The outcome of the action at `index`, if it ran.
    pub(crate) fn take(&mut self, index: usize) -> Option<Outcome> {
        self.outcomes.remove(&index)
    }
}

impl PageCx {
    /// Runs the action at `from` and those right after it at once, as far as they are independent.
    pub(crate) async fn run_ahead(&self, list: &[Action], from: usize, cx: &ActionCx) -> Ahead {
        let n = list[from..]
            .iter()
            .take_while(|a| self.is_independent(a))
            .count();
        if n < 2 {
            return Ahead {
                outcomes: BTreeMap::new(),
                until: from + n.max(1),
            };
        }
        let actions = &list[from..from + n];
        let runs = actions.iter().map(|action| {
            let cx = cx.for_action(action, Value::object([]));
            async move { self.run_action(action, &cx).await }
        });
        let outcomes = join_all(runs).await.into_iter().enumerate();
        Ahead {
            outcomes: outcomes.map(|(i, outcome)| (from + i, outcome)).collect(),
            until: from + n,
        }
    }

    fn is_independent(&self, action: &Action) -> bool {
        let plain = [&action.skip, &action.is_async]
            .into_iter()
            .all(|e| e.as_const().is_some_and(Value::is_none));
        if &*action.kind != "Request" || !plain {
            return false;
        }
        let ids: Vec<&str> = match action.params.as_const() {
            Some(Value::String(id)) => vec![id],
            Some(Value::List(ids)) => ids.iter().filter_map(Value::as_str).collect(),
            _ => return false,
        };
        !ids.is_empty() && ids.into_iter().all(|id| self.may_run_ahead(id))
    }

    fn may_run_ahead(&self, id: &str) -> bool {
        let Some(stub) = self.page().request(id) else {
            return false;
        };
        !looks_back(&stub.payload) && self.app().backend().may_run_ahead(&self.id(), id)
    }
}

fn looks_back(expr: &Expr) -> bool {
    let mut found = false;
    expr.visit_operators(&mut |name, _, _| found |= LOOKS_BACK.contains(&name));
    found
}
