//! `watermark`: large pale text across each page.

use std::rc::Rc;

use krilla::geom::{Point, Transform};
use krilla::paint::Fill;
use krilla::surface::Surface;

use crate::PdfError;
use crate::color::Color;
use crate::fonts::{Face, Fonts, Shaped};
use crate::inline;
use crate::page::Size;
use crate::read::Read;
use crate::shape::share;
use crate::style::Style;

/// A watermark.
pub(crate) struct Watermark<'d> {
    shaped: Rc<Shaped>,
    face: Rc<Face<'d>>,
    /// None: as large as the page allows.
    size: Option<f64>,
    color: Color,
    opacity: f64,
    /// In degrees; none: along the page's diagonal.
    angle: Option<f64>,
}

impl<'d> Watermark<'d> {
    /// Text, or an object with `text` and its look.
    pub(crate) fn read(
        definition: &Read<'_>,
        default: &Style,
        fonts: &Fonts<'d>,
    ) -> Result<Option<Watermark<'d>>, PdfError> {
        let Some(read) = definition.some("watermark") else {
            return Ok(None);
        };
        let text = match read.value.as_str() {
            Some(text) => text,
            None => {
                read.map()?;
                read.text_of("text")?.unwrap_or_default()
            }
        };
        if text.is_empty() {
            return Ok(None);
        }
        let style = Style {
            font: read.text_of("font")?.map_or(default.font.clone(), Rc::from),
            bold: read.flag_of("bold"),
            italics: read.flag_of("italics"),
            ..Style::default()
        };
        let size = match read.value.key("fontSize") {
            size if size.is_none() || size.as_str() == Some("auto") => None,
            _ => Some(read.key("fontSize").length()?),
        };
        let opacity = read.some("opacity").map(|read| read.share()).transpose()?;
        let color = read
            .some("color")
            .map(|read| Color::read(&read))
            .transpose()?;
        let face = fonts.of(&style, &read.at)?;
        Ok(Some(Watermark {
            shaped: face.shape(&inline::clean(text)),
            face,
            size,
            color: color.flatten().unwrap_or(Color::BLACK),
            opacity: opacity.unwrap_or(0.6),
            angle: read.number_of("angle")?,
        }))
    }

    /// How many glyphs it has on each page.
    pub(super) fn glyphs(&self) -> usize {
        self.shaped.glyphs.len()
    }

    /// Draws it on a page.
    pub(super) fn draw(&self, page: Size, surface: &mut Surface<'_>) {
        let diagonal = || -page.height.atan2(page.width).to_degrees();
        let angle = self.angle.unwrap_or_else(diagonal);
        let (width, height) = (self.shaped.width, self.face.height);
        let (sin, cos) = angle.to_radians().sin_cos();
        // Its sides, when it is one point high and turned.
        let across = (height * sin).abs() + (width * cos).abs();
        let down = (width * sin).abs() + (height * cos).abs();
        let largest = (page.width / across).min(page.height / down).min(1000.0);
        let size = self.size.unwrap_or(largest);
        let (x, y) = (page.width / 2.0, page.height / 2.0);
        surface.push_transform(&Transform::from_rotate_at(angle as f32, x as f32, y as f32));
        surface.set_stroke(None);
        surface.set_fill(Some(Fill {
            paint: self.color.paint(),
            opacity: share(self.opacity),
            ..Fill::default()
        }));
        let left = x - width * size / 2.0;
        let baseline = y - height * size / 2.0 + self.face.ascent * size;
        let at = Point::from_xy(left as f32, baseline as f32);
        let (font, text) = (self.face.font.clone(), &self.shaped.text);
        surface.draw_glyphs(at, &self.shaped.glyphs, font, text, size as f32, false);
        surface.pop();
    }
}
