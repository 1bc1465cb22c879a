//! Lowdefy's `enforceType`: what an input may hold, by the `valueType` of its block.

use crate::Value;

/// The kind of value that an input block keeps in state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Anything; undefined becomes null.
    Any,
    /// A list; anything else becomes an empty list.
    Array,
    /// A boolean; anything else becomes `false`.
    Boolean,
    /// A valid date or null.
    Date,
    /// A finite number or null.
    Number,
    /// An object or null.
    Object,
    /// A non-empty string, number, boolean or date, or null.
    Primitive,
    /// A non-empty string or null.
    String,
}

impl ValueType {
    /// `value` if it is of this kind, else what this kind has for "nothing".
    pub fn enforce(self, value: Value) -> Value {
        let keep = match (self, &value) {
            (ValueType::Any, Value::Undefined) => false,
            (ValueType::Any, _) => true,
            (ValueType::Array, Value::List(_)) => true,
            (ValueType::Boolean | ValueType::Primitive, Value::Bool(_)) => true,
            (ValueType::Date | ValueType::Primitive, Value::Date(ms)) => !ms.is_nan(),
            (ValueType::Number | ValueType::Primitive, Value::Number(n)) => n.is_finite(),
            (ValueType::Object, Value::Map(_)) => true,
            (ValueType::String | ValueType::Primitive, Value::String(s)) => !s.is_empty(),
            _ => false,
        };
        if keep { value } else { self.none() }
    }

    /// The value of a new input of this kind.
    pub fn none(self) -> Value {
        match self {
            ValueType::Array => Value::list(Vec::new()),
            ValueType::Boolean => Value::Bool(false),
            _ => Value::Null,
        }
    }
}
