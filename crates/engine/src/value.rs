//! What an expression can be: JSON's kinds, and JavaScript's that configuration can see.

use std::fmt;
use std::sync::Arc;

use crate::{Function, Map};

/// Shared text.
pub type Str = Arc<str>;

/// A value of the language. Cheap to clone: text, lists and objects are shared.
#[derive(Clone, Default)]
pub enum Value {
    /// JavaScript's `undefined`: what a missing key reads as. Dropped from objects when written.
    Undefined,
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Every number is a double, as in JavaScript; NaN and the infinities can occur.
    Number(f64),
    /// Text.
    String(Str),
    /// A moment, in milliseconds since 1970-01-01T00:00:00Z; NaN is an invalid date.
    Date(f64),
    /// An array.
    List(Arc<Vec<Value>>),
    /// An object.
    Map(Arc<Map>),
    /// What `_function` makes.
    Function(Arc<Function>),
    /// An error as data: an action's or an endpoint's.
    Error(Arc<ErrorValue>),
}

/// An error that travels as data (marker `~e`).
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorValue {
    /// The class, such as `RequestError`.
    pub name: Str,
    /// What a person reads.
    pub message: Str,
    /// Further enumerable properties.
    pub extra: Map,
}

/// Lists and objects within each other that a value may have where it is made in a loop. What is much
/// deeper exhausts the stack when it is written, or only let go.
const MAX_DEPTH: usize = 500;

impl Value {
    /// Text.
    pub fn text(s: impl AsRef<str>) -> Value {
        Value::String(Str::from(s.as_ref()))
    }

