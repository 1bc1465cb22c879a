//! Controls that run something many times, or many things at once.

use std::sync::Arc;

use engine::{Expr, Value, js};
use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use model::server::{Loop, Routine};

use super::{Outcome, Place, Run};
use crate::Fault;

/// Turns of `:parallel_for` that run at the same time: its list may come from the caller, and each has
/// a connection or a call of its own.
const AT_ONCE: usize = 16;

impl Run<'_> {
    pub(super) async fn for_each(&self, each: &Loop, place: &Place) -> Result<Outcome, Fault> {
        let (items, body) = match self.items(each, place)? {
            Ok(found) => found,
            Err(broken) => return Ok(broken),
        };
        for (i, item) in items.iter().enumerate() {
            let outcome = self.run(body, &at(place, each, i, item)).await;
            if !outcome.goes_on() {
                return Ok(outcome);
            }
            // A loop without steps would otherwise keep its thread to itself.
            tokio::task::yield_now().await;
        }
        Ok(Outcome::Continue)
    }

    pub(super) async fn parallel_for(&self, each: &Loop, place: &Place) -> Result<Outcome, Fault> {
        let (items, body) = match self.items(each, place)? {
            Ok(found) => found,
            Err(broken) => return Ok(broken),
        };
        let mut running = FuturesUnordered::new();
        let mut strongest = Strongest::default();
        for (i, item) in items.iter().enumerate() {
            if running.len() == AT_ONCE
                && let Some((i, outcome)) = running.next().await
            {
                strongest.add(i, outcome);
            }
            running.push(self.turn(i, body, at(place, each, i, item)));
        }
        while let Some((i, outcome)) = running.next().await {
            strongest.add(i, outcome);
        }
        Ok(strongest.outcome)
    }

    /// A turn of many at once, with its position.
    async fn turn(&self, i: usize, body: &Routine, place: Place) -> (usize, Outcome) {
        let outcome = self.run(body, &place).await;
        // As in a loop of one after the other.
        tokio::task::yield_now().await;
        (i, outcome)
    }

    pub(super) async fn parallel(&self, items: &[Routine], place: &Place) -> Outcome {
        let branches = items.iter().map(|item| self.run(item, place));
        let mut strongest = Strongest::default();
        for (i, outcome) in join_all(branches).await.into_iter().enumerate() {
            strongest.add(i, outcome);
        }
        strongest.outcome
    }

    /// Turns are not counted: an endpoint that goes on for too long is stopped by its caller.
    pub(super) async fn repeat(
        &self,
        condition: &Expr,
        body: Option<&Routine>,
        place: &Place,
    ) -> Result<Outcome, Fault> {
        let Some(body) = body else {
            return Ok(Outcome::broken("Invalid routine: :do is missing."));
        };
        while js::truthy(&self.eval(condition, place)?) {
            let outcome = self.run(body, place).await;
            if !outcome.goes_on() {
                return Ok(outcome);
            }
            tokio::task::yield_now().await;
        }
        Ok(Outcome::Continue)
    }

    /// What a loop runs over and what it does, or what is wrong with it.
    #[expect(
        clippy::type_complexity,
        reason = "an error of an operator, else a loop that is written wrong, else its parts"
    )]
    fn items<'b>(
        &self,
        each: &'b Loop,
        place: &Place,
    ) -> Result<Result<(Arc<Vec<Value>>, &'b Routine), Outcome>, Fault> {
        if each.name.is_empty() {
            return Ok(Err(Outcome::broken(
                "Invalid routine: a loop needs a name for its item.",
            )));
        }
        let items = self.eval(&each.items, place)?;
        let Some(items) = items.as_list() else {
            return Ok(Err(Outcome::broken(
                "Invalid routine: :in must evaluate to an array.",
            )));
        };
        Ok(match &each.body {
            Some(body) => Ok((items.clone(), body)),
            None => Err(Outcome::broken("Invalid routine: :do is missing.")),
        })
    }
}

/// The place of one turn.
fn at(place: &Place, each: &Loop, i: usize, item: &Value) -> Place {
    let mut within = place.clone();
    within.indices.push(i);
    let items = within.items.make_map();
    items.insert(each.name.clone(), item.clone());
    within
}

/// What parallel branches amount to: the first error, else the first refusal, else the first value.
/// Which is first is said by their positions, however long each took.
struct Strongest {
    /// Of the outcome: its class, then the position of its branch.
    rank: (u8, usize),
    outcome: Outcome,
}

impl Default for Strongest {
    fn default() -> Strongest {
        Strongest {
            rank: (u8::MAX, 0),
            outcome: Outcome::Continue,
        }
    }
}

impl Strongest {
    /// Adds how the branch at position `i` ended.
    fn add(&mut self, i: usize, outcome: Outcome) {
        let class = match outcome {
            Outcome::Error(_) => 0,
            Outcome::Reject(_) => 1,
            Outcome::Return(_) => 2,
            Outcome::Continue => 3,
        };
        if (class, i) < self.rank {
            self.rank = (class, i);
            self.outcome = outcome;
        }
    }
}
