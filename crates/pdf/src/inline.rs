//! Text as words with their sizes, which lines are made of.

use std::rc::Rc;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::PdfError;
use crate::fonts::{Face, Fonts, Shaped};
use crate::place::Place;
use crate::style::Style;

/// Text of one look within a node.
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) style: Rc<Style>,
    pub(crate) at: Place,
    /// What stands here is the number of the page of the node with that id.
    pub(crate) page_of: Option<Rc<str>>,
}

/// A word with what follows it up to the next place where a line may end.
#[derive(Clone)]
pub(crate) struct Inline<'d> {
    pub(crate) shaped: Rc<Shaped>,
    pub(crate) face: Rc<Face<'d>>,
    pub(crate) style: Rc<Style>,
    /// Size of the text: that of the style, less where it is raised or lowered.
    pub(crate) size: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// What does not count where the line begins with it.
    pub(crate) leading: f64,
    /// What does not count where the line ends with it.
    pub(crate) trailing: f64,
    /// The line ends here.
    pub(crate) ends_line: bool,
    /// The line may not end here.
    pub(crate) glued: bool,
    pub(crate) page_of: Option<Rc<str>>,
}

/// Words of a node and how wide it is at least and at most.
#[derive(Default)]
pub(crate) struct Inlines<'d> {
    pub(crate) items: Vec<Inline<'d>>,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// Raised and lowered text is smaller by this.
const SMALL: f64 = 0.58;

/// Characters of a word at most: what is longer is broken anywhere anyway.
const LONGEST_WORD: usize = 400;

impl<'d> Inline<'d> {
    fn new(
        text: &str,
        run: &Run,
        style: &Rc<Style>,
        fonts: &Fonts<'d>,
    ) -> Result<Inline<'d>, PdfError> {
        let face = fonts.of(style, &run.at)?;
        let small = if style.sup || style.sub { SMALL } else { 1.0 };
        let size = style.font_size * small;
        let height = face.height * size * style.line_height;
        let mut inline = Inline {
            shaped: face.shape(text),
            face,
            style: style.clone(),
            size,
            width: 0.0,
            height,
            leading: 0.0,
            trailing: 0.0,
            ends_line: false,
            glued: false,
            page_of: run.page_of.clone(),
        };
        inline.measure();
        Ok(inline)
    }

    fn measure(&mut self) {
        let text = &*self.shaped.text;
        let width = self.width_of(&self.shaped);
        let (head, tail) = (text.trim_start(), text.trim_end());
        let (head, tail) = (text.len() - head.len(), tail.len());
        let spaces = |text: &str, kept: bool| match text {
            "" => 0.0,
            _ if kept => 0.0,
            text => self.width_of(&self.face.shape(text)),
        };
        let leading = spaces(&text[..head], self.style.keep_leading);
        let trailing = spaces(&text[tail..], self.style.keep_trailing);
        (self.width, self.leading, self.trailing) = (width, leading, trailing);
    }

    /// How wide glyphs are in this style.
    pub(crate) fn width_of(&self, shaped: &Shaped) -> f64 {
        let gaps = shaped.glyphs.len().saturating_sub(1) as f64;
        shaped.width * self.size + self.style.character_spacing * gaps
    }

    /// Above the baseline.
    pub(crate) fn ascent(&self) -> f64 {
        self.face.ascent * self.size
    }

    fn trimmed(&self) -> f64 {
        (self.width - self.leading - self.trailing).max(0.0)
    }

    /// Two parts, the first of which fits into `room` if it can: it has one character at least.
    pub(crate) fn split(&self, room: f64) -> Option<(Inline<'d>, Inline<'d>)> {
        let text = &*self.shaped.text;
        let mut fits = 0.0;
        let mut end = 0;
        for (at, c) in text.char_indices() {
            let next = at + c.len_utf8();
            let glyphs = self.shaped.glyphs.iter();
            // Words are short: looking at all glyphs for each character is cheap.
            let width: f64 = glyphs
                .filter(|glyph| glyph.text_range.start == at)
                .map(|glyph| f64::from(glyph.x_advance) * self.size + self.style.character_spacing)
                .sum();
            fits += width;
            if fits > room && end > 0 {
                break;
            }
            end = next;
        }
        if end >= text.len() {
            return None;
        }
        let part = |text: &str| {
            let mut part = self.clone();
            part.shaped = self.face.shape(text);
            part.measure();
            part
        };
        let (mut head, tail) = (part(&text[..end]), part(&text[end..]));
        (head.ends_line, head.glued) = (false, false);
        Some((head, tail))
    }
}

