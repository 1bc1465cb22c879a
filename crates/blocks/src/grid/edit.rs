//! Editing a cell of an AgGridInput block.

use std::sync::Arc;

use engine::{Value, date, js, path};
use ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::columns::Column;
use super::keys::{self, Hit};
use super::{Shared, cells};
use crate::dialog::element_by_id;

/// A cell that is being edited, and where it is in the view.
#[derive(Clone, PartialEq)]
pub(super) struct Edit {
    position: usize,
    index: usize,
    column: usize,
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    text: String,
    /// The text is what was there, to be replaced, and not what was typed.
    whole: bool,
}

fn can_edit(grid: &Shared, column: &Column, row: &Value) -> bool {
    grid.theme.input
        && match column.def.key("editable") {
            Value::Function(f) => {
                let args = [("colDef", column.def.clone()), ("data", row.clone())];
                js::truthy(&grid.cx.call(f, &[Value::object(args)]))
            }
            v => js::truthy(v),
        }
}

/// Opens the editor where the cell can be edited; `typed` is the key that did it.
pub(super) fn start(grid: &Shared, hit: &Hit, typed: Option<&str>) -> bool {
    let set = grid.columns.get_untracked();
    let (Some(position), Some(column)) = (hit.position, set.list.get(hit.column)) else {
        return false;
    };
    let Some(index) = grid.order.get_untracked().get(position).copied() else {
        return false;
    };
    let row = grid.row(index);
    let Some(view) = element_by_id::<Element>(&grid.element("view")) else {
        return false;
    };
    if !can_edit(grid, column, &row) {
        return false;
    }
    // Who types fast types on before the editor has the focus.
    let before = grid
        .editing
        .get_untracked()
        .filter(|e| !e.whole && (e.index, e.column) == (index, hit.column));
    let typed = typed.map(|key| before.map_or_else(String::new, |e| e.text) + key);
    let (at, from) = (
        hit.cell.get_bounding_client_rect(),
        view.get_bounding_client_rect(),
    );
    grid.editing.set(Some(Edit {
        position,
        index,
        column: hit.column,
        left: at.left() - from.left() + f64::from(view.scroll_left()),
        top: at.top() - from.top() + f64::from(view.scroll_top()),
        width: at.width(),
        height: at.height(),
        whole: typed.is_none(),
        text: typed.unwrap_or_else(|| cells::text(&grid.cx, column, &row)),
    }));
    let (element, whole) = (
        grid.element("editor"),
        grid.editing
            .with_untracked(|e| e.as_ref().is_some_and(|e| e.whole)),
    );
    soon(move || {
        let Some(editor) = element_by_id::<HtmlElement>(&element) else {
            return;
        };
        editor.focus().ok();
        if let (true, Some(input)) = (whole, editor.dyn_ref::<HtmlInputElement>()) {
            input.select();
        }
    });
    true
}

/// Runs once what has changed is drawn, and before the next key is heard.
fn soon(run: impl FnOnce() + 'static) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        run();
    });
}

pub(super) fn editor(grid: &Shared) -> Option<AnyView> {
    if !grid.theme.input {
        return None;
    }
    let grid = Arc::clone(grid);
    Some((move || grid.editing.get().map(|edit| field(&grid, &edit))).into_any())
}

fn field(grid: &Shared, edit: &Edit) -> AnyView {
    let set = grid.columns.get_untracked();
    let column = &set.list[edit.column];
    let style = format!(
        "left:{}px;top:{}px;width:{}px;height:{}px;",
        edit.left, edit.top, edit.width, edit.height
    );
    let (left, keyed) = (Arc::clone(grid), Arc::clone(grid));
    let blur = move |ev: web_sys::FocusEvent| commit(&left, &event_target_value(&ev));
    let key = move |ev: KeyboardEvent| on_key(&keyed, &ev);
    let name = column.title.clone();
    let values = column.def.key("cellEditorParams").key("values").clone();
    if let Value::List(values) = values {
        let now = edit.text.clone();
        let option = |value: &Value| {
            let text = cells::plain(value);
            let (selected, value) = (text == now, text.clone());
            view! { <option value=value selected=selected>{text}</option> }
        };
        let options: Vec<_> = values.iter().map(option).collect();
        return view! {
            <select id=grid.element("editor") class="l-grid-editor" style=style aria-label=name on:blur=blur on:keydown=key>
                {options}
            </select>
        }
        .into_any();
    }
    let old = cells::value(&grid.cx, column, &grid.row(edit.index));
    let shape = match (&old, column.def.key("cellEditor").as_str()) {
        (Value::Date(_), _) => "date",
        (_, Some(editor)) if editor.contains("Date") => "date",
        (_, Some(editor)) if editor.contains("Number") => "number",
        _ => "text",
    };
    let text = if shape == "date" {
        edit.text.chars().take(10).collect()
    } else {
        edit.text.clone()
    };
    view! {
        <input
            id=grid.element("editor")
            class="l-grid-editor"
            type=shape
            step="any"
            style=style
            aria-label=name
            prop:value=text
            on:blur=blur
            on:keydown=key
        />
    }
    .into_any()
}

