mod callback;
mod order;

use engine::{Args, Cx, OpError, OpResult, Operator, Value, js};

use crate::instance::{self, arg, fill_first, method, relative_index, to_integer};
use crate::instance::{ARRAY_OBJECT, Call, Method, Takes};

/// The methods of JavaScript's arrays. The array is the first of a list, or `on`; none counts as
/// empty. It is never changed in place: what would change it gives the changed array.
///
/// ```yaml
/// _array.length: { _state: items }
/// _array.join: { on: { _state: tags }, separator: ', ' }
/// _array.map:
///   on: { _state: items }
///   callback: { _function: { __args: 0.name } }
/// ```
///
/// Callbacks get item, index and array. An error within a callback fails the whole. A result of
/// more than a million items is an error.
///
/// - `concat`: the items of several arrays in one.
/// - `copyWithin`: copies the items from `start` to before `end` to the place `target`.
/// - `every`: does `callback` give true for every item?
/// - `fill`: puts `value` in the place of the items from `start` to before `end`.
/// - `filter`: the items for which `callback` gives true.
/// - `find`: the first item for which `callback` gives true.
/// - `findIndex`: the position of that item; -1 if there is none.
/// - `flat`: the items of arrays within the array, `depth` levels down. Default: 1.
/// - `includes`: is `value` one of the items?
/// - `indexOf`: the first position of `value`; -1 if it is not there.
/// - `join`: the items as one text, with `separator` between them. Default: `,`.
/// - `lastIndexOf`: the last position of `value`; -1 if it is not there.
/// - `map`: what `callback` gives for each item.
/// - `reduce`: one value of all items: `callback` gets what it gave before, then the item. It
///   begins with `initialValue`, or else with the first item.
/// - `reduceRight`: the same from the last item to the first.
/// - `reverse`: the items from the last to the first.
/// - `slice`: the items from `start` to before `end`. Negative positions count from the end.
/// - `some`: does `callback` give true for any item?
/// - `sort`: the items in order: as texts, or as a function says, the second of the list, that gets
///   two items and gives a negative number where the first comes first.
/// - `splice`: without `deleteCount` items from `start` on, and with those of the list `insert` in
///   their place.
/// - `length`: how many items there are.
pub struct Array;

const LIST: &str = "array, null";

const METHODS: &[Method] = &[
    method("concat", Takes::List, "array"),
    method(
        "copyWithin",
        Takes::Named("on target start end"),
        ARRAY_OBJECT,
    ),
    method("every", Takes::Named("on callback"), ARRAY_OBJECT),
    method("fill", Takes::Named("on value start end"), ARRAY_OBJECT),
    method("filter", Takes::Named("on callback"), ARRAY_OBJECT),
    method("find", Takes::Named("on callback"), ARRAY_OBJECT),
    method("findIndex", Takes::Named("on callback"), ARRAY_OBJECT),
    method("flat", Takes::Named("on depth"), ARRAY_OBJECT),
    method("includes", Takes::Named("on value"), ARRAY_OBJECT),
    method("indexOf", Takes::Named("on value"), ARRAY_OBJECT),
    method("join", Takes::Named("on separator"), ARRAY_OBJECT),
    method("lastIndexOf", Takes::Named("on value"), ARRAY_OBJECT),
    method("map", Takes::Named("on callback"), ARRAY_OBJECT),
    method(
        "reduce",
        Takes::Named("on callback initialValue"),
        ARRAY_OBJECT,
    ),
    method(
        "reduceRight",
        Takes::Named("on callback initialValue"),
        ARRAY_OBJECT,
    ),
    method("reverse", Takes::One, LIST),
    method("slice", Takes::Named("on start end"), ARRAY_OBJECT),
    method("some", Takes::Named("on callback"), ARRAY_OBJECT),
    method("sort", Takes::List, "array"),
    method(
        "splice",
        Takes::Spread("on start deleteCount", "insert"),
        ARRAY_OBJECT,
    ),
    method("length", Takes::One, LIST),
];

impl Operator for Array {
    const NAME: &'static str = "_array";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        Call {
            cx,
            args,
            methods: METHODS,
        }
        .instance("array", prepare, run)
    }
}

fn prepare(_: &Cx<'_>, _: &str, args: &mut Vec<Value>) -> Result<(), OpError> {
    fill_first(args, || Value::list(Vec::new()));
    Ok(())
}

