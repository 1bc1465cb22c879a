//! Lines of text: which words go on one, and where they are on it.

use crate::inline::{Inline, Inlines};
use crate::style::Align;

/// A line with its words, from its top left corner.
pub(crate) struct Line<'d> {
    pub(crate) words: Vec<Word<'d>>,
    pub(crate) height: f64,
    /// From the top to the line that letters stand on.
    pub(crate) ascent: f64,
}

/// A word on its line.
pub(crate) struct Word<'d> {
    pub(crate) inline: Inline<'d>,
    pub(crate) x: f64,
    /// What justified text has between this word and the one before, beyond a space.
    pub(crate) shift: f64,
}

/// Words that one looks ahead for where a line may end.
const LOOK: usize = 200;

/// Makes lines of text, one by one.
pub(crate) struct Lines<'t, 'd> {
    items: &'t [Inline<'d>],
    next: usize,
    /// What is left of a word that was too long for its line.
    rest: Option<Inline<'d>>,
}

impl<'t, 'd> Lines<'t, 'd> {
    pub(crate) fn new(inlines: &'t Inlines<'d>) -> Lines<'t, 'd> {
        Lines {
            items: &inlines.items,
            next: 0,
            rest: None,
        }
    }

    /// A line of words that are all there already.
    pub(crate) fn whole(items: &[Inline<'d>]) -> Line<'d> {
        let mut line = Building::default();
        for item in items {
            line.push(item.clone());
        }
        line.done()
    }

    /// The next line in a column of that width; none after the last.
    pub(crate) fn next(&mut self, width: f64) -> Option<Line<'d>> {
        let mut line = Building::default();
        while let Some(item) = self.take(&line, width) {
            let ends = item.ends_line;
            line.push(item);
            if ends {
                line.forced = true;
                break;
            }
        }
        if line.words.is_empty() {
            return None;
        }
        let last = self.rest.is_none() && self.next >= self.items.len();
        line.align(width, last);
        Some(line.done())
    }

    /// The next word, if the line has room for it. A line has one word at least, or a part of it.
    fn take(&mut self, line: &Building<'d>, width: f64) -> Option<Inline<'d>> {
        let first = line.words.is_empty();
        let item = match &self.rest {
            Some(rest) => rest,
            None => self.items.get(self.next)?,
        };
        let glued = line.words.last().is_some_and(|word| word.inline.glued);
        let fits = if glued {
            line.with(item) <= width
        } else {
            line.with(item) + self.glued_to(item) <= width
        };
        if !first && !fits {
            return None;
        }
        let item = match self.rest.take() {
            Some(rest) => rest,
            None => {
                self.next += 1;
                self.items[self.next - 1].clone()
            }
        };
        let room = width - line.width();
        let too_long = item.width - item.leading - item.trailing > room;
        if too_long
            && !item.style.no_wrap
            && item.page_of.is_none()
            && let Some((head, rest)) = item.split(room + item.leading)
        {
            self.rest = Some(rest);
            return Some(head);
        }
        Some(item)
    }

    /// The width of what must be on the same line as `item`.
    fn glued_to(&self, item: &Inline<'d>) -> f64 {
        if !item.glued {
            return 0.0;
        }
        let from = self.next + usize::from(self.rest.is_none());
        let mut width = item.trailing;
        for item in self.items[from.min(self.items.len())..].iter().take(LOOK) {
            width += item.width;
            if !item.glued {
                return width - item.trailing;
            }
        }
        width
    }
}

/// A line that words are put on.
#[derive(Default)]
struct Building<'d> {
    words: Vec<Word<'d>>,
    /// Of all words, with the spaces at both ends.
    whole: f64,
    leading: f64,
    trailing: f64,
    /// The text ends this line, not its width.
    forced: bool,
}

impl<'d> Building<'d> {
    fn push(&mut self, inline: Inline<'d>) {
        if self.words.is_empty() {
            self.leading = inline.leading;
        }
        self.trailing = inline.trailing;
        let x = self.whole - self.leading;
        self.whole += inline.width;
        self.words.push(Word {
            inline,
            x,
            shift: 0.0,
        });
    }

    fn width(&self) -> f64 {
        self.whole - self.leading - self.trailing
    }

    /// How wide it is with `item` at its end.
    fn with(&self, item: &Inline<'d>) -> f64 {
        self.whole + item.width - self.leading - item.trailing - 1e-6
    }

    fn align(&mut self, width: f64, last: bool) {
        let Some(first) = self.words.first() else {
            return;
        };
        let left = width - self.width();
        let (shift, gap) = match first.inline.style.align {
            Align::Left => return,
            Align::Right => (left, 0.0),
            Align::Center => (left / 2.0, 0.0),
            Align::Justify if self.forced || last || self.words.len() < 2 => return,
            Align::Justify => (0.0, left / (self.words.len() - 1) as f64),
        };
        for (at, word) in self.words.iter_mut().enumerate() {
            word.x += shift + gap * at as f64;
            word.shift = if at > 0 { gap } else { 0.0 };
        }
    }

    fn done(self) -> Line<'d> {
        let heights = self.words.iter().map(|word| word.inline.height);
        let ascents = self.words.iter().map(|word| word.inline.ascent());
        Line {
            height: heights.fold(0.0, f64::max),
            ascent: ascents.fold(0.0, f64::max),
            words: self.words,
        }
    }
}
