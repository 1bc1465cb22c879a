//! Lays nodes out on pages.
//!
//! A [`Cursor`] says where the next thing goes. Laying a node out moves it down and, where there is no
//! room, to the next page. Columns and the cells of a row begin at the same cursor; what comes after
//! them begins where the longest ends.
//!
//! Nothing is tried twice: what does not fit is moved to the next page once, and what does not fit there
//! either stands out below (pictures) or is an error (everything else). So every step ends.

mod block;
mod row;
mod rules;
mod table;

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::PdfError;
use crate::limits::Budget;
use crate::node::Marker;
use crate::page::{Margins, Orientation, Size};
use crate::place::Place;
use crate::sheet::{Placed, Sheet, Thing};

/// Where the next thing goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    pub(crate) page: usize,
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    /// What must stay free at the bottom of each page: padding and lines of the rows around.
    pub(crate) reserve: f64,
    /// What must stay free at the top of each further page.
    pub(crate) inset: f64,
    /// It is where it was put and moves to no other page.
    pub(crate) fixed: bool,
}

/// What stands at the top of each further page: the header of a table.
pub(crate) struct Repeat<'d> {
    pub(crate) sheet: Rc<Sheet<'d>>,
    pub(crate) height: f64,
    pub(crate) on: Vec<usize>,
}

/// Makes the ground of a page of that number and size.
pub(crate) type Background<'f, 'd> =
    &'f dyn Fn(usize, Size) -> Result<Option<Rc<Sheet<'d>>>, PdfError>;

/// The pages that become.
pub(crate) struct Flow<'f, 'd> {
    pub(crate) sheets: Vec<Sheet<'d>>,
    pub(crate) margins: Margins,
    pub(crate) budget: &'f Budget,
    background: Option<Background<'f, 'd>>,
    /// One page without end: what is on it is put elsewhere later.
    endless: bool,
    repeats: Vec<Repeat<'d>>,
    /// Where content ended on pages that it went on from.
    ends: BTreeMap<usize, f64>,
    /// The marker that the next line of text gets, and how far left of it.
    marker: Option<(Marker<'d>, f64)>,
}

/// Less than this is no difference.
const NEAR: f64 = 0.001;

impl<'f, 'd> Flow<'f, 'd> {
    /// Pages of a size, the first of them empty.
    pub(crate) fn new(
        size: Size,
        margins: Margins,
        budget: &'f Budget,
        background: Option<Background<'f, 'd>>,
    ) -> Result<Flow<'f, 'd>, PdfError> {
        let mut flow = Flow {
            sheets: Vec::new(),
            margins,
            budget,
            background,
            endless: false,
            repeats: Vec::new(),
            ends: BTreeMap::new(),
            marker: None,
        };
        flow.add_page(size, &Place::root())?;
        Ok(flow)
    }

    /// A single page without end or margins.
    pub(crate) fn endless(size: Size, budget: &'f Budget) -> Flow<'f, 'd> {
        Flow {
            sheets: vec![Sheet::new(size)],
            margins: Margins {
                left: 0.0,
                top: 0.0,
                right: 0.0,
                bottom: 0.0,
            },
            budget,
            background: None,
            endless: true,
            repeats: Vec::new(),
            ends: BTreeMap::new(),
            marker: None,
        }
    }

    /// The top left corner of the first page.
    pub(crate) fn start(&self) -> Cursor {
        let margins = self.margins;
        Cursor {
            page: 0,
            x: margins.left,
            y: margins.top,
            width: self.sheets[0].size.width - margins.left - margins.right,
            reserve: 0.0,
            inset: 0.0,
            fixed: false,
        }
    }

    fn add_page(&mut self, size: Size, at: &Place) -> Result<(), PdfError> {
        let most = self.budget.limits.pages;
        if self.sheets.len() >= most {
            let message = format!("the document has more than {most} pages, which is the limit");
            return Err(PdfError::new(at, message));
        }
        self.budget.clock(at)?;
        let mut sheet = Sheet::new(size);
        if let Some(background) = self.background {
            sheet.background = background(self.sheets.len(), size)?;
            let count = sheet.background.as_ref().map_or(0, |sheet| sheet.len());
            self.budget.items(count, at)?;
        }
        self.sheets.push(sheet);
        Ok(())
    }

    /// Where content has to end on the cursor's page.
    fn bottom(&self, cursor: &Cursor) -> f64 {
        if self.endless || cursor.fixed {
            return f64::INFINITY;
        }
        self.sheets[cursor.page].size.height - self.margins.bottom - cursor.reserve
    }

