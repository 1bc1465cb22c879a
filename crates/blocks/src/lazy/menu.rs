use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::menu::{Events, menu};
use crate::{Block, element};

/// A menu: of the app's menus the one with `menuId`, or links of its own.
///
/// ```yaml
/// type: Menu
/// properties:
///   mode: inline
///   links:
///     - { id: home, type: MenuLink, pageId: home, properties: { title: Home, icon: AiOutlineHome } }
///     - { id: more, type: MenuGroup, properties: { title: More }, links: [] }
/// ```
///
/// Groups open in place with `mode: inline`, over the page with `horizontal`, and beside the menu with
/// `vertical`.
///
/// - `collapsed`: has no effect; a Sider folds.
/// - `defaultOpenKeys`: the ids of the groups that are open at first.
/// - `expandIcon`: another icon than an arrow on groups.
/// - `forceSubMenuRender`: has no effect: groups are drawn from the start.
/// - `inlineIndent`: has no effect.
/// - `mode`: `vertical`, `horizontal` or `inline`. Default: `vertical`.
/// - `theme`: `light` or `dark`. Default: `dark`.
/// - `onClick`: a link was clicked: `key`.
pub struct Menu;

const EVENTS: Events = Events {
    click: "onClick",
    select: "onSelect",
    toggle: "onToggleMenuGroup",
};

impl Block for Menu {
    const NAME: &'static str = "Menu";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &["onClick", "onSelect", "onToggleMenuGroup"];
    const PROPERTIES: &'static [&'static str] = &[
        "collapsed",
        "defaultOpenKeys",
        "expandIcon",
        "forceSubMenuRender",
        "inlineIndent",
        "links",
        "menuId",
        "mode",
        "selectedKeys",
        "style",
        "subMenuCloseDelay",
        "subMenuOpenDelay",
        "theme",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let look = cx.clone();
        let class = move || {
            let mode = look
                .text_opt("mode")
                .unwrap_or_else(|| "vertical".to_owned());
            let theme = if look.text("theme") == "light" {
                "light"
            } else {
                "dark"
            };
            format!("l-nav l-nav-{mode} l-theme-{theme}")
        };
        let delays = cx.clone();
        let style = move || {
            let base = format!(
                "{}{}",
                delay(&delays, "open", "subMenuOpenDelay"),
                delay(&delays, "close", "subMenuCloseDelay")
            );
            element::style_now(&delays, &base)
        };
        view! {
            <nav class=class id=cx.id().to_string() aria-label="Menu" style=style>
                {element::part(&cx, |cx| cx.now().properties.clone(), |cx, properties| {
                    menu(cx, &properties, properties.key("mode").as_str() == Some("inline"), EVENTS)
                })}
            </nav>
        }
        .into_any()
    }
}

/// Seconds before a group opens or closes.
fn delay(cx: &BlockCx, name: &str, path: &str) -> String {
    cx.number(path)
        .map(|s| format!("--{name}-delay:{s}s;"))
        .unwrap_or_default()
}
