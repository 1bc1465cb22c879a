//! Filters of lists and objects.

use std::cmp::Ordering;

use engine::{Map, Value, js};

use super::{Answer, Call, Filter, whole};
use crate::nunjucks::{Failure, checks, ops};

pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("batch", batch),
    ("d", default),
    ("default", default),
    ("dictsort", dictsort),
    ("first", |call| at(call, |_| 0)),
    ("groupby", groupby),
    ("join", join),
    ("last", |call| at(call, |n| n - 1)),
    ("length", length),
    ("list", list),
    ("random", random),
    ("reject", |call| select(call, false)),
    ("rejectattr", |call| select_by(call, false)),
    ("reverse", reverse),
    ("select", |call| select(call, true)),
    ("selectattr", |call| select_by(call, true)),
    ("slice", slice),
    ("sort", sort),
    ("sum", sum),
    ("unique", unique),
];

fn batch(call: &Call<'_>) -> Answer {
    let n = whole(&call.arg(0), 0).max(1);
    let fill = call.arg(1);
    let mut rows: Vec<Vec<Value>> = call
        .some_items()?
        .chunks(n)
        .map(<[Value]>::to_vec)
        .collect();
    if let (Some(last), true) = (rows.last_mut(), js::truthy(&fill)) {
        call.run.spend(n)?;
        last.resize(n, fill);
    }
    Ok(rows.into_iter().map(Value::list).collect::<Vec<_>>().into())
}

fn default(call: &Call<'_>) -> Answer {
    let given = call.given.positional.first().cloned();
    let missing = if js::truthy(&call.arg(1)) {
        !call.input.truthy()
    } else {
        call.value().is_undefined()
    };
    Ok(if missing {
        given.unwrap_or(super::Val::UNDEFINED)
    } else {
        call.input.clone()
    })
}

fn dictsort(call: &Call<'_>) -> Answer {
    let (Value::Map(map), by) = (call.value(), call.arg(1)) else {
        return Err(Failure::new("dictsort takes an object"));
    };
    let by_value = match &by {
        Value::Undefined => false,
        by if by.as_str() == Some("key") => false,
        by if by.as_str() == Some("value") => true,
        _ => return Err(Failure::new("dictsort sorts by key or by value")),
    };
    let exact = js::truthy(&call.arg(0));
    let mut rows = Vec::new();
    for (key, value) in map.iter() {
        let pair = [Value::from(key.clone()), value.clone()];
        rows.push((
            folded(&pair[usize::from(by_value)], exact),
            Value::list(pair.to_vec()),
        ));
    }
    Ok(sorted(rows, false).into())
}

/// The values in the order of their keys. The standard library's sort may panic where keys cannot be
/// compared; this one gives some order then.
fn sorted(rows: Vec<(Value, Value)>, reverse: bool) -> Vec<Value> {
    let mut rows: Vec<Option<(Value, Value)>> = rows.into_iter().map(Some).collect();
    merge_sort(&mut rows, reverse);
    rows.into_iter().flatten().map(|(_, value)| value).collect()
}

fn merge_sort(rows: &mut [Option<(Value, Value)>], reverse: bool) {
    if rows.len() < 2 {
        return;
    }
    let (left, right) = rows.split_at_mut(rows.len() / 2);
    merge_sort(left, reverse);
    merge_sort(right, reverse);
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut i, mut j) = (0, 0);
    while let (Some(Some(a)), Some(Some(b))) = (left.get(i), right.get(j)) {
        let order = js::compare(&a.0, &b.0);
        let swap = order
            == Some(if reverse {
                Ordering::Less
            } else {
                Ordering::Greater
            });
        if swap {
            merged.push(right[j].take());
            j += 1;
        } else {
            merged.push(left[i].take());
            i += 1;
        }
    }
    let rest = left[i..].iter_mut().chain(&mut right[j..]);
    merged.extend(rest.map(Option::take));
    for (row, sorted) in rows.iter_mut().zip(merged) {
        *row = sorted;
    }
}

/// In lower case, unless case counts.
fn folded(value: &Value, exact: bool) -> Value {
    match value {
        Value::String(text) if !exact => text.to_lowercase().into(),
        value => value.clone(),
    }
}

fn at(call: &Call<'_>, index: fn(usize) -> usize) -> Answer {
    let items = match call.value() {
        Value::List(items) => items.to_vec(),
        text @ Value::String(_) => ops::iterate(&text),
        value if value.is_none() => return Err(Failure::new("the filter takes a list")),
        _ => Vec::new(),
    };
    let found = (!items.is_empty()).then(|| items[index(items.len())].clone());
    Ok(found.unwrap_or(Value::Undefined).into())
}

fn groupby(call: &Call<'_>) -> Answer {
    let attribute = call.arg(0);
    let mut groups = Map::new();
    for item in call.some_items()? {
        let key = js::to_text(&attribute_of(&item, &attribute));
        match groups.get_mut(&key) {
            Some(group) => group.make_list().push(item),
            None => {
                groups.insert(key, Value::list(vec![item]));
            }
        }
    }
    Ok(Value::from(groups).into())
}

/// The value at a path with dots.
fn attribute_of(item: &Value, attribute: &Value) -> Value {
    let path = js::to_text(attribute);
    path.split('.')
        .fold(item.clone(), |item, key| ops::member(&item, &key.into()))
}

