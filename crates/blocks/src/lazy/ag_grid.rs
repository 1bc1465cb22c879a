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
