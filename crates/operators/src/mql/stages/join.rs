//! Stages with a second list of documents, which must stand in the pipeline: nothing has a name here
//! that it could be found by.

use engine::{Map, Value};

use super::super::env::Env;
use super::super::order::{self, Set};
use super::super::{Res, paths};
use super::reshape::copy;
use crate::mql::fail;

/// `$lookup` with a list as `from`.
pub(in crate::mql) fn lookup(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let Value::List(from) = spec.key("from") else {
        return fail("'from' field must resolve to an array");
    };
    let path = |name: &'static str| match spec.key(name) {
        Value::String(path) => Ok(path.clone()),
        _ => fail(format!("$lookup needs text as '{name}'")),
    };
    let (foreign, local) = (path("foreignField")?, path("localField")?);
    let name = path("as")?;
    let key_of = |doc: &Value, path: &str| paths::resolve(env, doc, path).map(Value::or_null);
    let mut keys = Set::default();
    let mut matches: Vec<Vec<Value>> = Vec::new();
    for doc in from.iter() {
        let (n, is_new) = keys.add(env, &key_of(doc, &foreign)?)?;
        if is_new {
            matches.push(Vec::new());
        }
        matches[n].push(doc.clone());
    }
    let matches: Vec<Value> = matches.into_iter().map(Value::list).collect();
    let mut out = Vec::with_capacity(docs.len());
    for doc in docs {
        let found = keys.find(env, &key_of(&doc, &local)?)?;
        let found = found.map_or_else(|| Value::list(Vec::new()), |n| matches[n].clone());
        let mut doc = copy(env, &doc, 1)?;
        doc.make_map().insert(name.clone(), found);
        out.push(doc);
    }
    Ok(out)
}

/// `$unionWith` with a list as `coll`.
pub(in crate::mql) fn union_with(
    env: &Env<'_>,
    mut docs: Vec<Value>,
    spec: &Value,
) -> Res<Vec<Value>> {
    let Value::List(others) = spec.key("coll") else {
        return fail("'coll' field must resolve to an array");
    };
    env.charge_items(others.len())?;
    let pipeline = spec.key("pipeline");
    docs.extend(match pipeline {
        pipeline if pipeline.is_none() => others.to_vec(),
        pipeline => super::run(env, others.to_vec(), pipeline)?,
    });
    Ok(docs)
}

/// `$out` into a list: nobody sees it, the documents go on.
pub(in crate::mql) fn out(_: &Env<'_>, docs: Vec<Value>, into: &Value) -> Res<Vec<Value>> {
    match into {
        Value::List(_) => Ok(docs),
        _ => fail("expression must resolve to an array"),
    }
}

/// `$merge` into a list: nobody sees it, the documents go on. What was to fail fails.
pub(in crate::mql) fn merge(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let Value::List(into) = spec.key("into") else {
        return fail("$merge: option 'into' must resolve to an array");
    };
    let key_of = |doc: &Value| match spec.key("on") {
        Value::List(paths) => {
            let texts = paths.iter().filter_map(Value::as_str);
            let values = texts.map(|path| paths::resolve(env, doc, path));
            order::key(env, &values.collect::<Res<Vec<_>>>()?.into())
        }
        on => order::key(
            env,
            &paths::resolve(env, doc, on.as_str().unwrap_or("_id"))?,
        ),
    };
    let mut known = Map::new();
    for doc in into.iter() {
        if known.insert(key_of(doc)?, Value::Null).is_some() {
            return fail("$merge: 'into' collection must have unique entries for the 'on' field.");
        }
    }
    for doc in &docs {
        let rule = match known.contains_key(&key_of(doc)?) {
            true => spec.key("whenMatched"),
            false => spec.key("whenNotMatched"),
        };
        if rule.as_str() == Some("fail") {
            return fail("$merge: failed due to matching as specified by 'whenMatched' option.");
        }
    }
    Ok(docs)
}