fn join(call: &Call<'_>) -> Answer {
    let (separator, attribute) = (call.arg(0), call.arg(1));
    let items = if js::truthy(&attribute) {
        call.any_items()
    } else {
        call.items()?
    };
    let text = |item: &Value| match js::truthy(&attribute) {
        true => text_of_item(&ops::member(item, &attribute)),
        false => text_of_item(item),
    };
    let separator = if js::truthy(&separator) {
        js::to_text(&separator)
    } else {
        String::new()
    };
    Ok(items
        .iter()
        .map(text)
        .collect::<Vec<_>>()
        .join(&separator)
        .into())
}

fn text_of_item(item: &Value) -> String {
    if item.is_none() {
        String::new()
    } else {
        js::to_text(item)
    }
}

fn length(call: &Call<'_>) -> Answer {
    Ok(match call.value() {
        Value::Undefined | Value::Null | Value::Bool(false) => 0.into(),
        Value::Map(map) => map.len().into(),
        value => ops::member(&value, &"length".into()).into(),
    })
}

fn list(call: &Call<'_>) -> Answer {
    let value = call.value();
    match &value {
        Value::List(_) => Ok(value.into()),
        Value::String(_) => Ok(ops::iterate(&value).into()),
        Value::Map(map) => {
            let entry = |(k, v): (&engine::Str, &Value)| {
                Value::object([("key", k.clone().into()), ("value", v.clone())])
            };
            Ok(map.iter().map(entry).collect::<Vec<_>>().into())
        }
        _ => Err(Failure::new("list takes text, a list or an object")),
    }
}

fn random(call: &Call<'_>) -> Answer {
    let items = call.items()?;
    let at = (call.run.cx.scope.random() * items.len() as f64) as usize;
    Ok(items.get(at).cloned().unwrap_or(Value::Undefined).into())
}

fn select(call: &Call<'_>, wanted: bool) -> Answer {
    let name = call.arg(0);
    let name = name.as_str().unwrap_or("truthy");
    let given = crate::nunjucks::run::Given {
        positional: call.given.positional.iter().skip(1).cloned().collect(),
        named: Vec::new(),
    };
    let mut kept = Vec::new();
    for item in call.some_items()? {
        if checks::check(name, &item.clone().into(), &given)? == wanted {
            kept.push(item);
        }
    }
    Ok(kept.into())
}

fn select_by(call: &Call<'_>, wanted: bool) -> Answer {
    let attribute = call.arg(0);
    let keep = |item: &Value| js::truthy(&ops::member(item, &attribute)) == wanted;
    Ok(call
        .items()?
        .into_iter()
        .filter(keep)
        .collect::<Vec<_>>()
        .into())
}

fn reverse(call: &Call<'_>) -> Answer {
    match call.value() {
        Value::String(text) => call.like_input(text.chars().rev().collect::<String>()),
        _ => Ok(call
            .any_items()
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
            .into()),
    }
}

fn slice(call: &Call<'_>) -> Answer {
    let (items, n) = (call.items()?, whole(&call.arg(0), 0));
    call.run.spend(n)?;
    let (fill, mut rest) = (call.arg(1), &items[..]);
    let mut rows = Vec::new();
    for i in 0..n {
        let extra = i < items.len() % n;
        let (row, tail) = rest.split_at(items.len() / n + usize::from(extra));
        let mut row = row.to_vec();
        if js::truthy(&fill) && !extra {
            row.push(fill.clone());
        }
        rows.push(Value::list(row));
        rest = tail;
    }
    Ok(rows.into())
}

fn sort(call: &Call<'_>) -> Answer {
    let reverse = js::truthy(&call.named(0, "reverse"));
    let exact = js::truthy(&call.named(1, "case_sensitive"));
    let attribute = call.named(2, "attribute");
    let mut rows = Vec::new();
    for item in call.any_items() {
        let key = match js::truthy(&attribute) {
            true => attribute_of(&item, &attribute),
            false => item.clone(),
        };
        rows.push((folded(&key, exact), item));
    }
    Ok(sorted(rows, reverse).into())
}

fn sum(call: &Call<'_>) -> Answer {
    let (attribute, start) = (call.arg(0), call.arg(1));
    let mut total = Value::from(0);
    let items = if js::truthy(&attribute) {
        call.any_items()
    } else {
        call.items()?
    };
    for item in items {
        let value = if js::truthy(&attribute) {
            ops::member(&item, &attribute)
        } else {
            item
        };
        total = ops::binary("+", &total, &value)?;
    }
    let start = if start.is_undefined() {
        Value::from(0)
    } else {
        start
    };
    Ok(ops::binary("+", &start, &total)?.into())
}

fn unique(call: &Call<'_>) -> Answer {
    let Value::List(items) = call.value() else {
        return Ok(call.input.clone());
    };
    call.run.spend(items.len() * items.len() / 8)?;
    let mut kept: Vec<Value> = Vec::new();
    for item in items.iter() {
        let is_nan = |v: &Value| matches!(v, Value::Number(n) if n.is_nan());
        if !kept
            .iter()
            .any(|k| js::strict_eq(k, item) || (is_nan(k) && is_nan(item)))
        {
            kept.push(item.clone());
        }
    }
    Ok(kept.into())
}
