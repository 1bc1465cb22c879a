use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::pages::{self, PageState};
use crate::{Block, element};

/// A page with a header, the app's menu at the side, content and footer. On narrow screens the side
/// becomes a drawer.
///
/// ```yaml
/// type: PageSiderMenu
/// properties:
///   title: Orders
///   logo: { src: /logo.svg, alt: Shop }
///   sider: { width: 220 }
///   breadcrumb: { list: [{ label: Orders, pageId: orders }, { label: "#17" }] }
/// areas: { header: { blocks: [] }, sider: { blocks: [] }, content: { blocks: [] }, footer: { blocks: [] } }
/// ```
///
/// - `breadcrumb`: what stands above the content: an object with the properties of a `Breadcrumb`.
/// - `content`: `{ style }`: CSS properties of the content.
/// - `footer`: `{ style }`: CSS properties of the footer.
/// - `header`: `{ theme, style, contentStyle }`, where the theme is `light` or `dark`.
/// - `layout`: `{ style }`: CSS properties of what is around side and content.
/// - `logo`: `{ src, srcMobile, breakpoint, alt, style }`: the picture at the start of the header,
///   and another one for windows narrower than the breakpoint in pixels.
/// - `menu`: the menu: an object with the properties of a `Menu`.
/// - `menuLg`: properties of the menu at the side only.
/// - `menuMd`: properties of the menu in the drawer only.
/// - `sider`: `{ width, collapsedWidth, initialCollapsed, hideToggleButton, theme, style }` of the
///   side.
/// - `title`: the title of the page, as the browser shows it.
/// - `toggleMenuButton`: the button that opens the drawer: `{ icon }`.
/// - `toggleSiderButton`: the button that folds the side: `{ icon, title, hideTitle }`.
/// - `onChangeToggleSiderAffix`: never comes: the button stays in view by itself.
/// - `onToggleSider`: the button that folds the side was pressed.
pub struct PageSiderMenu;

impl Block for PageSiderMenu {
    const NAME: &'static str = "PageSiderMenu";
    const META: BlockMeta = BlockMeta::of(Category::Container);
    const EVENTS: &'static [&'static str] = &[
        "onBreadcrumbClick",
        "onChangeToggleSiderAffix",
        "onClose",
        "onMenuItemClick",
        "onMenuItemSelect",
        "onMobileMenuClose",
        "onMobileMenuOpen",
        "onOpen",
        "onToggleDrawer",
        "onToggleMenuGroup",
        "onToggleSider",
    ];
    const METHODS: &'static [&'static str] = &[
        "setMobileMenuOpen",
        "setSiderOpen",
        "toggleMobileMenuOpen",
        "toggleSiderOpen",
    ];
    const PROPERTIES: &'static [&'static str] = &[
        "breadcrumb",
        "content",
        "footer",
        "header",
        "layout",
        "logo",
        "menu",
        "menuLg",
        "menuMd",
        "sider",
        "style",
        "title",
        "toggleMenuButton",
        "toggleSiderButton",
    ];

    fn render(cx: BlockCx) -> AnyView {
        let state = PageState::new(&cx);
        state.register_sider();
        view! {
            <div class="l-shell l-shell-sider" id=cx.id().to_string() style=element::style(&cx)>
                {pages::header(&state, ().into_any(), "sider")}
                <div class="l-shell-body" style=pages::body_style(&cx)>
                    {state.sider()}
                    <div class="l-shell-main">{pages::content(&cx)}{pages::footer(&cx)}</div>
                </div>
            </div>
        }
        .into_any()
    }
}
