//! `range`, `cycler` and `joiner`, and the members and methods of values.

use std::cell::Cell;
use std::rc::Rc;

use engine::{Args, Value, js};

use super::Failure;
use super::frame::{Callable, Val};
use super::ops;
use super::run::{Given, Run};
use crate::catalog;

type Answer = Result<Val, Failure>;

/// The global of a name.
pub(super) fn find(name: &str) -> Option<Val> {
    let known = ["range", "cycler", "joiner"]
        .into_iter()
        .find(|known| *known == name)?;
    Some(Val::Callable(Rc::new(Callable::Global(known))))
}

/// Calls anything that is no macro.
pub(super) fn call(run: &Run<'_>, function: &Callable, given: &Given) -> Answer {
    let arg = |i: usize| {
        given
            .positional
            .get(i)
            .map_or(Value::Undefined, Val::to_value)
    };
    Ok(match function {
        Callable::Global("range") => range(run, &arg(0), &arg(1), &arg(2))?.into(),
        Callable::Global("cycler") => {
            let items = given.positional.iter().map(Val::to_value).collect();
            Val::Callable(Rc::new(Callable::Cycler(items, Cell::new(0))))
        }
        Callable::Global(_) => {
            let separator = if js::truthy(&arg(0)) {
                arg(0)
            } else {
                ",".into()
            };
            Val::Callable(Rc::new(Callable::Joiner(separator, Cell::new(false))))
        }
        Callable::Joiner(separator, used) => {
            if used.replace(true) {
                separator.clone().into()
            } else {
                "".into()
            }
        }
        Callable::Macro(..) | Callable::Cycler(..) => {
            return Err(Failure::new("what is called is no function"));
        }
    })
}

fn range(run: &Run<'_>, start: &Value, stop: &Value, step: &Value) -> Result<Value, Failure> {
    let (start, stop) = if stop.is_undefined() {
        (&Value::Number(0.0), start)
    } else {
        (start, stop)
    };
    let (mut at, stop) = (js::to_number(start), js::to_number(stop));
    let step = if js::truthy(step) {
        js::to_number(step)
    } else {
        1.0
    };
    let mut items = Vec::new();
    while (step > 0.0 && at < stop) || (step < 0.0 && at > stop) {
        run.spend(1)?;
        items.push(at.into());
        at += step;
    }
    Ok(Value::list(items))
}

/// `object.key`
pub(super) fn member(object: &Val, key: &Value) -> Val {
    match object {
        Val::Callable(function) => match (&**function, key.as_str()) {
            (Callable::Cycler(items, next), Some("current")) => {
                let last = next.get().checked_sub(1).map(|i| i % items.len().max(1));
                last.and_then(|i| items.get(i))
                    .cloned()
                    .unwrap_or_default()
                    .into()
            }
            _ => Val::UNDEFINED,
        },
        object => ops::member(&object.to_value(), key).into(),
    }
}

/// `object.key(…)` where the object has no such member of its own: JavaScript's methods, by way of
/// the operators that run them.
pub(super) fn method(run: &Run<'_>, object: &Val, key: &Value, given: &Given) -> Answer {
    if let Val::Callable(function) = object {
        return cycler_method(function, key);
    }
    let object = object.to_value();
    let Some(method) = key.as_str() else {
        return Err(Failure::new("what is called is no function"));
    };
    let (operator, known) = match object {
        Value::String(_) => ("_string", TEXT_METHODS),
        Value::List(_) => ("_array", LIST_METHODS),
        Value::Number(_) => ("_number", NUMBER_METHODS),
        Value::Date(_) => ("_date", DATE_METHODS),
        _ => ("", ""),
    };
    if method == "toString" && !object.is_none() && given.positional.is_empty() {
        return Ok(js::to_text(&object).into());
    }
    let entry = catalog::ALL.iter().find(|entry| entry.name == operator);
    let is_known = known.split(' ').any(|known| match known.strip_suffix('*') {
        Some(prefix) => method.starts_with(prefix),
        None => known == method,
    });
    let Some(entry) = entry.filter(|_| is_known) else {
        return Err(Failure::new("what is called is no function"));
    };
    // A method without arguments takes its object as it is, unless the operator would take it apart.
    let bare = given.positional.is_empty()
        && match object {
            Value::String(_) | Value::Date(_) => true,
            _ => method == "reverse",
        };
    let all = || std::iter::once(object.clone()).chain(given.positional.iter().map(Val::to_value));
    let params = if bare {
        object.clone()
    } else {
        Value::list(all().collect())
    };
    // `repeat` and its like make text of the length that a number says.
    for n in given
        .positional
        .iter()
        .filter_map(|arg| arg.to_value().as_number())
    {
        let bytes = ops::member(&object, &"length".into())
            .as_number()
            .unwrap_or(1.0)
            .max(1.0)
            * n;
        run.spend_text(bytes.max(0.0) as usize)?;
    }
    let args = Args {
        name: entry.name,
        method: Some(method),
        params: &params,
    };
    (entry.eval)(run.cx, args)
        .map(Val::from)
        .map_err(|_| Failure::new("a method failed"))
}

const TEXT_METHODS: &str = "charAt concat endsWith includes indexOf lastIndexOf match normalize padEnd \
     padStart repeat replace search slice split startsWith substring toLowerCase toUpperCase trim \
     trimEnd trimStart";
const LIST_METHODS: &str = "concat flat includes indexOf join lastIndexOf reverse slice sort";
const NUMBER_METHODS: &str = "toExponential toFixed toLocaleString toPrecision toString";
const DATE_METHODS: &str = "get* to* valueOf";

fn cycler_method(function: &Callable, key: &Value) -> Answer {
    let (Callable::Cycler(items, next), Some(method)) = (function, key.as_str()) else {
        return Err(Failure::new("what is called is no function"));
    };
    match method {
        "next" => {
            let i = next.replace(next.get() + 1);
            Ok(items
                .get(i % items.len().max(1))
                .cloned()
                .unwrap_or_default()
                .into())
        }
        "reset" => {
            next.set(0);
            Ok(Val::UNDEFINED)
        }
        _ => Err(Failure::new("what is called is no function")),
    }
}
