//! The parts of the browser's side that load when a page needs them: operators and blocks whose code
//! is large or that few pages have (`operators::lazy`, `blocks::lazy`).
//!
//! In a build with the feature `split` each part is a wasm file of its own, and [`load`] fetches those
//! that a page names before the page is compiled. In any other build everything is there from the
//! start and [`load`] does nothing. Adding a lazy operator or block is adding its type to [`PARTS`]; a
//! test says so when it is missing.

mod named;
mod part;

pub use named::{names, of};
use part::parts;
pub use part::{Part, load};

parts! {
    nunjucks: operators [nunjucks::Nunjucks];
    text: operators [change_case::ChangeCase, diff::Diff, yaml::Yaml];
    math: operators [math::Math];
    times: operators [dayjs::Dayjs, moment::Moment];
    languages: operators [intl::Intl, t::T];
    mql: operators [mql::Mql];
    jsonata: operators [jsonata::Jsonata];
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
    forms: blocks [
        auto_complete::AutoComplete, button_selector::ButtonSelector,
        checkbox_selector::CheckboxSelector, checkbox_switch::CheckboxSwitch, label::Label,
        multiple_selector::MultipleSelector, number_input::NumberInput,
        paragraph_input::ParagraphInput, password_input::PasswordInput,
        radio_selector::RadioSelector, selector::Selector, switch::Switch, text_area::TextArea,
        text_input::TextInput, title_input::TitleInput,
    ];
    more: blocks [
        affix::Affix, breadcrumb::Breadcrumb, carousel::Carousel, collapse::Collapse,
        color_selector::ColorSelector, confirm_modal::ConfirmModal, controlled_list::ControlledList,
        dangerous_html::DangerousHtml, descriptions::Descriptions, drawer::Drawer, menu::Menu,
        message::Message, mobile_menu::MobileMenu, modal::Modal, notification::Notification,
        pagination::Pagination, phone_number_input::PhoneNumberInput, progress::Progress,
        rating_slider::RatingSlider, skeleton::Skeleton, skeleton_avatar::SkeletonAvatar,
        skeleton_button::SkeletonButton, skeleton_input::SkeletonInput,
        skeleton_paragraph::SkeletonParagraph, spinner::Spinner, tabs::Tabs,
        timeline_list::TimelineList, tooltip::Tooltip,
    ];
}

#[cfg(test)]
mod tests;
