//! Clicks and keys on the table. One cell at a time has the focus; arrows move it.

use ui::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent};

use super::pick::{self, Press};
use super::{Shared, drag, edit, head};

/// Rows that Page Up and Page Down go by.
const PAGE: usize = 10;

/// The cell that something happened in.
pub(super) struct Hit {
    pub(super) cell: Element,
    pub(super) column: usize,
    /// Place of its row in what is shown; none in the head.
    pub(super) position: Option<usize>,
}

pub(super) fn hit(ev: &web_sys::Event) -> Option<Hit> {
    let target: Element = ev.target()?.dyn_into().ok()?;
    let cell = target.closest("td,th").ok()??;
    let position = cell
        .parent_element()?
        .get_attribute("data-p")
        .and_then(|p| p.parse().ok());
    let mut column = 0;
    let mut before = cell.previous_element_sibling();
    while let Some(cell) = before {
        column += 1;
        before = cell.previous_element_sibling();
    }
    Some(Hit {
        cell,
        column,
        position,
    })
}

/// Is what was pressed something that acts by itself?
fn is_within(ev: &web_sys::Event, selector: &str) -> bool {
    let target = ev.target().and_then(|t| t.dyn_into::<Element>().ok());
    target
        .and_then(|t| t.closest(selector).ok().flatten())
        .is_some()
}

pub(super) fn on_click(grid: &Shared, ev: &MouseEvent) {
    let Some(hit) = hit(ev) else { return };
    let Some(position) = hit.position else { return };
    if is_within(ev, "td a, td button, td input, td select, td label") {
        return;
    }
    let press = Press {
        position,
        column: Some(hit.column),
        shift: ev.shift_key(),
        add: ev.ctrl_key() || ev.meta_key(),
        check: is_within(ev, ".l-grid-check"),
    };
    focus(&hit.cell);
    pick::press(grid, &press);
    if !press.check && grid.cx.flag("singleClickEdit", false) {
        edit::start(grid, &hit, None);
    }
}

pub(super) fn on_double_click(grid: &Shared, ev: &MouseEvent) {
    if let Some(hit) = hit(ev) {
        edit::start(grid, &hit, None);
    }
}

pub(super) fn on_key(grid: &Shared, ev: &KeyboardEvent) {
    if is_within(ev, "td a, td button, td input, td select, th input") {
        return;
    }
    let key = ev.key();
    let Some(hit) = hit(ev) else {
        // The table itself has the focus: an arrow enters it.
        if key.starts_with("Arrow") {
            ev.prevent_default();
            enter(grid);
        }
        return;
    };
    let done = match hit.position {
        None => on_head_key(grid, ev, &hit, &key),
        Some(position) => on_row_key(grid, ev, &hit, position, &key),
    };
    if done || go(ev, &hit, &key) {
        ev.prevent_default();
    }
}

fn on_head_key(grid: &Shared, ev: &KeyboardEvent, hit: &Hit, key: &str) -> bool {
    match key {
        "Enter" | " " => head::sort_by(grid, hit.column, ev.shift_key() || ev.ctrl_key()),
        "ArrowLeft" if ev.alt_key() => head::widen(grid, hit.column, &hit.cell, -10.0),
        "ArrowRight" if ev.alt_key() => head::widen(grid, hit.column, &hit.cell, 10.0),
        "ArrowDown" if ev.alt_key() => head::ask(grid, hit.column, &hit.cell),
        _ => return false,
    }
    true
}

