//! The table of the AgGrid blocks: what Lowdefy's apps use of AG Grid, as a table that the server draws.
//!
//! The head is made of views; a row is one element whose cells are written as HTML, so that hundreds of
//! rows cost little on either side. Clicks and keys are heard by the table. Of long data only what is
//! near the screen is drawn once the browser has taken over (see `window`).

mod cells;
mod columns;
mod csv;
mod drag;
mod edit;
mod filter;
mod filter_form;
mod head;
mod keys;
mod methods;
mod pick;
mod rows;
#[cfg(test)]
mod tests;
mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::{Str, Value};
use runtime::BlockCx;
use ui::prelude::*;

use crate::{css, html};
use columns::ColumnSet;

/// Events of the blocks.
pub(crate) const EVENTS: &[&str] = &[
    "onCellClick",
    "onFilterChanged",
    "onRowClick",
    "onRowSelected",
    "onSelectionChanged",
    "onSortChanged",
];

/// Events of the blocks whose rows are their value.
pub(crate) const INPUT_EVENTS: &[&str] = &[
    "onCellClick",
    "onCellValueChanged",
    "onFilterChanged",
    "onRowClick",
    "onRowDragEnd",
    "onRowSelected",
    "onSelectionChanged",
    "onSortChanged",
];

/// Methods of the blocks.
pub(crate) const METHODS: &[&str] = &[
    "autoSize",
    "deselectAll",
    "exportDataAsCsv",
    "selectAll",
    "setFilterModel",
    "setQuickFilter",
    "sizeColumnsToFit",
];

/// Properties of the blocks. Of AG Grid's others none has an effect.
pub(crate) const PROPERTIES: &[&str] = &[
    "columnDefs",
    "columnTypes",
    "defaultColDef",
    "enableCellTextSelection",
    "getRowClass",
    "getRowStyle",
    "headerHeight",
    "height",
    "overlayNoRowsTemplate",
    "pagination",
    "paginationPageSize",
    "quickFilterText",
    "quickFilterValue",
    "rowClass",
    "rowData",
    "rowHeight",
    "rowId",
    "rowMultiSelectWithClick",
    "rowSelection",
    "rowStyle",
    "suppressRowClickSelection",
];

/// The look of a grid.
#[derive(Clone, Copy)]
pub(crate) struct Theme {
    class: &'static str,
    row: f64,
    head: f64,
    /// The rows are the block's value and can be edited.
    input: bool,
}

/// AG Grid's themes by name.
pub(crate) const ALPINE: Theme = Theme {
    class: "l-grid l-grid-alpine",
    row: 42.0,
    head: 48.0,
    input: false,
};
pub(crate) const ALPINE_DARK: Theme = Theme {
    class: "l-grid l-grid-alpine l-grid-dark",
    ..ALPINE
};
pub(crate) const BALHAM: Theme = Theme {
    class: "l-grid l-grid-balham",
    row: 28.0,
    head: 32.0,
    input: false,
};
pub(crate) const BALHAM_DARK: Theme = Theme {
    class: "l-grid l-grid-balham l-grid-dark",
    ..BALHAM
};
pub(crate) const MATERIAL: Theme = Theme {
    class: "l-grid l-grid-material",
    row: 48.0,
    head: 56.0,
    input: false,
};

impl Theme {
    /// The same for an input.
    pub(crate) const fn input(self) -> Theme {
        Theme {
            input: true,
            ..self
        }
    }
}

/// A grid as it stands.
struct Grid {
    cx: BlockCx,
    id: Str,
    theme: Theme,
    columns: ArcMemo<Arc<ColumnSet>>,
    /// The rows as given; a list.
    data: ArcMemo<Value>,
    /// Indices into the data, filtered and sorted.
    order: ArcMemo<Arc<Vec<usize>>>,
    /// Columns by which it is sorted; true is descending.
    sort: ArcRwSignal<Vec<(Str, bool)>>,
    /// AG Grid's filter model: conditions by column.
    filters: ArcRwSignal<Value>,
    /// Text that a method set to search all columns for.
    quick: ArcRwSignal<Option<String>>,
    /// Widths that somebody chose.
    widths: ArcRwSignal<BTreeMap<Str, f64>>,
    /// Indices of selected rows.
    picked: ArcRwSignal<BTreeSet<usize>>,
    page: ArcRwSignal<usize>,
    /// Rows that are drawn where there are many.
    range: ArcRwSignal<(usize, usize)>,
    /// The browser has taken over.
    live: ArcRwSignal<bool>,
    /// The column whose filter is open.
    asking: ArcRwSignal<Option<usize>>,
    editing: ArcRwSignal<Option<edit::Edit>>,
    /// Place of the row that is dragged.
    dragged: ArcRwSignal<Option<usize>>,
}

