//! `update`, `increment` and `decrement`.

use engine::{Map, Value, js};

use super::super::sql::json_if_object;
use super::methods::arg;
use super::{Query, Verb};
use crate::Error;

impl Query {
    /// Says what a change gives, if it says something.
    pub(super) fn set_returning(&mut self, returning: &Value) {
        let some = match returning {
            Value::String(text) => !text.is_empty(),
            Value::List(names) => !names.is_empty(),
            Value::Map(names) => !names.is_empty(),
            _ => false,
        };
        if some {
            self.returning = returning.clone();
        }
    }

    /// Calls `update`.
    pub(super) fn update(&mut self, args: &[Value]) -> Result<(), Error> {
        self.verb = Verb::Update;
        match arg(args, 0) {
            Value::String(column) => {
                let value = json_if_object(arg(args, 1));
                self.update.insert(column.clone(), value);
                self.set_returning(arg(args, 2));
            }
            Value::Map(values) => {
                for (column, value) in values.iter() {
                    self.update.insert(column.clone(), value.clone());
                }
                self.set_returning(arg(args, 1));
            }
            _ => {
                return Err(Error::request(
                    "Invalid query, update needs an object, or a column and a value.",
                ));
            }
        }
        Ok(())
    }

    /// Calls `increment` or `decrement`.
    pub(super) fn count_up(&mut self, args: &[Value], sign: f64) -> Result<(), Error> {
        self.verb = Verb::Update;
        let one = Value::from(1);
        let single: Map = match arg(args, 0) {
            Value::Map(columns) => (**columns).clone(),
            Value::String(column) => {
                let amount = args.get(1).filter(|amount| !amount.is_undefined());
                [(column.clone(), amount.unwrap_or(&one).clone())]
                    .into_iter()
                    .collect()
            }
            _ => {
                return Err(Error::request(
                    "Invalid query, increment and decrement need the name of a column.",
                ));
            }
        };
        for (column, amount) in single {
            let amount = js::to_number(&amount) * sign;
            // Adding what is not a number would make the column null.
            if !amount.is_finite() {
                return Err(Error::request(format!(
                    "Invalid query, the amount to add to \"{column}\" should be a number."
                )));
            }
            self.counters.insert(column, Value::Number(amount));
        }
        Ok(())
    }
}
