//! Selected rows, and the events of rows and cells.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::{Value, js};
use runtime::BlockCx;
use ui::prelude::*;

use super::columns::Column;
use super::{Grid, Shared, cells};

/// How rows are selected.
#[derive(Clone, Copy)]
pub(super) struct Mode {
    pub(super) multiple: bool,
    /// A click on a row selects it.
    click: bool,
    /// A click adds to what is selected, as Ctrl does.
    adds: bool,
    /// A column of its own with checkboxes.
    pub(super) boxes: bool,
}

/// From `rowSelection`, in its older form (`single`, `multiple`) or its newer (`{mode, checkboxes, …}`);
/// none where rows cannot be selected.
pub(super) fn mode(cx: &BlockCx) -> Option<Mode> {
    let own = cx.prop("rowSelection");
    let adds = cx.flag("rowMultiSelectWithClick", false);
    let click = !cx.flag("suppressRowClickSelection", false);
    match (own.as_str(), own.key("mode").as_str()) {
        (Some("single"), _) => Some(Mode {
            multiple: false,
            click,
            adds,
            boxes: false,
        }),
        (Some("multiple"), _) => Some(Mode {
            multiple: true,
            click,
            adds,
            boxes: false,
        }),
        (_, Some(mode)) => Some(Mode {
            multiple: mode == "multiRow",
            click: js::truthy(own.key("enableClickSelection")),
            adds: adds || js::truthy(own.key("enableSelectionWithoutKeys")),
            boxes: *own.key("checkboxes") != Value::Bool(false),
        }),
        _ => None,
    }
}

/// Keeps the selection as long as the same rows are there.
pub(super) fn follow(grid: &Shared) {
    let grid = Arc::clone(grid);
    Effect::new(move |before: Option<Value>| {
        let data = grid.data.get();
        if let Some(before) = before {
            let id = grid.cx.text_opt("rowId");
            let key = |row: &Value| {
                let own = id.as_deref().map(|id| row.key(id)).filter(|v| !v.is_none());
                own.unwrap_or_else(|| {
                    [row.key("id"), row.key("_id")]
                        .into_iter()
                        .find(|v| !v.is_none())
                        .unwrap_or(&Value::Null)
                })
                .clone()
            };
            let stays = |i: &usize| match (before.items().get(*i), data.items().get(*i)) {
                (Some(was), Some(is)) => key(was) == key(is),
                _ => false,
            };
            let kept: BTreeSet<usize> = grid
                .picked
                .with_untracked(|p| p.iter().copied().filter(|i| stays(i)).collect());
            if grid.picked.with_untracked(|p| *p != kept) {
                grid.picked.set(kept);
            }
        }
        data
    });
}

/// Somebody pressed a row, with the mouse or a key.
pub(super) struct Press {
    /// Its place in what is shown.
    pub(super) position: usize,
    pub(super) column: Option<usize>,
    pub(super) shift: bool,
    /// Ctrl or the like.
    pub(super) add: bool,
    /// On the checkbox.
    pub(super) check: bool,
}

/// Selects as the mode says, then tells of the click.
pub(super) fn press(grid: &Shared, press: &Press) {
    let order = grid.order.get_untracked();
    let Some(index) = order.get(press.position).copied() else {
        return;
    };
    if let Some(mode) = mode(&grid.cx).filter(|mode| mode.click || press.check) {
        select(grid, &order, index, press, mode);
    }
    if press.check {
        return;
    }
    let cx = &grid.cx;
    if let Some(i) = press.column.filter(|_| cx.has_event("onCellClick")) {
        let set = grid.columns.get_untracked();
        if let Some(column) = set.list.get(i) {
            cx.trigger(
                "onCellClick",
                cell_event(grid, column, index, press.position),
            );
        }
    }
    if cx.has_event("onRowClick") {
        cx.trigger("onRowClick", row_event(grid, index, press.position));
    }
}

fn select(grid: &Shared, order: &[usize], index: usize, press: &Press, mode: Mode) {
    let before = grid.picked.get_untracked();
    let mut after = BTreeSet::from([index]);
    if mode.multiple && press.shift {
        let anchor = order
            .iter()
            .position(|i| before.contains(i))
            .unwrap_or(press.position);
        let (from, to) = (anchor.min(press.position), anchor.max(press.position));
        after.extend(&order[from..=to]);
    } else if press.add || press.check || mode.adds {
        let was = before.contains(&index);
        if mode.multiple {
            after = before;
        }
        if was {
            after.remove(&index);
        } else {
            after.insert(index);
        }
    }
    set(grid, after);
}

/// Takes over a selection and tells of it.
pub(super) fn set(grid: &Shared, after: BTreeSet<usize>) {
    let before = grid.picked.get_untracked();
    if before == after {
        return;
    }
    grid.picked.set(after.clone());
    if grid.cx.has_event("onRowSelected") {
        let order = grid.order.get_untracked();
        for (position, index) in order
            .iter()
            .enumerate()
            .filter(|(_, i)| after.contains(i) && !before.contains(i))
        {
            grid.cx
                .trigger("onRowSelected", row_event(grid, *index, position));
        }
    }
    if grid.cx.has_event("onSelectionChanged") {
        grid.cx.trigger(
            "onSelectionChanged",
            Value::object([("selected", selected(grid))]),
        );
    }
}

/// Selects all rows that are shown, or none.
pub(super) fn set_all(grid: &Shared, on: bool) {
    let order = grid.order.get_untracked();
    set(
        grid,
        if on {
            order.iter().copied().collect()
        } else {
            BTreeSet::new()
        },
    );
}

fn selected(grid: &Grid) -> Value {
    let picked = grid.picked.get_untracked();
    Value::list(picked.into_iter().map(|i| grid.row(i)).collect())
}

fn row_event(grid: &Grid, index: usize, position: usize) -> Value {
    Value::object([
        ("index", index.into()),
        ("row", grid.row(index)),
        ("rowIndex", position.into()),
        ("selected", selected(grid)),
    ])
}

fn cell_event(grid: &Grid, column: &Column, index: usize, position: usize) -> Value {
    let mut event = row_event(grid, index, position);
    let value = cells::value(&grid.cx, column, &grid.row(index));
    let field = column.field.clone().map_or(Value::Undefined, Value::from);
    let map = event.make_map();
    map.insert("cell", Value::object([("column", field), ("value", value)]));
    map.insert("colId", column.id.clone().into());
    event
}
