//! `$group` and `$sortByCount`.

use engine::{Map, Value};

use super::super::Res;
use super::super::compute::{compute, compute_key};
use super::super::env::Env;
use super::super::order::group_by;
use crate::mql::fail;

/// `$group`
pub(in crate::mql) fn group(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let Some((id, spec)) = spec.as_map().and_then(|map| Some((map.get("_id")?, map))) else {
        return fail("a group specification must include an _id");
    };
    let groups = group_by(env, docs, &mut |doc| compute(env, doc, id))?;
    let mut out = Vec::with_capacity(groups.len());
    for group in groups {
        env.charge_items(spec.len())?;
        let docs = Value::list(group.items);
        let env = &env.in_group(&group.key);
        let mut doc = Map::with_capacity(spec.len());
        doc.insert("_id", group.key.clone());
        for (key, expr) in spec.iter().filter(|(key, _)| &***key != "_id") {
            doc.insert(key.clone(), compute_key(env, &docs, key, expr)?);
        }
        out.push(doc.into());
    }
    Ok(out)
}

/// `$sortByCount`
pub(in crate::mql) fn sort_by_count(
    env: &Env<'_>,
    docs: Vec<Value>,
    expr: &Value,
) -> Res<Vec<Value>> {
    let sum = Value::object([("$sum", 1.into())]);
    let spec = Value::object([("_id", expr.clone()), ("count", sum)]);
    let docs = group(env, docs, &spec)?;
    super::sort(env, docs, &Value::object([("count", (-1).into())]))
}
