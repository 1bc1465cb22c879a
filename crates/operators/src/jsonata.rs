//! JSONata: a language of paths, filters, functions and transformations over JSON.
//!
//! An expression goes through [`lexer`], [`parser`] and [`process`], which make a tree of [`ast`]; [`eval`]
//! runs it over [`value`]s with the functions of [`functions`]. Work, nesting and sizes are bounded.

mod ancestry;
mod ast;
mod datetime;
mod error;
mod eval;
mod frame;
mod functions;
mod lexer;
mod parser;
mod process;
mod raw;
mod signature;
mod stack;
mod value;
mod write;

use engine::{Cx, Value};

use eval::Interp;
use value::Val;

/// What `expression` gives for `data`.
///
/// # Errors
/// What is wrong with the expression, or went wrong while it ran, as JSONata says it.
pub(crate) fn evaluate(cx: &Cx<'_>, expression: &str, data: &Value) -> Result<Value, String> {
    let run = || -> error::Res<Value> {
        let tree = parser::parse(expression)?;
        let interp = Interp::new(cx);
        let value = interp.run(&tree, &Val::from(data));
        let value = value.and_then(|value| interp.to_value(&value));
        interp.forget();
        value
    };
    run().map_err(|fault| fault.to_string())
}

#[cfg(test)]
mod tests;
