use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, element, icon_of};

/// A number or a dot at the corner of its blocks, or a dot with a word.
///
/// ```yaml
/// type: Badge
/// properties: { count: 5, overflowCount: 99 }
/// blocks: []
/// ```
///
/// - `color`: a name of antd's (`blue`, `green`, …) or any colour of CSS.
/// - `count`: the number.
/// - `dot`: true shows a dot in place of the number.
/// - `icon`: an icon in place of the number.
/// - `offset`: moves it: `[right, down]` in pixels.
/// - `overflowCount`: the greatest number that is written out; above it stands such as `99+`.
///   Default: 99.
/// - `showZero`: true shows a 0, too.
/// - `size`: `small` or `default`.
/// - `status`: a dot that is `success`, `processing`, `default`, `error` or `warning`.
/// - `text`: the word beside the dot.
/// - `title`: the hint for those who point at it. Default: the number.
pub struct Badge;

impl Block for Badge {
    const NAME: &'static str = "Badge";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const PROPERTIES: &'static [&'static str] = &[
        "color",
        "count",
        "dot",
        "icon",
        "offset",
        "overflowCount",
        "showZero",
        "size",
        "status",
        "style",
        "text",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let alone = !cx.has_area("content");
        let class = if alone {
            "l-badge l-badge-alone"
        } else {
            "l-badge"
        };
        view! {
            <span id=cx.id().to_string() class=class style=element::style(&cx)>
                {area(&cx, "content")}
                {element::part(&cx, |cx| cx.now().properties.clone(), mark)}
            </span>
        }
        .into_any()
    }
}

const NAMED: &[&str] = &[
    "blue", "cyan", "geekblue", "gold", "green", "lime", "magenta", "orange", "pink", "purple",
    "red", "volcano", "yellow",
];

fn mark(cx: &BlockCx, p: Value) -> AnyView {
    let count = p.key("count");
    let zero = !count.is_none() && js::to_number(count) == 0.0;
    let ignored =
        (count.is_none() || zero && !js::truthy(p.key("showZero"))) && p.key("icon").is_none();
    let status = p.key("status").as_str().filter(|s| {
        matches!(
            *s,
            "success" | "processing" | "default" | "error" | "warning"
        )
    });
    let colour = element::colour(p.key("color"));
    let tone = match (status, colour.filter(|c| NAMED.contains(c))) {
        (Some(tone), _) | (None, Some(tone)) => format!(" l-dot-{tone}"),
        (None, None) => String::new(),
    };
    let mut style = colour
        .filter(|c| !NAMED.contains(c))
        .map(|c| format!("background:{c};"))
        .unwrap_or_default();
    let title = p.key("title").as_str().map(str::to_owned);
    let text = element::some(element::shown(p.key("text")))
        .map(|t| view! { <span class="l-badge-text">{t}</span> });
    if !cx.has_area("content") && ignored && (status.is_some() || colour.is_some()) {
        return view! { <span class=format!("l-dot{tone}") style=element::some(style) title=title></span>{text} }.into_any();
    }
    let dot = js::truthy(p.key("dot")) && !zero;
    if ignored && !dot {
        return ().into_any();
    }
    style.push_str(&offset(p.key("offset")));
    let style = element::some(style);
    let mark = if !p.key("icon").is_none() {
        view! { <span class="l-badge-icon" style=style title=title>{icon_of(cx, p.key("icon"))}</span> }.into_any()
    } else if dot {
        view! { <span class=format!("l-badge-dot{tone}") style=style title=title></span> }
            .into_any()
    } else {
        let most = p.key("overflowCount").as_number().unwrap_or(99.0);
        let shown = match count.as_number() {
            Some(n) if n > most => format!("{most}+"),
            _ => element::shown(count),
        };
        let small = if p.key("size").as_str() == Some("small") {
            " l-badge-small"
        } else {
            ""
        };
        let title = title.or_else(|| Some(element::shown(count)));
        view! { <sup class=format!("l-badge-count{small}{tone}") style=style title=title>{shown}</sup> }.into_any()
    };
    view! { {mark}{text} }.into_any()
}

/// `[right, down]` in pixels.
fn offset(offset: &Value) -> String {
    match offset.items() {
        [x, y] => {
            let n = |v: &Value| v.as_number().unwrap_or(0.0);
            format!("inset-inline-end:{}px;margin-top:{}px;", -n(x), n(y))
        }
        _ => String::new(),
    }
}
