use engine::{Map, Value, js, path};
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::{Block, element, icon_of, items};

/// The items of a list along a line. What each item looks like comes from `data`, a list of as many
/// objects, by the names of the `…Field` properties.
///
/// ```yaml
/// id: events
/// type: TimelineList
/// properties: { data: { _state: events }, mode: alternate, colorField: colour }
/// blocks: [{ id: events.$.text, type: Paragraph }]
/// ```
///
/// - `colorField`: where in `data` the colour of the dot is: `blue`, `gray`, `green`, `red` or any
///   of CSS. Default: `color`.
/// - `data`: what the items look like: a list of objects.
/// - `iconField`: where in `data` the icon is. Default: `icon`.
/// - `labelField`: where in `data` the text at the other side of the line is. Default: `label`.
/// - `mode`: where the items are: `left`, `right` or `alternate`. Default: `left`.
/// - `pending`: true, or a text, shows at the end that there is more to come.
/// - `pendingDotIcon`: the icon of that end.
/// - `positionField`: where in `data` it says `left` or `right` for the item. Default: `position`.
/// - `reverse`: true begins with the last item.
/// - `styleField`: where in `data` the CSS properties of the icon are. Default: `style`.
pub struct TimelineList;

impl Block for TimelineList {
    const NAME: &'static str = "TimelineList";
    const META: BlockMeta = BlockMeta::list();
    const METHODS: &'static [&'static str] = &[
        "moveItemDown",
        "moveItemUp",
        "pushItem",
        "removeItem",
        "unshiftItem",
    ];
    const PROPERTIES: &'static [&'static str] = &[
        "colorField",
        "data",
        "iconField",
        "labelField",
        "mode",
        "pending",
        "pendingDotIcon",
        "positionField",
        "reverse",
        "style",
        "styleField",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let look = cx.clone();
        let list = cx.clone();
        let wrap = move |i: usize, inner: AnyView| {
            let (sided, labelled, dotted) = (list.clone(), list.clone(), list.clone());
            let class = move || match field(&sided, i, "positionField", "position").as_str() {
                Some(side @ ("left" | "right")) => format!("l-timeline-item l-timeline-{side}"),
                _ => "l-timeline-item".to_owned(),
            };
            view! {
                <li class=class>
                    <div class="l-timeline-label">{move || element::shown(&field(&labelled, i, "labelField", "label"))}</div>
                    {move || dot(&dotted, i)}
                    <div class="l-timeline-content">{inner}</div>
                </li>
            }
            .into_any()
        };
        view! {
            <ol id=cx.id().to_string() class=move || class(&look) style=element::style(&cx)>
                {items(&cx, wrap)}
                {element::part(&cx, |cx| Value::list(vec![cx.prop("pending"), cx.prop("pendingDotIcon")]), pending)}
            </ol>
        }
        .into_any()
    }
}

fn class(cx: &BlockCx) -> String {
    let mode = match cx.text("mode").as_str() {
        "right" => "right",
        "alternate" => "alternate",
        _ => "left",
    };
    let labelled = cx
        .prop("data")
        .items()
        .iter()
        .enumerate()
        .any(|(i, _)| !field(cx, i, "labelField", "label").is_none());
    let labelled = if labelled { " l-timeline-labelled" } else { "" };
    let reverse = if cx.flag("reverse", false) {
        " l-timeline-reverse"
    } else {
        ""
    };
    format!("l-timeline l-timeline-{mode}{labelled}{reverse}")
}

/// What `data` says of an item.
fn field(cx: &BlockCx, i: usize, name: &str, default: &str) -> Value {
    let name = cx.text_opt(name).unwrap_or_else(|| default.to_owned());
    cx.prop("data")
        .items()
        .get(i)
        .map(|item| path::get(item, &name))
        .unwrap_or_default()
}

const NAMED: &[&str] = &["blue", "gray", "green", "red"];

fn dot(cx: &BlockCx, i: usize) -> AnyView {
    let colour = field(cx, i, "colorField", "color");
    let colour = element::colour(&colour);
    let named = colour.filter(|c| NAMED.contains(c));
    let own = colour
        .filter(|c| !NAMED.contains(c))
        .map(|c| format!("color:{c};"));
    let class = format!("l-timeline-dot l-timeline-{}", named.unwrap_or("blue"));
    let icon = field(cx, i, "iconField", "icon");
    if !js::truthy(&icon) {
        return view! { <span class=class style=own></span> }.into_any();
    }
    let mut map = Map::new();
    map.insert("style", field(cx, i, "styleField", "style"));
    match &icon {
        Value::Map(given) => given
            .iter()
            .for_each(|(k, v)| drop(map.insert(k.clone(), v.clone()))),
        name => drop(map.insert("name", name.clone())),
    }
    let class = format!("{class} l-timeline-icon");
    view! { <span class=class style=own>{icon_of(cx, &Value::map(map))}</span> }.into_any()
}

/// The last item, for what is still to come; `pending` may be what it says.
fn pending(cx: &BlockCx, settings: Value) -> AnyView {
    let [pending, icon] = settings.items() else {
        return ().into_any();
    };
    if !js::truthy(pending) {
        return ().into_any();
    }
    let dot = if icon.is_none() {
        view! { <span class="l-spin" aria-hidden="true"></span> }.into_any()
    } else {
        icon_of(cx, icon)
    };
    let text = pending
        .as_str()
        .map(crate::html::sanitize)
        .unwrap_or_default();
    view! {
        <li class="l-timeline-item l-timeline-pending">
            <div class="l-timeline-label"></div>
            <span class="l-timeline-dot l-timeline-blue l-timeline-icon">{dot}</span>
            <div class="l-timeline-content" inner_html=text></div>
        </li>
    }
    .into_any()
}
