use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, css, element, html, icon_of};

/// A picture of somebody, or an icon or letters in its place.
///
/// ```yaml
/// type: Avatar
/// properties: { src: /ada.jpg, alt: Ada Lovelace, size: large, shape: square }
/// ```
///
/// - `alt`: what the picture shows, for those who do not see it.
/// - `color`: the colour behind letters or an icon.
/// - `content`: one to four letters.
/// - `gap`: pixels between letters and border.
/// - `shape`: `circle` or `square`. Default: `circle`.
/// - `size`: `small`, `default`, `large`, or pixels.
/// - `src`: the address of the picture.
pub struct Avatar;

impl Block for Avatar {
    const NAME: &'static str = "Avatar";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &[
        "alt", "color", "content", "gap", "icon", "shape", "size", "src", "style",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let (look, styled) = (cx.clone(), cx.clone());
        let (role, tab) = element::button_role(&cx, "onClick").unzip();
        view! {
            <span
                id=cx.id().to_string()
                class=move || class(&look)
                style=move || style(&styled)
                role=role
                tabindex=tab
                on:click=element::on_click(&cx, "onClick")
                on:keydown=element::on_key(&cx, "onClick")
            >
                {element::part(&cx, |cx| cx.now().properties.clone(), |cx, p| {
                    let alt = p.key("alt").as_str().unwrap_or_default().to_owned();
                    if let Some(src) = p.key("src").as_str() {
                        return view! { <img src=html::safe_url(src) alt=alt /> }.into_any();
                    }
                    if !p.key("icon").is_none() {
                        return icon_of(cx, p.key("icon"));
                    }
                    let text = element::shown(p.key("content"));
                    // Letters shrink until they fit; four are about as wide as an avatar.
                    let n = text.chars().count();
                    let scale = (n > 3).then(|| format!("font-size:{:.2}em;", 3.0 / n as f64));
                    view! { <span class="l-avatar-text" style=scale>{text}</span> }.into_any()
                })}
            </span>
        }
        .into_any()
    }
}

fn class(cx: &BlockCx) -> String {
    let mut class = "l-avatar".to_owned();
    if cx.text("shape") == "square" {
        class.push_str(" l-avatar-square");
    }
    if let size @ ("small" | "large") = cx.text("size").as_str() {
        class.push_str(&format!(" l-avatar-{size}"));
    }
    if cx.has_event("onClick") {
        class.push_str(" l-clickable");
    }
    class
}

fn style(cx: &BlockCx) -> Option<String> {
    let mut style = String::new();
    if let Some(size) = cx.number("size").and_then(|n| css::length(&n.into())) {
        style.push_str(&format!("--size:{size};"));
    }
    if let Some(gap) = css::length(&cx.prop("gap")) {
        style.push_str(&format!("--gap:{gap};"));
    }
    if let (Some(colour), None) = (element::colour(&cx.prop("color")), cx.text_opt("src")) {
        style.push_str(&format!(
            "background:{colour};{}",
            element::on_colour(colour)
        ));
    }
    element::style_now(cx, &style)
}
