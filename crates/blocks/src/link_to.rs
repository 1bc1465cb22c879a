//! Links as elements: real ones with an address, so that they work without scripts.

use engine::{Value, js};
use leptos::ev::MouseEvent;
use runtime::link::{self, Target};
use runtime::{BlockCx, Navigation};
use ui::prelude::*;

use crate::element::some;
use crate::{css, html};

/// What a link looks like.
#[derive(Default)]
pub(crate) struct Look {
    pub(crate) id: Option<String>,
    pub(crate) class: String,
    pub(crate) style: Value,
    pub(crate) label: Option<String>,
    /// It leads to the page that is shown.
    pub(crate) current: bool,
}

/// A link with the parameters that Link takes. Without a place to go to it is a button if `event` says
/// what to trigger, and else plain text.
pub(crate) fn link_to(
    cx: &BlockCx,
    params: &Value,
    look: Look,
    event: Option<(&'static str, Value)>,
    inner: AnyView,
) -> AnyView {
    let target = link::target(cx.app(), params).unwrap_or(Target::Inert);
    let Look {
        id,
        class,
        style,
        label,
        current,
    } = look;
    let style = some(css::inline(&style));
    let event = event.filter(|(name, _)| cx.has_event(name));
    let disabled = js::truthy(params.key("disabled"));
    let href = target.href().map(html::safe_url);
    let back = matches!(
        target,
        Target::To {
            to: Navigation::Back,
            ..
        }
    );
    if href.is_none() && !back && (disabled || event.is_none()) {
        let off = disabled.then_some("true");
        let here = current.then_some("page");
        return view! {
            <span id=id class=class style=style aria-label=label aria-disabled=off aria-current=here>{inner}</span>
        }
        .into_any();
    }
    let new_tab = js::truthy(params.key("newTab"));
    let rel = params
        .key("rel")
        .as_str()
        .map(str::to_owned)
        .or(new_tab.then(|| "noopener noreferrer".to_owned()));
    // The app follows plain links by itself; what an address cannot say is said here.
    let by_hand = back || needs_hand(params) && href.is_some() && !new_tab;
    let press = {
        let cx = cx.clone();
        move |ev: MouseEvent| {
            if let Some((name, value)) = &event {
                cx.trigger(name, value.clone());
            }
            let modified = ev.ctrl_key()
                || ev.meta_key()
                || ev.shift_key()
                || ev.alt_key()
                || ev.button() != 0;
            if by_hand && !modified {
                ev.prevent_default();
                link::follow(cx.app(), target.clone());
            }
        }
    };
    if href.is_none() {
        let class = format!("{class} l-linklike");
        let label = label.or(back.then(|| "Back".to_owned()));
        return view! {
            <button type="button" id=id class=class style=style aria-label=label on:click=press>{inner}</button>
        }
        .into_any();
    }
    view! {
        <a
            id=id
            class=class
            style=style
            href=href
            rel=rel
            target=new_tab.then_some("_blank")
            aria-label=label
            aria-current=current.then_some("page")
            on:click=press
        >
            {inner}
        </a>
    }
    .into_any()
}

fn needs_hand(params: &Value) -> bool {
    !params.key("input").is_none()
        || js::truthy(params.key("replace"))
        || *params.key("scroll") == Value::Bool(false)
}
