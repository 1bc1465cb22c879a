//! Pages: who may see them, and what all of them share.

use model::server::PageEntry;
use protocol::Code;

use crate::context::RequestContext;
use crate::{languages, snapshot};

/// A page, as the caller may have it.
pub enum Access<'a> {
    /// It is this.
    Page(&'a PageEntry),
    /// The caller must log in first.
    SignIn,
    /// The caller may not.
    Forbidden,
    /// There is none, or none for this caller, which an app may want not to be told apart. A page whose
    /// rules are none is such, which is logged.
    Absent,
}

/// The page of that id.
pub fn access<'a>(cx: &'a RequestContext, id: &str) -> Access<'a> {
    match api::page::find(&cx.api(), id) {
        Ok(Some(entry)) => Access::Page(entry),
        Ok(None) => Access::Absent,
        Err(error) => match Code::of_name(&error.name) {
            Some(Code::Authentication) => Access::SignIn,
            Some(Code::Authorization) => Access::Forbidden,
            _ => {
                tracing::error!(page.id = id, "{error}");
                Access::Absent
            }
        },
    }
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
