//! What PageHeaderMenu and PageSiderMenu are made of. All of it works without scripts: the drawer of
//! narrow screens and the folded sider are check boxes that the style sheet looks at.

use std::sync::atomic::{AtomicU8, Ordering};

use engine::{Map, Value, js};
use runtime::BlockCx;
use runtime::link::{self, Target};
use ui::prelude::*;

use crate::breadcrumb::breadcrumb;
use crate::menu::{PAGE_EVENTS, menu};
use crate::{area, css, element, html, icon_of};

/// How the visitor left the sider, for pages to come: 0 as configured, 1 open, 2 folded. Written in
/// the browser only, where there is one visitor.
static SIDER: AtomicU8 = AtomicU8::new(0);

/// What can be open on a page.
#[derive(Clone)]
pub(crate) struct PageState {
    cx: BlockCx,
    drawer: ArcRwSignal<bool>,
    folded: ArcRwSignal<bool>,
}

impl PageState {
    /// As a page starts.
    pub(crate) fn new(cx: &BlockCx) -> PageState {
        let folded = match SIDER.load(Ordering::Relaxed) {
            1 => false,
            2 => true,
            _ => cx.flag("sider.initialCollapsed", false),
        };
        let state = PageState {
            cx: cx.clone(),
            drawer: ArcRwSignal::new(false),
            folded: ArcRwSignal::new(folded),
        };
        let (toggle, set) = (state.clone(), state.clone());
        cx.register_method("toggleMobileMenuOpen", move |_| {
            toggle.set_drawer(!toggle.drawer.get_untracked())
        });
        cx.register_method("setMobileMenuOpen", move |args| {
            set.set_drawer(is_open(args))
        });
        state
    }

    /// Offers the methods of a sider.
    pub(crate) fn register_sider(&self) {
        let (toggle, set) = (self.clone(), self.clone());
        self.cx.register_method("toggleSiderOpen", move |_| {
            toggle.set_folded(!toggle.folded.get_untracked())
        });
        self.cx.register_method("setSiderOpen", move |args| {
            set.set_folded(!js::truthy(&is_open_value(args)))
        });
    }

    fn set_drawer(&self, open: bool) -> Value {
        self.drawer.set(open);
        self.cx
            .trigger("onToggleDrawer", Value::object([("open", open.into())]));
        self.cx.trigger(
            if open {
                "onMobileMenuOpen"
            } else {
                "onMobileMenuClose"
            },
            Value::Undefined,
        );
        if !self.cx.has_area("sider") {
            self.cx
                .trigger(if open { "onOpen" } else { "onClose" }, Value::Undefined);
        }
        Value::Undefined
    }

    fn set_folded(&self, folded: bool) -> Value {
        if self.cx.app().is_reactive() {
            SIDER.store(1 + u8::from(folded), Ordering::Relaxed);
        }
        self.folded.set(folded);
        self.cx
            .trigger(if folded { "onClose" } else { "onOpen" }, Value::Undefined);
        Value::Undefined
    }

    fn button_id(&self) -> String {
        format!("{}_mobile_menu_button", self.cx.id())
    }

    /// What darkens the page behind the drawer. It closes it without scripts, too.
    fn backdrop(&self) -> AnyView {
        view! { <label class="l-backdrop" for=self.button_id() aria-hidden="true"></label> }
            .into_any()
    }

    /// The cross in the drawer.
    fn cross(&self) -> AnyView {
        view! { <label class="l-drawer-cross" for=self.button_id() aria-hidden="true">"×"</label> }
            .into_any()
    }

    /// The button of the drawer.
    fn burger(&self, controls: String) -> AnyView {
        let (checked, expanded, state) = (self.drawer.clone(), self.drawer.clone(), self.clone());
        let escape = self.clone();
        view! {
            <label class="l-burger">
                <input
                    type="checkbox"
                    class="l-sr"
                    id=self.button_id()
                    role="button"
                    aria-label="Menu"
                    aria-controls=controls
                    aria-expanded=move || flag(expanded.get())
                    prop:checked=move || checked.get()
                    on:change=move |ev| { state.set_drawer(event_target_checked(&ev)); }
                    on:keydown=move |ev| escape.on_key(&ev)
                />
                {element::part(&self.cx, |cx| cx.prop("toggleMenuButton"), |cx, button| {
                    icon_of(cx, &button.key("icon").clone().or("AiOutlineMenu"))
                })}
            </label>
        }
        .into_any()
    }

