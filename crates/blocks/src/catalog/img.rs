use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, css, element, html};

/// An image.
///
/// ```yaml
/// type: Img
/// properties: { src: /map.png, alt: How to find us, width: 320, loading: lazy }
/// ```
///
/// - `alt`: what it shows, for those who do not see it.
/// - `crossOrigin`: `anonymous` or `use-credentials`.
/// - `decoding`: `sync`, `async` or `auto`.
/// - `loading`: `lazy` waits until it is nearly in sight.
/// - `sizes`: how wide it is at which width of the window, as HTML has it.
/// - `src`: its address.
/// - `srcSet`: further addresses by size, as HTML has it.
pub struct Img;

impl Block for Img {
    const NAME: &'static str = "Img";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &[
        "alt",
        "crossOrigin",
        "decoding",
        "height",
        "loading",
        "sizes",
        "src",
        "srcSet",
        "style",
        "width",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let get = |path: &'static str| {
            let cx = cx.clone();
            move || cx.text_opt(path)
        };
        let (source, sized, alt) = (cx.clone(), cx.clone(), cx.clone());
        let size = move || {
            let part = |key: &str| {
                css::length(&sized.prop(key))
                    .map(|l| format!("{key}:{l};"))
                    .unwrap_or_default()
            };
            element::style_now(&sized, &format!("{}{}", part("width"), part("height")))
        };
        let (role, tab) = element::button_role(&cx, "onClick").unzip();
        view! {
            <img
                id=cx.id().to_string()
                class="l-img"
                class:l-clickable=role.is_some()
                src=move || source.text_opt("src").map(|src| html::safe_url(&src))
                alt=move || alt.text("alt")
                crossorigin=get("crossOrigin")
                decoding=get("decoding")
                loading=get("loading")
                sizes=get("sizes")
                srcset=get("srcSet")
                style=size
                role=role
                tabindex=tab
                on:click=element::on_click(&cx, "onClick")
                on:keydown=element::on_key(&cx, "onClick")
            />
        }
        .into_any()
    }
}
