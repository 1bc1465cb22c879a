use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::pages::{self, PageState};
use crate::{Block, element};

/// A page with a header that holds the app's menu, content and footer. On narrow screens the menu
/// becomes a drawer.
///
/// ```yaml
/// type: PageHeaderMenu
/// properties:
///   title: Welcome
///   logo: { src: /logo.svg, alt: Shop }
///   header: { theme: light }
/// areas: { header: { blocks: [] }, content: { blocks: [] }, footer: { blocks: [] } }
/// ```
///
/// - `breadcrumb`: what stands above the content: an object with the properties of a `Breadcrumb`.
/// - `content`: `{ style }`: CSS properties of the content.
/// - `footer`: `{ style }`: CSS properties of the footer.
/// - `header`: `{ theme, style, contentStyle }`, where the theme is `light` or `dark`.
/// - `logo`: `{ src, srcMobile, breakpoint, alt, style }`: the picture at the start of the header,
///   and another one for windows narrower than the breakpoint in pixels.
/// - `menu`: the menu: an object with the properties of a `Menu`.
/// - `menuLg`: properties of the menu in the header only.
/// - `menuMd`: properties of the menu in the drawer only.
/// - `title`: the title of the page, as the browser shows it.
/// - `toggleMenuButton`: the button that opens the drawer: `{ icon }`.
pub struct PageHeaderMenu;

impl Block for PageHeaderMenu {
    const NAME: &'static str = "PageHeaderMenu";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &[
        "onBreadcrumbClick",
        "onClose",
        "onMenuItemClick",
        "onMenuItemSelect",
        "onMobileMenuClose",
        "onMobileMenuOpen",
        "onOpen",
        "onToggleDrawer",
        "onToggleMenuGroup",
    ];
    const METHODS: &'static [&'static str] = &["setMobileMenuOpen", "toggleMobileMenuOpen"];
    const PROPERTIES: &'static [&'static str] = &[
        "breadcrumb",
        "content",
        "footer",
        "header",
        "logo",
        "menu",
        "menuLg",
        "menuMd",
        "style",
        "title",
        "toggleMenuButton",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let state = PageState::new(&cx);
        view! {
            <div class="l-shell l-shell-header" id=cx.id().to_string() style=element::style(&cx)>
                {pages::header(&state, state.header_menu(), "menu")}
                <div class="l-shell-main" style=pages::body_style(&cx)>{pages::content(&cx)}{pages::footer(&cx)}</div>
            </div>
        }
        .into_any()
    }
}
