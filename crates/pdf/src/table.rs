//! Tables as they are understood.

mod layout;

pub(crate) use layout::{Layout, Layouts, Shape};

use crate::color::Color;
use crate::node::Node;
use crate::width::Wanted;

/// A table.
pub(crate) struct Table<'d> {
    pub(crate) columns: Vec<Wanted>,
    pub(crate) cells: Vec<Cell<'d>>,
    /// Which cell covers each place, row by row.
    pub(crate) grid: Vec<Vec<usize>>,
    /// How high rows are at least.
    pub(crate) heights: Vec<Option<f64>>,
    pub(crate) layout: Layout,
    /// Rows that are repeated on each page.
    pub(crate) header_rows: usize,
    /// Rows that stay with them.
    pub(crate) keep: usize,
    pub(crate) dont_break: bool,
}

/// A cell.
pub(crate) struct Cell<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Left, top, right, bottom.
    pub(crate) border: [bool; 4],
    pub(crate) border_color: [Option<Color>; 4],
    pub(crate) fill: Option<Color>,
    pub(crate) fill_opacity: Option<f64>,
    /// Where its content lies in it: 0 above, 1 below.
    pub(crate) down: f64,
}

impl Table<'_> {
    /// The rows from `row` on that cells hold together.
    pub(crate) fn together(&self, row: usize) -> usize {
        let mut end = row + 1;
        let mut at = row;
        while at < end && at < self.grid.len() {
            for cell in &self.grid[at] {
                end = end.max(self.cells[*cell].row + self.cells[*cell].rows);
            }
            at += 1;
        }
        end
    }
}