    /// A list of `items`.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Arc::new(items))
    }

    /// An object.
    pub fn map(map: Map) -> Value {
        Value::Map(Arc::new(map))
    }

    /// An object of the given entries.
    pub fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
        Value::map(entries.into_iter().collect())
    }

    /// An error with a class and a message.
    pub fn error(name: &str, message: &str) -> Value {
        Value::Error(Arc::new(ErrorValue {
            name: name.into(),
            message: message.into(),
            extra: Map::new(),
        }))
    }

    /// Lowdefy's `type.isNone`: null or undefined.
    pub fn is_none(&self) -> bool {
        matches!(self, Value::Null | Value::Undefined)
    }

    /// Is it `undefined`?
    pub fn is_undefined(&self) -> bool {
        matches!(self, Value::Undefined)
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(s) => Some(s),
            _ => None,
        }
    }

    /// The shared text, if it is text.
    pub fn as_shared_str(&self) -> Option<Str> {
        match self {
            Value::String(s) => Some(s.clone()),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The number, if it is one and finite (Lowdefy's `type.isNumber`).
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(n) if n.is_finite() => Some(*n),
            _ => None,
        }
    }

    /// The number as a whole number, if it is one (Lowdefy's `type.isInt`).
    pub fn as_integer(&self) -> Option<i64> {
        self.as_number()
            .filter(|n| n.fract() == 0.0 && n.abs() <= 9_007_199_254_740_992.0)
            .map(|n| n as i64)
    }

    /// Milliseconds, if it is a valid date.
    pub fn as_date(&self) -> Option<f64> {
        match self {
            Value::Date(ms) if !ms.is_nan() => Some(*ms),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_list(&self) -> Option<&Arc<Vec<Value>>> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The items; none if it is not a list.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The object, if it is one.
    pub fn as_map(&self) -> Option<&Arc<Map>> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The function, if it is one.
    pub fn as_function(&self) -> Option<&Arc<Function>> {
        match self {
            Value::Function(f) => Some(f),
            _ => None,
        }
    }

    /// The value of `key` of an object; undefined for a missing key or any other kind.
    pub fn key(&self, key: &str) -> &Value {
        static UNDEFINED: Value = Value::Undefined;
        self.as_map().and_then(|m| m.get(key)).unwrap_or(&UNDEFINED)
    }

    /// `self`, or null where it is undefined.
    pub fn or_null(self) -> Value {
        match self {
            Value::Undefined => Value::Null,
            v => v,
        }
    }

    /// `self`, or `default` where it is null or undefined.
    pub fn or(self, default: impl Into<Value>) -> Value {
        if self.is_none() { default.into() } else { self }
    }

    /// Is it, written out, larger than about `bytes`, or nested so deeply that nobody could read it?
    /// What is shared counts as often as it occurs, so that a small value can be endless when written:
    /// a list of a list twice, of that twice, and so on.
    pub fn exceeds(&self, bytes: usize) -> bool {
        self.weigh(bytes, MAX_DEPTH).is_none()
    }

    /// What is left of `bytes`.
    fn weigh(&self, bytes: usize, depth: usize) -> Option<usize> {
        let left = bytes.checked_sub(1)?;
        match self {
            Value::String(s) => left.checked_sub(s.len()),
            Value::List(items) => {
                let depth = depth.checked_sub(1)?;
                items.iter().try_fold(left, |left, v| v.weigh(left, depth))
            }
            Value::Map(map) => map.weigh(left, depth.checked_sub(1)?),
            Value::Error(error) => {
                let left = left.checked_sub(error.message.len())?;
                error.extra.weigh(left, depth.checked_sub(1)?)
            }
            _ => Some(left),
        }
    }

    /// The object for change in place; any other kind becomes an empty object first.
    pub fn make_map(&mut self) -> &mut Map {
        if !matches!(self, Value::Map(_)) {
            *self = Value::map(Map::new());
        }
        match self {
            Value::Map(map) => Arc::make_mut(map),
            _ => unreachable!("it was made an object above"),
        }
    }

    /// The list for change in place; any other kind becomes an empty list first.
    pub fn make_list(&mut self) -> &mut Vec<Value> {
        if !matches!(self, Value::List(_)) {
            *self = Value::list(Vec::new());
        }
        match self {
            Value::List(items) => Arc::make_mut(items),
            _ => unreachable!("it was made a list above"),
        }
    }
}

impl Map {
    fn weigh(&self, bytes: usize, depth: usize) -> Option<usize> {
        let mut entries = self.iter();
        entries.try_fold(bytes, |left, (key, value)| {
            value.weigh(left.checked_sub(key.len())?, depth)
        })
    }
}

impl PartialEq for Value {
    /// Deep equality, used to see whether anything changed: NaN equals NaN, functions are equal when
    /// they are the same function. JavaScript's `===` is [`crate::js::strict_eq`].
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) | (Value::Date(a), Value::Date(b)) => {
                a == b || (a.is_nan() && b.is_nan())
            }
            (Value::String(a), Value::String(b)) => Arc::ptr_eq(a, b) || a == b,
            (Value::List(a), Value::List(b)) => Arc::ptr_eq(a, b) || a == b,
            (Value::Map(a), Value::Map(b)) => Arc::ptr_eq(a, b) || a == b,
            (Value::Function(a), Value::Function(b)) => Arc::ptr_eq(a, b),
            (Value::Error(a), Value::Error(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Undefined => f.write_str("undefined"),
            Value::Function(_) => f.write_str("function"),
            v => f.write_str(&crate::json::to_wire(v)),
        }
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Value {
        Value::Bool(b)
    }
}

impl From<f64> for Value {
    fn from(n: f64) -> Value {
        Value::Number(n)
    }
}

impl From<usize> for Value {
    fn from(n: usize) -> Value {
        Value::Number(n as f64)
    }
}

impl From<i32> for Value {
    fn from(n: i32) -> Value {
        Value::Number(f64::from(n))
    }
}

impl From<&str> for Value {
    fn from(s: &str) -> Value {
        Value::text(s)
    }
}

impl From<String> for Value {
    fn from(s: String) -> Value {
        Value::String(s.into())
    }
}

impl From<Str> for Value {
    fn from(s: Str) -> Value {
        Value::String(s)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Value {
        Value::list(items)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Value {
        Value::map(map)
    }
}
