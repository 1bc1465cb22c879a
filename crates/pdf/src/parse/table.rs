//! `table`: rows of cells, some over several rows and columns.

use std::rc::Rc;

use engine::Value;

use super::{Parser, Sized};
use crate::PdfError;
use crate::color::Color;
use crate::node::{Kind, Node, Width};
use crate::read::Read;
use crate::style::Style;
use crate::table::{Cell, Layout, Table};
use crate::width::{self, Wanted};

/// A place of the grid that no cell covers yet.
const FREE: usize = usize::MAX;

impl<'d> Parser<'_, 'd> {
    pub(super) fn table(&self, read: &Read<'_>, style: &Rc<Style>) -> Result<Sized<'d>, PdfError> {
        let table = read.key("table");
        let rows = table.key("body").list()?;
        let count = match rows.first() {
            Some(row) => row.list()?.len(),
            None => return Err(table.key("body").error("has no rows")),
        };
        if count == 0 {
            return Err(rows[0].error("has no cells"));
        }
        let mut header_rows = match table.some("headerRows") {
            Some(read) => read.count()?,
            None => 0,
        };
        if header_rows > rows.len() {
            return Err(table.key("headerRows").error(format!(
                "is {header_rows}, but the table has {} rows",
                rows.len()
            )));
        }
        let shape = crate::table::Shape {
            rows: rows.len(),
            columns: count,
            header_rows,
        };
        let layout = self.layouts.of(&read.key("layout"), &shape)?;
        let (cells, grid) = self.cells(&rows, count, style, &layout)?;
        let mut columns = widths(&table.key("widths"), count)?;
        measure(&mut columns, &cells, &layout);
        let (min, max) = width::bounds(columns.iter().copied());
        let around = layout.around();
        let keep = table.some("keepWithHeaderRows");
        let mut table = Table {
            heights: heights(&table.key("heights"), rows.len())?,
            keep: keep.map_or(Ok(0), |read| read.count())?.min(rows.len()),
            dont_break: table.flag_of("dontBreakRows"),
            header_rows,
            columns,
            cells,
            grid,
            layout,
        };
        // A cell that begins in the header and ends below it takes its rows along.
        while header_rows > 0 && table.together(header_rows - 1) > header_rows {
            header_rows = table.together(header_rows - 1);
        }
        table.header_rows = header_rows;
        Ok((Kind::Table(Box::new(table)), min + around, max + around))
    }

    /// All cells, and which covers which place.
    fn cells(
        &self,
        rows: &[Read<'_>],
        count: usize,
        style: &Rc<Style>,
        layout: &Layout,
    ) -> Result<(Vec<Cell<'d>>, Vec<Vec<usize>>), PdfError> {
        let mut cells = Vec::new();
        let mut grid = Vec::with_capacity(rows.len());
        for row in rows {
            self.budget.items(count, &row.at)?;
            grid.push(vec![FREE; count]);
        }
        for (at, row) in rows.iter().enumerate() {
            let reads = row.list()?;
            for column in 0..count {
                if grid[at][column] != FREE {
                    continue;
                }
                let Some(read) = reads.get(column).filter(|read| !read.value.is_undefined()) else {
                    return Err(row.error(format!(
                        "has {} cells, but the first row of the table has {count}",
                        reads.len()
                    )));
                };
                let cell = self.cell(read, (at, column), style, layout)?;
                if cell.columns > count - column {
                    return Err(read.key("colSpan").error(format!(
                        "is {}, but only {} columns are left",
                        cell.columns,
                        count - column
                    )));
                }
                if cell.rows > rows.len() - at {
                    return Err(read.key("rowSpan").error(format!(
                        "is {}, but only {} rows are left",
                        cell.rows,
                        rows.len() - at
                    )));
                }
                for covered in &mut grid[at..at + cell.rows] {
                    covered[column..column + cell.columns].fill(cells.len());
                }
                cells.push(cell);
            }
        }
        Ok((cells, grid))
    }

    fn cell(
        &self,
        read: &Read<'_>,
        (row, column): (usize, usize),
        style: &Rc<Style>,
        layout: &Layout,
    ) -> Result<Cell<'d>, PdfError> {
        let node: Node<'d> = self.node(read, style)?;
        let span = |key: &str| match read.some(key) {
            Some(read) => Ok(read.count()?.max(1)),
            None => Ok::<usize, PdfError>(1),
        };
        let mut border = [layout.default_border; 4];
        if let Some(read) = read.some("border") {
            for (side, read) in border.iter_mut().zip(read.list()?) {
                *side = read.flag();
            }
        }
        let mut border_color = [None; 4];
        if let Some(read) = read.some("borderColor") {
            for (side, read) in border_color.iter_mut().zip(read.list()?) {
                if !read.value.is_none() {
                    *side = Color::read(&read)?;
                }
            }
        }
        let down = match read.text_of("verticalAlignment")? {
            Some("middle") => 0.5,
            Some("bottom") => 1.0,
            _ => 0.0,
        };
        Ok(Cell {
            row,
            column,
            rows: span("rowSpan")?,
            columns: span("colSpan")?,
            border,
            border_color,
            fill: node.style.fill,
            fill_opacity: node.style.fill_opacity,
            down,
            node,
        })
    }
}

/// `widths`: a list, or one for all columns. None is `auto`.
fn widths(read: &Read<'_>, count: usize) -> Result<Vec<Wanted>, PdfError> {
    let wanted = |width| (width, 0.0, 0.0);
    match read.value {
        value if value.is_none() => Ok(vec![wanted(Width::Auto); count]),
        Value::List(_) => {
            let reads = read.list()?;
            if reads.len() < count {
                return Err(read.error(format!(
                    "has {} widths, but the table has {count} columns",
                    reads.len()
                )));
            }
            let reads = reads.iter().take(count);
            reads
                .map(|read| Ok(wanted(width::of_column(read)?)))
                .collect()
        }
        _ => Ok(vec![wanted(width::of_column(read)?); count]),
    }
}

fn heights(read: &Read<'_>, count: usize) -> Result<Vec<Option<f64>>, PdfError> {
    let height = |read: &Read<'_>| match read.value {
        value if value.is_none() || value.as_str() == Some("auto") => Ok(None),
        _ => Ok(Some(read.length()?)),
    };
    let Value::List(_) = read.value else {
        return Ok(vec![height(read)?; count]);
    };
    let mut heights = vec![None; count];
    for (into, read) in heights.iter_mut().zip(read.list()?) {
        *into = height(&read)?;
    }
    Ok(heights)
}

/// What columns want is what their cells want. What a cell over several wants beyond that is
/// divided among them.
fn measure(columns: &mut [Wanted], cells: &[Cell<'_>], layout: &Layout) {
    for cell in cells.iter().filter(|cell| cell.columns == 1) {
        let column = &mut columns[cell.column];
        column.1 = column.1.max(cell.node.min);
        column.2 = column.2.max(cell.node.max);
    }
    for cell in cells.iter().filter(|cell| cell.columns > 1) {
        let covered = cell.column..cell.column + cell.columns;
        let between: f64 = covered.clone().skip(1).map(|at| layout.before(at)).sum();
        let parts = cell.columns as f64;
        let covered = &mut columns[covered];
        let (min, max) = covered
            .iter()
            .fold((between, between), |(min, max), c| (min + c.1, max + c.2));
        let more_min = ((cell.node.min - min) / parts).max(0.0);
        let more_max = ((cell.node.max - max) / parts).max(0.0);
        for column in covered {
            column.1 += more_min;
            column.2 += more_max;
        }
    }
}