fn on_key(grid: &Shared, ev: &KeyboardEvent) {
    ev.stop_propagation();
    let Some(edit) = grid.editing.get_untracked() else {
        return;
    };
    let column = match ev.key().as_str() {
        "Escape" => {
            grid.editing.set(None);
            edit.column
        }
        "Enter" => {
            commit(grid, &event_target_value(ev));
            edit.column
        }
        "Tab" => {
            commit(grid, &event_target_value(ev));
            if ev.shift_key() {
                edit.column.saturating_sub(1)
            } else {
                edit.column + 1
            }
        }
        _ => return,
    };
    ev.prevent_default();
    focus(grid, edit.position, column);
}

/// Puts the focus on a cell once its row is drawn again.
pub(super) fn focus(grid: &Shared, position: usize, column: usize) {
    let element = grid.element("rows");
    soon(move || {
        let body = element_by_id::<Element>(&element);
        let row = body.and_then(|body| {
            body.query_selector(&format!("tr[data-p=\"{position}\"]"))
                .ok()
                .flatten()
        });
        if let Some(cell) = row.and_then(|row| keys::cell_of(&row, column)) {
            keys::focus(&cell);
        }
    });
}

/// Takes over what was typed and tells of it.
fn commit(grid: &Shared, text: &str) {
    let Some(edit) = grid.editing.get_untracked() else {
        return;
    };
    grid.editing.set(None);
    let set = grid.columns.get_untracked();
    let Some(column) = set.list.get(edit.column) else {
        return;
    };
    let Some(field) = column.field.as_deref() else {
        return;
    };
    let row = grid.row(edit.index);
    let old = cells::value(&grid.cx, column, &row);
    if edit.whole && text == cells::plain(&old) {
        return;
    }
    let new = parsed(grid, column, &row, &old, text);
    if new == old {
        return;
    }
    let mut data = grid.data.get_untracked();
    if let Some(row) = data.make_list().get_mut(edit.index) {
        path::set(row, field, new.clone());
    }
    grid.cx.set_value(data.clone());
    grid.cx.trigger(
        "onCellValueChanged",
        Value::object([
            ("field", field.into()),
            ("index", edit.index.into()),
            ("newRowData", data),
            ("newValue", new),
            ("oldValue", old),
            ("rowData", grid.row(edit.index)),
            ("rowIndex", edit.position.into()),
        ]),
    );
}

/// The text as a value: as the column's parser has it, one of its values, or of the kind that was there.
fn parsed(grid: &Shared, column: &Column, row: &Value, old: &Value, text: &str) -> Value {
    if let Value::Function(parser) = column.def.key("valueParser") {
        let args = [
            ("data", row.clone()),
            ("newValue", text.into()),
            ("oldValue", old.clone()),
        ];
        return grid.cx.call(parser, &[Value::object(args)]);
    }
    let values = column.def.key("cellEditorParams").key("values").items();
    if let Some(value) = values.iter().find(|value| cells::plain(value) == text) {
        return value.clone();
    }
    let number = js::text_to_number(text);
    let wants = |kind: &str| {
        column
            .def
            .key("cellEditor")
            .as_str()
            .is_some_and(|editor| editor.contains(kind))
    };
    match old {
        _ if text.is_empty() => Value::Null,
        Value::Number(_) if !number.is_nan() => Value::Number(number),
        _ if (column.right || wants("Number")) && !number.is_nan() => Value::Number(number),
        Value::Bool(_) if matches!(text, "true" | "false") => Value::Bool(text == "true"),
        Value::Date(_) => date::parse(text).map_or(Value::Null, Value::Date),
        _ if wants("Date") => date::parse(text).map_or(Value::Null, Value::Date),
        _ => text.into(),
    }
}
