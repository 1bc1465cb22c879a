//! JSON Schema (draft 7) with `errorMessage`, saying exactly what Lowdefy's validator says.
//!
//! Lowdefy validates with Ajv and ajv-errors (all errors, not strict) and shows what they say, so
//! the wording, the order and the way in which custom messages replace errors are theirs. Two of
//! their habits explain the shape of this module: an error knows the path of the schema that made
//! it, because ajv-errors finds the errors to replace by that path; and a schema that is referred
//! to is either written in place (it refers to nothing itself) or a function of its own.
//!
//! `format` is ignored, as it is there.

mod compile;
mod keywords;
mod lists;
mod message;
mod node;
mod objects;
mod pattern;
mod place;
mod unique;
mod validate;

use std::fmt;

use engine::{Value, json};

use node::Node;

/// A schema made ready to validate with.
pub struct Schema {
    nodes: Vec<Node>,
    root: usize,
}

/// Something that a schema does not allow.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The keyword that found it; `errorMessage` if the message is the schema's own.
    pub keyword: &'static str,
    /// Where in the data, as a JSON pointer.
    pub instance_path: String,
    /// Where in the schema, as a JSON pointer that begins with `#`.
    pub schema_path: String,
    /// A sentence or part of one.
    pub message: String,
    /// What the keyword has to add, such as `missingProperty`.
    pub params: Value,
    replaced: bool,
}

/// What is wrong with a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemaError(String);

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SchemaError {}

impl Schema {
    /// Makes `schema` ready.
    ///
    /// # Errors
    /// A keyword has a value of the wrong kind, a reference leads nowhere, a pattern cannot be read.
    pub fn compile(schema: &Value) -> Result<Schema, SchemaError> {
        let (nodes, root) = compile::compile(schema).map_err(SchemaError)?;
        Ok(Schema { nodes, root })
    }

    /// Makes a schema ready that is part of this program.
    ///
    /// # Panics
    /// The text is not a schema: the tests make every one.
    pub(crate) fn builtin(text: &str) -> Schema {
        let schema = json::parse(text.as_bytes()).expect("a built-in schema is JSON");
        Schema::compile(&schema).expect("a built-in schema is a schema")
    }

    /// Is `data` as it should be? If not, what a person is told: the first complaint, and the last
    /// if there are several.
    ///
    /// # Errors
    /// The complaint.
    pub fn validate(&self, data: &Value) -> Result<(), String> {
        match self.violations(data).as_slice() {
            [] => Ok(()),
            [only] => Err(only.text()),
            [first, .., last] => Err(format!("{}; {}", first.text(), last.text())),
        }
    }

    /// What about `data` is not as it should be. Of a list with very many wrong items, or an object
    /// with very many wrong properties, the first hundred or so and the last.
    pub fn violations(&self, data: &Value) -> Vec<Violation> {
        validate::validate(self, data)
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").finish_non_exhaustive()
    }
}