    fn on_key(&self, ev: &leptos::ev::KeyboardEvent) {
        let open = self.drawer.get_untracked();
        match ev.key().as_str() {
            "Escape" if open => self.set_drawer(false),
            "Enter" => self.set_drawer(!open),
            _ => return,
        };
        ev.prevent_default();
    }

    /// The app's menu, with the settings of wide and of narrow screens, where they differ twice.
    fn menus(&self, inline: bool) -> AnyView {
        let (cx, escape) = (&self.cx, self.clone());
        let inner = if inline {
            element::part(cx, settings, |cx, p| draw_menus(cx, &p, true))
        } else {
            element::part(cx, settings, |cx, p| draw_menus(cx, &p, false))
        };
        let drawer = self.drawer.clone();
        // A link leads away, also to a place on this page.
        let leave = move |ev: leptos::ev::MouseEvent| {
            let target = event_target::<web_sys::Element>(&ev);
            if drawer.get_untracked() && matches!(target.closest("a"), Ok(Some(_))) {
                drawer.set(false);
            }
        };
        let on_key = move |ev: leptos::ev::KeyboardEvent| {
            if ev.key() == "Escape" {
                escape.on_key(&ev);
            }
        };
        view! {
            <nav class="l-nav" id=format!("{}_menu", cx.id()) aria-label="Main menu" on:click=leave on:keydown=on_key>
                {(!inline).then(|| self.cross())}
                {inner}
            </nav>
        }
        .into_any()
    }

    /// The menu in the header, which is the drawer of narrow screens.
    pub(crate) fn header_menu(&self) -> AnyView {
        view! { {self.backdrop()}{self.menus(false)} }.into_any()
    }

    /// The sider: menu, area, and what folds it. It is the drawer of narrow screens.
    pub(crate) fn sider(&self) -> AnyView {
        let cx = &self.cx;
        let style = cx.clone();
        view! {
            {self.backdrop()}
            <aside class=theme_class(cx, "l-sider", "sider.theme", "light") id=format!("{}_sider", cx.id()) style=move || sider_style(&style)>
                {self.cross()}
                <div class="l-sider-inner">
                    {self.menus(true)}
                    {cx.has_area("sider").then(|| view! { <div class="l-sider-content">{area(cx, "sider")}</div> })}
                </div>
                {self.fold_button()}
            </aside>
        }
        .into_any()
    }

    fn fold_button(&self) -> AnyView {
        let (checked, pressed, state) = (self.folded.clone(), self.folded.clone(), self.clone());
        let hidden = self.cx.clone();
        let class = move || {
            if hidden.flag("sider.hideToggleButton", false) {
                "l-fold l-hidden-button"
            } else {
                "l-fold"
            }
        };
        view! {
            <label class=class>
                <input
                    type="checkbox"
                    class="l-sr"
                    id=format!("{}_toggle_sider", self.cx.id())
                    aria-label="Fold the menu"
                    checked=self.folded.get_untracked()
                    aria-checked=move || flag(pressed.get())
                    prop:checked=move || checked.get()
                    on:change=move |ev| {
                        state.set_folded(event_target_checked(&ev));
                        state.cx.trigger("onToggleSider", Value::Undefined);
                    }
                />
                {element::part(&self.cx, |cx| cx.prop("toggleSiderButton"), |cx, button| {
                    let title = button.key("title").as_str().filter(|_| *button.key("hideTitle") == Value::Bool(false));
                    let title = title.map(|t| view! { <span class="l-menu-label" inner_html=html::sanitize(t)></span> });
                    view! { {icon_of(cx, &button.key("icon").clone().or("AiOutlineMenuFold"))}{title} }.into_any()
                })}
            </label>
        }
        .into_any()
    }
}

fn flag(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}

/// `open` of the first argument of a method.
fn is_open_value(args: &[Value]) -> Value {
    args.first()
        .map_or(Value::Undefined, |a| a.key("open").clone())
}

fn is_open(args: &[Value]) -> bool {
    js::truthy(&is_open_value(args))
}

/// `menu`, `menuLg` and `menuMd` in one, to be compared in one.
fn settings(cx: &BlockCx) -> Value {
    Value::list(
        ["menu", "menuLg", "menuMd"]
            .map(|key| cx.prop(key))
            .to_vec(),
    )
}

