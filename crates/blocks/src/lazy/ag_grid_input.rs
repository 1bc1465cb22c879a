use engine::ValueType;
use runtime::{BlockCx, BlockMeta};
use ui::prelude::*;

use crate::{Block, grid};

/// A table whose rows are the block's value. Cells of columns that are `editable` are edited by a double
/// click, Enter or typing; rows are moved by the handle of a column with `rowDrag`, or with Alt and the
/// arrows.
///
/// ```yaml
/// type: AgGridInputAlpine
/// id: lines
/// properties:
///   columnDefs:
///     - { field: name, editable: true, rowDrag: true, flex: 1 }
///     - { field: size, editable: true, cellEditorParams: { values: [S, M, L] } }
///     - { field: price, editable: true, type: numericColumn }
/// ```
///
/// - `columnDefs`: the columns, as those of `AgGridAlpine`; besides `editable` (true, or a
///   function), `rowDrag`, `cellEditor`, `cellEditorParams` (`values` to choose from) and
///   `valueParser` (a function of what was typed).
/// - `rowData`: has no effect: the rows are the value.
/// - `onCellValueChanged`: a cell was edited: `field`, `oldValue`, `newValue`, `index` (in the
///   data), `rowIndex` (as shown), `rowData` and `newRowData`.
/// - `onRowDragEnd`: a row was moved: `fromIndex`, `toIndex`, `fromData`, `toData` and
///   `newRowData`.
pub struct AgGridInputAlpine;

impl Block for AgGridInputAlpine {
    const NAME: &'static str = "AgGridInputAlpine";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] = grid::INPUT_EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::ALPINE.input())
    }
}

/// [`AgGridInputAlpine`] on dark ground, whatever the page's is.
///
/// ```yaml
/// type: AgGridInputAlpineDark
/// properties: { columnDefs: [{ field: name, editable: true }] }
/// ```
pub struct AgGridInputAlpineDark;

impl Block for AgGridInputAlpineDark {
    const NAME: &'static str = "AgGridInputAlpineDark";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] = grid::INPUT_EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::ALPINE_DARK.input())
    }
}

/// [`AgGridInputAlpine`] with low rows, for much data.
///
/// ```yaml
/// type: AgGridInputBalham
/// properties: { columnDefs: [{ field: name, editable: true }] }
/// ```
pub struct AgGridInputBalham;

impl Block for AgGridInputBalham {
    const NAME: &'static str = "AgGridInputBalham";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] = grid::INPUT_EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::BALHAM.input())
    }
}

/// [`AgGridInputBalham`] on dark ground, whatever the page's is.
///
/// ```yaml
/// type: AgGridInputBalhamDark
/// properties: { columnDefs: [{ field: name, editable: true }] }
/// ```
pub struct AgGridInputBalhamDark;

impl Block for AgGridInputBalhamDark {
    const NAME: &'static str = "AgGridInputBalhamDark";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] = grid::INPUT_EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::BALHAM_DARK.input())
    }
}

/// [`AgGridInputAlpine`] with high rows and no frame.
///
/// ```yaml
/// type: AgGridInputMaterial
/// properties: { columnDefs: [{ field: name, editable: true }] }
/// ```
pub struct AgGridInputMaterial;

impl Block for AgGridInputMaterial {
    const NAME: &'static str = "AgGridInputMaterial";
    const META: BlockMeta = BlockMeta::input(ValueType::Array);
    const EVENTS: &'static [&'static str] = grid::INPUT_EVENTS;
    const METHODS: &'static [&'static str] = grid::METHODS;
    const PROPERTIES: &'static [&'static str] = grid::PROPERTIES;

    fn render(cx: BlockCx) -> AnyView {
        grid::render(&cx, grid::MATERIAL.input())
    }
}
