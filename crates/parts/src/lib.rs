//! The parts of the browser's side that load when a page needs them: operators and blocks whose code
//! is large or that few pages have (`operators::lazy`, `blocks::lazy`).
//!
//! In a build with the feature `split` each part is a wasm file of its own, and [`load`] fetches those
//! that a page names before the page is compiled. In any other build everything is there from the
//! start and [`load`] does nothing. Adding a lazy operator or block is adding its type to [`PARTS`]; a
//! test says so when it is missing.

mod part;

use part::parts;
pub use part::{Part, load, names, of};

parts! {
    nunjucks: operators [nunjucks::Nunjucks];
    markdown: blocks [
        dangerous_markdown::DangerousMarkdown, markdown::Markdown, markdown_with_code::MarkdownWithCode,
    ];
    grid: blocks [
        ag_grid::AgGridAlpine, ag_grid::AgGridAlpineDark, ag_grid::AgGridBalham, ag_grid::AgGridBalhamDark,
        ag_grid_input::AgGridInputAlpine, ag_grid_input::AgGridInputAlpineDark,
        ag_grid_input::AgGridInputBalham, ag_grid_input::AgGridInputBalhamDark,
        ag_grid_input::AgGridInputMaterial, ag_grid::AgGridMaterial,
    ];
    dates: blocks [
        date_range_selector::DateRangeSelector, date_selector::DateSelector,
        date_time_selector::DateTimeSelector, month_selector::MonthSelector, week_selector::WeekSelector,
    ];
    more: blocks [
        affix::Affix, anchor::Anchor, carousel::Carousel, collapse::Collapse,
        color_selector::ColorSelector, controlled_list::ControlledList, descriptions::Descriptions,
        mobile_menu::MobileMenu, pagination::Pagination, phone_number_input::PhoneNumberInput,
        rating_slider::RatingSlider, result::Result, skeleton::Skeleton,
        skeleton_avatar::SkeletonAvatar, skeleton_button::SkeletonButton,
        skeleton_input::SkeletonInput, skeleton_paragraph::SkeletonParagraph,
        timeline_list::TimelineList,
    ];
}

#[cfg(test)]
mod tests;
