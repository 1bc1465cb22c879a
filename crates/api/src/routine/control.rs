//! Controls that decide, fail, keep and log.

use engine::{Expr, Value, js, path};
use model::server::{Branch, Catch, Routine};

use super::{Outcome, Place, Run, lock};
use crate::Fault;

/// Levels of `:log`.
const LEVELS: [&str; 4] = ["error", "warn", "info", "debug"];

impl Run<'_> {
    pub(super) async fn branch(
        &self,
        condition: &Expr,
        then: Option<&Routine>,
        otherwise: Option<&Routine>,
        place: &Place,
    ) -> Result<Outcome, Fault> {
        if js::truthy(&self.eval(condition, place)?) {
            return Ok(self.needed(then, ":then", place).await);
        }
        match otherwise {
            Some(routine) => Ok(self.run(routine, place).await),
            None => Ok(Outcome::Continue),
        }
    }

    pub(super) async fn switch(
        &self,
        cases: &[Branch],
        default: Option<&Routine>,
        place: &Place,
    ) -> Result<Outcome, Fault> {
        for case in cases {
            if js::truthy(&self.eval(&case.condition, place)?) {
                return Ok(self.needed(case.then.as_ref(), ":then", place).await);
            }
        }
        match default {
            Some(routine) => Ok(self.run(routine, place).await),
            None => Ok(Outcome::Continue),
        }
    }

    /// A part without which its control is an error.
    pub(super) async fn needed(
        &self,
        routine: Option<&Routine>,
        key: &str,
        place: &Place,
    ) -> Outcome {
        match routine {
            Some(routine) => self.run(routine, place).await,
            None => Outcome::broken(format!("Invalid routine: {key} is missing.")),
        }
    }

    /// A refusal is not caught. `:finally` runs in any case and has the last word if it does not just
    /// run to its end.
    pub(super) async fn try_catch(&self, parts: &Catch, place: &Place) -> Outcome {
        let mut outcome = self.run(&parts.body, place).await;
        if let (Outcome::Error(fault), Some(catch)) = (&outcome, &parts.catch) {
            let within = Place {
                error: fault.to_value(),
                ..place.clone()
            };
            outcome = self.run(catch, &within).await;
        }
        if let Some(finally) = &parts.finally {
            let last = self.run(finally, place).await;
            if !last.goes_on() {
                return last;
            }
        }
        outcome
    }

    pub(super) fn thrown(
        &self,
        message: &Expr,
        cause: &Expr,
        place: &Place,
    ) -> Result<Fault, Fault> {
        let message = self.eval(message, place)?;
        Ok(Fault::thrown(&message, self.eval(cause, place)?))
    }

    pub(super) fn set_state(&self, values: &Expr, place: &Place) -> Result<Outcome, Fault> {
        let values = self.eval(values, place)?;
        let Some(map) = values.as_map() else {
            return Ok(Outcome::broken(
                "Invalid routine: :set_state must be an object.",
            ));
        };
        let mut state = lock(&self.memory.state);
        for (key, value) in map.iter() {
            path::set(&mut state, key, value.clone());
        }
        Ok(Outcome::Continue)
    }

    pub(super) fn log(&self, value: &Expr, level: &Expr, place: &Place) -> Result<Outcome, Fault> {
        let value = self.eval(value, place)?;
        let level = self.eval(level, place)?;
        let level = match &level {
            level if level.is_none() => "info",
            Value::String(level) => level,
            _ => return Ok(Outcome::broken("Invalid routine: :level must be a string.")),
        };
        if !LEVELS.contains(&level) {
            return Ok(Outcome::broken(format!(
                "Invalid routine: there is no log level \"{level}\"."
            )));
        }
        self.cx.host.log(level, &value);
        Ok(Outcome::Continue)
    }
}