fn run(cx: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let (items, rest) = match args.split_first() {
        Some((Value::List(items), rest)) => (items, rest),
        _ => return Ok(Value::Null),
    };
    Ok(match method {
        "every" | "filter" | "find" | "findIndex" | "map" | "some" => {
            return callback::each(cx, method, items, arg(rest, 0));
        }
        "reduce" | "reduceRight" => return callback::reduce(cx, method, items, rest),
        "sort" => return order::sort(cx, items, arg(rest, 0)),
        "concat" => return concat(items, rest),
        "flat" => return flat(items, rest),
        "join" => return join(items, arg(rest, 0)),
        "splice" => return splice(items, rest),
        "copyWithin" => copy_within(items.to_vec(), rest),
        "fill" => fill(items.to_vec(), rest),
        "includes" => items[start(items, rest)..]
            .iter()
            .any(|v| same(v, arg(rest, 0)))
            .into(),
        "indexOf" => {
            let from = start(items, rest);
            let found = items[from..]
                .iter()
                .position(|v| js::strict_eq(v, arg(rest, 0)));
            index(found.map(|i| from + i))
        }
        "lastIndexOf" => index(last_index(items, rest)),
        "reverse" => items.iter().rev().cloned().collect::<Vec<_>>().into(),
        "slice" => {
            let from = relative_index(arg(rest, 0), items.len(), 0);
            let to = relative_index(arg(rest, 1), items.len(), items.len());
            items[from..to.max(from)].to_vec().into()
        }
        _ => items.len().into(),
    })
}

/// Where a search starts: the second argument.
fn start(items: &[Value], rest: &[Value]) -> usize {
    relative_index(arg(rest, 1), items.len(), 0)
}

fn index(found: Option<usize>) -> Value {
    Value::Number(found.map_or(-1.0, |i| i as f64))
}

/// `===`, and NaN is NaN.
fn same(a: &Value, b: &Value) -> bool {
    let nan = |v: &Value| matches!(v, Value::Number(n) if n.is_nan());
    js::strict_eq(a, b) || (nan(a) && nan(b))
}

fn last_index(items: &[Value], rest: &[Value]) -> Option<usize> {
    let from = match rest.get(1) {
        None => items.len() as f64 - 1.0,
        Some(from) => to_integer(from),
    };
    let from = if from < 0.0 {
        items.len() as f64 + from
    } else {
        from
    };
    if from < 0.0 {
        return None;
    }
    let end = items.len().min((from as usize).saturating_add(1));
    items[..end]
        .iter()
        .rposition(|v| js::strict_eq(v, arg(rest, 0)))
}

fn concat(items: &[Value], rest: &[Value]) -> OpResult {
    let mut out = items.to_vec();
    for value in rest {
        match value {
            Value::List(more) => out.extend(more.iter().cloned()),
            value => out.push(value.clone()),
        }
        instance::check_items(out.len())?;
    }
    Ok(out.into())
}

fn copy_within(mut items: Vec<Value>, rest: &[Value]) -> Value {
    let len = items.len();
    let target = relative_index(arg(rest, 0), len, 0);
    let from = relative_index(arg(rest, 1), len, 0);
    let to = relative_index(arg(rest, 2), len, len);
    let count = to.saturating_sub(from).min(len - target);
    let copied = items[from..from + count].to_vec();
    items[target..target + count].clone_from_slice(&copied);
    items.into()
}

fn fill(mut items: Vec<Value>, rest: &[Value]) -> Value {
    let from = relative_index(arg(rest, 1), items.len(), 0);
    let to = relative_index(arg(rest, 2), items.len(), items.len());
    for item in &mut items[from..to.max(from)] {
        *item = arg(rest, 0).clone();
    }
    items.into()
}

fn flat(items: &[Value], rest: &[Value]) -> OpResult {
    let depth = match arg(rest, 0) {
        Value::Undefined => 1.0,
        depth => to_integer(depth),
    };
    let mut out = Vec::new();
    flat_into(&mut out, items, depth)?;
    Ok(out.into())
}

fn flat_into(out: &mut Vec<Value>, items: &[Value], depth: f64) -> Result<(), OpError> {
    for item in items {
        match item {
            Value::List(inner) if depth >= 1.0 => flat_into(out, inner, depth - 1.0)?,
            item => out.push(item.clone()),
        }
        instance::check_items(out.len())?;
    }
    Ok(())
}

fn join(items: &[Value], separator: &Value) -> OpResult {
    let separator = match separator {
        Value::Undefined => ",".to_owned(),
        separator => js::to_text(separator),
    };
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(&separator);
        }
        match item {
            Value::Null | Value::Undefined => {}
            Value::String(s) => out.push_str(s),
            item => out.push_str(&js::to_text(item)),
        }
        instance::check_text(out.len() as f64)?;
    }
    Ok(out.into())
}

/// Gives the array after the change, not what was taken out.
fn splice(items: &[Value], rest: &[Value]) -> OpResult {
    let mut out = items.to_vec();
    let from = match arg(rest, 0) {
        Value::Undefined => 0,
        start => relative_index(start, items.len(), 0),
    };
    let most = items.len() - from;
    let count = match rest.len() {
        0 => 0,
        1 => most,
        _ => to_integer(arg(rest, 1)).clamp(0.0, most as f64) as usize,
    };
    let more = rest.get(2..).unwrap_or_default();
    instance::check_items(out.len() - count + more.len())?;
    out.splice(from..from + count, more.iter().cloned());
    Ok(out.into())
}
