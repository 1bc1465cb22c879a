use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, area, css, element};

/// Text that appears beside its blocks while they are pointed at, focused, or after a click.
///
/// ```yaml
/// type: Tooltip
/// properties: { title: Cannot be undone, placement: bottom, trigger: hover }
/// blocks: []
/// ```
///
/// - `arrowPointAtCenter`: true points the arrow at the middle.
/// - `autoAdjustOverflow`: false keeps its side even if it does not fit there. Default: true.
/// - `defaultVisible`: true shows it at first.
/// - `mouseEnterDelay`: after how many seconds it appears. Default: 0.1.
/// - `mouseLeaveDelay`: after how many seconds it goes. Default: 0.1.
/// - `overlayStyle`: CSS properties of the text's box.
/// - `placement`: `top`, `left`, `right`, `bottom`, or with an end such as `topLeft`. Default:
///   `top`.
/// - `title`: the text; HTML in it is made safe.
/// - `trigger`: `hover`, `focus` or `click`. Default: `hover`.
/// - `onVisibleChange`: it appeared or went.
pub struct Tooltip;

impl Block for Tooltip {
    const NAME: &'static str = "Tooltip";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onVisibleChange"];
    const PROPERTIES: &'static [&'static str] = &[
        "arrowPointAtCenter",
        "autoAdjustOverflow",
        "color",
        "defaultVisible",
        "mouseEnterDelay",
        "mouseLeaveDelay",
        "overlayStyle",
        "placement",
        "title",
        "trigger",
        "zIndex",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let shown = RwSignal::new(cx.flag("defaultVisible", false));
        let (look, styled, click) = (cx.clone(), cx.clone(), cx.clone());
        let escape = cx.clone();
        view! {
            <div
                id=cx.id().to_string()
                class=move || class(&look, shown.get())
                aria-describedby=format!("{}_tip", cx.id())
                on:mouseenter=when(&cx, "hover")
                on:mouseleave=when(&cx, "hover")
                on:focusin=when(&cx, "focus")
                on:focusout=when(&cx, "focus")
                on:click=move |_| if click.text("trigger") == "click" {
                    shown.update(|s| *s = !*s);
                    click.trigger("onVisibleChange", Value::Undefined);
                }
                on:keydown=move |ev| if ev.key() == "Escape" && shown.get_untracked() {
                    shown.set(false);
                    escape.trigger("onVisibleChange", Value::Undefined);
                }
            >
                {area(&cx, "content")}
                <div
                    class="l-tip"
                    id=format!("{}_tip", cx.id())
                    role="tooltip"
                    style=move || style(&styled)
                    inner_html=element::html_at(&cx, "title")
                ></div>
            </div>
        }
        .into_any()
    }
}

/// The style sheet shows and hides on pointing and focus; this tells actions of it.
fn when<E>(cx: &BlockCx, trigger: &'static str) -> impl Fn(E) + use<E> {
    let cx = cx.clone();
    move |_| {
        if cx.text_opt("trigger").as_deref().unwrap_or("hover") == trigger {
            cx.trigger("onVisibleChange", Value::Undefined);
        }
    }
}

fn class(cx: &BlockCx, shown: bool) -> String {
    let trigger = cx.text_opt("trigger").unwrap_or_else(|| "hover".to_owned());
    let placement = match cx.text("placement").as_str() {
        "left" => "left",
        "right" => "right",
        "bottom" => "bottom",
        "topLeft" => "top l-tip-start",
        "topRight" => "top l-tip-end",
        "bottomLeft" => "bottom l-tip-start",
        "bottomRight" => "bottom l-tip-end",
        _ => "top",
    };
    let mut class = format!("l-tooltip l-tip-on-{trigger} l-tip-{placement}");
    for (on, name) in [
        (shown, " l-tip-shown"),
        (cx.text_opt("title").is_none(), " l-tip-none"),
        (cx.flag("arrowPointAtCenter", false), " l-tip-centered"),
        (cx.flag("autoAdjustOverflow", true), " l-tip-adjust"),
    ] {
        if on {
            class.push_str(name);
        }
    }
    class
}

fn style(cx: &BlockCx) -> String {
    let mut style = String::new();
    for (name, path) in [("enter", "mouseEnterDelay"), ("leave", "mouseLeaveDelay")] {
        if let Some(seconds) = cx.number(path) {
            style.push_str(&format!("--{name}:{seconds}s;"));
        }
    }
    if let Some(colour) = element::colour(&cx.prop("color")) {
        style.push_str(&format!("--tip:{colour};{}", element::on_colour(colour)));
    }
    if let Some(z) = cx.number("zIndex") {
        style.push_str(&format!("z-index:{z};"));
    }
    style.push_str(&css::inline(&cx.prop("overlayStyle")));
    style
}
