//! The query language of MongoDB over values in memory, as mingo 6.4 has it.
//!
//! [`aggregate`], [`expr`] and [`test`] are all there is to call. A pipeline goes through `stages`, one
//! list of documents after the other; a filter is compiled by `query`; expressions are not compiled but
//! walked by `compute`, which finds operators in `table`.
//!
//! Results are those of mingo, also where MongoDB would refuse: `{ $add: [null, 1] }` is 1. Unlike mingo
//! nothing here changes what it was given, and plain faults of it are not copied.

mod accumulators;
mod compute;
mod env;
mod expressions;
mod order;
mod paths;
mod predicates;
mod query;
mod stages;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use engine::{Cx, Map, OpError, OpResult, Value};

use self::env::{Env, Run};
use self::query::Query;

/// What a part of the language gives.
type Res<T = Value> = Result<T, Fault>;

/// Why a part gave nothing. It is small, as nearly every function may give it.
struct Fault(Box<OpError>);

impl From<OpError> for Fault {
    fn from(error: OpError) -> Fault {
        Fault(Box::new(error))
    }
}

impl From<Fault> for OpError {
    fn from(fault: Fault) -> OpError {
        *fault.0
    }
}

/// A complaint.
fn fail<T>(message: impl Into<Cow<'static, str>>) -> Res<T> {
    Err(OpError::new(message).into())
}

/// The documents that `pipeline` makes of the documents `on`.
///
/// # Errors
/// What is not a list of documents or not a pipeline; what a stage complains about; too much work.
pub(crate) fn aggregate(cx: &Cx<'_>, on: &Value, pipeline: &Value) -> OpResult {
    let docs = match on {
        Value::Null => Vec::new(),
        Value::List(docs) => docs.to_vec(),
        _ => return Err(OpError::new("Data must be of type array.")),
    };
    if pipeline.as_list().is_none() {
        return Err(OpError::new("Pipeline must be of type array."));
    }
    let run = Run::new(cx);
    let env = &Env::new(&run);
    env.check(on)?;
    env.check_program(pipeline)?;
    let docs = Value::list(stages::run(env, docs, pipeline)?);
    env.check(&docs)?;
    Ok(docs)
}

/// What the expression `expr` gives for the document `on`; null where it gives nothing.
///
/// # Errors
/// What is no document; what an operator complains about; too much work.
pub(crate) fn expr(cx: &Cx<'_>, on: &Value, expr: &Value) -> OpResult {
    let on = document(on)?;
    let run = Run::new(cx);
    let env = &Env::new(&run);
    env.check(&on)?;
    env.check_program(expr)?;
    let spec = Value::object([("value", expr.clone())]);
    let docs = stages::project(env, vec![on], &spec)?;
    let value = docs
        .first()
        .map_or(Value::Null, |doc| doc.key("value").clone());
    env.check(&value)?;
    Ok(value.or_null())
}

/// Is the document `on` as `test` says?
///
/// # Errors
/// What is no document or no filter; what an operator complains about; too much work.
pub(crate) fn test(cx: &Cx<'_>, on: &Value, test: &Value) -> OpResult {
    let on = document(on)?;
    if test.as_map().is_none() {
        return Err(OpError::new("Query test must be of type object."));
    }
    let run = Run::new(cx);
    let env = &Env::new(&run);
    env.check(&on)?;
    env.check_program(test)?;
    let query = Query::new(env, test)?;
    Ok(query.test(env, &on)?.into())
}

fn document(on: &Value) -> OpResult {
    match on {
        Value::Null => Ok(Map::new().into()),
        Value::Map(_) => Ok(on.clone()),
        _ => Err(OpError::new("Data must be of type object.")),
    }
}
