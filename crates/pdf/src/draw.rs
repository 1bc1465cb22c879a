//! From pages to the bytes of a PDF.

mod text;
mod watermark;

use std::collections::HashMap;
use std::rc::Rc;

use krilla::action::LinkAction;
use krilla::annotation::{LinkAnnotation, Target};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::page::PageSettings;
use krilla::paint::FillRule;
use krilla::surface::Surface;
use krilla::{Document, SerializeSettings};

use crate::PdfError;
use crate::limits::Budget;
use crate::place::Place;
use crate::read::Read;
use crate::shape::share;
use crate::sheet::{Photo, Placed, Sheet, Thing};
use crate::style::Link;
pub(crate) use watermark::Watermark;

/// Where nodes ended up: page, left edge and top, by id.
pub(crate) type Marks = HashMap<Rc<str>, (usize, f64, f64)>;

/// What pages are drawn with.
pub(crate) struct Drawing<'f, 'd> {
    pub(crate) marks: Marks,
    pub(crate) pages: usize,
    pub(crate) budget: &'f Budget,
    pub(crate) watermark: Option<Watermark<'d>>,
}

/// Writes all pages.
pub(crate) fn document(
    sheets: &[Sheet<'_>],
    definition: &Read<'_>,
    drawing: &Drawing<'_, '_>,
) -> Result<Vec<u8>, PdfError> {
    let compress = definition.value.key("compress").as_bool() != Some(false);
    let mut document = Document::new_with(SerializeSettings {
        compress_content_streams: compress,
        ..SerializeSettings::default()
    });
    document.set_metadata(crate::info::metadata(definition)?);
    for sheet in sheets {
        drawing.budget.clock(&Place::root())?;
        let size = (sheet.size.width as f32, sheet.size.height as f32);
        let settings = PageSettings::from_wh(size.0, size.1)
            .ok_or_else(|| PdfError::whole("a page has no size"))?;
        let mut page = document.start_page_with(settings);
        let mut links = Vec::new();
        {
            let mut surface = page.surface();
            drawing.sheet(sheet, &mut surface, &mut links)?;
            if let Some(watermark) = &drawing.watermark {
                drawing.budget.items(watermark.glyphs(), &Place::root())?;
                watermark.draw(sheet.size, &mut surface);
            }
            surface.finish();
        }
        for link in links {
            page.add_annotation(link.into());
        }
        page.finish();
    }
    let written = document.finish();
    written.map_err(|e| PdfError::whole(format!("the PDF could not be written: {e}")))
}

/// Where nodes are.
pub(crate) fn marks(sheets: &[Sheet<'_>]) -> Marks {
    let mut marks = Marks::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for placed in &sheet.things {
            if let Thing::Mark(id) = &placed.thing {
                // What comes again on each page is where it was first.
                marks
                    .entry(id.clone())
                    .or_insert((page, placed.x, placed.y));
            }
        }
    }
    marks
}

impl Drawing<'_, '_> {
    fn sheet(
        &self,
        sheet: &Sheet<'_>,
        surface: &mut Surface<'_>,
        links: &mut Vec<LinkAnnotation>,
    ) -> Result<(), PdfError> {
        if let Some(background) = &sheet.background {
            self.sheet(background, surface, links)?;
        }
        for placed in sheet.fills.iter().rev().chain(&sheet.things) {
            self.budget.tick(&Place::root())?;
            if let Thing::Shape(shape) = &placed.thing {
                // What stands on every page, such as a code in a header, is drawn on every page.
                let elements = shape.path.elements().len();
                self.budget.items(elements / 16, &Place::root())?;
            }
            self.placed(placed, surface, links);
        }
        Ok(())
    }

    fn placed(
        &self,
        placed: &Placed<'_>,
        surface: &mut Surface<'_>,
        links: &mut Vec<LinkAnnotation>,
    ) {
        let (x, y) = (placed.x, placed.y);
        match &placed.thing {
            Thing::Line(line) => self.line(line, (x, y), surface, links),
            Thing::Shape(shape) => shape.draw(surface, x, y),
            Thing::Picture(photo) => draw_photo(photo, (x, y), surface),
            Thing::Link(width, height, link) => {
                links.extend(self.link((x, y), (*width, *height), link));
            }
            Thing::Mark(_) => {}
        }
    }

    /// An area that goes somewhere, if there is such a place.
    fn link(
        &self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        link: &Link,
    ) -> Option<LinkAnnotation> {
        let area = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32)?;
        let target = match link {
            Link::Address(address) => Target::Action(LinkAction::new(address.to_string()).into()),
            Link::Page(number) => {
                let page = number.checked_sub(1).filter(|page| *page < self.pages)?;
                Target::Destination(XyzDestination::new(page, Point::from_xy(0.0, 0.0)).into())
            }
            Link::Node(id) => {
                let (page, x, y) = *self.marks.get(id)?;
                let point = Point::from_xy(x as f32, y as f32);
                Target::Destination(XyzDestination::new(page, point).into())
            }
        };
        Some(LinkAnnotation::new(area, target))
    }
}

fn draw_photo(photo: &Photo, (x, y): (f64, f64), surface: &mut Surface<'_>) {
    let natural = photo.image.size();
    let (mut width, mut height) = (photo.width, photo.height);
    let mut at = (x, y);
    let area = Rect::from_xywh(x as f32, y as f32, width as f32, height as f32);
    let mut clipped = false;
    if let Some(cover) = photo.cover {
        let ratio = f64::from(natural.0.max(1)) / f64::from(natural.1.max(1));
        if width / height > ratio {
            height = width / ratio;
        } else {
            width = height * ratio;
        }
        at.0 -= (width - photo.width) * cover.across;
        at.1 -= (height - photo.height) * cover.down;
        let mut path = PathBuilder::new();
        if let Some(area) = area {
            path.push_rect(area);
        }
        if let Some(path) = path.finish() {
            surface.push_clip_path(&path, &FillRule::NonZero);
            clipped = true;
        }
    }
    // What has no size is not drawn.
    if let Some(size) = Size::from_wh(width as f32, height as f32) {
        surface.push_transform(&Transform::from_translate(at.0 as f32, at.1 as f32));
        if photo.opacity < 1.0 {
            surface.push_opacity(share(photo.opacity));
        }
        surface.draw_image(photo.image.clone(), size);
        if photo.opacity < 1.0 {
            surface.pop();
        }
        surface.pop();
    }
    if clipped {
        surface.pop();
    }
}