fn draw_menus(cx: &BlockCx, settings: &Value, inline: bool) -> AnyView {
    let [all, wide, narrow] = settings.items() else {
        return ().into_any();
    };
    if wide.is_none() && narrow.is_none() {
        return menu(cx, all, inline, PAGE_EVENTS);
    }
    let (wide, narrow) = (merged(all, wide), merged(all, narrow));
    view! {
        <div class="l-wide">{menu(cx, &wide, inline, PAGE_EVENTS)}</div>
        <div class="l-narrow">{menu(cx, &narrow, true, PAGE_EVENTS)}</div>
    }
    .into_any()
}

fn merged(base: &Value, over: &Value) -> Value {
    let mut map: Map = base.as_map().map(|m| Map::clone(m)).unwrap_or_default();
    for (key, value) in over.as_map().into_iter().flat_map(|m| m.iter()) {
        map.insert(key.clone(), value.clone());
    }
    Value::map(map)
}

fn sider_style(cx: &BlockCx) -> String {
    let mut style = String::new();
    if let Some(width) = css::length(&cx.prop("sider.width")) {
        style.push_str(&format!("--sider:{width};"));
    }
    if let Some(width) = css::length(&cx.prop("sider.collapsedWidth")) {
        style.push_str(&format!("--sider-folded:{width};"));
    }
    style.push_str(&part_style(cx, "sider.style").unwrap_or_default());
    style
}

/// The class of a part with its theme.
pub(crate) fn theme_class(
    cx: &BlockCx,
    class: &'static str,
    path: &'static str,
    default: &'static str,
) -> impl Fn() -> String + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move || {
        let theme = if cx.text_opt(path).as_deref().unwrap_or(default) == "dark" {
            "dark"
        } else {
            "light"
        };
        format!("{class} l-theme-{theme}")
    }
}

/// The style of a part of a page. Where it paints the part white, what is in it stays light in the
/// dark, too.
fn part_style(cx: &BlockCx, path: &str) -> Option<String> {
    let style = cx.prop(path);
    let mut text = css::inline(&style);
    let painted = [style.key("background"), style.key("backgroundColor")]
        .into_iter()
        .find_map(|v| v.as_str());
    if painted.and_then(element::is_light) == Some(true) {
        text.push_str("color-scheme:light;");
    }
    element::some(text)
}

fn part_style_at(
    cx: &BlockCx,
    path: &'static str,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
    let cx = cx.clone();
    move || part_style(&cx, path)
}

/// The header with logo, `inner` and the blocks of the area `header`.
pub(crate) fn header(state: &PageState, inner: AnyView, controls: &str) -> AnyView {
    let cx = &state.cx;
    let id = cx.id();
    view! {
        <a class="l-skip" href=format!("#{id}_content")>"Skip to content"</a>
        <header
            class=theme_class(cx, "l-header", "header.theme", "dark")
            id=format!("{id}_header")
            style=part_style_at(cx, "header.style")
        >
            {element::part(cx, |cx| Value::list(vec![cx.prop("logo"), cx.prop("header.theme")]), logo)}
            {inner}
            <div class="l-header-content l-fit" style=part_style_at(cx, "header.contentStyle")>{area(cx, "header")}</div>
            {state.burger(format!("{id}_{controls}"))}
        </header>
    }
    .into_any()
}

