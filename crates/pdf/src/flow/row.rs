//! A row of a table: its cells side by side, over as many pages as the longest takes.

use std::collections::BTreeMap;

use super::table::Laying;
use super::{Cursor, Flow};
use crate::PdfError;

/// A cell over several rows that has not ended.
pub(super) struct Open {
    /// Its last row.
    last: usize,
    /// Where its content ended.
    end: Cursor,
    ends: BTreeMap<usize, f64>,
    movable: Option<Movable>,
}

/// Things of a cell on its page, which may be moved down.
struct Movable {
    page: usize,
    things: (usize, usize),
    fills: (usize, usize),
    end: f64,
    down: f64,
}

impl<'d> Flow<'_, 'd> {
    /// Lays a row out, draws what is around it, and moves the cursor below its line.
    pub(super) fn row(
        &mut self,
        laying: &mut Laying<'_, 'd>,
        row: usize,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        let table = laying.table;
        let layout = &table.layout;
        let (above, below) = (layout.top[row], layout.bottom[row]);
        let line = layout.across[row + 1];
        let start = self.row_start(laying, row, cursor)?;
        let has_header = table.header_rows > 0;
        let within = Cursor {
            y: start.y + above,
            reserve: start.reserve + below + line,
            inset: start.inset + above + if has_header { 0.0 } else { layout.across[row] },
            ..start
        };
        let outer = std::mem::take(&mut self.ends);
        let mut movable = Vec::new();
        let mut ends = BTreeMap::new();
        let mut end = within;
        let mut column = 0;
        while column < table.grid[row].len() {
            let cell = &table.cells[table.grid[row][column]];
            if (cell.row, cell.column) != (row, column) {
                column += 1;
                continue;
            }
            let (x, width) = laying.inside(column, cell.columns);
            let mut at = Cursor { x, width, ..within };
            let before = self.marks(start.page);
            self.node(&cell.node, &mut at)?;
            let broke = std::mem::take(&mut self.ends);
            let after = self.marks(start.page);
            let moves = (cell.down > 0.0 && at.page == start.page).then_some(Movable {
                page: start.page,
                things: (before.0, after.0),
                fills: (before.1, after.1),
                end: at.y,
                down: cell.down,
            });
            if cell.rows > 1 {
                laying.open.push(Open {
                    last: row + cell.rows - 1,
                    end: at,
                    ends: broke,
                    movable: moves,
                });
            } else {
                movable.extend(moves);
                end = end.later(at);
                merge(&mut ends, broke, 0.0);
            }
            column += cell.columns;
        }
        for open in laying.open.extract_if(.., |open| open.last == row) {
            end = end.later(open.end);
            merge(&mut ends, open.ends, 0.0);
            movable.extend(open.movable);
        }
        if let Some(height) = table.heights[row].filter(|_| end.page == start.page) {
            end.y = end.y.max(within.y + height);
        }
        for cell in movable.iter().filter(|cell| cell.page == end.page) {
            self.shift(cell, end.y);
        }
        end.y += below;
        self.ends = outer;
        merge(&mut self.ends, ends.clone(), below + line);
        self.around_row(laying, row, (&start, &end), &ends)?;
        (cursor.page, cursor.y) = (end.page, end.y);
        self.rule(laying, row + 1, cursor.page, cursor.y)?;
        cursor.y += line;
        Ok(())
    }

    /// Where a row begins: a row of a certain height begins where it has room.
    fn row_start(
        &mut self,
        laying: &Laying<'_, 'd>,
        row: usize,
        cursor: &Cursor,
    ) -> Result<Cursor, PdfError> {
        let layout = &laying.table.layout;
        let mut start = *cursor;
        let first = if row == 0 { layout.across[0] } else { 0.0 };
        if let Some(height) = laying.table.heights[row] {
            let lines = first + layout.across[row + 1];
            let whole = height + layout.top[row] + layout.bottom[row] + lines;
            if !self.fits(&start, whole) && whole <= self.page_height(&start) {
                self.next_page(&mut start, None, &laying.node.at)?;
                if row > 0 && laying.table.header_rows == 0 {
                    self.line_on_top(laying, row, &mut start)?;
                }
            }
        }
        start.y += first;
        Ok(start)
    }

    /// How much is on a page.
    fn marks(&self, page: usize) -> (usize, usize) {
        let sheet = &self.sheets[page];
        (sheet.things.len(), sheet.fills.len())
    }

    /// Moves the content of a cell down to where it shall be.
    fn shift(&mut self, cell: &Movable, end: f64) {
        let by = (end - cell.end).max(0.0) * cell.down;
        let sheet = &mut self.sheets[cell.page];
        for placed in &mut sheet.things[cell.things.0..cell.things.1] {
            placed.y += by;
        }
        for placed in &mut sheet.fills[cell.fills.0..cell.fills.1] {
            placed.y += by;
        }
    }
}

/// Where content ended on pages, of both.
fn merge(into: &mut BTreeMap<usize, f64>, other: BTreeMap<usize, f64>, more: f64) {
    for (page, y) in other {
        let end = into.entry(page).or_insert(y + more);
        *end = end.max(y + more);
    }
}
