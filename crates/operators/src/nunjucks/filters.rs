//! `a | …`: the filters of Nunjucks and of Lowdefy. Each fails where the original does; templates
//! rely on that less than on what they print, but a failure is a null and not a text.

mod lists;
mod numbers;
mod text;
mod time;
mod urls;

use engine::{Value, js};

use super::Failure;
use super::frame::Val;
use super::ops;
use super::run::{Given, Run};

/// A filter at work.
struct Call<'a> {
    run: &'a Run<'a>,
    input: Val,
    given: &'a Given,
}

type Answer = Result<Val, Failure>;

type Filter = fn(&Call<'_>) -> Answer;

/// Applies the filter `name`.
///
/// # Errors
/// There is no such filter; it cannot work with what it gets.
pub(super) fn apply(run: &Run<'_>, name: &str, input: Val, given: &Given) -> Answer {
    let filters = [
        text::FILTERS,
        lists::FILTERS,
        numbers::FILTERS,
        time::FILTERS,
        urls::FILTERS,
    ];
    let found = filters
        .iter()
        .flat_map(|f| f.iter())
        .find(|(known, _)| *known == name);
    match found {
        Some((_, filter)) => filter(&Call { run, input, given }),
        None => Err(Failure::new("an unknown filter")),
    }
}

impl Call<'_> {
    fn value(&self) -> Value {
        self.input.to_value()
    }

    /// The argument at position `i`, undefined where there is none.
    fn arg(&self, i: usize) -> Value {
        self.given
            .positional
            .get(i)
            .map_or(Value::Undefined, Val::to_value)
    }

    /// As `arg`, or the argument called `name`.
    fn named(&self, i: usize, name: &str) -> Value {
        let named = || {
            self.given
                .named
                .iter()
                .find(|(known, _)| &**known == name)
                .map(|(_, v)| v)
        };
        let found = self.given.positional.get(i).or_else(named);
        found.map_or(Value::Undefined, Val::to_value)
    }

    /// The input as text; nothing and false are empty text.
    fn text(&self) -> Result<String, Failure> {
        match self.value() {
            Value::Undefined | Value::Null | Value::Bool(false) => Ok(String::new()),
            Value::String(text) => Ok(text.to_string()),
            _ => Err(Failure::new("the filter takes text")),
        }
    }

    /// Nothing and false as empty text, anything else as it is.
    fn value_or_empty(&self) -> Value {
        match self.value() {
            Value::Undefined | Value::Null | Value::Bool(false) => "".into(),
            value => value,
        }
    }

    /// The items of a list, the characters of text; none of anything else.
    fn any_items(&self) -> Vec<Value> {
        ops::iterate(&self.value())
    }

    /// As `any_items`, but there has to be something.
    fn some_items(&self) -> Result<Vec<Value>, Failure> {
        if self.value().is_none() {
            return Err(Failure::new("the filter takes a list"));
        }
        Ok(self.any_items())
    }

    /// The items of the input, which has to be a list.
    fn items(&self) -> Result<Vec<Value>, Failure> {
        match self.value() {
            Value::List(items) => Ok(items.to_vec()),
            _ => Err(Failure::new("the filter takes a list")),
        }
    }

    /// `text`, safe where the input is.
    fn like_input(&self, text: impl AsRef<str>) -> Answer {
        Ok(match self.input {
            Val::Safe(_) => Val::Safe(text.as_ref().into()),
            _ => text.as_ref().into(),
        })
    }
}

/// A whole number from an argument; `default` where it is missing or counts as false.
fn whole(value: &Value, default: usize) -> usize {
    if js::truthy(value) {
        js::to_number(value) as usize
    } else {
        default
    }
}
