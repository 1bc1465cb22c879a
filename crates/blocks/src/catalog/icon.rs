use engine::Value;
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, element, icon_of};

/// An icon by its name in react-icons.
///
/// ```yaml
/// type: Icon
/// properties: { name: AiOutlineHeart, size: 24, color: crimson }
/// ```
///
/// - `disableLoadingIcon`: true shows no ring while the actions of its click run.
/// - `name`: its name in react-icons, such as `AiOutlineHeart`.
/// - `rotate`: by how many degrees it is turned.
/// - `size`: in pixels, or any length of CSS.
/// - `spin`: true turns it on and on.
/// - `title`: what it means, for those who do not see it.
pub struct Icon;

impl Block for Icon {
    const NAME: &'static str = "Icon";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &[
        "color",
        "disableLoadingIcon",
        "name",
        "rotate",
        "size",
        "spin",
        "style",
        "title",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let icon = element::part(&cx, busy_or_icon, |cx, icon| match icon {
            Value::Bool(_) => {
                view! { <span class="l-spin" style="font-size:inherit" aria-hidden="true"></span> }
                    .into_any()
            }
            icon => icon_of(cx, &icon),
        });
        if !cx.has_event("onClick") {
            return view! { <span class="l-icon-block" id=cx.id().to_string()>{icon}</span> }
                .into_any();
        }
        let name = cx.clone();
        view! {
            <button
                type="button"
                class="l-icon-block l-icon-button"
                id=cx.id().to_string()
                aria-label=move || name.text_opt("title").unwrap_or_else(|| name.id().to_string())
                on:click=element::on_click(&cx, "onClick")
            >
                {icon}
            </button>
        }
        .into_any()
    }
}

/// The icon's properties; true while a click runs.
fn busy_or_icon(cx: &BlockCx) -> Value {
    if cx.event_loading("onClick") && !cx.flag("disableLoadingIcon", false) {
        return true.into();
    }
    let mut icon = cx.now().properties.clone();
    if icon.key("name").is_none() {
        icon.make_map()
            .insert("name", "AiOutlineCloseCircle".into());
    }
    icon
}
