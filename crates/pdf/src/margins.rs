//! What stands around the content of each page: `header`, `footer` and `background`.

use std::cell::RefCell;
use std::rc::Rc;

use engine::Value;

use crate::flow::Flow;
use crate::page::{Margins, Size};
use crate::parse::Parser;
use crate::place::Place;
use crate::read::Read;
use crate::sheet::Sheet;
use crate::style::Style;
use crate::{Job, PdfError};

/// Headers, footers and grounds.
pub(crate) struct Around<'p, 'a, 'd> {
    parser: &'p Parser<'a, 'd>,
    style: &'p Rc<Style>,
    header: Part<'p, 'd>,
    footer: Part<'p, 'd>,
    background: Part<'p, 'd>,
}

/// One of them: the same on all pages, or page by page.
struct Part<'p, 'd> {
    all: Option<Read<'p>>,
    each: Option<Read<'p>>,
    /// The one for all pages as it was made for a width.
    made: RefCell<Option<(Size, Made<'d>)>>,
}

/// It and its height.
type Made<'d> = (Rc<Sheet<'d>>, f64);

impl<'p> Part<'p, '_> {
    fn new(
        definition: &Read<'p>,
        key: &str,
        each: &'p Value,
        list: &str,
    ) -> Result<Self, PdfError> {
        let all = definition.some(key);
        if let Some(read) = all
            .as_ref()
            .filter(|read| read.value.as_function().is_some())
        {
            return Err(read.not("content"));
        }
        let each = Read::new(each, Place::root().key(list));
        Ok(Part {
            all: all.filter(|read| engine::js::truthy(read.value)),
            each: (!each.value.is_none()).then_some(each),
            made: RefCell::default(),
        })
    }
}

impl<'p, 'a, 'd> Around<'p, 'a, 'd> {
    pub(crate) fn new(
        parser: &'p Parser<'a, 'd>,
        style: &'p Rc<Style>,
        definition: &Read<'p>,
        job: &'p Job,
    ) -> Result<Around<'p, 'a, 'd>, PdfError> {
        Ok(Around {
            parser,
            style,
            header: Part::new(definition, "header", &job.headers, "headers")?,
            footer: Part::new(definition, "footer", &job.footers, "footers")?,
            background: Part::new(definition, "background", &job.backgrounds, "backgrounds")?,
        })
    }

    /// The ground of a page.
    pub(crate) fn background(
        &self,
        page: usize,
        size: Size,
    ) -> Result<Option<Rc<Sheet<'d>>>, PdfError> {
        Ok(self.part(&self.background, page, size)?.map(|made| made.0))
    }

    /// Adds headers and footers to pages.
    pub(crate) fn add(&self, sheets: &mut [Sheet<'d>], margins: Margins) -> Result<(), PdfError> {
        for (page, sheet) in sheets.iter_mut().enumerate() {
            let size = sheet.size;
            for (part, top) in [
                (&self.header, 0.0),
                (&self.footer, size.height - margins.bottom),
            ] {
                if let Some((made, _)) = self.part(part, page, size)? {
                    self.parser.budget.items(made.len(), &Place::root())?;
                    sheet.add(&made, top);
                }
            }
        }
        Ok(())
    }

    fn part(
        &self,
        part: &Part<'p, 'd>,
        page: usize,
        size: Size,
    ) -> Result<Option<Made<'d>>, PdfError> {
        let ground = std::ptr::eq(part, &self.background);
        if let Some(each) = &part.each {
            let Some(value) = each.value.items().get(page) else {
                return Ok(None);
            };
            let read = Read::new(value, each.at.index(page));
            return match engine::js::truthy(value) {
                true => self.make(&read, size, ground).map(Some),
                false => Ok(None),
            };
        }
        let Some(all) = &part.all else {
            return Ok(None);
        };
        if let Some((for_size, made)) = &*part.made.borrow()
            && *for_size == size
        {
            return Ok(Some(made.clone()));
        }
        let made = self.make(all, size, ground)?;
        *part.made.borrow_mut() = Some((size, made.clone()));
        Ok(Some(made))
    }

    /// It goes from edge to edge; its own margins keep it away from them.
    fn make(&self, read: &Read<'_>, size: Size, ground: bool) -> Result<Made<'d>, PdfError> {
        let node = self.parser.node(read, self.style)?;
        let mut flow = Flow::endless(size, self.parser.budget);
        let mut cursor = flow.start();
        flow.node(&node, &mut cursor)?;
        // A ground may be larger than its page.
        if !ground && cursor.y > size.height + 1.0 {
            return Err(read.error(format!(
                "is {:.0} points high, but a page has {:.0}",
                cursor.y, size.height
            )));
        }
        let sheet = flow.sheets.into_iter().next();
        let sheet = sheet.unwrap_or_else(|| Sheet::new(size));
        Ok((Rc::new(sheet), cursor.y))
    }
}
