//! The head: names, groups of columns, sorting, widths, and the way to the filters.

use std::sync::Arc;

use engine::{Str, Value};
use ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, PointerEvent};

use super::columns::{Column, ColumnSet, Side};
use super::{Grid, Shared, methods, pick};
use crate::css;

pub(super) fn head(grid: &Shared) -> AnyView {
    let grid = Arc::clone(grid);
    let rows = move || {
        let set = grid.columns.get();
        let groups: Vec<AnyView> = (0..set.depth).map(|level| group_row(&set, level)).collect();
        let cells: Vec<AnyView> = (0..set.list.len()).map(|i| cell(&grid, &set, i)).collect();
        view! {
            {groups}
            <tr role="row" class="l-grid-headrow" data-head="">{cells}</tr>
        }
    };
    view! { <thead role="rowgroup" class="l-grid-head">{rows}</thead> }.into_any()
}

/// Neighbours of the same group share a cell.
fn group_row(set: &ColumnSet, level: usize) -> AnyView {
    let mut runs: Vec<(Option<&(usize, Str)>, usize)> = Vec::new();
    for column in &set.list {
        let group = column.groups.get(level);
        match runs.last_mut() {
            Some((last, n)) if last.map(|g| g.0) == group.map(|g| g.0) => *n += 1,
            _ => runs.push((group, 1)),
        }
    }
    let cells: Vec<AnyView> = runs.into_iter().map(|(group, n)| {
        let name = group.map(|g| g.1.to_string());
        let class = if name.is_some() { "l-grid-group" } else { "l-grid-group l-grid-nogroup" };
        view! { <th role="columnheader" class=class style=format!("grid-column:span {n};")>{name}</th> }.into_any()
    }).collect();
    view! { <tr role="row" class="l-grid-headrow l-grid-grouprow">{cells}</tr> }.into_any()
}

fn cell(grid: &Shared, set: &ColumnSet, i: usize) -> AnyView {
    let column = &set.list[i];
    let sortable = column.is("sortable");
    let class = format!(
        "l-grid-th{}{} {}",
        if column.right { " l-grid-right" } else { "" },
        if column.side == Side::Middle {
            ""
        } else {
            " l-grid-pin"
        },
        css::classes(column.def.key("headerClass")),
    );
    let style = set.pin(i) + &css::inline(column.def.key("headerStyle"));
    let tip = column.def.key("headerTooltip").as_str().map(str::to_owned);
    let sorted = {
        let (grid, id) = (Arc::clone(grid), column.id.clone());
        move || state(&grid, &id)
    };
    let (aria, arrow) = (sorted.clone(), sorted);
    let pressed = Arc::clone(grid);
    let press =
        move |ev: web_sys::MouseEvent| sort_by(&pressed, i, ev.shift_key() || ev.ctrl_key());
    let name = column.title.clone();
    let label = if sortable {
        view! {
            <button type="button" class="l-grid-name" tabindex="-1" on:click=press>
                <span class="l-grid-text">{name}</span>
                {move || arrow().map(|(down, rank)| view! {
                    <span class="l-grid-arrow" class:l-grid-down=down aria-hidden="true">{rank}</span>
                })}
            </button>
        }
        .into_any()
    } else {
        view! { <span class="l-grid-name"><span class="l-grid-text">{name}</span></span> }
            .into_any()
    };
    view! {
        <th
            role="columnheader"
            class=class.trim_end().to_owned()
            style=style
            title=tip
            aria-sort=move || match aria() {
                Some((true, _)) => Some("descending"),
                Some(_) => Some("ascending"),
                None => sortable.then_some("none"),
            }
        >
            {column.is("headerCheckboxSelection").then(|| check_all(grid))}
            {label}
            {wants_filter(column).then(|| filter_button(grid, column, i))}
            {column.is("resizable").then(|| grip(grid, i))}
        </th>
    }
    .into_any()
}

fn wants_filter(column: &Column) -> bool {
    column.is("filter")
}

/// Is it sorted by that column: downwards, and its rank where there are several.
fn state(grid: &Grid, id: &Str) -> Option<(bool, Option<usize>)> {
    grid.sort.with(|sort| {
        let at = sort.iter().position(|(sorted, _)| sorted == id)?;
        Some((sort[at].1, (sort.len() > 1).then_some(at + 1)))
    })
}

