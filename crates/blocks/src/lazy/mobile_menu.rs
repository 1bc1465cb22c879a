use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, pages};

/// A button that opens a drawer with a menu. It works without scripts.
///
/// ```yaml
/// type: MobileMenu
/// properties: { theme: light, drawer: { title: Shop, width: 280 } }
/// ```
///
/// - `drawer`: an object about the drawer: `title`, `width` and `drawerStyle`.
/// - `theme`: of the drawer: `light` or `dark`. Default: `dark`.
/// - `toggleMenuButton`: the button that opens it: `{ icon }`.
pub struct MobileMenu;

impl Block for MobileMenu {
    const NAME: &'static str = "MobileMenu";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = &[
        "onClose",
        "onMenuItemClick",
        "onMenuItemSelect",
        "onOpen",
        "onToggleDrawer",
        "onToggleMenuGroup",
    ];
    const METHODS: &'static [&'static str] = &["setOpen", "toggleOpen"];
    const PROPERTIES: &'static [&'static str] = &[
        "drawer",
        "links",
        "menuId",
        "selectedKeys",
        "subMenuCloseDelay",
        "subMenuOpenDelay",
        "theme",
        "toggleMenuButton",
    ];

    fn render(cx: BlockCx) -> AnyView {
        pages::mobile_menu(&cx)
    }
}
