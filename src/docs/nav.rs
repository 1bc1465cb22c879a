//! The contents at the side, which on narrow screens open over the page.

use reference::{KINDS, Kind, Page};
use ui::prelude::*;

use super::Site;

/// Where the reader is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Place {
    #[default]
    Elsewhere,
    Kind(&'static Kind),
    Page(&'static Page),
}

impl Place {
    fn is_at(self, page: &Page) -> bool {
        matches!(self, Place::Page(at) if std::ptr::eq(at, page))
    }

    fn is_in(self, kind: &Kind) -> bool {
        let id = match self {
            Place::Elsewhere => None,
            Place::Kind(at) => Some(at.id),
            Place::Page(at) => at.kind.map(|kind| kind.id),
        };
        id == Some(kind.id)
    }
}

impl Site {
    pub(super) fn nav(&self, place: Place) -> AnyView {
        let guides = self.links(reference::of(None), place);
        let kinds: Vec<AnyView> = KINDS.iter().map(|kind| self.group(kind, place)).collect();
        view! {
            <nav id="contents" class="d-nav" popover="auto" aria-label="Contents">
                <p class="d-nav-title">"Guides"</p>
                {guides}
                <p class="d-nav-title">"Reference"</p>
                {kinds}
            </nav>
        }
    }

    fn group(&self, kind: &'static Kind, place: Place) -> AnyView {
        let here = matches!(place, Place::Kind(at) if at.id == kind.id);
        view! {
            <details class="d-group" open=place.is_in(kind)>
                <summary>{kind.title} " " <span class="d-count">{reference::of(Some(kind)).count().to_string()}</span></summary>
                <ul class="d-links">
                    <li><a href=self.of(kind) aria-current=here.then_some("page")>"All " {kind.title.to_lowercase()}</a></li>
                </ul>
                {self.links(reference::of(Some(kind)), place)}
            </details>
        }
    }

    fn links(&self, pages: impl Iterator<Item = &'static Page>, place: Place) -> AnyView {
        let link = |page: &'static Page| {
            let here = place.is_at(page).then_some("page");
            view! { <li><a href=self.at(page) aria-current=here>{page.title}</a></li> }
        };
        view! { <ul class="d-links">{pages.map(link).collect::<Vec<AnyView>>()}</ul> }
    }
}