/// The logo, a link home: an image of configuration, or the app's files `logo-<theme>-theme.png` and,
/// for phones, `logo-square-<theme>-theme.png`.
fn logo(cx: &BlockCx, settings: Value) -> AnyView {
    let [logo, theme] = settings.items() else {
        return ().into_any();
    };
    let (base, name) = {
        let shared = cx.app().shared();
        (
            shared.root.base_path.clone(),
            shared
                .root
                .app
                .key("name")
                .as_str()
                .unwrap_or("Home")
                .to_owned(),
        )
    };
    let home =
        link::target(cx.app(), &Value::object([("home", true.into())])).unwrap_or(Target::Inert);
    let href = home.href().map(str::to_owned);
    let text = |key: &str| logo.key(key).as_str().map(str::to_owned);
    let alt = text("alt").unwrap_or(name);
    let picture = |class: &'static str, theme: &str| {
        let file = |kind: &str| format!("{base}/{kind}-{theme}-theme.png");
        let wide = text("src").unwrap_or_else(|| file("logo"));
        let small = text("srcMobile")
            .or_else(|| text("src"))
            .unwrap_or_else(|| file("logo-square"));
        let media = format!(
            "(min-width:{}px)",
            logo.key("breakpoint").as_number().unwrap_or(577.0)
        );
        let style = element::some(css::inline(logo.key("style")));
        view! { <picture class=class><source media=media srcset=wide /><img src=small alt=alt.clone() style=style /></picture> }
    };
    // A light header is dark on a dark page; which of the two is shown is for the style sheet to say.
    let light = theme.as_str() == Some("light");
    let one = match (light, text("src")) {
        (false, _) => picture("l-logo-picture", "dark"),
        (true, Some(_)) => picture("l-logo-picture", "light"),
        (true, None) => picture("l-logo-on-light", "light"),
    };
    let other = (light && text("src").is_none()).then(|| picture("l-logo-on-dark", "dark"));
    view! { <a class="l-logo" href=href>{one}{other}</a> }.into_any()
}

/// The main part of a page: breadcrumb and the area `content`.
pub(crate) fn content(cx: &BlockCx) -> AnyView {
    let crumbs = element::part(
        cx,
        |cx| cx.prop("breadcrumb"),
        |cx, crumbs| {
            if crumbs.is_none() {
                ().into_any()
            } else {
                breadcrumb(cx, &crumbs, "onBreadcrumbClick")
            }
        },
    );
    view! {
        <main class="l-content" id=format!("{}_content", cx.id()) tabindex="-1" style=part_style_at(cx, "content.style")>
            {crumbs}
            {area(cx, "content")}
        </main>
    }
    .into_any()
}

/// The footer, where there are blocks for it.
pub(crate) fn footer(cx: &BlockCx) -> AnyView {
    if !cx.has_area("footer") {
        return ().into_any();
    }
    view! {
        <footer class="l-footer" id=format!("{}_footer", cx.id()) style=part_style_at(cx, "footer.style")>{area(cx, "footer")}</footer>
    }
    .into_any()
}

/// The style of the part beside or below the header.
pub(crate) fn body_style(
    cx: &BlockCx,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
    part_style_at(cx, "layout.style")
}

/// The menu of MobileMenu: a button and a drawer with the links.
pub(crate) fn mobile_menu(cx: &BlockCx) -> AnyView {
    let state = PageState::new(cx);
    let (toggle, set) = (state.clone(), state.clone());
    cx.register_method("toggleOpen", move |_| {
        toggle.set_drawer(!toggle.drawer.get_untracked())
    });
    cx.register_method("setOpen", move |args| set.set_drawer(is_open(args)));
    let drawer = state.drawer.clone();
    let style = cx.clone();
    let style = move || {
        let mut text = css::length(&style.prop("drawer.width"))
            .map(|w| format!("--drawer:{w};"))
            .unwrap_or_default();
        text.push_str(&css::inline(&style.prop("drawer.drawerStyle")));
        text
    };
    let leave = move |ev: leptos::ev::MouseEvent| {
        if matches!(
            event_target::<web_sys::Element>(&ev).closest("a"),
            Ok(Some(_))
        ) {
            drawer.set(false);
        }
    };
    let escape = state.clone();
    let on_key = move |ev: leptos::ev::KeyboardEvent| {
        if ev.key() == "Escape" {
            escape.on_key(&ev)
        }
    };
    view! {
        <div class="l-mobile-menu" id=cx.id().to_string() style=element::style(cx)>
            {state.burger(format!("{}_drawer", cx.id()))}
            {state.backdrop()}
            <nav
                class=theme_class(cx, "l-mobile-drawer", "theme", "dark")
                id=format!("{}_drawer", cx.id())
                aria-label="Menu"
                style=style
                on:click=leave
                on:keydown=on_key
            >
                {state.cross()}
                {element::part(cx, |cx| cx.now().properties.clone(), |cx, p| {
                    let title = p.key("drawer").key("title").as_str().map(|t| view! { <div class="l-drawer-title" inner_html=html::sanitize(t)></div> });
                    view! { {title}{menu(cx, &p, true, PAGE_EVENTS)} }.into_any()
                })}
            </nav>
        </div>
    }
    .into_any()
}
