//! What is within `#root`: progress, the page, toasts.

use leptos::prelude::*;
use runtime::{AppCx, PageCx};

/// The page that is shown. In the browser it changes with every navigation.
pub type CurrentPage = ArcRwSignal<Option<PageCx>>;

/// The whole view of a visit.
#[component]
pub fn App(
    /// The visit.
    app: AppCx,
    /// The page to show.
    page: CurrentPage,
) -> impl IntoView {
    view! {
        {blocks::shell::progress(&app)}
        <div class="l-page" id="page">{move || page.get().map(|page| blocks::render(page.root()))}</div>
        {blocks::shell::toasts(&app)}
    }
}
