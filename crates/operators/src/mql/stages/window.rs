//! `$setWindowFields` and `$fill`: values of a document that come from those around it.

use engine::{Map, Value, js};

use super::super::compute::{compute, is_operator};
use super::super::env::Env;
use super::super::expressions::{bare_number, date, number};
use super::super::order::group_by;
use super::super::table::{self, Accumulator};
use super::super::{Fault, Res, paths};
use super::reshape::{add_fields, copy, put};
use super::window_ops::{self, Series};
use crate::instance;
use crate::mql::fail;

/// How the values of a field come about.
enum Method {
    /// An accumulator over the window.
    Each(Accumulator),
    /// All values at once.
    Series(Series),
}

/// A field of `output`.
struct Column<'s> {
    path: &'s str,
    method: Method,
    operand: &'s Value,
    window: Option<Window<'s>>,
}

/// A window with bounds.
struct Window<'s> {
    begin: &'s Value,
    end: &'s Value,
    /// The unit of dates.
    unit: &'s Value,
    /// Bounds are values of the sort key, not counts of documents.
    is_range: bool,
}

/// Operators that make no sense without an order.
const SORTED: &[&str] = &[
    "$denseRank",
    "$documentNumber",
    "$first",
    "$last",
    "$linearFill",
    "$rank",
    "$shift",
];

/// Operators that are always about all documents.
const UNBOUNDED: &[&str] = &[
    "$denseRank",
    "$expMovingAvg",
    "$linearFill",
    "$locf",
    "$rank",
    "$shift",
];

/// `$setWindowFields`
pub(in crate::mql) fn set_window_fields(
    env: &Env<'_>,
    docs: Vec<Value>,
    spec: &Value,
) -> Res<Vec<Value>> {
    let Value::Map(output) = spec.key("output") else {
        return fail("$setWindowFields needs an object 'output'");
    };
    let sort_by = spec.key("sortBy");
    let is_sorted = js::truthy(sort_by);
    let columns = output
        .iter()
        .map(|(path, field)| column(path, field, is_sorted))
        .collect::<Res<Vec<_>>>()?;
    let docs = if is_sorted {
        super::sort(env, docs, sort_by)?
    } else {
        docs
    };
    let sort_key = sort_by.as_map().and_then(|map| map.at(0));
    let sort_key = sort_key.map_or("", |(key, _)| key);
    let groups = group_by(env, docs, &mut |doc| {
        compute(env, doc, spec.key("partitionBy"))
    })?;
    let mut out = Vec::new();
    for group in groups {
        let mut docs = Vec::with_capacity(group.items.len());
        for doc in &group.items {
            docs.push(copy(env, doc, columns.len())?);
        }
        for column in &columns {
            let values = column.values(env, &group.items, sort_key)?;
            for (doc, value) in docs.iter_mut().zip(values) {
                put(doc, column.path, value)?;
            }
        }
        out.append(&mut docs);
    }
    Ok(out)
}

fn column<'s>(path: &'s str, field: &'s Value, is_sorted: bool) -> Res<Column<'s>> {
    let entries = field.as_map();
    let mut operators = entries.into_iter().flat_map(|map| map.iter());
    let (name, operand) = match operators.find(|(key, _)| is_operator(key)) {
        Some((name, operand)) => (&**name, operand),
        None => ("undefined", &Value::Undefined),
    };
    let method = match (window_ops::series(name), table::accumulator(name)) {
        (_, Some(accumulator)) => Method::Each(accumulator),
        (Some(series), None) => Method::Series(series),
        (None, None) => return fail(format!("'{name}' is not a valid window operator")),
    };
    let n_keys = entries.map_or(0, |map| map.len());
    let window = field.key("window");
    if n_keys > 2 || (n_keys == 2 && window.is_undefined()) {
        return fail("'output' option should have a single window operator.");
    }
    let window_of = window_of(window)?;
    let needs_order = window_of.is_some() || matches!(method, Method::Series(_));
    if !is_sorted && (SORTED.contains(&name) || needs_order) {
        let what = if SORTED.contains(&name) {
            format!("'{name}'")
        } else {
            "bounded window operation".to_owned()
        };
        return fail(format!("{what} requires a sortBy."));
    }
    if js::truthy(window) && UNBOUNDED.contains(&name) {
        return fail(format!("{name} does not accept a 'window' field."));
    }
    Ok(Column {
        path,
        method,
        operand,
        window: window_of,
    })
}

/// The bounds; none for a window of all documents.
fn window_of(window: &Value) -> Res<Option<Window<'_>>> {
    let (documents, range) = (window.key("documents"), window.key("range"));
    if js::truthy(documents) && js::truthy(range) {
        return fail("'window' option supports only one of 'documents' or 'range'.");
    }
    let is_range = !js::truthy(documents);
    let bounds = if is_range { range } else { documents };
    if !js::truthy(bounds) {
        return Ok(None);
    }
    let [begin, end] = bounds.items() else {
        return fail("a window needs two bounds");
    };
    if [begin, end]
        .iter()
        .all(|bound| bound.as_str() == Some("unbounded"))
    {
        return Ok(None);
    }
    let are_words = begin.as_str().is_some() && end.as_str().is_some();
    Ok(Some(Window {
        begin,
        end,
        unit: window.key("unit"),
        is_range: is_range && !are_words,
    }))
}

