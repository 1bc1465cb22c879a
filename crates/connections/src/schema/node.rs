//! A schema made ready: a node for every place where a schema stands.

use engine::Value;

use super::message::Messages;
use super::pattern::Pattern;

/// A schema at its place.
pub(super) enum Node {
    /// Allows everything or nothing.
    Bool(bool, String),
    /// An object of keywords.
    Object(Box<Keywords>),
    /// Still being made: only seen while compiling.
    Pending,
}

/// The keywords of a schema in the order in which they are checked.
#[derive(Default)]
pub(super) struct Keywords {
    /// The path that its errors have.
    pub(super) path: String,
    /// It has no keyword but the reference.
    pub(super) only: Option<Ref>,
    pub(super) types: Vec<Type>,
    /// As the schema has it, for the message.
    pub(super) types_text: String,
    /// The schema has one type, and keywords for it: then its type is checked with those.
    pub(super) late: Option<Type>,
    /// For values of any kind.
    pub(super) any: Vec<Keyword>,
    pub(super) number: Vec<Keyword>,
    pub(super) string: Vec<Keyword>,
    pub(super) array: Vec<Keyword>,
    pub(super) object: Vec<Keyword>,
    pub(super) messages: Option<Messages>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Array,
    Boolean,
    Integer,
    Null,
    Number,
    Object,
    String,
}

/// Where a reference leads.
#[derive(Clone, Copy)]
pub(super) enum Ref {
    /// A copy of the schema, here.
    Inline(usize),
    /// A function: its errors are collected by themselves.
    Call(usize),
}

/// A keyword with its value. Schemas are indices of nodes; none for one that allows everything.
pub(super) enum Keyword {
    Ref(Ref),
    Const(Value),
    Enum(Vec<Value>),
    Not(Option<usize>),
    AnyOf(Vec<usize>),
    OneOf(Vec<Option<usize>>),
    AllOf(Vec<usize>),
    If {
        test: Option<usize>,
        then: Option<usize>,
        otherwise: Option<usize>,
    },
    Limit(Limit, f64),
    MultipleOf(f64),
    Pattern(Pattern),
    AdditionalItems(usize, Additional),
    Items(usize),
    Tuple(Vec<Option<usize>>),
    Contains(Option<usize>),
    UniqueItems {
        scalars: Vec<Type>,
    },
    Required(Vec<String>),
    PropertyNames(usize),
    AdditionalProperties {
        names: Vec<String>,
        patterns: Vec<Pattern>,
        then: Additional,
    },
    Dependencies {
        properties: Vec<(String, Vec<String>)>,
        schemas: Vec<(String, usize)>,
    },
    Properties(Vec<(String, usize)>),
    PatternProperties(Vec<(Pattern, usize)>),
}

/// What further properties or items must be.
#[derive(Clone, Copy)]
pub(super) enum Additional {
    Forbidden,
    Schema(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Maximum,
    Minimum,
    ExclusiveMaximum,
    ExclusiveMinimum,
    MaxLength,
    MinLength,
    MaxItems,
    MinItems,
    MaxProperties,
    MinProperties,
}

impl Type {
    /// Is `data` of this type? A date or an error is an object.
    pub(super) fn is_of(self, data: &Value) -> bool {
        match self {
            Type::Array => matches!(data, Value::List(_)),
            Type::Boolean => matches!(data, Value::Bool(_)),
            Type::Integer => data.as_number().is_some_and(|n| n.fract() == 0.0),
            Type::Null => matches!(data, Value::Null),
            Type::Number => data.as_number().is_some(),
            Type::Object => matches!(data, Value::Map(_) | Value::Date(_) | Value::Error(_)),
            Type::String => matches!(data, Value::String(_)),
        }
    }

    pub(super) fn named(name: &str) -> Option<Type> {
        Some(match name {
            "array" => Type::Array,
            "boolean" => Type::Boolean,
            "integer" => Type::Integer,
            "null" => Type::Null,
            "number" => Type::Number,
            "object" => Type::Object,
            "string" => Type::String,
            _ => return None,
        })
    }

    /// The keywords that are only about values of this type.
    pub(super) fn keywords(self) -> &'static [&'static str] {
        match self {
            Type::Number => &[
                "maximum",
                "minimum",
                "exclusiveMaximum",
                "exclusiveMinimum",
                "multipleOf",
                "format",
            ],
            Type::String => &["maxLength", "minLength", "pattern", "format"],
            Type::Array => &[
                "maxItems",
                "minItems",
                "additionalItems",
                "items",
                "contains",
                "uniqueItems",
            ],
            Type::Object => &[
                "maxProperties",
                "minProperties",
                "required",
                "propertyNames",
                "additionalProperties",
                "dependencies",
                "properties",
                "patternProperties",
            ],
            Type::Boolean | Type::Integer | Type::Null => &[],
        }
    }
}

impl Limit {
    pub(super) fn name(self) -> &'static str {
        match self {
            Limit::Maximum => "maximum",
            Limit::Minimum => "minimum",
            Limit::ExclusiveMaximum => "exclusiveMaximum",
            Limit::ExclusiveMinimum => "exclusiveMinimum",
            Limit::MaxLength => "maxLength",
            Limit::MinLength => "minLength",
            Limit::MaxItems => "maxItems",
            Limit::MinItems => "minItems",
            Limit::MaxProperties => "maxProperties",
            Limit::MinProperties => "minProperties",
        }
    }
}

/// Keywords that are checked. A schema without any allows everything.
const CHECKED: [&str; 38] = [
    "$comment",
    "$ref",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "dependencies",
    "else",
    "enum",
    "errorMessage",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "id",
    "if",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "uniqueItems",
];

/// Is it a keyword that is checked?
pub(super) fn is_checked(key: &str) -> bool {
    CHECKED.contains(&key)
}
