//! Which rows are shown, and in which order.

use std::cmp::Ordering;

use engine::{Str, Value, js};
use runtime::BlockCx;

use super::cells;
use super::columns::{Column, ColumnSet};
use super::filter;

/// Indices of rows that pass the filters of all columns, and in which every word is found.
pub(super) fn kept(
    cx: &BlockCx,
    set: &ColumnSet,
    data: &[Value],
    filters: &Value,
    words: &str,
) -> Vec<usize> {
    let entries = filters.as_map().into_iter().flat_map(|map| map.iter());
    let filters: Vec<(&Column, &Value)> = entries
        .filter_map(|(id, model)| Some((set.find(id)?, model)))
        .collect();
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let passes = |row: &Value| {
        if !filters
            .iter()
            .all(|(column, model)| filter::passes(model, &cells::value(cx, column, row)))
        {
            return false;
        }
        if words.is_empty() {
            return true;
        }
        let texts = set
            .list
            .iter()
            .map(|column| cells::text(cx, column, row).to_lowercase());
        let text = texts.collect::<Vec<_>>().join("\n");
        words.iter().all(|word| text.contains(word.as_str()))
    };
    (0..data.len()).filter(|i| passes(&data[*i])).collect()
}

/// Sorts by the columns, the first before the next; rows that are equal keep their order.
pub(super) fn sort(
    cx: &BlockCx,
    set: &ColumnSet,
    data: &[Value],
    by: &[(Str, bool)],
    order: &mut [usize],
) {
    let columns: Vec<(&Column, bool)> = by
        .iter()
        .filter_map(|(id, down)| Some((set.find(id)?, *down)))
        .collect();
    if columns.is_empty() {
        return;
    }
    let mut keyed: Vec<(usize, Vec<Value>)> = order
        .iter()
        .map(|i| {
            (
                *i,
                columns
                    .iter()
                    .map(|(column, _)| cells::value(cx, column, &data[*i]))
                    .collect(),
            )
        })
        .collect();
    keyed.sort_by(|a, b| {
        let pairs = columns.iter().zip(a.1.iter().zip(&b.1));
        let mut orders = pairs.map(|((column, down), (a, b))| {
            let order = compare(cx, column, a, b);
            if *down { order.reverse() } else { order }
        });
        orders
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    });
    for (place, (i, _)) in order.iter_mut().zip(keyed) {
        *place = i;
    }
}

/// Nothing comes first; a `comparator` decides where there is one.
fn compare(cx: &BlockCx, column: &Column, a: &Value, b: &Value) -> Ordering {
    if let Value::Function(f) = column.def.key("comparator") {
        let order = js::to_number(&cx.call(f, &[a.clone(), b.clone()]));
        return order.partial_cmp(&0.0).unwrap_or(Ordering::Equal);
    }
    match (a.is_none(), b.is_none()) {
        (false, false) => js::compare(a, b).unwrap_or(Ordering::Equal),
        (a, b) => b.cmp(&a),
    }
}
