//! Hostile input from a seed: whatever it is, the engine answers, within a time and a size.
//!
//! A [`Target`] makes a case of a number and runs it; a case that panics, or after which something
//! does not hold that always must, has failed. What cannot be caught within the process (a stack that
//! is full, memory that is used up, a case without end) is seen by the process that started it: see
//! `src/bin/fuzz.rs`.

mod builds;
mod expressions;
mod literals;
mod random;
mod serializer;
mod signatures;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use engine::Value;

pub use random::Random;

/// What is fuzzed.
pub struct Target {
    /// What the command line calls it.
    pub name: &'static str,
    /// Makes a case: a value in the encoding of vectors, so that it can be written down.
    pub make: fn(&mut Random) -> Value,
    /// Runs a case; what does not hold is an error.
    pub run: fn(&Value) -> Result<(), String>,
}

/// Every target.
pub static ALL: &[Target] = &[builds::TARGET, expressions::TARGET, serializer::TARGET];

thread_local! {
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics of this process from being printed; where they are goes into what a check says.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        PLACE.set(place.unwrap_or_default());
    }));
}

impl Target {
    /// The target of that name.
    pub fn find(name: &str) -> Option<&'static Target> {
        ALL.iter().find(|target| target.name == name)
    }

    /// The case that a seed has at a number.
    pub fn case(&self, seed: u64, number: u64) -> Value {
        (self.make)(&mut Random::new(seed, number))
    }

    /// Runs a case. A panic has failed.
    ///
    /// # Errors
    /// What went wrong.
    pub fn check(&self, case: &Value) -> Result<(), String> {
        let result = catch_unwind(AssertUnwindSafe(|| (self.run)(case)));
        result.unwrap_or_else(|panic| {
            let text = panic.downcast_ref::<&str>().map(|s| (*s).to_owned());
            let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
            let place = PLACE.with_borrow(Clone::clone);
            Err(format!("panic at {place}: {}", text.unwrap_or_default()))
        })
    }
}

/// Smaller cases that a failed one may be reduced to: parts taken out, or one in place of the whole.
pub fn smaller(case: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    match case {
        Value::List(items) => {
            for i in 0..items.len() {
                let mut fewer = items.to_vec();
                fewer.remove(i);
                out.push(Value::list(fewer));
            }
            out.extend(items.iter().cloned());
            for (i, item) in items.iter().enumerate() {
                out.extend(smaller(item).into_iter().map(|item| {
                    let mut items = items.to_vec();
                    items[i] = item;
                    Value::list(items)
                }));
            }
        }
        Value::Map(map) => {
            for key in map.keys() {
                let mut fewer = engine::Map::clone(map);
                fewer.remove(key);
                out.push(Value::map(fewer));
            }
            out.extend(map.values().cloned());
            for (key, value) in map.iter() {
                out.extend(smaller(value).into_iter().map(|value| {
                    let mut map = engine::Map::clone(map);
                    map.insert(key.clone(), value);
                    Value::map(map)
                }));
            }
        }
        Value::String(text) if !text.is_empty() => {
            let chars: Vec<char> = text.chars().collect();
            for part in [2, 4, 16, 128].map(|n| chars.len().div_ceil(n)) {
                for at in (0..chars.len()).step_by(part) {
                    let rest = chars[..at].iter().chain(chars[at..].iter().skip(part));
                    out.push(rest.collect::<String>().into());
                }
            }
        }
        Value::String(_) | Value::Null => {}
        _ => out.push(Value::Null),
    }
    out
}

#[cfg(test)]
mod tests;