fn on_row_key(grid: &Shared, ev: &KeyboardEvent, hit: &Hit, position: usize, key: &str) -> bool {
    let press = |check| Press {
        position,
        column: Some(hit.column),
        shift: ev.shift_key(),
        add: ev.ctrl_key(),
        check,
    };
    match key {
        "Enter" | "F2" if edit::start(grid, hit, None) => {}
        "Enter" => pick::press(grid, &press(false)),
        " " => pick::press(grid, &press(true)),
        "ArrowUp" if ev.alt_key() => drag::move_row(grid, position, position.saturating_sub(1)),
        "ArrowDown" if ev.alt_key() => drag::move_row(grid, position, position + 1),
        "a" if ev.ctrl_key() || ev.meta_key() => match pick::mode(&grid.cx) {
            Some(mode) if mode.multiple => pick::set_all(grid, true),
            _ => return false,
        },
        _ => {
            let typed =
                key.chars().count() == 1 && !ev.ctrl_key() && !ev.meta_key() && !ev.alt_key();
            return typed && edit::start(grid, hit, Some(key));
        }
    }
    true
}

/// Moves the focus; false where the key moves nothing.
fn go(ev: &KeyboardEvent, hit: &Hit, key: &str) -> bool {
    let row = || hit.cell.parent_element();
    let in_column = |row: Element| cell_of(&row, hit.column);
    let all = ev.ctrl_key() || ev.meta_key();
    let to = match key {
        "ArrowLeft" => hit.cell.previous_element_sibling(),
        "ArrowRight" => hit.cell.next_element_sibling(),
        "ArrowUp" => row().and_then(|row| step(row, false)).and_then(in_column),
        "ArrowDown" => row().and_then(|row| step(row, true)).and_then(in_column),
        "PageUp" => row().map(|row| steps(row, false)).and_then(in_column),
        "PageDown" => row().map(|row| steps(row, true)).and_then(in_column),
        "Home" if all => row()
            .and_then(|row| row.parent_element())
            .and_then(first_row)
            .and_then(|row| cell_of(&row, 0)),
        "End" if all => row()
            .and_then(|row| row.parent_element())
            .and_then(last_row)
            .and_then(|row| row.last_element_child()),
        "Home" => row().and_then(|row| row.first_element_child()),
        "End" => row().and_then(|row| row.last_element_child()),
        _ => return false,
    };
    if let Some(cell) = to {
        focus(&cell);
    }
    true
}

fn is_row(row: &Element) -> bool {
    row.has_attribute("data-p") || row.has_attribute("data-head")
}

/// The next row, from the head into the body and back.
fn step(row: Element, down: bool) -> Option<Element> {
    let next = |e: &Element| {
        if down {
            e.next_element_sibling()
        } else {
            e.previous_element_sibling()
        }
    };
    let mut at = next(&row);
    while let Some(row) = at {
        if is_row(&row) {
            return Some(row);
        }
        at = next(&row);
    }
    let part = next(&row.parent_element()?)?;
    if down {
        first_row(part)
    } else {
        last_row(part)
    }
}

fn steps(mut row: Element, down: bool) -> Element {
    for _ in 0..PAGE {
        match step(row.clone(), down) {
            Some(next) if next.has_attribute("data-p") => row = next,
            _ => break,
        }
    }
    row
}

fn first_row(part: Element) -> Option<Element> {
    let mut at = part.first_element_child();
    while let Some(row) = at {
        if is_row(&row) {
            return Some(row);
        }
        at = row.next_element_sibling();
    }
    None
}

fn last_row(part: Element) -> Option<Element> {
    let mut at = part.last_element_child();
    while let Some(row) = at {
        if is_row(&row) {
            return Some(row);
        }
        at = row.previous_element_sibling();
    }
    None
}

pub(super) fn cell_of(row: &Element, column: usize) -> Option<Element> {
    let mut cell = row.first_element_child()?;
    for _ in 0..column {
        cell = cell.next_element_sibling()?;
    }
    Some(cell)
}

fn enter(grid: &Shared) {
    let table = document().get_element_by_id(&grid.element("table"));
    let body = table.and_then(|table| table.last_element_child());
    let row = body.and_then(first_row);
    if let Some(cell) = row.and_then(|row| row.first_element_child()) {
        focus(&cell);
    }
}

pub(super) fn focus(cell: &Element) {
    if let Some(cell) = cell.dyn_ref::<HtmlElement>() {
        cell.set_tab_index(-1);
        cell.focus().ok();
    }
}
