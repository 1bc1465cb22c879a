//! What is within `#root`: progress, the page, toasts.

use runtime::{AppCx, PageCx};
use ui::prelude::*;

/// The page that is shown. In the browser it changes with every navigation.
pub type CurrentPage = ArcRwSignal<Option<PageCx>>;

/// The whole view of a visit, with the page to show.
pub fn app(app: AppCx, page: CurrentPage) -> AnyView {
    view! {
        {blocks::shell::progress(&app)}
        <div class="l-page" id="page">{move || page.get().map(|page| blocks::render(page.root()))}</div>
        {blocks::shell::toasts(&app)}
    }
}
