//! Steps: requests, and calls of other endpoints.

use connections::RowStream;
use engine::{Expr, Value, js, path};
use model::server::{Step, StepKind};
use protocol::Code;

use super::{Outcome, Place, Run, lock};
use crate::Fault;
use crate::endpoint::{self, RoutineStatus, Rows, Within};
use crate::work::{self, Work};

/// How deep endpoints may call each other.
const MAX_DEPTH: usize = 10;

impl Run<'_> {
    pub(super) async fn step(&self, step: &Step, place: &Place) -> Outcome {
        let result = match &step.kind {
            StepKind::Request { .. } => self.request(step, place).await,
            StepKind::CallApi {
                endpoint_id,
                payload,
            } => match self.call_api(endpoint_id, payload, place).await {
                Ok(Ok(value)) => Ok(value),
                Ok(Err(ended)) => return ended,
                Err(fault) => Err(fault),
            },
        };
        match result {
            Ok(value) => {
                self.keep(&step.id, place, value);
                Outcome::Continue
            }
            Err(fault) => Outcome::Error(fault),
        }
    }

    async fn request(&self, step: &Step, place: &Place) -> Result<Value, Fault> {
        let StepKind::Request {
            kind,
            connection_id,
            properties,
            stream,
        } = &step.kind
        else {
            return Ok(Value::Undefined);
        };
        let scope = self.scope(place);
        let connection = work::connection(&scope, &step.id, connection_id.as_ref())?;
        let known = self.cx.plans.connection(&connection.id);
        let entry = known.and_then(|known| known.entry);
        let row = entry.and_then(|entry| entry.request(kind));
        let rows = work::rows(connection, kind, entry, row)?;
        let work = Work {
            id: &step.id,
            kind,
            properties,
            table: self.cx.routines,
            indices: &place.indices,
            page_id: None,
            block_id: None,
            endpoint_id: Some(&self.endpoint.id),
            transactions: Some(&self.transactions),
        };
        if !stream {
            return Ok(work::run(&scope, connection, rows, &work).await?);
        }
        let rows = work::stream(&scope, connection, rows, &work).await?;
        self.pass_on(rows, &work).await
    }

    /// Hands rows over as they come, and gives how many they were.
    async fn pass_on(&self, mut rows: RowStream, work: &Work<'_>) -> Result<Value, Fault> {
        let limit = work::limit(&self.cx);
        let mut count = 0.0;
        while let Some(row) = work::next(&mut rows, work.id, limit).await {
            let row = row.map_err(|error| work::told(work, &error))?;
            let is_wanted = match &self.rows {
                Rows::Sent(taker) => {
                    let given = taker.give(row).await;
                    given.map_err(|error| work::told(work, &error))?
                }
                Rows::Kept => {
                    lock(&self.kept).push(row);
                    true
                }
                Rows::Dropped => true,
            };
            // A statement that is broken off would take its transaction with it.
            if !is_wanted && !self.transactions.hold() {
                break;
            }
            count += 1.0;
        }
        Ok(Value::Number(count))
    }

    /// The value that the other endpoint returned, or how it ended otherwise, which is how this one
    /// does.
    async fn call_api(
        &self,
        endpoint_id: &Expr,
        payload: &Expr,
        place: &Place,
    ) -> Result<Result<Value, Outcome>, Fault> {
        let id = self.eval(endpoint_id, place)?;
        let payload = self.eval(payload, place)?;
        if self.depth >= MAX_DEPTH {
            let message = format!("Endpoint call depth exceeded maximum of {MAX_DEPTH}.");
            return Err(Fault::new(Code::Config, message));
        }
        let id = js::to_text(&id);
        let other = endpoint::called(&self.cx, &id)?;
        endpoint::check_payload(&self.cx, other, &payload)?;
        let within = Within {
            depth: self.depth + 1,
            transactions: Some(&self.transactions),
        };
        let ended = endpoint::run_at(&self.cx, other, payload, Rows::Kept, within);
        let ended = Box::pin(ended).await;
        Ok(match ended.result {
            Ok(value) => Ok(value.or_null()),
            Err(fault) if ended.status == RoutineStatus::Reject => Err(Outcome::Reject(fault)),
            Err(fault) => Err(Outcome::Error(fault)),
        })
    }

    /// Keeps the result of a step: within loops as a list of the turns' results.
    fn keep(&self, id: &str, place: &Place, value: Value) {
        let mut steps = lock(&self.memory.steps);
        if place.indices.is_empty() {
            path::set(&mut steps, id, value);
            return;
        }
        let mut all = path::get(&steps, id);
        // While it is changed nobody else has the list, so that it is not copied.
        path::set(&mut steps, id, Value::Undefined);
        put(&mut all, &place.indices, value);
        path::set(&mut steps, id, all);
    }
}

fn put(target: &mut Value, indices: &[usize], value: Value) {
    let Some((first, rest)) = indices.split_first() else {
        *target = value;
        return;
    };
    let list = target.make_list();
    if list.len() <= *first {
        list.resize(first + 1, Value::Null);
    }
    put(&mut list[*first], rest, value);
}
