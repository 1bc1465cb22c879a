//! Moving rows of an AgGridInput block, by their handle or with Alt and arrows.

use engine::Value;
use ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, PointerEvent};

use super::{Shared, edit};
use crate::dialog::element_by_id;

pub(super) fn on_down(grid: &Shared, ev: &PointerEvent) {
    let target = ev.target().and_then(|t| t.dyn_into::<Element>().ok());
    let handle = target.and_then(|t| t.closest(".l-grid-drag").ok().flatten());
    if let Some(handle) = handle.filter(|_| grid.theme.input) {
        ev.prevent_default();
        handle.set_pointer_capture(ev.pointer_id()).ok();
        grid.dragged.set(row_at(&handle));
    }
}

fn row_at(element: &Element) -> Option<usize> {
    element
        .closest("tr[data-p]")
        .ok()??
        .get_attribute("data-p")?
        .parse()
        .ok()
}

/// Where the pointer is.
fn below(ev: &PointerEvent) -> Option<Element> {
    let element = document().element_from_point(ev.client_x() as f32, ev.client_y() as f32)?;
    element.closest("tr[data-p]").ok()?
}

fn mark(grid: &Shared, row: Option<&Element>) {
    let marked = element_by_id::<Element>(&grid.element("rows"))
        .and_then(|b| b.query_selector("[data-over]").ok().flatten());
    if let Some(marked) = marked {
        marked.remove_attribute("data-over").ok();
    }
    if let Some(row) = row {
        row.set_attribute("data-over", "").ok();
    }
}

pub(super) fn on_move(grid: &Shared, ev: &PointerEvent) {
    if grid.dragged.get_untracked().is_some() {
        mark(grid, below(ev).as_ref());
    }
}

pub(super) fn on_up(grid: &Shared, ev: &PointerEvent) {
    let Some(from) = grid.dragged.get_untracked() else {
        return;
    };
    grid.dragged.set(None);
    mark(grid, None);
    if let Some(to) = below(ev).and_then(|row| row_at(&row)) {
        move_row(grid, from, to);
    }
}

/// Moves the row at one place of what is shown to another, and tells of it.
pub(super) fn move_row(grid: &Shared, from: usize, to: usize) {
    let order = grid.order.get_untracked();
    let movable = grid
        .columns
        .with_untracked(|set| set.list.iter().any(|column| column.is("rowDrag")));
    let (Some(from_index), Some(to_index)) = (order.get(from).copied(), order.get(to).copied())
    else {
        return;
    };
    if from == to || !grid.theme.input || !movable {
        return;
    }
    let mut data = grid.data.get_untracked();
    let (from_data, to_data) = (grid.row(from_index), grid.row(to_index));
    let rows = data.make_list();
    let row = rows.remove(from_index);
    rows.insert(to_index, row);
    grid.cx.set_value(data.clone());
    grid.cx.trigger(
        "onRowDragEnd",
        Value::object([
            ("fromData", from_data),
            ("fromIndex", from_index.into()),
            ("newRowData", data),
            ("toData", to_data),
            ("toIndex", to_index.into()),
        ]),
    );
    edit::focus(grid, to, 0);
}
