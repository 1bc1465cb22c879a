use engine::{Value, ValueType, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::Block;

/// Steps through pages of something. Its value is `{current, pageSize, skip}`: `current` counts from 1
/// (and is 0 until somebody chooses), `skip` is what a request leaves out.
///
/// ```yaml
/// type: Pagination
/// id: pager
/// properties: { total: { _request: count.0.total }, showTotal: true, showSizeChanger: true }
/// events: { onChange: [{ id: fetch, type: Request, params: rows }] }
/// ```
///
/// - `hideOnSinglePage`: true hides it if there is one page only.
/// - `pageSizeOptions`: the sizes to choose from; the first one holds at first. Default: 10, 20, 30
///   and 40.
/// - `showQuickJumper`: true offers to type the number of a page.
/// - `showSizeChanger`: true offers to choose the size of pages.
/// - `showTotal`: true shows such as `11-20 of 52 items`; a text shows itself, and a function of
///   the total and `[first, last]` what it gives.
/// - `simple`: true shows the number of the page and two arrows only.
/// - `size`: `small` or `default`.
/// - `total`: how many items there are. Default: 100.
/// - `onChange`: another page or another size was chosen: `current`, `pageSize` and `skip`.
/// - `onSizeChange`: another size was chosen: the same.
pub struct Pagination;

impl Block for Pagination {
    const NAME: &'static str = "Pagination";
    const META: BlockMeta = BlockMeta {
        category: Category::Input,
        value_type: ValueType::Object,
        initial: Some(|| value(0, 10)),
    };
    const EVENTS: &'static [&'static str] = &["onChange", "onSizeChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "disabled",
        "hideOnSinglePage",
        "pageSizeOptions",
        "showQuickJumper",
        "showSizeChanger",
        "showTotal",
        "simple",
        "size",
        "total",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let at = Memo::new({
            let cx = cx.clone();
            move |_| At::of(&cx)
        });
        let (hide, look, total, jump, sizes) =
            (cx.clone(), cx.clone(), cx.clone(), cx.clone(), cx.clone());
        let pages = if cx.flag("simple", false) {
            simple(&cx, at)
        } else {
            list(&cx, at)
        };
        view! {
            <nav
                id=format!("{}_input", cx.id())
                class="l-pager"
                class:l-pager-small=move || look.text("size") == "small"
                aria-label="Pagination"
                hidden=move || hide.flag("hideOnSinglePage", false) && at.get().pages <= 1
            >
                {move || total_text(&total, at.get()).map(|text| view! { <span class="l-pager-total">{text}</span> })}
                {pages}
                {move || sizes.flag("showSizeChanger", false).then(|| size_changer(&sizes, at))}
                {move || jump.flag("showQuickJumper", false).then(|| quick_jumper(&jump, at))}
            </nav>
        }
        .into_any()
    }
}

/// Pages on both sides of the current one, and how far the gaps leap.
const NEAR: u32 = 2;
const LEAP: u32 = 5;

/// Where it stands.
#[derive(Clone, Copy, PartialEq)]
struct At {
    current: u32,
    size: u32,
    pages: u32,
    total: f64,
}

impl At {
    fn of(cx: &BlockCx) -> At {
        let value = cx.value();
        let first = cx
            .prop("pageSizeOptions")
            .items()
            .first()
            .and_then(Value::as_number);
        let size = value
            .key("pageSize")
            .as_number()
            .or(first)
            .unwrap_or(10.0)
            .max(1.0);
        let total = match cx.prop("total") {
            Value::Undefined => 100.0,
            v => v.as_number().unwrap_or(0.0).max(0.0),
        };
        let pages = (total / size).ceil().max(1.0) as u32;
        let current = value.key("current").as_number().unwrap_or(1.0).max(1.0) as u32;
        At {
            current,
            size: size as u32,
            pages,
            total,
        }
    }
}

/// A place in the row of pages.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Item {
    Step(bool),
    Leap(bool),
    Page(u32),
}

impl Item {
    /// Every page where there are few, else the ends, the neighbours and gaps between.
    fn all(at: At) -> Vec<Item> {
        let (current, pages) = (at.current.min(at.pages), at.pages);
        let (mut from, mut to) = (
            current.saturating_sub(NEAR).max(1),
            (current + NEAR).min(pages),
        );
        if pages <= 3 + 2 * NEAR {
            (from, to) = (1, pages);
        } else if current <= 1 + NEAR {
            to = 1 + 2 * NEAR;
        } else if current + NEAR >= pages {
            from = pages - 2 * NEAR;
        }
        let mut items = vec![Item::Step(false)];
        if from > 1 {
            items.push(Item::Page(1));
        }
        if from > 2 {
            items.push(Item::Leap(false));
        }
        items.extend((from..=to).map(Item::Page));
        if to + 1 < pages {
            items.push(Item::Leap(true));
        }
        if to < pages {
            items.push(Item::Page(pages));
        }
        items.push(Item::Step(true));
        items
    }

    fn target(self, at: At) -> u32 {
        let by = |n: u32, on: bool| {
            if on {
                at.current + n
            } else {
                at.current.saturating_sub(n)
            }
        };
        match self {
            Item::Step(on) => by(1, on),
            Item::Leap(on) => by(LEAP, on),
            Item::Page(n) => n,
        }
        .clamp(1, at.pages)
    }
}

fn value(current: u32, size: u32) -> Value {
    let skip = current.saturating_sub(1) * size;
    Value::object([
        ("current", Value::Number(current.into())),
        ("pageSize", Value::Number(size.into())),
        ("skip", Value::Number(skip.into())),
    ])
}

