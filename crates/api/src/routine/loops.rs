//! Controls that run something many times, or many things at once.

use std::sync::Arc;

use engine::{Expr, Value, js};
use futures_util::future::join_all;
use model::server::{Loop, Routine};

use super::{Outcome, Place, Run};
use crate::Fault;

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
        let places: Vec<Place> = items
            .iter()
            .enumerate()
            .map(|(i, item)| at(place, each, i, item))
            .collect();
        let branches = places.iter().map(|place| self.run(body, place));
        Ok(strongest(join_all(branches).await))
    }

    pub(super) async fn parallel(&self, items: &[Routine], place: &Place) -> Outcome {
        let branches = items.iter().map(|item| self.run(item, place));
        strongest(join_all(branches).await)
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
fn strongest(outcomes: Vec<Outcome>) -> Outcome {
    let rank = |outcome: &Outcome| match outcome {
        Outcome::Error(_) => 0,
        Outcome::Reject(_) => 1,
        Outcome::Return(_) => 2,
        Outcome::Continue => 3,
    };
    let strongest = outcomes.into_iter().min_by_key(rank);
    strongest.unwrap_or(Outcome::Continue)
}
