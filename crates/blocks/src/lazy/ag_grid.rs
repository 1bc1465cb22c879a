use runtime::{BlockCx, BlockMeta, Category};
use ui::prelude::*;

use crate::{Block, grid};

/// A table of many rows: sorted, filtered, selected, scrolled, saved as CSV. `columnDefs` are AG Grid's;
/// `cellStyle`, `cellClass`, `cellRenderer` (which gives HTML), `valueFormatter`, `valueGetter` and
/// `comparator` may be functions (`_function`) of `{value, data, rowIndex, colDef}`.
///
/// ```yaml
/// type: AgGridAlpine
/// properties:
///   rowData: { _request: people }
///   rowSelection: multiple
///   defaultColDef: { sortable: true, resizable: true, filter: true }
///   columnDefs:
///     - { field: name, headerName: Name, flex: 1, pinned: left }
///     - { field: address.city, headerName: City, width: 160 }
///     - { field: total, type: numericColumn, sort: desc }
/// ```
///
/// - `columnDefs`: the columns: `field` (a path in the row), `headerName`, `colId`, `type`,
///   `width`, `minWidth`, `maxWidth`, `flex`, `hide`, `pinned` (`left` or `right`), `sortable`,
///   `sort`, `sortIndex`, `resizable`, `filter`, `tooltipField`, `headerTooltip`, `headerClass`,
///   `headerStyle` and those above. With `children` a column is a group.
/// - `columnTypes`: definitions by name that columns take up with `type`.
/// - `defaultColDef`: what holds for every column that does not say otherwise.
/// - `enableCellTextSelection`: has no effect: text can always be marked.
/// - `getRowClass`: a function that gives the CSS class of a row.
/// - `getRowStyle`: a function that gives the CSS properties of a row.
/// - `headerHeight`: the height of the head in pixels.
/// - `height`: the height of the table in pixels or any length of CSS; `auto` is as high as its
///   rows. Default: `auto`.
/// - `overlayNoRowsTemplate`: what stands in a table without rows.
/// - `pagination`: true shows page after page.
/// - `paginationPageSize`: how many rows a page has. Default: 100.
/// - `quickFilterText`, `quickFilterValue`: only rows are shown in which every one of these words
///   is found.
/// - `rowClass`: a CSS class of every row.
/// - `rowData`: the rows: a list of objects.
/// - `rowHeight`: the height of a row in pixels.
/// - `rowId`: the field that tells rows apart, so that the same ones stay selected when the data
///   changes. Default: `id` or `_id`.
/// - `rowMultiSelectWithClick`: true adds a row to the selection by a click alone, without Ctrl.
/// - `rowSelection`: `single` or `multiple` if rows can be selected, or
///   `{ mode, checkboxes, enableClickSelection }` with the mode `singleRow` or `multiRow`.
/// - `rowStyle`: CSS properties of every row.
/// - `suppressRowClickSelection`: true if a click shall not select.
/// - `onCellClick`: a cell was clicked: `cell` with `column` and `value`, `colId`, and what
///   `onRowClick` has.
/// - `onFilterChanged`: other rows are shown: `filter` and `rows`.
/// - `onRowClick`: a row was clicked: `row`, `index` (in the data), `rowIndex` (as shown) and
///   `selected`.
/// - `onRowSelected`: a row was selected: the same.
/// - `onSelectionChanged`: the selection changed: `selected`.
/// - `onSortChanged`: the order changed: `sort` and `rows`.
/// - `autoSize`: makes columns as wide as what is in them. Its argument may be
///   `{ columnIds, skipHeader }`.
/// - `deselectAll`: selects no row.
/// - `exportDataAsCsv`: saves the rows as CSV. Its argument may be
///   `{ fileName, columnKeys, columnSeparator, onlySelected, skipColumnHeaders, suppressQuotes, prependContent, appendContent }`.
/// - `selectAll`: selects every row that is shown.
/// - `setFilterModel`: sets the conditions of columns. Its argument is an object by column id, such
///   as `{ name: { filterType: text, type: contains, filter: ada } }`.
/// - `setQuickFilter`: shows only rows in which the words of its argument are found.
/// - `sizeColumnsToFit`: makes all columns together as wide as the table.
pub struct AgGridAlpine;

impl Block for AgGridAlpine {
    const NAME: &'static str = "AgGridAlpine";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = grid::EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::ALPINE)
    }
}

/// [`AgGridAlpine`] on dark ground, whatever the page's is.
///
/// ```yaml
/// type: AgGridAlpineDark
/// properties: { rowData: [{ name: Ada }], columnDefs: [{ field: name }] }
/// ```
pub struct AgGridAlpineDark;

impl Block for AgGridAlpineDark {
    const NAME: &'static str = "AgGridAlpineDark";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = grid::EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::ALPINE_DARK)
    }
}

/// [`AgGridAlpine`] with low rows, for much data.
///
/// ```yaml
/// type: AgGridBalham
/// properties: { rowData: [{ name: Ada }], columnDefs: [{ field: name }] }
/// ```
pub struct AgGridBalham;

impl Block for AgGridBalham {
    const NAME: &'static str = "AgGridBalham";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = grid::EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::BALHAM)
    }
}

/// [`AgGridBalham`] on dark ground, whatever the page's is.
///
/// ```yaml
/// type: AgGridBalhamDark
/// properties: { rowData: [{ name: Ada }], columnDefs: [{ field: name }] }
/// ```
pub struct AgGridBalhamDark;

impl Block for AgGridBalhamDark {
    const NAME: &'static str = "AgGridBalhamDark";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = grid::EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::BALHAM_DARK)
    }
}

/// [`AgGridAlpine`] with high rows and no frame.
///
/// ```yaml
/// type: AgGridMaterial
/// properties: { rowData: [{ name: Ada }], columnDefs: [{ field: name }] }
/// ```
pub struct AgGridMaterial;

impl Block for AgGridMaterial {
    const NAME: &'static str = "AgGridMaterial";
    const META: BlockMeta = BlockMeta::of(Category::Display);
    const EVENTS: &'static [&'static str] = grid::EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::MATERIAL)
    }
}