fn go(cx: &BlockCx, current: u32, size: u32, resized: bool) {
    cx.set_value(value(current, size));
    if resized {
        cx.trigger("onSizeChange", cx.value());
    }
    cx.trigger("onChange", cx.value());
}

fn off(cx: &BlockCx) -> bool {
    cx.flag("disabled", false) || cx.loading()
}

fn list(cx: &BlockCx, at: Memo<At>) -> AnyView {
    let items = Memo::new(move |_| Item::all(at.get()));
    let cx = cx.clone();
    view! {
        <ul class="l-pager-list">
            <For each=move || items.get() key=|item| *item children=move |item| view! { <li>{button(&cx, at, item)}</li> } />
        </ul>
    }
    .into_any()
}

fn button(cx: &BlockCx, at: Memo<At>, item: Item) -> AnyView {
    let (kind, name, text) = match item {
        Item::Step(false) => ("prev", "Previous page".to_owned(), String::new()),
        Item::Step(true) => ("next", "Next page".to_owned(), String::new()),
        Item::Leap(false) => ("leap", format!("Previous {LEAP} pages"), "…".to_owned()),
        Item::Leap(true) => ("leap", format!("Next {LEAP} pages"), "…".to_owned()),
        Item::Page(n) => ("page", format!("Page {n}"), n.to_string()),
    };
    let (held, cx) = (cx.clone(), cx.clone());
    let here = move || item == Item::Page(at.get().current);
    view! {
        <button
            type="button"
            class=format!("l-pager-{kind}")
            aria-label=name
            aria-current=move || here().then_some("page")
            disabled=move || off(&held) || matches!(item, Item::Step(_)) && item.target(at.get()) == at.get().current
            on:click=move |_| {
                let at = at.get_untracked();
                let to = item.target(at);
                if to != at.current {
                    go(&cx, to, at.size, false);
                }
            }
        >
            {text}
        </button>
    }
    .into_any()
}

fn simple(cx: &BlockCx, at: Memo<At>) -> AnyView {
    view! {
        <span class="l-pager-list">
            {button(cx, at, Item::Step(false))}
            {number(cx, at, "Page", move || at.get().current.to_string())}
            <span class="l-pager-of">"/ " {move || at.get().pages}</span>
            {button(cx, at, Item::Step(true))}
        </span>
    }
    .into_any()
}

/// A field for the number of a page.
fn number(
    cx: &BlockCx,
    at: Memo<At>,
    name: &'static str,
    shown: impl Fn() -> String + Clone + Send + 'static,
) -> AnyView {
    let (held, cx, first) = (cx.clone(), cx.clone(), shown());
    let jump = move |ev: web_sys::Event| {
        let at = at.get_untracked();
        if let Ok(page) = event_target_value(&ev).trim().parse::<u32>() {
            go(&cx, page.clamp(1, at.pages), at.size, false);
        }
    };
    view! {
        <input
            class="l-pager-input"
            type="text"
            inputmode="numeric"
            aria-label=name
            value=first
            prop:value=shown
            disabled=move || off(&held)
            on:change=jump
        />
    }
    .into_any()
}

fn quick_jumper(cx: &BlockCx, at: Memo<At>) -> AnyView {
    view! { <span class="l-pager-jump">"Go to " {number(cx, at, "Go to page", String::new)}</span> }
        .into_any()
}

fn size_changer(cx: &BlockCx, at: Memo<At>) -> AnyView {
    let (held, chosen, cx) = (cx.clone(), cx.clone(), cx.clone());
    let options = move || {
        let own = cx.prop("pageSizeOptions");
        let mut sizes: Vec<u32> = own
            .items()
            .iter()
            .map(|v| js::to_number(v) as u32)
            .filter(|n| *n > 0)
            .collect();
        if sizes.is_empty() {
            sizes = vec![10, 20, 30, 40];
        }
        let now = at.get().size;
        if !sizes.contains(&now) {
            sizes.push(now);
            sizes.sort_unstable();
        }
        let option = |n: u32| view! { <option value=n.to_string() selected=n == now>{format!("{n} / page")}</option> };
        sizes.into_iter().map(option).collect::<Vec<_>>()
    };
    let change = move |ev: web_sys::Event| {
        let at = at.get_untracked();
        if let Ok(size) = event_target_value(&ev).parse::<u32>() {
            let pages = (at.total / f64::from(size)).ceil().max(1.0) as u32;
            go(&chosen, at.current.min(pages), size, true);
        }
    };
    view! {
        <select class="l-pager-size" aria-label="Page size" disabled=move || off(&held) on:change=change>
            {options}
        </select>
    }
    .into_any()
}

fn total_text(cx: &BlockCx, at: At) -> Option<String> {
    let from = f64::from((at.current.min(at.pages) - 1) * at.size);
    let range = if at.total == 0.0 {
        (0.0, 0.0)
    } else {
        (from + 1.0, (from + f64::from(at.size)).min(at.total))
    };
    match cx.prop("showTotal") {
        Value::Function(f) => {
            let range = Value::list(vec![range.0.into(), range.1.into()]);
            Some(js::to_text(&cx.call(&f, &[at.total.into(), range])))
        }
        Value::String(text) => Some(text.to_string()),
        v if !js::truthy(&v) => None,
        _ if at.total == 0.0 => Some("No items".to_owned()),
        _ => Some(format!("{}-{} of {} items", range.0, range.1, at.total)),
    }
}
