//! The small window in which somebody filters a column.

use std::collections::BTreeSet;
use std::sync::Arc;

use engine::{Map, Str, Value, js};
use ui::prelude::*;
use web_sys::{Element, HtmlElement};

use super::columns::Column;
use super::filter::Kind;
use super::{Shared, cells};
use crate::dialog::element_by_id;

/// Its width in the style sheet, to keep it on the screen.
const WIDTH: f64 = 248.0;
/// Values to choose from at most.
const VALUES: usize = 500;

pub(super) fn popup(grid: &Shared) -> AnyView {
    let (element, closed, grid) = (grid.element("filter"), Arc::clone(grid), Arc::clone(grid));
    let name = element.clone();
    view! {
        <div
            id=element
            class="l-grid-filter"
            popover="auto"
            role="dialog"
            aria-label="Filter"
            on:toggle=move |_| {
                let open = element_by_id::<Element>(&name).and_then(|e| e.matches(":popover-open").ok());
                if open == Some(false) {
                    closed.asking.set(None);
                }
            }
        >
            {move || grid.asking.get().and_then(|i| form(&grid, i))}
        </div>
    }
    .into_any()
}

pub(super) fn open(grid: &Shared, i: usize, anchor: &Element) {
    let Some(popup) = element_by_id::<HtmlElement>(&grid.element("filter")) else {
        return;
    };
    let rect = anchor.get_bounding_client_rect();
    let screen = window()
        .inner_width()
        .ok()
        .and_then(|w| w.as_f64())
        .unwrap_or(WIDTH);
    let left = (rect.right() - WIDTH).clamp(8.0, (screen - WIDTH - 8.0).max(8.0));
    popup
        .set_attribute(
            "style",
            &format!("left:{left}px;top:{}px;", rect.bottom() + 4.0),
        )
        .ok();
    grid.asking.set(Some(i));
    request_animation_frame(move || {
        popup.show_popover().ok();
        if let Ok(Some(first)) = popup.query_selector("input") {
            use wasm_bindgen::JsCast as _;
            first.dyn_ref::<HtmlElement>().map(|e| e.focus());
        }
    });
}

fn close(grid: &Shared) {
    if let Some(popup) = element_by_id::<HtmlElement>(&grid.element("filter")) {
        popup.hide_popover().ok();
    }
}

/// Takes over a whole filter model.
pub(super) fn set(grid: &Shared, model: Value) {
    grid.filters.set(model);
    changed(grid);
}

/// Tells that other rows are shown.
pub(super) fn changed(grid: &Shared) {
    grid.page.set(0);
    if grid.cx.has_event("onFilterChanged") {
        let event = [
            ("filter", grid.filters.get_untracked()),
            ("rows", grid.shown_rows()),
        ];
        grid.cx.trigger("onFilterChanged", Value::object(event));
    }
}

/// Sets a column's condition; none for an empty one.
fn put(grid: &Shared, id: &Str, condition: Option<Value>) {
    let mut model = grid.filters.get_untracked();
    let map: &mut Map = model.make_map();
    match condition {
        Some(condition) => drop(map.insert(id.clone(), condition)),
        None => drop(map.remove(id)),
    }
    set(grid, model);
}

fn values<'g>(
    grid: &'g Shared,
    column: &'g Column,
    data: &'g Value,
) -> impl Iterator<Item = Value> + 'g {
    data.items()
        .iter()
        .map(|row| cells::value(&grid.cx, column, row))
}

fn form(grid: &Shared, i: usize) -> Option<AnyView> {
    let set = grid.columns.get_untracked();
    let column = set.list.get(i)?;
    let data = grid.data.get_untracked();
    let kind = Kind::of(column, values(grid, column, &data));
    let model = grid
        .filters
        .with_untracked(|filters| filters.key(&column.id).clone());
    let inner = match kind {
        Kind::Set => choices(grid, column, &data, &model),
        kind => conditions(grid, column, kind, &model),
    };
    let (grid, id) = (Arc::clone(grid), column.id.clone());
    let clear = move |_| {
        put(&grid, &id, None);
        close(&grid);
    };
    Some(view! {
        {inner}
        <button type="button" class="l-btn l-btn-default l-btn-small" on:click=clear>"Clear"</button>
    }.into_any())
}

