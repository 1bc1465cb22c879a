//! Tables: headers that come again, rows that stay whole, and where columns are.

use std::rc::Rc;

use super::row::Open;
use super::{Cursor, Flow, Repeat};
use crate::PdfError;
use crate::node::Node;
use crate::table::{Layout, Table};
use crate::width;

/// A table on its way onto pages.
pub(super) struct Laying<'t, 'd> {
    pub(super) node: &'t Node<'d>,
    pub(super) table: &'t Table<'d>,
    /// The line before each column, and after the last; from the left edge of the page.
    pub(super) lines: Vec<f64>,
    /// Widths of the contents of columns.
    pub(super) widths: Vec<f64>,
    /// Cells over several rows that have not ended.
    pub(super) open: Vec<Open>,
}

impl<'d> Flow<'_, 'd> {
    pub(super) fn table(
        &mut self,
        node: &Node<'d>,
        table: &Table<'d>,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        let mut laying = Laying::new(node, table, cursor);
        let header = table.header_rows;
        if header > 0 {
            self.header(&mut laying, cursor)?;
        }
        let mut row = header;
        while row < table.grid.len() {
            let end = match table.dont_break {
                true => table.together(row).min(table.grid.len()),
                false => row + 1,
            };
            self.rows(&mut laying, row, end, cursor)?;
            row = end;
        }
        if header > 0 {
            self.repeats.pop();
        }
        Ok(())
    }

    /// The rows of the header, with as much after them as shall stay with them.
    fn header(&mut self, laying: &mut Laying<'_, 'd>, cursor: &mut Cursor) -> Result<(), PdfError> {
        let (node, table) = (laying.node, laying.table);
        let header = table.header_rows;
        let (sheet, height) = self.capture(cursor, |flow, within| {
            (0..header).try_for_each(|row| flow.row(laying, row, within))
        })?;
        let page = self.page_height(cursor);
        if height >= page {
            return Err(PdfError::new(
                &node.at.key("table").key("headerRows"),
                format!(
                    "the header of the table is {height:.0} points high and comes on each page, \
                     which has {page:.0}"
                ),
            ));
        }
        let mut wanted = height;
        let last = (header + table.keep).min(table.grid.len());
        if last > header {
            let (_, kept) = self.capture(cursor, |flow, within| {
                (header..last).try_for_each(|row| flow.row(laying, row, within))
            })?;
            laying.open.clear();
            if height + kept <= page {
                wanted += kept;
            }
        }
        self.make_room(cursor, wanted, &node.at)?;
        let sheet = Rc::new(sheet);
        self.place(cursor, &sheet, height, &node.at)?;
        self.repeats.push(Repeat {
            sheet,
            height,
            on: vec![cursor.page],
        });
        Ok(())
    }

    /// Rows that stay together where the table asks for it and a page has room for them.
    fn rows(
        &mut self,
        laying: &mut Laying<'_, 'd>,
        from: usize,
        to: usize,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        let (node, table) = (laying.node, laying.table);
        let breaks = table
            .cells
            .iter()
            .any(|cell| (from..to).contains(&cell.row) && cell.node.breaks());
        if table.dont_break && !self.endless && !breaks {
            let (sheet, height) = self.capture(cursor, |flow, within| {
                (from..to).try_for_each(|row| flow.row(laying, row, within))
            })?;
            if height <= self.page_height(cursor) + super::NEAR {
                let page = cursor.page;
                self.make_room(cursor, height, &node.at)?;
                if cursor.page != page && from > 0 && table.header_rows == 0 {
                    self.line_on_top(laying, from, cursor)?;
                }
                return self.place(cursor, &sheet, height, &node.at);
            }
            laying.open.clear();
        }
        (from..to).try_for_each(|row| self.row(laying, row, cursor))
    }

    /// The line above a row that begins a page.
    pub(super) fn line_on_top(
        &mut self,
        laying: &Laying<'_, 'd>,
        row: usize,
        cursor: &mut Cursor,
    ) -> Result<(), PdfError> {
        let layout = &laying.table.layout;
        if layout.when_broken {
            self.rule(laying, row, cursor.page, cursor.y)?;
            cursor.y += layout.across[row];
        }
        Ok(())
    }
}

impl<'t, 'd> Laying<'t, 'd> {
    fn new(node: &'t Node<'d>, table: &'t Table<'d>, cursor: &Cursor) -> Laying<'t, 'd> {
        let layout = &table.layout;
        let around = layout.around();
        let room = cursor.width - around;
        let share = |column, percent| percent * cursor.width / 100.0 - reserved(layout, column);
        let widths = width::divide(&table.columns, room, share);
        let mut lines = Vec::with_capacity(widths.len() + 1);
        let mut x = cursor.x;
        for (column, width) in widths.iter().enumerate() {
            lines.push(x);
            x += layout.down[column] + layout.left[column] + width + layout.right[column];
        }
        lines.push(x);
        Laying {
            node,
            table,
            lines,
            widths,
            open: Vec::new(),
        }
    }

    /// Where the content of a cell is: its left edge and its width.
    pub(super) fn inside(&self, column: usize, columns: usize) -> (f64, f64) {
        let layout = &self.table.layout;
        let last = column + columns - 1;
        let left = self.lines[column] + layout.down[column] + layout.left[column];
        let right = self.lines[last] + layout.down[last] + layout.left[last] + self.widths[last];
        (left, right - left)
    }
}

/// What lines and padding take of a column whose width is in percent.
fn reserved(layout: &Layout, column: usize) -> f64 {
    let last = column + 1 == layout.left.len();
    let part = |outer: bool| if outer { 1.0 } else { 0.5 };
    layout.left[column]
        + layout.right[column]
        + layout.down[column] * part(column == 0)
        + layout.down[column + 1] * part(last && column > 0)
}
