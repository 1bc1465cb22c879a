//! Lines of text: grounds, glyphs, decorations and links.

use std::rc::Rc;

use krilla::annotation::LinkAnnotation;
use krilla::geom::Point;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::KrillaGlyph;
use kurbo::BezPath;

use super::Drawing;
use crate::fonts::Shaped;
use crate::inline::Inline;
use crate::line::{Line, Word};
use crate::shape::{self, Shape, share};
use crate::style::{Align, Decoration, Stroke};

impl Drawing<'_, '_> {
    pub(super) fn line(
        &self,
        line: &Line<'_>,
        (x, y): (f64, f64),
        surface: &mut Surface<'_>,
        links: &mut Vec<LinkAnnotation>,
    ) {
        for word in &line.words {
            if let Some(color) = word.inline.style.background {
                let (left, width) = (x + word.x - word.shift, word.inline.width + word.shift);
                let ground = Shape::filled(left, y, width, line.height, color, 1.0);
                ground.draw(surface, 0.0, 0.0);
            }
        }
        let mut rest = &line.words[..];
        while let Some((words, after)) = piece(rest) {
            rest = after;
            self.piece(line, words, (x, y), surface, links);
        }
        decorations(line, (x, y), surface);
    }

    /// Words of one look in one go: fewer instructions, and one link.
    fn piece(
        &self,
        line: &Line<'_>,
        words: &[Word<'_>],
        (x, y): (f64, f64),
        surface: &mut Surface<'_>,
        links: &mut Vec<LinkAnnotation>,
    ) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return;
        };
        let inline = &first.inline;
        let raised = inline.style.sup.then_some(-inline.size * 0.75);
        let lowered = inline.style.sub.then_some(inline.size * 0.35);
        let baseline = y + line.ascent + raised.or(lowered).unwrap_or(0.0);
        let shaped = match words {
            [_] => self.shaped(inline),
            words => Rc::new(joined(words)),
        };
        let shift = match (&inline.page_of, inline.style.align) {
            (Some(_), Align::Right) => inline.width - inline.width_of(&shaped),
            (Some(_), Align::Center) => (inline.width - inline.width_of(&shaped)) / 2.0,
            _ => 0.0,
        };
        glyphs(inline, &shaped, (x + first.x + shift, baseline), surface);
        if let Some(link) = &inline.style.link {
            let top = baseline - inline.ascent();
            let width = last.x + last.inline.width - first.x;
            links.extend(self.link((x + first.x, top), (width, inline.height), link));
        }
    }

    /// The glyphs of a word, or of the number of a page that is known by now.
    fn shaped(&self, inline: &Inline<'_>) -> Rc<Shaped> {
        match &inline.page_of {
            None => inline.shaped.clone(),
            Some(id) => match self.marks.get(id) {
                Some((page, ..)) => inline.face.shape(&(page + 1).to_string()),
                None => inline.face.shape("?"),
            },
        }
    }
}

/// The first words that can be drawn in one go, and the others.
fn piece<'w, 'd>(words: &'w [Word<'d>]) -> Option<(&'w [Word<'d>], &'w [Word<'d>])> {
    let first = &words.first()?.inline;
    let alone = first.page_of.is_some() || first.style.character_spacing != 0.0;
    let goes_on = |word: &&Word<'_>| {
        !alone
            && word.shift == 0.0
            && word.inline.page_of.is_none()
            && Rc::ptr_eq(&word.inline.style, &first.style)
    };
    let count = 1 + words[1..].iter().take_while(goes_on).count();
    Some(words.split_at(count))
}