type Shared = Arc<Grid>;

impl Grid {
    fn new(cx: &BlockCx, theme: Theme) -> Shared {
        let columns = ArcMemo::new({
            let cx = cx.clone();
            move |before: Option<&Arc<ColumnSet>>| columns::read(&cx, before)
        });
        let data = ArcMemo::new({
            let cx = cx.clone();
            move |_| match if theme.input {
                cx.value()
            } else {
                cx.prop("rowData")
            } {
                Value::List(rows) => Value::List(rows),
                _ => Value::list(Vec::new()),
            }
        });
        let sort = ArcRwSignal::new(columns.with_untracked(|set| set.first_sort()));
        let (filters, quick) = (
            ArcRwSignal::new(Value::object([])),
            ArcRwSignal::new(None::<String>),
        );
        let order = ArcMemo::new({
            let (cx, columns, data) = (cx.clone(), columns.clone(), data.clone());
            let (sort, filters, quick) = (sort.clone(), filters.clone(), quick.clone());
            move |_| {
                let words = quick.get().or_else(|| quick_text(&cx)).unwrap_or_default();
                let (set, data) = (columns.get(), data.get());
                let mut order = rows::kept(&cx, &set, data.items(), &filters.get(), &words);
                rows::sort(&cx, &set, data.items(), &sort.get(), &mut order);
                Arc::new(order)
            }
        });
        Arc::new(Grid {
            id: cx.id(),
            cx: cx.clone(),
            theme,
            columns,
            data,
            order,
            sort,
            filters,
            quick,
            widths: ArcRwSignal::default(),
            picked: ArcRwSignal::default(),
            page: ArcRwSignal::new(0),
            range: ArcRwSignal::new((0, window::LIMIT)),
            live: ArcRwSignal::new(false),
            asking: ArcRwSignal::new(None),
            editing: ArcRwSignal::new(None),
            dragged: ArcRwSignal::new(None),
        })
    }

    fn element(&self, part: &str) -> String {
        format!("{}_{part}", self.id)
    }

    /// The row with that index; undefined for none.
    fn row(&self, index: usize) -> Value {
        self.data
            .with_untracked(|data| data.items().get(index).cloned().unwrap_or(Value::Undefined))
    }

    /// All rows as they are shown, over all pages.
    fn shown_rows(&self) -> Value {
        let order = self.order.get_untracked();
        Value::list(order.iter().map(|i| self.row(*i)).collect())
    }

    fn number(&self, key: &str, default: f64) -> f64 {
        self.cx.number(key).unwrap_or(default)
    }

    fn row_height(&self) -> f64 {
        self.number("rowHeight", self.theme.row).max(8.0)
    }
}

fn quick_text(cx: &BlockCx) -> Option<String> {
    cx.text_opt("quickFilterText")
        .or_else(|| cx.text_opt("quickFilterValue"))
}

/// Draws the grid of a block.
pub(crate) fn render(cx: &BlockCx, theme: Theme) -> AnyView {
    let grid = Grid::new(cx, theme);
    methods::register(&grid);
    window::follow(&grid);
    pick::follow(&grid);
    let busy = cx.clone();
    view! {
        <div id=grid.element("grid") class=theme.class>
            <div class="l-grid-view" id=grid.element("view") style=height(cx)>
                {table(&grid)}
                {empty(&grid)}
                {edit::editor(&grid)}
            </div>
            {pages(&grid)}
            {move || busy.loading().then(|| view! {
                <div class="l-grid-busy" role="status"><span class="l-spin" aria-hidden="true"></span>" Loading…"</div>
            })}
            {filter_form::popup(&grid)}
            {window::note(&grid)}
        </div>
    }
    .into_any()
}

