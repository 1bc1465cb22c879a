use engine::{Value, js};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::pages::theme_class;
use crate::{Block, area, css, element};

/// The side of a Layout, which can be folded. Below `breakpoint` it starts out of the way.
///
/// ```yaml
/// type: Sider
/// properties: { width: 240, collapsible: true, initialCollapsed: false, breakpoint: lg }
/// blocks: []
/// ```
///
/// - `breakpoint`: `xs`, `sm`, `md`, `lg`, `xl` or `xxl`.
/// - `collapsedWidth`: its width when it is folded, in pixels.
/// - `collapsible`: true shows a button that folds it.
/// - `initialCollapsed`: false unfolds it at first. Default: true.
/// - `reverseArrow`: true is for a side at the right.
/// - `theme`: `light` or `dark`. Default: `dark`.
/// - `onBreakpoint`: the window became narrower or wider than the breakpoint.
pub struct Sider;

impl Block for Sider {
    const NAME: &'static str = "Sider";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &["onBreakpoint", "onClose", "onOpen"];
    const METHODS: &'static [&'static str] = &["setOpen", "toggleOpen"];
    const PROPERTIES: &'static [&'static str] = &[
        "breakpoint",
        "collapsedWidth",
        "collapsible",
        "initialCollapsed",
        "reverseArrow",
        "style",
        "theme",
        "width",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let open = ArcRwSignal::new(!cx.flag("initialCollapsed", true));
        let set = {
            let (cx, open) = (cx.clone(), open.clone());
            move |to: bool| {
                cx.trigger(if to { "onOpen" } else { "onClose" }, Value::Undefined);
                open.set(to);
                Value::Undefined
            }
        };
        let (toggle, is_open, given) = (set.clone(), open.clone(), set.clone());
        cx.register_method("toggleOpen", move |_| toggle(!is_open.get_untracked()));
        cx.register_method("setOpen", move |args| {
            given(args.first().is_some_and(|a| js::truthy(a.key("open"))))
        });
        watch_width(&cx);
        let (themed, styled, shown) = (
            theme_class(&cx, "l-sider-block", "theme", "dark"),
            cx.clone(),
            open.clone(),
        );
        let class = move || {
            if shown.get() {
                themed()
            } else {
                themed() + " l-sider-folded"
            }
        };
        view! {
            <aside id=cx.id().to_string() class=class style=move || style(&styled)>
                <div class="l-sider-inner">{area(&cx, "content")}</div>
                {trigger(&cx, open, set)}
            </aside>
        }
        .into_any()
    }
}

fn style(cx: &BlockCx) -> Option<String> {
    let part = |name: &str, path: &str| {
        css::length(&cx.prop(path))
            .map(|l| format!("--{name}:{l};"))
            .unwrap_or_default()
    };
    element::style_now(
        cx,
        &format!(
            "{}{}",
            part("sider", "width"),
            part("sider-folded", "collapsedWidth")
        ),
    )
}

fn trigger(
    cx: &BlockCx,
    open: ArcRwSignal<bool>,
    set: impl Fn(bool) -> Value + Clone + Send + 'static,
) -> AnyView {
    let cx = cx.clone();
    (move || {
        let (set, state, shown) = (set.clone(), open.clone(), open.clone());
        let class = if cx.flag("reverseArrow", false) {
            "l-sider-trigger l-reverse"
        } else {
            "l-sider-trigger"
        };
        cx.flag("collapsible", false).then(|| {
            view! {
                <button
                    type="button"
                    class=class
                    aria-label="Fold"
                    aria-expanded=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| { set(!state.get_untracked()); }
                ></button>
            }
        })
    })
    .into_any()
}

/// Triggers onBreakpoint whenever the window crosses it.
fn watch_width(cx: &BlockCx) {
    if !cx.has_event("onBreakpoint") {
        return;
    }
    let cx = cx.clone();
    Effect::new(move |_| {
        let name = cx.text("breakpoint");
        let Some((_, from)) = css::BREAKPOINTS.iter().find(|(n, _)| *n == name) else {
            return;
        };
        let from = f64::from(*from);
        let cx = cx.clone();
        let wide = move || {
            window()
                .inner_width()
                .ok()
                .and_then(|w| w.as_f64())
                .unwrap_or_default()
                >= from
        };
        let was = StoredValue::new(wide());
        let handle = window_event_listener(leptos::ev::resize, move |_| {
            if was.get_value() != wide() {
                was.set_value(wide());
                cx.trigger("onBreakpoint", Value::Undefined);
            }
        });
        on_cleanup(move || handle.remove());
    });
}