/// Words as one.
fn joined(words: &[Word<'_>]) -> Shaped {
    let mut text = String::new();
    let mut glyphs = Vec::new();
    let mut width = 0.0;
    for word in words {
        let shaped = &word.inline.shaped;
        let start = text.len();
        glyphs.extend(shaped.glyphs.iter().map(|glyph| KrillaGlyph {
            text_range: start + glyph.text_range.start..start + glyph.text_range.end,
            ..glyph.clone()
        }));
        text.push_str(&shaped.text);
        width += shaped.width;
    }
    Shaped {
        text: text.into(),
        glyphs,
        width,
    }
}

fn glyphs(inline: &Inline<'_>, shaped: &Shaped, (x, y): (f64, f64), surface: &mut Surface<'_>) {
    if shaped.glyphs.is_empty() {
        return;
    }
    let style = &inline.style;
    surface.set_fill(Some(Fill {
        paint: style.color.paint(),
        opacity: share(style.opacity),
        ..Fill::default()
    }));
    surface.set_stroke(None);
    let at = Point::from_xy(x as f32, y as f32);
    let (font, size) = (inline.face.font.clone(), inline.size as f32);
    if style.character_spacing == 0.0 {
        surface.draw_glyphs(at, &shaped.glyphs, font, &shaped.text, size, false);
        return;
    }
    let more = (style.character_spacing / inline.size) as f32;
    let spaced: Vec<KrillaGlyph> = shaped
        .glyphs
        .iter()
        .map(|glyph| KrillaGlyph {
            x_advance: glyph.x_advance + more,
            ..glyph.clone()
        })
        .collect();
    surface.draw_glyphs(at, &spaced, font, &shaped.text, size, false);
}

/// Draws lines at words. Neighbours with the same line share it.
fn decorations(line: &Line<'_>, at: (f64, f64), surface: &mut Surface<'_>) {
    let mut start = 0;
    while start < line.words.len() {
        let style = &line.words[start].inline.style;
        let alike = |word: &Word<'_>| {
            let other = &word.inline.style;
            other.decoration == style.decoration
                && other.decoration_color == style.decoration_color
                && other.decoration_stroke == style.decoration_stroke
                && other.color == style.color
        };
        let rest = &line.words[start..];
        let count = rest.iter().take_while(|word| alike(word)).count().max(1);
        for decoration in style.decoration.iter() {
            decorate(line, &rest[..count], *decoration, at, surface);
        }
        start += count;
    }
}

fn decorate(
    line: &Line<'_>,
    words: &[Word<'_>],
    decoration: Decoration,
    (x, y): (f64, f64),
    surface: &mut Surface<'_>,
) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let largest = words
        .iter()
        .map(|word| &word.inline)
        .fold(&first.inline, |a, b| if b.size > a.size { b } else { a });
    let style = &first.inline.style;
    let ascent = largest.ascent();
    let down = match decoration {
        Decoration::Underline => line.ascent + (largest.height - ascent) * 0.45,
        Decoration::Overline => line.ascent - ascent * 0.85,
        Decoration::LineThrough => line.ascent - ascent * 0.25,
    };
    let raised = style.sup.then_some(-first.inline.size * 0.75);
    let lowered = style.sub.then_some(first.inline.size * 0.35);
    let y = y + down + raised.or(lowered).unwrap_or(0.0);
    let usual = 0.5 + ((largest.size - 8.0).max(0.0) / 2.0).floor() * 0.12;
    let width = style.decoration_width.unwrap_or(usual);
    let (from, to) = (x + first.x, x + last.x + last.inline.width);
    let color = style.decoration_color.unwrap_or(style.color);
    let mut pen = shape::Line::new(color, width);
    let dash = |length: f64, space: f64| shape::Dash {
        length,
        space,
        phase: 0.0,
    };
    let mut draw = |from: (f64, f64), to: (f64, f64), pen: shape::Line| {
        Shape::line(from, to, pen).draw(surface, 0.0, 0.0);
    };
    match style.decoration_stroke {
        Stroke::Solid => draw((from, y), (to, y), pen),
        Stroke::Double => {
            let gap = width.max(0.5).max(largest.size * 0.15);
            pen.width = width / 2.0;
            draw((from, y), (to, y), pen.clone());
            draw((from, y + gap), (to, y + gap), pen);
        }
        Stroke::Dashed => {
            pen.dash = Some(dash(3.96, 2.84));
            draw((from, y), (to, y), pen);
        }
        Stroke::Dotted => {
            pen.dash = Some(dash(width.max(0.01), width.max(0.01) * 2.0));
            draw((from, y), (to, y), pen);
        }
        Stroke::Wavy => {
            pen.width = width / 3.0;
            let wave = Shape {
                path: wave(from, to, y),
                fill: None,
                line: Some(pen),
            };
            wave.draw(surface, 0.0, 0.0);
        }
    }
}

/// Waves a point high.
fn wave(from: f64, to: f64, y: f64) -> BezPath {
    const STEP: f64 = 2.1;
    const MOST: usize = 10_000;
    let mut path = BezPath::new();
    path.move_to((from, y));
    let count = (((to - from) / STEP) as usize).min(MOST);
    for at in 0..count {
        let x = from + at as f64 * STEP;
        let height = if at % 2 == 0 { -1.0 } else { 1.0 };
        let (one, other) = ((x + STEP / 3.0, y + height), (x + STEP / 1.5, y + height));
        path.curve_to(one, other, (x + STEP, y));
    }
    path
}