impl Column<'_> {
    fn values(&self, env: &Env<'_>, items: &[Value], sort_key: &str) -> Res<Vec<Value>> {
        env.charge_items(items.len())?;
        let one = |docs: &[Value]| match self.method {
            Method::Each(accumulator) => accumulator(env, docs, self.operand),
            Method::Series(Series::Each(function)) => function(env, docs, self.operand, sort_key),
            Method::Series(Series::All(_)) => Ok(Value::Undefined),
        };
        if let Method::Series(Series::All(function)) = self.method {
            return function(env, items, self.operand, sort_key);
        }
        let Some(window) = &self.window else {
            return Ok(vec![one(items)?; items.len()]);
        };
        let mut out = Vec::with_capacity(items.len());
        for at in 0..items.len() {
            out.push(if window.is_range {
                one(&window.by_value(env, items, at, sort_key)?)?
            } else {
                one(window.by_place(items, at))?
            });
        }
        Ok(out)
    }
}

impl Window<'_> {
    fn by_place<'v>(&self, items: &'v [Value], at: usize) -> &'v [Value] {
        let len = items.len() as f64;
        let at = at as f64;
        let place = |bound: &Value, unbounded: f64| match bound.as_str() {
            Some("current") => at,
            Some("unbounded") => unbounded,
            _ => at + instance::to_integer(bound),
        };
        let from = place(self.begin, 0.0).clamp(0.0, len);
        let to = (place(self.end, len) + 1.0).clamp(from, len);
        &items[from as usize..to as usize]
    }

    fn by_value(&self, env: &Env<'_>, items: &[Value], at: usize, key: &str) -> Res<Vec<Value>> {
        let here = items[at].key(key);
        let limit = |bound: &Value, open: f64| match bare_number(bound) {
            None => Ok(open),
            Some(n) if js::truthy(self.unit) => {
                Ok(date::plus(date::to_moment(env, here)?, self.unit, n))
            }
            Some(n) => Ok::<f64, Fault>(number(here) + n),
        };
        let lower = limit(self.begin, f64::NEG_INFINITY)?;
        let upper = limit(self.end, f64::INFINITY)?;
        let is = |bound: &Value, word: &str| bound.as_str() == Some(word);
        let candidates = if is(self.end, "current") {
            &items[..=at]
        } else if is(self.begin, "current") {
            &items[at..]
        } else {
            items
        };
        env.charge(candidates.len())?;
        let is_in = |doc: &&Value| {
            let n = number(doc.key(key));
            n >= lower && n <= upper
        };
        Ok(candidates.iter().filter(is_in).cloned().collect())
    }
}

/// `$fill`: values for what is null or missing.
pub(in crate::mql) fn fill(env: &Env<'_>, docs: Vec<Value>, spec: &Value) -> Res<Vec<Value>> {
    let Value::Map(output) = spec.key("output") else {
        return fail("$fill needs an object 'output'");
    };
    let sort_by = spec.key("sortBy");
    if js::truthy(sort_by) && sort_by.as_map().is_none() {
        return fail("sortBy must be an object.");
    }
    let has_value = |field: &Value| field.as_map().is_some_and(|map| map.contains_key("value"));
    if !js::truthy(sort_by) && !output.values().all(has_value) {
        return fail("sortBy required if any output field specifies a 'method'.");
    }
    let (mut values, mut methods) = (Map::new(), Map::new());
    for (path, field) in output.iter() {
        if has_value(field) {
            let current = Value::from(format!("$$CURRENT.{path}"));
            let choice = vec![current, field.key("value").clone()];
            values.insert(path.clone(), Value::object([("$ifNull", choice.into())]));
            continue;
        }
        let method = match field.key("method").as_str() {
            Some("locf") => "$locf",
            Some("linear") => "$linearFill",
            _ => {
                let method = env.text_of(field.key("method"))?;
                return fail(format!("invalid fill method '{method}'."));
            }
        };
        let operand = Value::from(format!("${path}"));
        methods.insert(path.clone(), Value::object([(method, operand)]));
    }
    let partition = partition_of(spec)?;
    let mut docs = docs;
    if !methods.is_empty() {
        let spec = Value::object([
            ("sortBy", sort_by.clone()),
            ("partitionBy", partition),
            ("output", methods.into()),
        ]);
        docs = set_window_fields(env, docs, &spec)?;
    }
    add_fields(env, docs, &values.into())
}

fn partition_of(spec: &Value) -> Res {
    let (by, fields) = (spec.key("partitionBy"), spec.key("partitionByFields"));
    if !js::truthy(fields) {
        return Ok(by.clone());
    }
    if js::truthy(by) {
        return fail("specify either partitionBy or partitionByFields.");
    }
    let mut paths = Vec::new();
    for field in fields.items() {
        match field.as_str() {
            Some(path) if !path.starts_with('$') => paths.push(Value::from(format!("${path}"))),
            _ => return fail("fields in partitionByFields cannot begin with '$'."),
        }
    }
    Ok(paths.into())
}

/// The values of a sort key.
pub(super) fn key_values(env: &Env<'_>, items: &[Value], key: &str) -> Res<Vec<Value>> {
    items
        .iter()
        .map(|doc| paths::resolve(env, doc, key))
        .collect()
}
