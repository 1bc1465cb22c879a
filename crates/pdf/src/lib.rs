//! PDF from pdfmake's document definitions: `content` of texts, tables, lists, columns, pictures, with
//! styles, headers and footers, laid out on pages as pdfmake lays it out, and written by krilla.
//!
//! It knows neither pages of apps nor HTTP, fetches nothing, and takes no more time, pages or memory
//! than [`Limits`] allow: a definition comes from anyone. Start reading at [`render`], then `parse`
//! (the definition becomes nodes that know how wide they want to be), `flow` (nodes become pages) and
//! `draw` (pages become bytes).

mod color;
mod data_url;
mod draw;
mod error;
mod flow;
mod fonts;
mod image;
mod info;
mod inline;
mod limits;
mod line;
mod margins;
mod node;
mod page;
mod parse;
mod place;
mod read;
mod shape;
mod sheet;
mod style;
mod table;
#[cfg(test)]
mod tests;
mod width;

use std::cell::Cell;
use std::rc::Rc;

use engine::Value;

pub use error::PdfError;
pub use limits::Limits;

use draw::{Drawing, Watermark};
use flow::Flow;
use fonts::{Files, Fonts};
use image::Images;
use limits::Budget;
use margins::Around;
use page::{Margins, Size};
use parse::Parser;
use parse::toc::Tocs;
use place::Place;
use read::Read;
use sheet::Sheet;
use style::{Style, Styles};
use table::Layouts;

/// What a PDF is made of.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// The document definition.
    pub definition: Value,
    /// Layouts of tables by name.
    pub table_layouts: Value,
    /// Fonts by name: `{ normal, bold, italics, bolditalics }`, each a data URL.
    pub fonts: Value,
    /// Headers page by page, in place of the definition's: a list.
    pub headers: Value,
    /// Footers page by page, in place of the definition's: a list.
    pub footers: Value,
    /// Grounds page by page, in place of the definition's: a list.
    pub backgrounds: Value,
}

/// Makes the PDF.
///
/// # Errors
/// What is wrong with the definition and where, or which limit it exceeds.
pub fn render(job: &Job, limits: Limits) -> Result<Vec<u8>, PdfError> {
    with_pages(job, limits, |definition, sheets, drawing| {
        draw::document(sheets, definition, drawing)
    })
}

/// The widths and heights of the pages that there would be.
///
/// # Errors
/// See [`render`].
pub fn pages(job: &Job, limits: Limits) -> Result<Vec<(f64, f64)>, PdfError> {
    with_pages(job, limits, |_, sheets, _| {
        let size = |sheet: &Sheet<'_>| (sheet.size.width, sheet.size.height);
        Ok(sheets.iter().map(size).collect())
    })
}

/// Lays the content out and hands over the pages.
fn with_pages<T>(
    job: &Job,
    limits: Limits,
    then: impl FnOnce(&Read<'_>, &[Sheet<'_>], &Drawing<'_, '_>) -> Result<T, PdfError>,
) -> Result<T, PdfError> {
    let root = Place::root();
    let budget = Budget::new(limits);
    let definition = Read::new(&job.definition, root.clone());
    definition.map()?;
    refuse(&definition)?;
    let files = Files::read(&Read::new(&job.fonts, root.key("fonts")))?;
    let fonts = Fonts::new(&files);
    let content = definition.key("content");
    let parser = Parser {
        styles: Styles::read(&definition)?,
        fonts: &fonts,
        images: Images::new(&definition),
        layouts: Layouts::new(Read::new(&job.table_layouts, root.key("tableLayouts"))),
        tocs: Tocs::collect(&content, &budget)?,
        budget: &budget,
        depth: Cell::new(0),
    };
    let default = definition.key("defaultStyle");
    let style = parser.styles.of(&default, &Rc::new(Style::default()))?;
    let size = Size::read(&definition)?;
    let margins = Margins::read(&definition, size)?;
    let watermark = Watermark::read(&definition, &style, &fonts)?;
    if content.value.is_undefined() {
        return Err(content.error("is missing"));
    }
    let content = parser.node(&content, &style)?;

    let around = Around::new(&parser, &style, &definition, job)?;
    let background = |page: usize, size: Size| around.background(page, size);
    let mut flow = Flow::new(size, margins, &budget, Some(&background))?;
    let mut cursor = flow.start();
    flow.node(&content, &mut cursor)?;
    let mut sheets = flow.sheets;
    if let Some(most) = definition.some("maxPagesNumber") {
        sheets.truncate(most.count()?.max(1));
    }
    around.add(&mut sheets, margins)?;
    let drawing = Drawing {
        marks: draw::marks(&sheets),
        pages: sheets.len(),
        budget: &budget,
        watermark,
    };
    then(&definition, &sheets, &drawing)
}

/// What would be left out without a word, and matters.
fn refuse(definition: &Read<'_>) -> Result<(), PdfError> {
    for key in ["userPassword", "ownerPassword", "permissions"] {
        if let Some(read) = definition.some(key) {
            return Err(read.error("is not supported: the PDF would not be protected"));
        }
    }
    for key in ["attachments", "files"] {
        if let Some(read) = definition.some(key) {
            return Err(read.error("is not supported: nothing can be attached to the PDF"));
        }
    }
    Ok(())
}
