//! Rows on the screen. Up to [`LIMIT`] rows are all drawn; of more, the server draws the first, and in
//! the browser only those near the screen exist, with room left for the others.

use std::sync::Arc;

use engine::Value;
use ui::prelude::*;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;

use super::{Grid, Shared, cells, drag};

/// Rows that are all drawn.
pub(super) const LIMIT: usize = 200;

/// Rows that are drawn beyond the screen on each side, and the steps by which they come and go.
const OVER: usize = 20;
const STEP: usize = 10;

/// A row as drawn; a row is drawn anew when any of this changes.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    version: u32,
    position: usize,
    index: usize,
    /// Where its data lies in memory; the drawn row keeps it there.
    data: usize,
}

pub(super) fn body(grid: &Shared) -> AnyView {
    let (whole, each, one) = (Arc::clone(grid), Arc::clone(grid), Arc::clone(grid));
    let (started, over, dropped) = (Arc::clone(grid), Arc::clone(grid), Arc::clone(grid));
    view! {
        <tbody
            role="rowgroup"
            id=grid.element("rows")
            style=move || room(&whole)
            on:pointerdown=move |ev| drag::on_down(&started, &ev)
            on:pointermove=move |ev| drag::on_move(&over, &ev)
            on:pointerup=move |ev| drag::on_up(&dropped, &ev)
        >
            <For each=move || drawn(&each) key=|row| row.0.clone() children=move |(key, row)| untrack(|| line(&one, &key, row)) />
        </tbody>
    }
    .into_any()
}

fn line(grid: &Shared, key: &Key, row: Value) -> AnyView {
    let set = grid.columns.get_untracked();
    let (class, style) = cells::row_look(&grid.cx, &set, &row, key.position);
    let html = cells::row(&grid.cx, &set, &row, key.position);
    let (picked, index) = (Arc::clone(grid), key.index);
    // A row that cannot be selected is neither selected nor not.
    let can = super::pick::mode(&grid.cx).is_some();
    let selected = move || {
        let on = picked.picked.with(|picked| picked.contains(&index));
        can.then_some(if on { "true" } else { "false" })
    };
    // Kept, so that the key stays true.
    StoredValue::new(row);
    view! {
        <tr
            role="row"
            class=class
            style=Some(style).filter(|s| !s.is_empty())
            data-p=key.position.to_string()
            aria-rowindex=(key.position + 2).to_string()
            aria-selected=selected
            inner_html=html
        ></tr>
    }
    .into_any()
}

/// First and one after the last position of the page, and how many rows there are on all pages. Tracks.
pub(super) fn of_page(grid: &Grid) -> (usize, usize, usize) {
    let n = grid.order.with(|order| order.len());
    if !grid.cx.flag("pagination", false) {
        return (0, n, n);
    }
    let size = grid.number("paginationPageSize", 100.0).max(1.0) as usize;
    let from = page(grid).0 * size;
    (from, (from + size).min(n), n)
}

/// The page and the last page, from 0. Tracks.
pub(super) fn page(grid: &Grid) -> (usize, usize) {
    let size = grid.number("paginationPageSize", 100.0).max(1.0) as usize;
    let last = grid.order.with(|order| order.len()).saturating_sub(1) / size;
    (grid.page.get().min(last), last)
}

/// Positions that are drawn. Tracks.
fn span(grid: &Grid) -> (usize, usize) {
    let (from, to, _) = of_page(grid);
    if to - from <= LIMIT || grid.columns.with(|set| set.wraps) && grid.live.get() {
        return (from, to);
    }
    let (first, last) = grid.range.get();
    let last = (from + last).min(to);
    ((from + first).min(last), last)
}

fn drawn(grid: &Grid) -> Vec<(Key, Value)> {
    let (set, order, data) = (grid.columns.get(), grid.order.get(), grid.data.get());
    let (from, to) = span(grid);
    let rows = (from..to).filter_map(|position| {
        let index = *order.get(position)?;
        let row = data.items().get(index)?.clone();
        let place = row.as_map().map_or(0, |map| Arc::as_ptr(map) as usize);
        Some((
            Key {
                version: set.version,
                position,
                index,
                data: place,
            },
            row,
        ))
    });
    rows.collect()
}

/// The height of all rows, and of those above the drawn ones, once the browser can scroll to them. It
/// does not depend on what is drawn, as the browser would scroll back while rows are exchanged.
fn room(grid: &Grid) -> Option<String> {
    let ((from, to, _), (first, last)) = (of_page(grid), span(grid));
    if !grid.live.get() || (first, last) == (from, to) {
        return None;
    }
    let height = grid.row_height();
    Some(format!(
        "height:{}px;padding-top:{}px;",
        (to - from) as f64 * height,
        (first - from) as f64 * height
    ))
}

/// Has the drawn rows follow what is on the screen.
pub(super) fn follow(grid: &Shared) {
    let grid = Arc::clone(grid);
    Effect::new(move |_| {
        grid.live.set(true);
        let (from, to, _) = of_page(&grid);
        if to - from <= LIMIT {
            return;
        }
        let looked = Arc::clone(&grid);
        let look: Closure<dyn FnMut()> = Closure::new(move || look(&looked));
        let listener: web_sys::js_sys::Function = look.into_js_value().unchecked_into();
        // Any box around may scroll; only a capturing listener hears of all.
        let (window, kept) = (window(), StoredValue::new_local(listener));
        kept.with_value(|f| {
            for event in ["scroll", "resize"] {
                window
                    .add_event_listener_with_callback_and_bool(event, f, true)
                    .ok();
            }
        });
        on_cleanup(move || {
            kept.try_with_value(|f| {
                for event in ["scroll", "resize"] {
                    leptos::prelude::window()
                        .remove_event_listener_with_callback_and_bool(event, f, true)
                        .ok();
                }
            });
        });
        let first = Arc::clone(&grid);
        request_animation_frame(move || super::window::look(&first));
    });
}

/// Finds which rows are near the screen.
fn look(grid: &Grid) {
    let Some(body) = document().get_element_by_id(&grid.element("rows")) else {
        return;
    };
    let height = grid.row_height();
    let (from, to, _) = untrack(|| of_page(grid));
    let top = -body.get_bounding_client_rect().top();
    let screen = window()
        .inner_height()
        .ok()
        .and_then(|h| h.as_f64())
        .unwrap_or(1000.0);
    let first = ((top / height).max(0.0) as usize).saturating_sub(OVER) / STEP * STEP;
    let last = (((top + screen) / height).max(0.0) as usize + OVER).div_ceil(STEP) * STEP;
    let range = (first.min(to - from), last.min(to - from));
    if grid.range.get_untracked() != range {
        grid.range.set(range);
    }
}

/// Tells those without JavaScript what they do not see.
pub(super) fn note(grid: &Shared) -> Option<AnyView> {
    let (from, to, _) = untrack(|| of_page(grid));
    let n = to - from;
    (n > LIMIT).then(|| {
        let text = format!("The first {LIMIT} of {n} rows.");
        view! { <noscript inner_html=text></noscript> }.into_any()
    })
}
