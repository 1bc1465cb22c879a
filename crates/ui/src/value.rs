//! Values of attributes and properties.

use std::borrow::Cow;
use std::sync::Arc;

/// The value of an attribute or property.
pub enum Value {
    /// The attribute is left out.
    Missing,
    /// Is it there? A property gets it as it is.
    Bool(bool),
    /// Text.
    Text(Cow<'static, str>),
    /// What a function gives; in the browser again whenever a signal that it reads has changed.
    Dynamic(Box<dyn Read>),
}

/// A function that reads a value; see [`Draw`](crate::node::Draw).
pub trait Read: Send {
    /// Reads it. Tracks.
    fn read(&mut self) -> Value;
}

impl<F, T> Read for F
where
    F: FnMut() -> T + Send,
    T: IntoValue,
{
    fn read(&mut self) -> Value {
        self().into_value()
    }
}

impl Value {
    /// The value now.
    pub(crate) fn now(self) -> Value {
        match self {
            Value::Dynamic(mut read) => read.read().now(),
            value => value,
        }
    }

    /// Is it there, as far as an attribute goes?
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self, Value::Missing | Value::Bool(false))
    }

    /// As text; none for what is not there.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Bool(true) => Some(""),
            _ => None,
        }
    }

    /// Do both show the same? Only for values that are no functions.
    pub(crate) fn is_same(&self, other: &Value) -> bool {
        self.text() == other.text()
    }
}

/// What can be the value of an attribute.
pub trait IntoValue {
    /// As a value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Bool(self)
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self))
    }
}

impl IntoValue for &str {
    fn into_value(self) -> Value {
        Value::Text(Cow::Owned(self.to_owned()))
    }
}

impl IntoValue for Cow<'static, str> {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl IntoValue for Arc<str> {
    fn into_value(self) -> Value {
        (*self).into_value()
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::Missing, T::into_value)
    }
}

impl<F, T> IntoValue for F
where
    F: FnMut() -> T + Send + 'static,
    T: IntoValue,
{
    fn into_value(self) -> Value {
        Value::Dynamic(Box::new(self))
    }
}

impl<T: IntoValue + 'static> IntoValue for Arc<dyn Fn() -> T + Send + Sync> {
    fn into_value(self) -> Value {
        Value::Dynamic(Box::new(move || self().into_value()))
    }
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl IntoValue for $type {
            fn into_value(self) -> Value {
                Value::Text(Cow::Owned(self.to_string()))
            }
        }
    )*};
}

numbers!(i32, i64, u32, u64, usize, f64);
