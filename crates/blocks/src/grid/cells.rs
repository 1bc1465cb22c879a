//! What stands in a cell, and rows as HTML.

use engine::{Function, Value, date, js, json, path};
use runtime::BlockCx;

use super::columns::{Column, ColumnSet, Side};
use crate::{css, html};

/// The value of a column in a row: what its `valueGetter` gives, else its field, which may be a path.
pub(super) fn value(cx: &BlockCx, column: &Column, row: &Value) -> Value {
    if let Value::Function(getter) = column.def.key("valueGetter") {
        let args = Value::object([("data", row.clone()), ("colDef", column.def.clone())]);
        return cx.call(getter, &[args]);
    }
    column
        .field
        .as_deref()
        .map_or(Value::Undefined, |field| path::get(row, field))
}

/// Calls a function of a column definition with what AG Grid passes to it.
fn call(
    cx: &BlockCx,
    function: &Function,
    column: &Column,
    row: &Value,
    value: &Value,
    position: usize,
) -> Value {
    let args = Value::object([
        ("colDef", column.def.clone()),
        ("data", row.clone()),
        ("rowIndex", position.into()),
        ("value", value.clone()),
    ]);
    cx.call(function, &[args])
}

/// The text of a value without formatter.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Undefined | Value::Null => String::new(),
        Value::Date(ms) => match date::to_iso(*ms) {
            iso if iso.ends_with("T00:00:00.000Z") => iso[..iso.len() - 14].to_owned(),
            iso if iso.len() > 16 => iso[..iso.len() - 8].replace('T', " "),
            iso => iso,
        },
        Value::List(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Map(_) => json::stringify(value),
        v => js::to_text(v),
    }
}

/// What a cell shows, as HTML.
fn content(cx: &BlockCx, column: &Column, row: &Value, value: &Value, position: usize) -> String {
    let formatted = match column.def.key("valueFormatter") {
        Value::Function(f) => Some(call(cx, f, column, row, value, position)),
        _ => None,
    };
    if let Value::Function(renderer) = column.def.key("cellRenderer") {
        let html = call(cx, renderer, column, row, value, position);
        return if html.is_none() {
            String::new()
        } else {
            html::sanitize(&js::to_text(&html))
        };
    }
    html::escape(&plain(formatted.as_ref().unwrap_or(value)))
}

/// The text that somebody reads in a cell, for measuring and searching.
pub(super) fn text(cx: &BlockCx, column: &Column, row: &Value) -> String {
    plain(&value(cx, column, row))
}

/// The cells of a row.
pub(super) fn row(cx: &BlockCx, set: &ColumnSet, row: &Value, position: usize) -> String {
    let mut out = String::with_capacity(set.list.len() * 64);
    for (i, column) in set.list.iter().enumerate() {
        let value = value(cx, column, row);
        out.push_str("<td role=\"gridcell\"");
        attribute(&mut out, "class", &class(cx, column, row, &value, position));
        let mut style = set.pin(i);
        style.push_str(&match column.def.key("cellStyle") {
            Value::Function(f) => css::inline(&call(cx, f, column, row, &value, position)),
            v => css::inline(v),
        });
        attribute(&mut out, "style", &style);
        if let Some(field) = column.def.key("tooltipField").as_str() {
            attribute(&mut out, "title", &plain(&path::get(row, field)));
        }
        out.push('>');
        if column.is("rowDrag") {
            out.push_str("<span class=\"l-grid-drag\" aria-hidden=\"true\"></span>");
        }
        if column.is("checkboxSelection") {
            out.push_str("<span class=\"l-grid-check\" aria-hidden=\"true\"></span>");
        }
        out.push_str(&content(cx, column, row, &value, position));
        out.push_str("</td>");
    }
    out
}

fn attribute(out: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(&html::escape(value));
        out.push('"');
    }
}

fn class(cx: &BlockCx, column: &Column, row: &Value, value: &Value, position: usize) -> String {
    let mut class = match column.def.key("cellClass") {
        Value::Function(f) => css::classes(&call(cx, f, column, row, value, position)),
        v => css::classes(v),
    };
    for (on, name) in [
        (column.right, "l-grid-right"),
        (column.side != Side::Middle, "l-grid-pin"),
        (column.is("wrapText"), "l-grid-wrap"),
    ] {
        if on {
            class.push(' ');
            class.push_str(name);
        }
    }
    class.trim_start().to_owned()
}

/// Class and style of a row.
pub(super) fn row_look(
    cx: &BlockCx,
    set: &ColumnSet,
    row: &Value,
    position: usize,
) -> (String, String) {
    let of = |key: &str| match set.row.key(key) {
        Value::Function(f) => cx.call(
            f,
            &[Value::object([
                ("data", row.clone()),
                ("rowIndex", position.into()),
            ])],
        ),
        v => v.clone(),
    };
    let class = format!(
        "l-grid-row {} {}",
        css::classes(&of("class")),
        css::classes(&of("classOf"))
    );
    let style = css::inline(&of("style")) + &css::inline(&of("styleOf"));
    (class.trim_end().to_owned(), style)
}