fn height(cx: &BlockCx) -> impl Fn() -> Option<String> + Send + use<> {
    let cx = cx.clone();
    move || {
        let height = cx.prop("height");
        css::length(&height)
            .filter(|h| h != "auto")
            .map(|h| format!("height:{h};"))
    }
}

fn table(grid: &Shared) -> AnyView {
    let g = || Arc::clone(grid);
    let (tracks, count, clicked, twice, keyed, look) = (g(), g(), g(), g(), g(), g());
    let multiple = pick::mode(&grid.cx).is_some_and(|mode| mode.multiple);
    let clickable = grid.cx.has_event("onRowClick") || grid.cx.has_event("onCellClick");
    let class = move || {
        let wraps = if look.columns.with(|set| set.wraps) {
            " l-grid-wraps"
        } else {
            ""
        };
        let pointer = if clickable { " l-grid-clickable" } else { "" };
        format!("l-grid-table{wraps}{pointer}")
    };
    view! {
        <table
            class=class
            id=grid.element("table")
            role="grid"
            tabindex="0"
            aria-label="Table"
            aria-rowcount=move || (count.order.with(|order| order.len()) + 1).to_string()
            aria-multiselectable=multiple.then_some("true")
            style=move || style(&tracks)
            on:click=move |ev| keys::on_click(&clicked, &ev)
            on:dblclick=move |ev| keys::on_double_click(&twice, &ev)
            on:keydown=move |ev| keys::on_key(&keyed, &ev)
        >
            {head::head(grid)}
            {window::body(grid)}
        </table>
    }
    .into_any()
}

/// The tracks of the columns and heights, as variables that head and rows use.
fn style(grid: &Grid) -> String {
    let set = grid.columns.get();
    let (tracks, pins) = grid.widths.with(|widths| set.tracks(widths));
    format!(
        "--grid-cols:{tracks};--grid-row:{}px;--grid-head:{}px;{pins}",
        grid.row_height(),
        grid.number("headerHeight", grid.theme.head)
    )
}

fn empty(grid: &Shared) -> AnyView {
    let grid = Arc::clone(grid);
    let none = Memo::new({
        let grid = Arc::clone(&grid);
        move |_| grid.order.with(|order| order.is_empty())
    });
    (move || {
        none.get().then(|| {
            let text = grid
                .cx
                .text_opt("overlayNoRowsTemplate")
                .unwrap_or_else(|| "No rows to show".to_owned());
            view! { <div class="l-grid-empty" inner_html=html::sanitize(&text)></div> }
        })
    })
    .into_any()
}

/// The bar with the pages, where there are pages.
fn pages(grid: &Shared) -> AnyView {
    let grid = Arc::clone(grid);
    let on = Memo::new({
        let grid = Arc::clone(&grid);
        move |_| grid.cx.flag("pagination", false)
    });
    (move || {
        on.get().then(|| {
            let (at, first) = (Arc::clone(&grid), Arc::clone(&grid));
            let text = move || {
                let (from, to, n) = window::of_page(&at);
                format!("{} to {to} of {n}", if n == 0 { 0 } else { from + 1 })
            };
            let step = |name: &'static str, sign: &'static str, to: fn(usize, usize) -> usize| {
                let (go, off) = (Arc::clone(&grid), Arc::clone(&grid));
                let at = move |grid: &Grid| window::page(grid);
                let gone = move || {
                    let (page, last) = at(&off);
                    to(page, last) == page
                };
                let press = move |_| {
                    let (page, last) = at(&go);
                    go.page.set(to(page, last));
                };
                view! { <button type="button" class="l-grid-step" aria-label=name disabled=gone on:click=press>{sign}</button> }
            };
            let label = move || {
                let (page, last) = window::page(&first);
                format!("Page {} of {}", page + 1, last + 1)
            };
            view! {
                <div class="l-grid-pages">
                    <span>{text}</span>
                    {step("First page", "«", |_, _| 0)}
                    {step("Previous page", "‹", |page, _| page.saturating_sub(1))}
                    <span>{label}</span>
                    {step("Next page", "›", |page, last| (page + 1).min(last))}
                    {step("Last page", "»", |_, last| last)}
                </div>
            }
        })
    })
    .into_any()
}
