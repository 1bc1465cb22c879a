//! Breadcrumbs: where a page is in the app.

use engine::{Value, js};
use runtime::BlockCx;
use ui::prelude::*;

use crate::element::some;
use crate::link_to::{Look, link_to};
use crate::{css, icon_of};

/// Draws `{separator, list}`, each of the list a text or `{label, pageId, url, …, style, icon}`. `event`
/// is what a click triggers, with `{link, index}`.
pub(crate) fn breadcrumb(cx: &BlockCx, properties: &Value, event: &'static str) -> AnyView {
    let separator = match properties.key("separator") {
        v if v.is_none() => "/".to_owned(),
        v => js::to_text(v),
    };
    let links = properties.key("list").items();
    let items: Vec<AnyView> = links.iter().enumerate().map(|(index, link)| {
        let label = match link {
            Value::String(text) => text.to_string(),
            link => js::to_text(&link.key("label").clone().or("")),
        };
        let separator = (index > 0).then(|| view! { <span class="l-crumb-separator" aria-hidden="true">{separator.clone()}</span> });
        let inner = view! { {icon_of(cx, link.key("icon"))}<span>{label}</span> }.into_any();
        let last = index + 1 == links.len();
        let look = Look {
            id: Some(format!("{}_{index}", cx.id())),
            class: "l-crumb".to_owned(),
            style: link.key("style").clone(),
            current: last,
            ..Look::default()
        };
        let payload = Value::object([("link", link.clone()), ("index", index.into())]);
        let params = if link.as_map().is_some() { link } else { &Value::Undefined };
        let inner = link_to(cx, params, look, Some((event, payload)), inner);
        view! { <li>{separator}{inner}</li> }.into_any()
    }).collect();
    view! {
        <nav class="l-breadcrumb" aria-label="Breadcrumb" style=some(css::inline(properties.key("style")))><ol>{items}</ol></nav>
    }
    .into_any()
}
