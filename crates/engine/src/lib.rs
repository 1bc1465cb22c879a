//! The language of configuration: values, paths, markers, compiled expressions and their evaluation.
//!
//! The engine runs on the server and in the browser and must give the same answer on both. It knows
//! no clock, no randomness, no locale, no network and no HTTP: whatever an expression may read comes
//! through the [`Scope`] that is passed in. It does not know any operator either; those are in the
//! `operators` crate and reach the engine as a [`Table`].
//!
//! Start with [`Value`], then [`Expr::compile`] and [`Expr::eval`].

mod args;
mod cx;
pub mod date;
mod error;
mod eval;
mod expr;
mod function;
pub mod js;
pub mod json;
mod map;
pub mod messages;
mod operator;
pub mod path;
pub mod platform;
pub mod script;
pub mod serializer;
mod value;
mod value_type;

pub use args::Args;
pub use cx::{Cx, ErrorSink, Root, Scope};
pub use error::{EvalError, OpError, OpResult};
pub use expr::{Expr, OperatorVisitor};
pub use function::Function;
pub use map::Map;
pub use operator::{Late, Operator, OperatorEntry, Reads, Realm, Table};
pub use script::{Reader, Script, ScriptAnswer, Varies};
pub use value::{ErrorValue, Str, Value};
pub use value_type::ValueType;

#[cfg(test)]
mod tests;