/// A condition and what to compare with.
#[derive(Clone, Copy)]
struct Fields {
    kind: Kind,
    condition: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Fields {
    fn of(kind: Kind, model: &Value) -> Fields {
        let text = |key: &str| match model.key(key) {
            v if v.is_none() => String::new(),
            v => {
                let text = js::to_text(v);
                if kind == Kind::Date {
                    text.chars().take(10).collect()
                } else {
                    text
                }
            }
        };
        let (from, to) = if kind == Kind::Date {
            ("dateFrom", "dateTo")
        } else {
            ("filter", "filterTo")
        };
        let first = kind.conditions().first().map_or("", |c| c.0);
        Fields {
            kind,
            condition: RwSignal::new(model.key("type").as_str().unwrap_or(first).to_owned()),
            from: RwSignal::new(text(from)),
            to: RwSignal::new(text(to)),
        }
    }

    fn model(&self) -> Option<Value> {
        let (condition, from, to) = (
            self.condition.get_untracked(),
            self.from.get_untracked(),
            self.to.get_untracked(),
        );
        let mut map = Map::new();
        map.insert("filterType", self.kind.name().into());
        map.insert("type", condition.as_str().into());
        if matches!(condition.as_str(), "blank" | "notBlank") {
            return Some(Value::map(map));
        }
        if from.trim().is_empty() {
            return None;
        }
        let range = condition == "inRange" && !to.trim().is_empty();
        let keys = if self.kind == Kind::Date {
            ["dateFrom", "dateTo"]
        } else {
            ["filter", "filterTo"]
        };
        for (key, text) in keys.into_iter().zip([Some(from), range.then_some(to)]) {
            let Some(text) = text else { continue };
            map.insert(
                key,
                match self.kind {
                    Kind::Number => Value::Number(js::text_to_number(&text)),
                    Kind::Date => format!("{text} 00:00:00").into(),
                    _ => text.into(),
                },
            );
        }
        Some(Value::map(map))
    }
}

fn conditions(grid: &Shared, column: &Column, kind: Kind, model: &Value) -> AnyView {
    let fields = Fields::of(kind, model);
    let (grid, id) = (Arc::clone(grid), column.id.clone());
    let apply: Arc<dyn Fn() + Send + Sync> = Arc::new(move || put(&grid, &id, fields.model()));
    let now = fields.condition.get_untracked();
    let option = |(value, text): &(&'static str, &'static str)| {
        view! { <option value=*value selected=*value == now>{*text}</option> }
    };
    let options: Vec<_> = kind.conditions().iter().map(option).collect();
    let chosen = Arc::clone(&apply);
    let second = Arc::clone(&apply);
    let plain = move || matches!(fields.condition.get().as_str(), "blank" | "notBlank");
    view! {
        <select
            class="l-grid-field"
            aria-label="Condition"
            on:change=move |ev| {
                fields.condition.set(event_target_value(&ev));
                chosen();
            }
        >
            {options}
        </select>
        {move || (!plain()).then(|| field(kind, "Filter value", fields.from, &apply))}
        {move || (fields.condition.get() == "inRange").then(|| field(kind, "To", fields.to, &second))}
    }
    .into_any()
}

fn field(
    kind: Kind,
    name: &'static str,
    text: RwSignal<String>,
    apply: &Arc<dyn Fn() + Send + Sync>,
) -> AnyView {
    let apply = Arc::clone(apply);
    let shape = match kind {
        Kind::Number => "number",
        Kind::Date => "date",
        _ => "text",
    };
    view! {
        <input
            class="l-grid-field"
            type=shape
            step="any"
            aria-label=name
            placeholder="Filter…"
            prop:value=text.get_untracked()
            on:input=move |ev| {
                text.set(event_target_value(&ev));
                apply();
            }
        />
    }
    .into_any()
}

/// One box for each value that occurs.
fn choices(grid: &Shared, column: &Column, data: &Value, model: &Value) -> AnyView {
    let all: BTreeSet<String> = values(grid, column, data)
        .map(|v| cells::plain(&v))
        .take(VALUES)
        .collect();
    let chosen: BTreeSet<String> = match model.key("values") {
        Value::List(values) => values.iter().map(cells::plain).collect(),
        _ => all.clone(),
    };
    let chosen = RwSignal::new(chosen);
    let total = all.len();
    let boxes: Vec<AnyView> = all
        .into_iter()
        .map(|text| {
            let (grid, id, value) = (Arc::clone(grid), column.id.clone(), text.clone());
            let on = chosen.with_untracked(|chosen| chosen.contains(&text));
            let change = move |ev: web_sys::Event| {
                chosen.update(|chosen| {
                    if event_target_checked(&ev) {
                        chosen.insert(value.clone())
                    } else {
                        chosen.remove(&value)
                    };
                });
                let values: Vec<Value> = chosen
                    .with_untracked(|chosen| chosen.iter().map(|v| v.as_str().into()).collect());
                let part = values.len() < total;
                let model = Value::object([
                    ("filterType", "set".into()),
                    ("values", Value::list(values)),
                ]);
                put(&grid, &id, part.then_some(model));
            };
            let label = if text.is_empty() {
                "(Blanks)".to_owned()
            } else {
                text
            };
            view! {
                <label class="l-grid-choice">
                    <input type="checkbox" prop:checked=on on:change=change />
                    <span>{label}</span>
                </label>
            }
            .into_any()
        })
        .collect();
    view! { <div class="l-grid-choices">{boxes}</div> }.into_any()
}