/// Upwards, downwards, not at all; `add` keeps what it is already sorted by.
pub(super) fn sort_by(grid: &Shared, i: usize, add: bool) {
    let set = grid.columns.get_untracked();
    let Some(column) = set.list.get(i).filter(|column| column.is("sortable")) else {
        return;
    };
    let mut sort = grid.sort.get_untracked();
    let at = sort.iter().position(|(id, _)| *id == column.id);
    let next = match at.map(|at| sort[at].1) {
        None => Some(false),
        Some(false) => Some(true),
        Some(true) => None,
    };
    if !add {
        sort.clear();
    }
    let at = at.filter(|_| add);
    match (at, next) {
        (Some(at), Some(down)) => sort[at].1 = down,
        (Some(at), None) => drop(sort.remove(at)),
        (None, Some(down)) => sort.push((column.id.clone(), down)),
        (None, None) => {}
    }
    grid.sort.set(sort.clone());
    if grid.cx.has_event("onSortChanged") {
        let entry = |(i, (id, down)): (usize, (Str, bool))| {
            Value::object([
                ("colId", id.into()),
                ("sort", if down { "desc" } else { "asc" }.into()),
                ("sortIndex", i.into()),
            ])
        };
        let sort = Value::list(sort.into_iter().enumerate().map(entry).collect());
        grid.cx.trigger(
            "onSortChanged",
            Value::object([("rows", grid.shown_rows()), ("sort", sort)]),
        );
    }
}

fn check_all(grid: &Shared) -> AnyView {
    let (all, some, pressed) = (Arc::clone(grid), Arc::clone(grid), Arc::clone(grid));
    let counts = |grid: &Grid| {
        let order = grid.order.get();
        grid.picked.with(|picked| {
            (
                order.iter().filter(|i| picked.contains(i)).count(),
                order.len(),
            )
        })
    };
    let is_all = move || {
        let (n, of) = counts(&all);
        n > 0 && n == of
    };
    let is_some = move || {
        let (n, of) = counts(&some);
        n > 0 && n < of
    };
    view! {
        <input
            type="checkbox"
            class="l-grid-all"
            tabindex="-1"
            aria-label="Select all rows"
            prop:checked=is_all
            prop:indeterminate=is_some
            on:change=move |ev| pick::set_all(&pressed, event_target_checked(&ev))
        />
    }
    .into_any()
}

fn filter_button(grid: &Shared, column: &Column, i: usize) -> AnyView {
    let (on, pressed, id) = (Arc::clone(grid), Arc::clone(grid), column.id.clone());
    let active = move || on.filters.with(|filters| !filters.key(&id).is_none());
    view! {
        <button
            type="button"
            class="l-grid-funnel"
            class:l-grid-funnel-on=active
            tabindex="-1"
            aria-label=format!("Filter {}", column.title)
            aria-haspopup="dialog"
            on:click=move |ev| if let Some(button) = element(ev.current_target()) { ask(&pressed, i, &button) }
        ></button>
    }
    .into_any()
}

fn element(target: Option<web_sys::EventTarget>) -> Option<Element> {
    target?.dyn_into().ok()
}

/// Opens the filter of a column below `anchor`.
pub(super) fn ask(grid: &Shared, i: usize, anchor: &Element) {
    let set = grid.columns.get_untracked();
    if set.list.get(i).is_some_and(wants_filter) {
        super::filter_form::open(grid, i, anchor);
    }
}

/// Makes a column wider or, for less than 0, narrower.
pub(super) fn widen(grid: &Shared, i: usize, cell: &Element, by: f64) {
    let set = grid.columns.get_untracked();
    if set.list.get(i).is_some_and(|column| column.is("resizable")) {
        set_width(grid, i, cell.get_bounding_client_rect().width() + by);
    }
}

pub(super) fn set_width(grid: &Shared, i: usize, width: f64) {
    let set = grid.columns.get_untracked();
    if let Some(column) = set.list.get(i) {
        let width = width.min(column.most()).max(column.least()).round();
        grid.widths
            .update(|widths| _ = widths.insert(column.id.clone(), width));
    }
}

/// The edge of a column, to be dragged; a double click makes the column as wide as what is in it.
fn grip(grid: &Shared, i: usize) -> AnyView {
    let start = RwSignal::new(None::<(f64, f64)>);
    let (moved, fitted) = (Arc::clone(grid), Arc::clone(grid));
    let down = move |ev: PointerEvent| {
        let Some(grip) = element(ev.current_target()) else {
            return;
        };
        let Some(cell) = grip.parent_element() else {
            return;
        };
        ev.prevent_default();
        grip.set_pointer_capture(ev.pointer_id()).ok();
        start.set(Some((
            f64::from(ev.client_x()),
            cell.get_bounding_client_rect().width(),
        )));
    };
    let drag = move |ev: PointerEvent| {
        if let Some((x, width)) = start.get_untracked() {
            set_width(&moved, i, width + f64::from(ev.client_x()) - x);
        }
    };
    view! {
        <span
            class="l-grid-grip"
            aria-hidden="true"
            on:pointerdown=down
            on:pointermove=drag
            on:pointerup=move |_| start.set(None)
            on:pointercancel=move |_| start.set(None)
            on:dblclick=move |ev| {
                ev.stop_propagation();
                methods::auto_size(&fitted, Some(&[i]), false);
            }
        ></span>
    }
    .into_any()
}