    /// Has the page of the cursor that much room?
    fn fits(&self, cursor: &Cursor, height: f64) -> bool {
        cursor.y + height <= self.bottom(cursor) + NEAR
    }

    /// Moves on to where `height` has room. Says whether it has: it may be higher than a page.
    fn make_room(
        &mut self,
        cursor: &mut Cursor,
        height: f64,
        at: &Place,
    ) -> Result<bool, PdfError> {
        if self.fits(cursor, height) {
            return Ok(true);
        }
        self.next_page(cursor, None, at)?;
        Ok(self.fits(cursor, height))
    }

    /// As [`Flow::make_room`], but what fits on no page is an error.
    fn need_room(&mut self, cursor: &mut Cursor, height: f64, at: &Place) -> Result<(), PdfError> {
        if self.make_room(cursor, height, at)? {
            return Ok(());
        }
        let room = (self.bottom(cursor) - cursor.y).max(0.0);
        Err(PdfError::new(
            at,
            format!("fits on no page: it is {height:.0} points high, and there are {room:.0}"),
        ))
    }

    /// Goes to the top of the next page, below the headers of tables that go on there.
    pub(crate) fn next_page(
        &mut self,
        cursor: &mut Cursor,
        orientation: Option<Orientation>,
        at: &Place,
    ) -> Result<(), PdfError> {
        if self.endless || cursor.fixed {
            return Ok(());
        }
        let end = self.ends.entry(cursor.page).or_insert(cursor.y);
        *end = end.max(cursor.y);
        let size = self.sheets[cursor.page].size;
        cursor.page += 1;
        if cursor.page == self.sheets.len() {
            let next = orientation.map_or(size, |to| size.turned(to));
            self.add_page(next, at)?;
        }
        cursor.width += self.sheets[cursor.page].size.width - size.width;
        cursor.y = self.top(cursor.page, at)? + cursor.inset;
        Ok(())
    }

    /// Where content begins on a page: below the headers of tables, which are drawn once.
    fn top(&mut self, page: usize, at: &Place) -> Result<f64, PdfError> {
        let mut y = self.margins.top;
        for repeat in &mut self.repeats {
            if !repeat.on.contains(&page) {
                self.budget.items(repeat.sheet.len(), at)?;
                self.sheets[page].add(&repeat.sheet, y);
                repeat.on.push(page);
            }
            y += repeat.height;
        }
        Ok(y)
    }

    /// Puts something on the cursor's page.
    fn put(
        &mut self,
        page: usize,
        (x, y): (f64, f64),
        thing: Thing<'d>,
        at: &Place,
    ) -> Result<(), PdfError> {
        self.budget.items(1, at)?;
        self.sheets[page].things.push(Placed { x, y, thing });
        Ok(())
    }

    /// Lays something out on a page of its own without end, and gives that page and the height.
    fn capture(
        &mut self,
        cursor: &Cursor,
        lay: impl FnOnce(&mut Self, &mut Cursor) -> Result<(), PdfError>,
    ) -> Result<(Sheet<'d>, f64), PdfError> {
        let size = self.sheets[cursor.page].size;
        let sheets = std::mem::replace(&mut self.sheets, vec![Sheet::new(size)]);
        let repeats = std::mem::take(&mut self.repeats);
        let ends = std::mem::take(&mut self.ends);
        let endless = std::mem::replace(&mut self.endless, true);
        let mut within = Cursor {
            page: 0,
            y: 0.0,
            ..*cursor
        };
        let laid = lay(self, &mut within);
        let made = std::mem::replace(&mut self.sheets, sheets);
        (self.repeats, self.ends, self.endless) = (repeats, ends, endless);
        laid?;
        let sheet = made.into_iter().next();
        Ok((sheet.unwrap_or_else(|| Sheet::new(size)), within.y))
    }

    /// Puts what was captured at the cursor.
    fn place(
        &mut self,
        cursor: &mut Cursor,
        sheet: &Sheet<'d>,
        height: f64,
        at: &Place,
    ) -> Result<(), PdfError> {
        self.budget.items(sheet.len(), at)?;
        self.sheets[cursor.page].add(sheet, cursor.y);
        cursor.y += height;
        Ok(())
    }

    /// The height of an empty page, below the headers of tables.
    fn page_height(&self, cursor: &Cursor) -> f64 {
        if self.endless || cursor.fixed {
            return f64::INFINITY;
        }
        let repeated: f64 = self.repeats.iter().map(|repeat| repeat.height).sum();
        self.bottom(cursor) - self.margins.top - repeated - cursor.inset
    }
}
