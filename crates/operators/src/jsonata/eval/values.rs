//! What values are: true, equal, a number; and how they get out.

use std::rc::Rc;
use std::sync::Arc;

use engine::{Map, Value};

use super::Interp;
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::value::{Obj, Val};

impl Interp<'_> {
    /// `value` for the world outside.
    ///
    /// # Errors
    /// Where it is too large.
    pub(in crate::jsonata) fn to_value(&self, value: &Val) -> Res<Value> {
        self.work(1)?;
        Ok(match value {
            Val::Undefined | Val::Func(_) => Value::Undefined,
            Val::Null => Value::Null,
            Val::Bool(b) => Value::Bool(*b),
            Val::Number(n) => Value::Number(*n),
            Val::Text(text) => Value::String(text.clone()),
            Val::Date(ms) => Value::Date(*ms),
            Val::List(list) => match list.data() {
                Some(items) => Value::List(Arc::clone(items)),
                None => {
                    let items = list.iter().map(|item| self.to_value(&item));
                    Value::list(items.collect::<Res<_>>()?)
                }
            },
            Val::Map(map) => match &**map {
                Obj::Data(map) => Value::Map(Arc::clone(map)),
                Obj::Own(fields) => {
                    let mut out = Map::new();
                    for (key, value) in fields.borrow().iter() {
                        out.insert(key.clone(), self.to_value(value)?);
                    }
                    Value::map(out)
                }
            },
        })
    }

    /// The effective boolean value; none for undefined.
    pub(in crate::jsonata) fn truth(&self, value: &Val) -> Res<Option<bool>> {
        Ok(Some(match value {
            Val::Undefined => return Ok(None),
            Val::List(list) => {
                self.work(list.len())?;
                let mut any = false;
                for item in list.iter() {
                    any |= self.truth(&item)? == Some(true);
                }
                any
            }
            Val::Text(text) => !text.is_empty(),
            Val::Number(_) => number(value)?.is_some_and(|n| n != 0.0),
            Val::Map(map) => map.len() > 0,
            Val::Bool(b) => *b,
            Val::Null | Val::Func(_) | Val::Date(_) => false,
        }))
    }

    /// Deep equality.
    pub(in crate::jsonata) fn equal(&self, a: &Val, b: &Val) -> Res<bool> {
        self.work(1)?;
        Ok(match (a, b) {
            (Val::Undefined, Val::Undefined) | (Val::Null, Val::Null) => true,
            (Val::Bool(a), Val::Bool(b)) => a == b,
            (Val::Number(a), Val::Number(b)) | (Val::Date(a), Val::Date(b)) => a == b,
            (Val::Text(a), Val::Text(b)) => a == b,
            (Val::Func(a), Val::Func(b)) => Rc::ptr_eq(a, b),
            (Val::List(a), Val::List(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (a, b) in a.iter().zip(b.iter()) {
                    if !self.equal(&a, &b)? {
                        return Ok(false);
                    }
                }
                true
            }
            (Val::Map(a), Val::Map(b)) => {
                if a.len() != b.len() {
                    return Ok(false);
                }
                for (key, value) in a.entries() {
                    match b.get(&key) {
                        Some(other) if self.equal(&value, &other)? => {}
                        _ => return Ok(false),
                    }
                }
                true
            }
            _ => false,
        })
    }
}

/// The number that a value is.
///
/// # Errors
/// For an infinity.
pub(in crate::jsonata) fn number(value: &Val) -> Res<Option<f64>> {
    match value {
        Val::Number(n) if n.is_infinite() => Err(Fault::new("D1001").value(value)),
        Val::Number(n) if !n.is_nan() => Ok(Some(*n)),
        _ => Ok(None),
    }
}
