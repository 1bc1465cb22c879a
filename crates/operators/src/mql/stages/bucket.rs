//! `$bucket` and `$bucketAuto`.

use engine::{Map, Value};

use super::super::Res;
use super::super::compute::compute;
use super::super::env::Env;
use super::super::expressions::bare_number;
use super::super::order::{Group, compare, group_by, sorted};
use crate::instance::type_of;
use crate::mql::fail;

/// What is computed for a bucket: `output`, or the number of documents.
fn output_of(spec: &Value) -> Value {
    match spec.key("output") {
        output if output.is_none() => {
            Value::object([("count", Value::object([("$sum", 1.into())]))])
        }
        output => output.clone(),
    }
}

fn bucket_doc(env: &Env<'_>, docs: Vec<Value>, output: &Value, id: Value) -> Res {
    let mut doc = compute(env, &docs.into(), output)?;
    doc.make_map().insert("_id", id);
    Ok(doc)
}

fn check_boundaries(env: &Env<'_>, boundaries: &[Value], default: &Value) -> Res<()> {
    let [lower, .., upper] = boundaries else {
        return fail("$bucket 'boundaries' expression must have at least 3 elements");
    };
    if boundaries.len() < 3 {
        return fail("$bucket 'boundaries' expression must have at least 3 elements");
    }
    for pair in boundaries.windows(2) {
        if type_of(lower) != type_of(&pair[1]) {
            return fail("$bucket 'boundaries' must all be of the same type");
        }
        if compare(env, &pair[0], &pair[1])?.is_ge() {
            return fail("$bucket 'boundaries' must be sorted in ascending order");
        }
    }
    let is_inside = type_of(default) == type_of(lower)
        && compare(env, default, upper)?.is_lt()
        && compare(env, default, lower)?.is_ge();
    if !default.is_none() && is_inside {
        return fail("$bucket 'default' expression must be out of boundaries range");
    }
    Ok(())
}

/// `$bucket`: a bucket goes from its boundary up to the next, which is not in it.
pub(in crate::mql) fn bucket(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let boundaries = spec.key("boundaries").items();
    let default = spec.key("default");
    check_boundaries(env, boundaries, default)?;
    let last = boundaries.len() - 1;
    let mut buckets = vec![Vec::new(); last + 1];
    for doc in docs {
        let key = compute(env, &doc, spec.key("groupBy"))?;
        let mut n_below = 0;
        if !key.is_none() {
            for boundary in boundaries {
                if compare(env, &key, boundary)?.is_lt() {
                    break;
                }
                n_below += 1;
            }
        }
        // Below the first boundary, or not below the last one.
        let at = match n_below {
            0 => last,
            n => n - 1,
        };
        if at == last && default.is_none() {
            return fail("$bucket require a default for out of range values");
        }
        buckets[at].push(doc);
    }
    let output = output_of(spec);
    let ids = boundaries[..last].iter().chain([default]);
    let mut out = Vec::new();
    for (docs, id) in buckets.into_iter().zip(ids) {
        if !id.is_none() {
            out.push(bucket_doc(env, docs, &output, id.clone())?);
        }
    }
    Ok(out)
}

/// `$bucketAuto`: a number of buckets with about the same number of keys each.
pub(in crate::mql) fn bucket_auto(
    env: &Env<'_>,
    docs: Vec<Value>,
    spec: &Value,
) -> Res<Vec<Value>> {
    let buckets = spec.key("buckets");
    let Some(n_buckets) = bare_number(buckets).filter(|n| *n > 0.0) else {
        let found = env.text_of(buckets)?;
        return fail(format!(
            "The $bucketAuto 'buckets' field must be greater than 0, but found: {found}"
        ));
    };
    let size = (docs.len() as f64 / n_buckets).round().max(1.0) as usize;
    let mut groups = groups_in_order(env, docs, spec.key("groupBy"))?
        .into_iter()
        .peekable();
    let output = output_of(spec);
    let mut ids: Vec<(Value, Value)> = Vec::new();
    let mut contents = Vec::new();
    while groups.peek().is_some() && (ids.len() as f64) < n_buckets {
        let is_last = ids.len() as f64 == n_buckets - 1.0;
        let mut docs = Vec::new();
        let mut keys = Vec::new();
        for group in groups
            .by_ref()
            .take(if is_last { usize::MAX } else { size })
        {
            keys.push(group.key);
            docs.extend(group.items);
        }
        let (Some(min), Some(max)) = (keys.first(), keys.last()) else {
            break;
        };
        if let Some(before) = ids.last_mut() {
            before.1 = min.clone();
        }
        ids.push((min.clone(), max.clone()));
        contents.push(docs);
    }
    let mut out = Vec::new();
    for ((min, max), docs) in ids.into_iter().zip(contents) {
        let mut id = Map::with_capacity(2);
        id.insert("min", min);
        id.insert("max", max);
        out.push(bucket_doc(env, docs, &output, id.into())?);
    }
    Ok(out)
}

/// Groups by key, upwards; null first.
fn groups_in_order(env: &Env<'_>, docs: Vec<Value>, key: &Value) -> Res<Vec<Group>> {
    let groups = group_by(env, docs, &mut |doc| compute(env, doc, key))?;
    let order = sorted(groups.len(), &mut |a, b| {
        compare(env, &groups[a].key, &groups[b].key)
    })?;
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    Ok(order.into_iter().filter_map(|i| groups[i].take()).collect())
}
