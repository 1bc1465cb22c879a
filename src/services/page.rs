//! Pages: who may see them, and what all of them share.

use model::server::PageEntry;

use crate::context::RequestContext;
use crate::{languages, snapshot};

/// The page of that id, if it exists and the caller may see it: the two are not told apart, nor is a
/// page whose rules are none, which is logged.
pub fn allowed<'a>(cx: &'a RequestContext, id: &str) -> Option<&'a PageEntry> {
    api::page::find(&cx.api(), id).unwrap_or_else(|error| {
        tracing::error!(page.id = id, "{error}");
        None
    })
}

/// What all pages share, as the caller may see it and in the caller's language.
pub fn root(cx: &RequestContext) -> protocol::Root {
    let mut root = if cx.session.user.is_none() {
        cx.snapshot.root.clone()
    } else {
        let menus = cx.snapshot.app.menus_for(&cx.session.user);
        let dev = cx.state.settings.dev;
        snapshot::root_of(&cx.snapshot.app, &menus, cx.js_map(), dev)
    };
    root.i18n = languages::view(cx, &languages::of(cx));
    root
}