/// Measures the words of `runs`.
pub(crate) fn measure<'d>(
    runs: &[Run],
    style: &Style,
    fonts: &Fonts<'d>,
) -> Result<Inlines<'d>, PdfError> {
    let mut items: Vec<Inline<'d>> = Vec::new();
    let mut last: Option<String> = None;
    for run in runs {
        let words = words(&run.text, &run.style);
        if let (Some(last), Some((first, _))) = (&last, words.first()) {
            // Text that goes on in another look is no place to end a line.
            let joined = format!("{last}{first}");
            let breaks = linebreaks(&joined).any(|(at, _)| at <= last.len() && at > 0);
            if let Some(item) = items.last_mut() {
                item.glued = !breaks && !first.is_empty();
            }
        }
        for (text, ends) in &words {
            let mut inline = Inline::new(text, run, &run.style, fonts)?;
            inline.ends_line = *ends;
            items.push(inline);
        }
        last = match words.last() {
            Some((text, false)) if !text.is_empty() => Some((*text).to_owned()),
            _ => None,
        };
    }
    if let Some(first) = items.first_mut().filter(|_| style.leading_indent != 0.0) {
        first.leading -= style.leading_indent;
    }
    let (min, max) = bounds(&items);
    let min = if style.no_wrap { max } else { min };
    Ok(Inlines { items, min, max })
}

/// The widest word, and the widest line that nothing but its text ends.
fn bounds(items: &[Inline<'_>]) -> (f64, f64) {
    let (mut min, mut max) = (0.0_f64, 0.0_f64);
    let mut word = 0.0;
    let mut line: Option<(f64, f64)> = None;
    for item in items {
        word += item.trimmed();
        min = min.max(word);
        if !item.glued {
            word = 0.0;
        }
        let (width, leading) = line.unwrap_or((0.0, item.leading));
        let width = width + item.width;
        max = max.max(width - leading - item.trailing);
        line = (!item.ends_line).then_some((width, leading));
    }
    (min, max)
}

/// The parts of a text between the places where lines may end, and whether they must.
fn words<'t>(text: &'t str, style: &Style) -> Vec<(&'t str, bool)> {
    if style.no_wrap || text.is_empty() {
        return vec![(text, false)];
    }
    let mut words = Vec::new();
    let mut start = 0;
    for (end, kind) in linebreaks(text) {
        let whole = &text[start..end];
        let word = whole.trim_end_matches([
            '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
        ]);
        let ends = kind == BreakOpportunity::Mandatory && word.len() < whole.len();
        let most = if style.break_all { 1 } else { LONGEST_WORD };
        pieces(word, most, &mut words);
        if let Some(last) = words.last_mut() {
            last.1 = ends;
        }
        start = end;
    }
    words
}

/// `word` in pieces of `most` characters.
fn pieces<'t>(word: &'t str, most: usize, words: &mut Vec<(&'t str, bool)>) {
    let mut rest = word;
    while let Some((end, _)) = rest.char_indices().nth(most) {
        words.push((&rest[..end], false));
        rest = &rest[end..];
    }
    words.push((rest, false));
}

/// Text as it can be drawn: tabs are four spaces, other controls but ends of lines are left out.
pub(crate) fn clean(text: &str) -> String {
    let text = text.replace('\t', "    ");
    let drawn = |c: &char| !c.is_control() || matches!(c, '\n' | '\r');
    text.chars().filter(drawn).collect()
}
