//! Running a routine (specs: Lowdefy's runRoutine).

mod control;
mod loops;
mod steps;

use std::sync::{Mutex, PoisonError};

use connections::BoxFuture;
use engine::{Cx, ErrorSink, Expr, Value};
use model::server::{Control, Endpoint, Routine};
use protocol::Code;

use crate::endpoint::{Rows, Within};
use crate::scope::{CallScope, Memory, RoutineScope, lock};
use crate::transactions::Transactions;
use crate::{ApiContext, Fault, work};

/// How a part of a routine ended, which decides what follows.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// What stands next follows.
    Continue,
    /// The routine ends with this value.
    Return(Value),
    /// The routine ends with a refusal, which nothing catches.
    Reject(Fault),
    /// It failed: the next `:catch` around goes on, or the routine ends.
    Error(Fault),
}

impl Outcome {
    /// Does what stands next follow?
    pub(crate) fn goes_on(&self) -> bool {
        matches!(self, Outcome::Continue)
    }

    /// A routine that is written wrong.
    pub(crate) fn broken(message: impl AsRef<str>) -> Outcome {
        Outcome::Error(Fault::new(Code::Config, message.as_ref()))
    }
}

/// A routine while it runs. What its parts share is here: branches that run at the same time see each
/// other's steps and state.
pub(crate) struct Run<'a> {
    cx: ApiContext<'a>,
    endpoint: &'a Endpoint,
    payload: Value,
    /// How many endpoints called this one, one in another.
    depth: usize,
    memory: Memory,
    /// Where the rows of its streams go.
    rows: Rows,
    kept: Mutex<Vec<Value>>,
    /// Those that its steps are parts of.
    transactions: Transactions<'a>,
}

/// What a routine leaves.
pub(crate) struct Left {
    /// Results of the steps.
    pub(crate) steps: Value,
    /// Its state.
    pub(crate) state: Value,
    /// Rows that were kept for the answer.
    pub(crate) rows: Vec<Value>,
}

/// Where in the routine something stands.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// Positions in the loops around.
    indices: Vec<usize>,
    /// Items of the loops around, by name.
    items: Value,
    /// The error that the `:catch` around handles.
    error: Value,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        cx: ApiContext<'a>,
        endpoint: &'a Endpoint,
        payload: Value,
        rows: Rows,
        within: Within<'a>,
    ) -> Run<'a> {
        Run {
            cx,
            endpoint,
            payload,
            depth: within.depth,
            memory: Memory::default(),
            rows,
            kept: Mutex::default(),
            transactions: Transactions::new(endpoint.transaction, within.transactions),
        }
    }

    /// The whole routine, and the end of its transactions: what it did lasts unless it failed or
    /// refused.
    pub(crate) async fn all(&self) -> Outcome {
        let place = Place::default();
        let outcome = self.run(&self.endpoint.routine, &place).await;
        let lasts = matches!(outcome, Outcome::Continue | Outcome::Return(_));
        match self.transactions.end(lasts).await {
            Err(error) if lasts => Outcome::Error(error.into()),
            _ => outcome,
        }
    }

    /// What is left of it at its end.
    pub(crate) fn into_left(self) -> Left {
        fn value<T>(mutex: Mutex<T>) -> T {
            mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
        }
        Left {
            steps: value(self.memory.steps),
            state: value(self.memory.state),
            rows: value(self.kept),
        }
    }

    /// A part of the routine.
    fn run<'b>(&'b self, routine: &'b Routine, place: &'b Place) -> BoxFuture<'b, Outcome> {
        Box::pin(async move {
            match routine {
                Routine::List(items) => self.list(items, place).await,
                Routine::Step(step) => self.step(step, place).await,
                Routine::Control(control) => self.control(control, place).await,
                Routine::Broken(message) => Outcome::broken(message),
            }
        })
    }

    async fn list(&self, items: &[Routine], place: &Place) -> Outcome {
        for item in items {
            let outcome = self.run(item, place).await;
            if !outcome.goes_on() {
                return outcome;
            }
        }
        Outcome::Continue
    }

    async fn control(&self, control: &Control, place: &Place) -> Outcome {
        let result = match control {
            Control::For(each) => self.for_each(each, place).await,
            Control::ParallelFor(each) => self.parallel_for(each, place).await,
            Control::If {
                condition,
                then,
                otherwise,
            } => {
                self.branch(condition, then.as_ref(), otherwise.as_ref(), place)
                    .await
            }
            Control::Log { value, level } => self.log(value, level, place),
            Control::Parallel(items) => Ok(self.parallel(items, place).await),
            Control::Reject { message, cause } => {
                self.thrown(message, cause, place).map(Outcome::Reject)
            }
            Control::Return(value) => self.eval(value, place).map(Outcome::Return),
            Control::SetState(values) => self.set_state(values, place),
            Control::Switch { cases, default } => self.switch(cases, default.as_ref(), place).await,
            Control::Throw { message, cause } => {
                self.thrown(message, cause, place).map(Outcome::Error)
            }
            Control::Try(parts) => Ok(self.try_catch(parts, place).await),
            Control::While { condition, body } => {
                self.repeat(condition, body.as_ref(), place).await
            }
        };
        result.unwrap_or_else(Outcome::Error)
    }

    /// The world as it is now, at a place.
    fn scope(&self, place: &Place) -> CallScope<'_> {
        CallScope {
            cx: self.cx,
            payload: &self.payload,
            routine: RoutineScope {
                memory: Some(&self.memory),
                items: place.items.clone(),
                error: place.error.clone(),
            },
        }
    }

    /// A value of the configuration; the first complaint of an operator is an error.
    fn eval(&self, expr: &Expr, place: &Place) -> Result<Value, Fault> {
        if let Some(value) = expr.as_const() {
            return Ok(value.clone());
        }
        let (scope, errors) = (self.scope(place), ErrorSink::default());
        let cx = Cx::new(&scope, self.cx.routines, &self.endpoint.id, &errors);
        let value = expr.eval(&cx.with_indices(&place.indices));
        match errors.take().into_iter().next() {
            None => Ok(value),
            Some(error) => {
                let message = work::complaint(&scope, &error);
                Err(Fault::new(Code::Operator, message))
            }
        }
    }
}
