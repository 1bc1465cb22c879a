//! Pipelines: each stage takes the documents of the one before.

mod bucket;
mod group;
mod join;
mod project;
mod redact;
mod reshape;
mod window;
mod window_ops;

pub(super) use bucket::{bucket, bucket_auto};
pub(super) use group::{group, sort_by_count};
pub(super) use join::{lookup, merge, out, union_with};
pub(super) use project::{project, unset};
pub(super) use redact::redact;
pub(super) use reshape::{add_fields, replace_root, replace_with, unwind};
pub(super) use window::{fill, set_window_fields};

use engine::{Map, Value, js};

use super::env::Env;
use super::expressions::{bare_number, object::is_empty};
use super::order::{compare, group_by, sorted};
use super::query::Query;
use super::{Res, paths, table};
use crate::instance::check_items;
use crate::mql::fail;

/// A stage: documents and its operand.
pub(super) type Stage = fn(&Env<'_>, Vec<Value>, &Value) -> Res<Vec<Value>>;

/// Stages that make nothing new, so what comes out of them needs no check.
const PLAIN: &[&str] = &[
    "$count", "$limit", "$match", "$merge", "$out", "$sample", "$skip", "$sort",
];

/// The documents that `pipeline` makes of `docs`.
///
/// # Errors
/// What is no pipeline, unknown stages, what a stage complains about, too many documents.
pub(super) fn run(env: &Env<'_>, docs: Vec<Value>, pipeline: &Value) -> Res<Vec<Value>> {
    let stages = match pipeline {
        Value::List(stages) => stages,
        value if is_empty(value) => return Ok(docs),
        _ => return fail("a pipeline must be an array of stages"),
    };
    env.count_stages(stages.len())?;
    let steps = stages.iter().map(step).collect::<Res<Vec<_>>>()?;
    let env = &env.fresh();
    let mut docs = docs;
    for (name, stage, operand) in steps {
        docs = stage(env, docs, operand)?;
        check_items(docs.len())?;
        if !PLAIN.contains(&name) {
            docs = checked(env, docs)?;
        }
    }
    Ok(docs)
}

fn checked(env: &Env<'_>, docs: Vec<Value>) -> Res<Vec<Value>> {
    let docs = Value::list(docs);
    env.check(&docs)?;
    Ok(into_items(docs))
}

/// The items of a list, without a copy where nobody else has it.
fn into_items(list: Value) -> Vec<Value> {
    match list {
        Value::List(items) => std::sync::Arc::unwrap_or_clone(items),
        _ => Vec::new(),
    }
}

fn step(value: &Value) -> Res<(&str, Stage, &Value)> {
    let first = value.as_map().and_then(|map| map.at(0));
    let name = first.map_or("undefined", |(name, _)| name);
    let n_keys = value.as_map().map_or(0, |map| map.len());
    match (first, table::stage(name)) {
        (Some((_, operand)), Some(stage)) if n_keys == 1 => Ok((name, stage, operand)),
        _ => fail(format!("invalid pipeline operator {name}")),
    }
}

/// `$match`
pub(super) fn match_(env: &Env<'_>, docs: Vec<Value>, filter: &Value) -> Res<Vec<Value>> {
    let query = Query::new(env, filter)?;
    let mut kept = Vec::new();
    for doc in docs {
        env.charge(1)?;
        if query.test(env, &doc)? {
            kept.push(doc);
        }
    }
    Ok(kept)
}

/// `$limit`; anything but a positive whole number is no limit.
pub(super) fn limit(_: &Env<'_>, mut docs: Vec<Value>, n: &Value) -> Res<Vec<Value>> {
    if let Some(n) = bare_number(n).filter(|n| *n > 0.0 && n.fract() == 0.0) {
        docs.truncate(n as usize);
    }
    Ok(docs)
}

/// `$skip`
pub(super) fn skip(_: &Env<'_>, mut docs: Vec<Value>, n: &Value) -> Res<Vec<Value>> {
    match bare_number(n) {
        Some(n) if n > 0.0 && n.fract() == 0.0 => {
            docs.drain(..docs.len().min(n as usize));
        }
        // A number with a fraction never comes down to zero.
        Some(n) if n > 0.0 => docs.clear(),
        _ => {}
    }
    Ok(docs)
}

/// `$count`
pub(super) fn count(_: &Env<'_>, docs: Vec<Value>, name: &Value) -> Res<Vec<Value>> {
    let is_good = |name: &&str| {
        let trimmed = js::trim(name);
        !trimmed.is_empty() && !name.contains('.') && !trimmed.starts_with('$')
    };
    match name.as_str().filter(is_good) {
        Some(name) => Ok(vec![Value::object([(name, docs.len().into())])]),
        None => fail("Invalid expression value for $count"),
    }
}

/// `$sample`: documents by chance, perhaps some of them twice.
pub(super) fn sample(env: &Env<'_>, docs: Vec<Value>, operand: &Value) -> Res<Vec<Value>> {
    let Some(size) = operand.key("size").as_integer().filter(|n| *n >= 0) else {
        return fail("$sample needs a whole number 'size' that is not negative");
    };
    if docs.is_empty() {
        return Ok(docs);
    }
    env.charge_items(size as usize)?;
    let pick = |_| docs[((env.random() * docs.len() as f64) as usize).min(docs.len() - 1)].clone();
    Ok((0..size).map(pick).collect())
}

/// `$sort` by keys, 1 upwards and -1 downwards.
pub(super) fn sort(env: &Env<'_>, docs: Vec<Value>, keys: &Value) -> Res<Vec<Value>> {
    let Value::Map(keys) = keys else {
        return Ok(docs);
    };
    let mut docs = docs;
    for (path, direction) in keys.iter().rev() {
        docs = sort_by_key(env, docs, path, bare_number(direction) == Some(-1.0))?;
    }
    Ok(docs)
}

fn sort_by_key(env: &Env<'_>, docs: Vec<Value>, path: &str, down: bool) -> Res<Vec<Value>> {
    let n_docs = docs.len();
    let mut groups = group_by(env, docs, &mut |doc| paths::resolve(env, doc, path))?;
    let mut order = sorted(groups.len(), &mut |a, b| {
        compare(env, &groups[a].key, &groups[b].key)
    })?;
    if down {
        order.reverse();
    }
    let mut out = Vec::with_capacity(n_docs);
    for i in order {
        out.append(&mut groups[i].items);
    }
    Ok(out)
}

/// `$facet`: several pipelines over the same documents.
pub(super) fn facet(env: &Env<'_>, docs: Vec<Value>, operand: &Value) -> Res<Vec<Value>> {
    let Value::Map(pipelines) = operand else {
        return fail("$facet needs an object of pipelines");
    };
    let mut out = Map::with_capacity(pipelines.len());
    for (name, pipeline) in pipelines.iter() {
        env.charge_items(docs.len())?;
        out.insert(name.clone(), run(env, docs.clone(), pipeline)?.into());
    }
    Ok(vec![out.into()])
}
