use std::sync::Arc;

use engine::{Args, Cx, Map, OpError, OpResult, Operator, Value};

use crate::instance::{Call, Method, Takes, arg, as_given, fail, method, type_of};

/// What differs between two values: a list of changes, empty where there are none.
///
/// ```yaml
/// _diff.deep:
///   lhs: { _request: saved_order }
///   rhs: { _state: order }
/// # => [{ kind: E, path: [total], lhs: 90, rhs: 95 }, { kind: N, path: [note], rhs: Call first }]
/// ```
///
/// `kind` is `N` for a new value (`rhs`), `D` for one that is gone (`lhs`), `E` for one that is another
/// (`lhs` and `rhs`), and `A` for a list that became longer or shorter at its end: `index` says where,
/// `item` is the change there. `path` has the keys and indices that lead to the value; it is missing
/// where the two values themselves differ. Lists are compared index by index, from their end.
///
/// Values that are nested more than 300 levels deep are an error, and so are more than a million changes.
pub struct Diff;

const METHODS: &[Method] = &[method("deep", Takes::Named("lhs rhs"), "object, array")];

impl Operator for Diff {
    const NAME: &'static str = "_diff";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .class(None, as_given, run)
    }
}

fn run(_: &Cx<'_>, _: &str, args: Vec<Value>) -> OpResult {
    let mut changes = Changes {
        found: Vec::new(),
        path: Vec::new(),
        left: MAX_STEPS,
    };
    changes.compare(
        Some(arg(&args, 0)).filter(is_there),
        Some(arg(&args, 1)).filter(is_there),
    )?;
    Ok(changes.found.into())
}

fn is_there(value: &&Value) -> bool {
    !value.is_undefined()
}

/// Levels that are compared.
const MAX_DEPTH: usize = 300;

/// Changes, with the parts of their paths, and values that are compared.
const MAX_STEPS: usize = 1_000_000;

struct Changes {
    found: Vec<Value>,
    path: Vec<Value>,
    left: usize,
}

impl Changes {
    fn charge(&mut self, n: usize) -> Result<(), OpError> {
        match self.left.checked_sub(n) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => fail("There is too much to compare."),
        }
    }

    /// Compares what is at the path, which may be there on one side only.
    fn compare(&mut self, lhs: Option<&Value>, rhs: Option<&Value>) -> Result<(), OpError> {
        self.charge(1)?;
        match (lhs, rhs) {
            (None, None) => Ok(()),
            (None, Some(rhs)) => self.add("N", [("rhs", rhs.clone())]),
            (Some(lhs), None) => self.add("D", [("lhs", lhs.clone())]),
            (Some(lhs), Some(rhs)) => match (lhs, rhs) {
                (Value::Map(a), Value::Map(b)) => self.maps(a, b),
                (Value::List(a), Value::List(b)) => self.lists(a, b),
                _ if is_same(lhs, rhs) => Ok(()),
                _ => self.add("E", [("lhs", lhs.clone()), ("rhs", rhs.clone())]),
            },
        }
    }

    fn maps(&mut self, lhs: &Arc<Map>, rhs: &Arc<Map>) -> Result<(), OpError> {
        if Arc::ptr_eq(lhs, rhs) {
            return Ok(());
        }
        for (key, value) in lhs.iter() {
            self.at(Value::String(key.clone()), Some(value), rhs.get(key))?;
        }
        let is_new = |key: &str| !key.is_empty() && !lhs.contains_key(key);
        for (key, value) in rhs.iter().filter(|(key, _)| is_new(key)) {
            self.at(Value::String(key.clone()), None, Some(value))?;
        }
        Ok(())
    }

    fn lists(&mut self, lhs: &Arc<Vec<Value>>, rhs: &Arc<Vec<Value>>) -> Result<(), OpError> {
        if Arc::ptr_eq(lhs, rhs) {
            return Ok(());
        }
        let common = lhs.len().min(rhs.len());
        for (i, value) in rhs.iter().enumerate().skip(common).rev() {
            self.item(i, "N", "rhs", value)?;
        }
        for (i, value) in lhs.iter().enumerate().skip(common).rev() {
            self.item(i, "D", "lhs", value)?;
        }
        for i in (0..common).rev() {
            self.at(i.into(), Some(&lhs[i]), Some(&rhs[i]))?;
        }
        Ok(())
    }

    fn at(&mut self, key: Value, lhs: Option<&Value>, rhs: Option<&Value>) -> Result<(), OpError> {
        if self.path.len() >= MAX_DEPTH {
            return fail("Values are nested too deeply to compare them.");
        }
        self.path.push(key);
        self.compare(lhs, rhs)?;
        self.path.pop();
        Ok(())
    }

    fn item(&mut self, at: usize, kind: &str, side: &str, value: &Value) -> Result<(), OpError> {
        let item = Value::object([("kind", kind.into()), (side, value.clone())]);
        self.add("A", [("index", at.into()), ("item", item)])
    }

    fn add<const N: usize>(
        &mut self,
        kind: &str,
        entries: [(&str, Value); N],
    ) -> Result<(), OpError> {
        self.charge(4 + self.path.len())?;
        let mut change = Map::with_capacity(2 + N);
        change.insert("kind", kind.into());
        if !self.path.is_empty() {
            change.insert("path", self.path.clone().into());
        }
        for (key, value) in entries {
            change.insert(key, value);
        }
        self.found.push(change.into());
        Ok(())
    }
}

/// `===`, but NaN and equal dates are the same; an invalid date is never.
fn is_same(a: &Value, b: &Value) -> bool {
    let is_invalid = matches!(a, Value::Date(ms) if ms.is_nan());
    type_of(a) == type_of(b) && a == b && !is_invalid
}

#[cfg(test)]
mod tests;
