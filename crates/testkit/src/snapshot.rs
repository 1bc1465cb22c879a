//! What a page shows, in the form that vectors have.

use engine::{Map, Value};
use runtime::{BlockCx, Category, PageCx};

use crate::encoding;

/// Every block by id, encoded and [`normal`].
pub fn of_page(page: &PageCx) -> Map {
    page.blocks()
        .iter()
        .map(|b| (b.id(), of_block(b)))
        .collect()
}

fn of_block(block: &BlockCx) -> Value {
    let now = block.now();
    if !now.visible {
        return Value::object([("visible", Value::Bool(false))]);
    }
    let texts = |list: &[engine::Str]| Value::list(list.iter().map(|m| m.clone().into()).collect());
    let validation = Value::object([
        (
            "status",
            now.validation.status.map_or(Value::Null, Value::from),
        ),
        ("errors", texts(&now.validation.errors)),
        ("warnings", texts(&now.validation.warnings)),
    ]);
    let areas: Map = now
        .areas
        .iter()
        .map(|(n, v)| (n.clone(), v.clone().or(Value::object([]))))
        .collect();
    let input = block.category() == Category::Input;
    let shown = Value::object([
        ("type", block.block().kind.clone().into()),
        ("properties", now.properties.clone()),
        (
            "value",
            if input {
                now.value.clone()
            } else {
                Value::Undefined
            },
        ),
        ("required", now.required.clone()),
        ("layout", now.layout.clone()),
        ("style", now.style.clone()),
        ("areas", areas.into()),
        ("loading", now.loading.into()),
        ("validation", validation),
    ]);
    normal(&encoding::encode(&shown))
}

/// An encoded block without what is null, false, empty or undefined, and without what we do not
/// compare: `skeleton`, and `visible` where it is true.
pub fn normal(block: &Value) -> Value {
    if *block.key("visible") == Value::Bool(false) {
        return Value::object([("visible", Value::Bool(false))]);
    }
    let entries = block.as_map().into_iter().flat_map(|m| m.iter());
    let kept = entries.filter(|(key, value)| match &***key {
        "visible" | "skeleton" => false,
        "validation" => value
            .as_map()
            .is_some_and(|m| m.values().any(|v| !is_nothing(v))),
        _ => !is_nothing(value),
    });
    let kept = kept.map(|(key, value)| (key.clone(), full_validation(key, value)));
    Value::map(kept.collect())
}

/// Validation with all its keys.
fn full_validation(key: &str, value: &Value) -> Value {
    if key != "validation" {
        return without_places(&encoding::without_undefined(value));
    }
    let of = |key: &str| match value.key(key) {
        Value::Undefined if key == "status" => Value::Null,
        Value::Undefined => Value::list(Vec::new()),
        v => v.clone(),
    };
    Value::object([
        ("status", of("status")),
        ("errors", of("errors")),
        ("warnings", of("warnings")),
    ])
}

/// Markers of place, which Lowdefy leaves in layouts here and there.
fn without_places(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::list(items.iter().map(without_places).collect()),
        Value::Map(map) => {
            let kept = map.iter().filter(|(key, _)| &***key != "~k");
            Value::map(kept.map(|(k, v)| (k.clone(), without_places(v))).collect())
        }
        v => v.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Null | Value::Bool(false) => true,
        Value::String(s) => s.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty() || map.contains_key("~undef"),
        _ => false,
    }
}

/// What differs between two sets of blocks, for people: `id: expected … got …`.
pub fn differences(expected: &Map, got: &Map) -> Vec<(String, Value, Value)> {
    let ids = expected
        .keys()
        .chain(got.keys().filter(|id| !expected.contains_key(id)));
    let of = |map: &Map, id: &str| map.get(id).cloned().unwrap_or_default();
    let pairs = ids.map(|id| (id.to_string(), of(expected, id), of(got, id)));
    pairs.filter(|(_, expected, got)| expected != got).collect()
}

/// Lowdefy's map of blocks keeps those of list items that are gone; is this id one of them?
pub fn is_leftover(id: &str, state: &Value) -> bool {
    let segments: Vec<&str> = id.split('.').collect();
    (1..segments.len()).any(|n| {
        let list = engine::path::get(state, &segments[..n].join("."));
        segments[n]
            .parse::<usize>()
            .is_ok_and(|i| i >= list.items().len())
    })
}
