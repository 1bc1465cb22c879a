//! Stages that change documents one by one: `$addFields`, `$replaceRoot`, `$unwind`.

use std::sync::Arc;

use engine::{Map, Value, js};

use super::super::compute::compute;
use super::super::env::Env;
use super::super::expressions::object::is_empty;
use super::super::{Res, paths};
use crate::instance::check_items;
use crate::mql::fail;

/// `$addFields` and `$set`: what is undefined is removed.
pub(in crate::mql) fn add_fields(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let Value::Map(fields) = spec else {
        return fail("$addFields needs an object");
    };
    if fields.is_empty() {
        return Ok(docs);
    }
    let change = |doc: Value| {
        let values = fields.values().map(|expr| compute(env, &doc, expr));
        let values = values.collect::<Res<Vec<_>>>()?;
        let mut out = copy(env, &doc, fields.len())?;
        for (path, value) in fields.keys().zip(values) {
            put(&mut out, path, value)?;
        }
        Ok(out)
    };
    docs.into_iter().map(change).collect()
}

/// A document as an object to change, with room for `more` keys.
pub(super) fn copy(env: &Env<'_>, doc: &Value, more: usize) -> Res {
    let n_keys = match doc {
        Value::Map(map) => map.len(),
        doc => doc.items().len(),
    };
    env.charge_items(n_keys + more)?;
    let mut out = Map::with_capacity(n_keys + more);
    paths::assign(&mut out, doc);
    Ok(out.into())
}

/// Sets a path, or removes it where the value is undefined.
///
/// # Errors
/// Where text or a number is on the way.
pub(super) fn put(doc: &mut Value, path: &str, value: Value) -> Res<()> {
    if value.is_undefined() {
        paths::remove(doc, path, false);
        return Ok(());
    }
    paths::set(doc, path, value)
}

/// `$replaceRoot`
pub(in crate::mql) fn replace_root(
    env: &Env<'_>,
    docs: Vec<Value>,
    spec: &Value,
) -> Res<Vec<Value>> {
    replace(env, docs, spec.key("newRoot"))
}

/// `$replaceWith`: an expression; what `$replaceRoot` takes is fine too.
pub(in crate::mql) fn replace_with(
    env: &Env<'_>,
    docs: Vec<Value>,
    spec: &Value,
) -> Res<Vec<Value>> {
    match spec.key("newRoot") {
        Value::Undefined => replace(env, docs, spec),
        root => replace(env, docs, root),
    }
}

fn replace(env: &Env<'_>, docs: Vec<Value>, expr: &Value) -> Res<Vec<Value>> {
    let new_root = |doc: Value| match compute(env, &doc, expr)? {
        root @ Value::Map(_) => Ok(root),
        _ => fail("$replaceRoot expression must return an object"),
    };
    docs.into_iter().map(new_root).collect()
}

/// `$unwind`: a document for each item of a list.
pub(in crate::mql) fn unwind(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let path = match spec {
        Value::String(path) => path,
        spec => match spec.key("path") {
            Value::String(path) => path,
            _ => return fail("$unwind needs a path"),
        },
    };
    let mut rest = path.chars();
    rest.next();
    let field = rest.as_str();
    let keep = matches!(spec.key("preserveNullAndEmptyArrays"), Value::Bool(true));
    let index = match spec.key("includeArrayIndex") {
        name if js::truthy(name) => Some(js::to_text(name)),
        _ => None,
    };
    let numbered = |mut doc: Value, i: Value| {
        if let (Some(name), Value::Map(map)) = (&index, &mut doc) {
            Arc::make_mut(map).insert(&**name, i);
        }
        doc
    };
    let mut out = Vec::new();
    for mut doc in docs {
        let value = paths::resolve(env, &doc, field)?;
        match &value {
            Value::List(items) if items.is_empty() && keep => {
                paths::remove(&mut doc, field, false);
                out.push(numbered(doc, Value::Null));
            }
            Value::List(items) => {
                let n_keys = doc.as_map().map_or(0, |map| map.len());
                check_items(out.len() + items.len())?;
                env.charge_items(items.len())?;
                env.charge(items.len().saturating_mul(n_keys * 4))?;
                for (i, item) in items.iter().enumerate() {
                    let mut copy = paths::graph(&doc, field, true, false);
                    paths::set(&mut copy, field, item.clone())?;
                    out.push(numbered(copy, i.into()));
                }
            }
            value if keep || !is_empty(value) => out.push(numbered(doc, Value::Null)),
            _ => {}
        }
    }
    Ok(out)
}
