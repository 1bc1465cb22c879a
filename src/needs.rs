//! What each page needs besides its artifact. It is found in the page's text, which takes a while for
//! an app of many pages: what did not change since the load before is not looked at again.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::Str;
use model::Page;
use model::server::{App, PageEntry};

/// What one page needs.
pub struct Needs {
    /// The parts of the browser's side beyond what all pages have.
    pub parts: Vec<&'static str>,
    /// It calls functions of `_js`.
    pub functions: bool,
    /// It has the action PdfMake.
    pub pdf: bool,
}

/// Needs of pages by id.
pub type All = BTreeMap<Str, Arc<Needs>>;

/// Those of the pages of `app`. Pages that are still those of the app before need what they did.
pub fn of(app: &App, before: Option<(&App, &All)>) -> All {
    let known = |id: &Str, page: &Arc<PageEntry>| {
        let (app, needs) = before?;
        let same = app.pages.get(id).filter(|it| Arc::ptr_eq(it, page));
        same.and_then(|_| needs.get(id).map(Arc::clone))
    };
    let all = app.pages.iter().map(|(id, page)| {
        let needs = known(id, page).unwrap_or_else(|| Arc::new(Needs::of(page)));
        (id.clone(), needs)
    });
    all.collect()
}

impl Needs {
    fn of(entry: &PageEntry) -> Needs {
        Needs {
            parts: parts::of(&entry.source),
            functions: parts::names(&entry.source, "_js"),
            pdf: has_action(&entry.page, "PdfMake"),
        }
    }
}

/// Has the page an action of that type?
fn has_action(page: &Page, action: &str) -> bool {
    let mut found = false;
    page.root.visit(&mut |block| {
        let events = block.events.iter();
        let mut actions = events.flat_map(|(_, e)| e.actions.iter().chain(&e.catch));
        found |= actions.any(|it| &*it.kind == action);
    });
    found
}
