//! Lines and grounds of tables.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::table::Laying;
use super::{Cursor, Flow, NEAR};
use crate::PdfError;
use crate::color::Color;
use crate::shape::{Line, Shape};
use crate::sheet::{Placed, Thing};
use crate::table::{Cell, Table};

/// A part of a row: what of it is on one page.
struct Part {
    page: usize,
    top: f64,
    bottom: f64,
    /// The line above it, which lines between columns go through.
    line: f64,
}

impl<'d> Flow<'_, 'd> {
    /// Draws what is around the cells of a row that begins and ends there.
    pub(super) fn around_row(
        &mut self,
        laying: &Laying<'_, 'd>,
        row: usize,
        (start, end): (&Cursor, &Cursor),
        ends: &BTreeMap<usize, f64>,
    ) -> Result<(), PdfError> {
        let table = laying.table;
        let layout = &table.layout;
        for page in start.page..=end.page {
            let (first, last) = (page == start.page, page == end.page);
            let content_end = ends.get(&page).copied();
            let top = if first { start.y } else { self.page_top(start) };
            let bottom = match content_end {
                _ if last => end.y,
                Some(y) => y + layout.bottom[row],
                None => self.sheets[page].size.height - self.margins.bottom - start.reserve,
            };
            // Nothing but padding had room on the first page.
            let nothing = content_end.is_none_or(|y| y <= start.y + layout.top[row] + NEAR);
            if first && !last && nothing {
                continue;
            }
            let begins_page = !first && table.header_rows == 0;
            if first && row == 0 {
                self.rule(laying, 0, page, start.y - layout.across[0])?;
            }
            if begins_page && layout.when_broken {
                self.rule(laying, row, page, top)?;
            }
            if !last && layout.when_broken {
                self.rule(laying, row + 1, page, bottom)?;
            }
            let part = Part {
                page,
                top,
                bottom,
                line: if begins_page { 0.0 } else { layout.across[row] },
            };
            self.grounds(laying, row, &part)?;
            self.lines_down(laying, row, &part)?;
        }
        Ok(())
    }

    /// Where rows go on at the top of further pages.
    fn page_top(&self, start: &Cursor) -> f64 {
        let repeated: f64 = self.repeats.iter().map(|repeat| repeat.height).sum();
        self.margins.top + repeated + start.inset
    }

    /// The line above row `line` (or below the last), where cells want one.
    pub(super) fn rule(
        &mut self,
        laying: &Laying<'_, 'd>,
        line: usize,
        page: usize,
        y: f64,
    ) -> Result<(), PdfError> {
        let table = laying.table;
        let layout = &table.layout;
        let width = layout.across[line];
        if width <= 0.0 {
            return Ok(());
        }
        let columns = table.columns.len();
        let mut column = 0;
        while column < columns {
            let Some(color) = rule_color(table, line, column) else {
                column += 1;
                continue;
            };
            let from = column;
            while column < columns && rule_color(table, line, column) == Some(color) {
                column += 1;
            }
            let end = laying.lines[column];
            let end = if column == columns {
                end + layout.down[column]
            } else {
                end
            };
            let middle = y + width / 2.0;
            let mut stroke = Line::new(color, width);
            stroke.dash = layout.across_dash;
            let shape = Shape::line((laying.lines[from], middle), (end, middle), stroke);
            let thing = Thing::Shape(Rc::new(shape));
            self.put(page, (0.0, 0.0), thing, &laying.node.at)?;
        }
        Ok(())
    }

    fn lines_down(
        &mut self,
        laying: &Laying<'_, 'd>,
        row: usize,
        part: &Part,
    ) -> Result<(), PdfError> {
        let layout = &laying.table.layout;
        for column in 0..=laying.table.columns.len() {
            let width = layout.down[column];
            if width <= 0.0 {
                continue;
            }
            let Some(color) = line_color(laying.table, row, column) else {
                continue;
            };
            let mut stroke = Line::new(color, width);
            stroke.dash = layout.down_dash;
            let x = laying.lines[column] + width / 2.0;
            let bottom = part.bottom + layout.across[row + 1];
            let shape = Shape::line((x, part.top - part.line), (x, bottom), stroke);
            let thing = Thing::Shape(Rc::new(shape));
            self.put(part.page, (0.0, 0.0), thing, &laying.node.at)?;
        }
        Ok(())
    }

    fn grounds(
        &mut self,
        laying: &Laying<'_, 'd>,
        row: usize,
        part: &Part,
    ) -> Result<(), PdfError> {
        let table = laying.table;
        let layout = &table.layout;
        let places = &table.grid[row];
        let mut column = 0;
        while column < places.len() {
            let from = column;
            while column < places.len() && places[column] == places[from] {
                column += 1;
            }
            let cell = &table.cells[places[from]];
            let Some(color) = cell.fill.or_else(|| layout.fill.at(row, from)) else {
                continue;
            };
            // To the middle of the lines around.
            let left = laying.lines[from] + layout.down[from] / 2.0;
            let right = laying.lines[column] + layout.down[column] / 2.0;
            let top = part.top - part.line / 2.0;
            let bottom = part.bottom + layout.across[row + 1] / 2.0;
            let opacity = cell.fill_opacity.unwrap_or(layout.fill_opacity);
            let shape = Shape::filled(left, top, right - left, bottom - top, color, opacity);
            self.budget.items(1, &laying.node.at)?;
            self.sheets[part.page].fills.push(Placed {
                x: 0.0,
                y: 0.0,
                thing: Thing::Shape(Rc::new(shape)),
            });
        }
        Ok(())
    }
}

/// The colour of the line above a row at a column; none where no line is.
fn rule_color(table: &Table<'_>, line: usize, column: usize) -> Option<Color> {
    let cell = |row: usize| Some(table.grid.get(row)?[column]);
    let above = line.checked_sub(1).and_then(cell);
    let below = cell(line);
    if above == below {
        return None;
    }
    let layout = || table.layout.across_color.at(line, column);
    between(table, (above, 3), (below, 1)).map(|own| own.or_else(layout).unwrap_or(Color::BLACK))
}

/// The colour of the line before a column at a row; none where no line is.
fn line_color(table: &Table<'_>, row: usize, column: usize) -> Option<Color> {
    let places = &table.grid[row];
    let before = column.checked_sub(1).map(|at| places[at]);
    let after = places.get(column).copied();
    if before == after {
        return None;
    }
    let layout = || table.layout.down_color.at(column, row);
    between(table, (before, 2), (after, 0)).map(|own| own.or_else(layout).unwrap_or(Color::BLACK))
}

/// Whether one of two neighbours wants a line at that side of it, and in which colour of its own.
fn between(
    table: &Table<'_>,
    (one, at): (Option<usize>, usize),
    (other, other_at): (Option<usize>, usize),
) -> Option<Option<Color>> {
    let wants = |cell: Option<usize>, side: usize| -> Option<&Cell<'_>> {
        let cell = &table.cells[cell?];
        cell.border[side].then_some(cell)
    };
    let (one, other) = (wants(one, at), wants(other, other_at));
    if one.is_none() && other.is_none() {
        return None;
    }
    let own = one.and_then(|cell| cell.border_color[at]);
    Some(own.or_else(|| other.and_then(|cell| cell.border_color[other_at])))
}
