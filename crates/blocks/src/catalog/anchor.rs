use engine::Value;
use runtime::link::{self, Target};
use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::link_to::{Look, link_to};
use crate::{Block, element, html, icon_of};

/// A link: to a page of the app, to an address, home or back.
///
/// ```yaml
/// type: Anchor
/// properties: { title: All orders, pageId: orders, urlQuery: { open: true }, icon: AiOutlineLink }
/// ```
///
/// Without a place to go to it is a button for its `onClick`.
///
/// - `ariaLabel`: what screen readers say in place of the title.
/// - `back`: true goes back in the browser's history.
/// - `hash`: where on the page, as after `#`.
/// - `home`: true goes to the home page.
/// - `href`: an address that is taken as it is, such as `mailto:help@example.com`.
/// - `input`: a value for the page, which reads it with `_input`.
/// - `newTab`: true opens another tab.
/// - `pageId`: a page of the app.
/// - `rel`: how the other page is related. Default: `noopener noreferrer` with `newTab`.
/// - `replace`: true replaces this page in the history.
/// - `scroll`: false leaves the window scrolled as it is.
/// - `title`: its text. Without one it shows where it leads.
/// - `url`: an address. Without a protocol, `https://` is put before it.
/// - `urlQuery`: an object that becomes the query of the address.
pub struct Anchor;

impl Block for Anchor {
    const NAME: &'static str = "Anchor";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick"];
    const PROPERTIES: &'static [&'static str] = &[
        "ariaLabel",
        "back",
        "disabled",
        "hash",
        "home",
        "href",
        "icon",
        "input",
        "newTab",
        "pageId",
        "rel",
        "replace",
        "scroll",
        "style",
        "title",
        "url",
        "urlQuery",
    ];

    fn render(cx: BlockCx) -> AnyView {
        // That a click runs is shown within, so that the link keeps the focus.
        element::part(
            &cx,
            |cx| cx.now().properties.clone(),
            |cx, properties| draw(cx, &properties),
        )
    }
}

fn draw(cx: &BlockCx, properties: &Value) -> AnyView {
    let icon = properties.key("icon").clone();
    let face = {
        let cx = cx.clone();
        move || {
            if cx.event_loading("onClick") && !icon.is_none() {
                view! { <span class="l-spin" aria-hidden="true"></span> }.into_any()
            } else {
                icon_of(&cx, &icon)
            }
        }
    };
    let text = match properties.key("title") {
        title if title.is_none() => default_title(cx, properties),
        title => engine::js::to_text(title),
    };
    let inner = view! { {face}<span inner_html=html::sanitize(&text)></span> }.into_any();
    let look = Look {
        id: Some(cx.id().to_string()),
        class: "l-anchor".to_owned(),
        style: properties.key("style").clone(),
        label: properties.key("ariaLabel").as_str().map(str::to_owned),
        current: false,
    };
    link_to(
        cx,
        properties,
        look,
        Some(("onClick", Value::Undefined)),
        inner,
    )
}

/// What a link without title shows: where it leads.
fn default_title(cx: &BlockCx, properties: &Value) -> String {
    let named = ["pageId", "url", "href"]
        .iter()
        .find_map(|key| properties.key(key).as_str());
    match (named, link::target(cx.app(), properties)) {
        (Some(name), _) => name.to_owned(),
        (
            None,
            Ok(Target::To {
                to: runtime::Navigation::Back,
                ..
            }),
        ) => "Back".to_owned(),
        (None, Ok(target)) if target.href().is_some() => "Home".to_owned(),
        _ => cx.id().to_string(),
    }
}
