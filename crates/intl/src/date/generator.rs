//! The pattern of a language that is nearest to what is asked for.

use super::fields::{
    DAY_PERIOD, Distance, FRACTION, HOUR, MINUTE, MONTH, Piece, SECOND, Skeleton, WEEKDAY, YEAR,
    ZONE, pieces, row,
};
use super::of_calendar;
use crate::locale::Locale;
use crate::number::Symbols;

/// A pattern that the language has.
struct Known {
    skeleton: Skeleton,
    pattern: String,
    /// Does the language say what the pattern is for? Else it is one of the usual ones.
    is_named: bool,
}

pub(super) struct Generator<'a> {
    locale: &'a Locale,
    own: bool,
    numbering: &'a str,
    known: Vec<Known>,
}

/// What a pattern is asked for, at work.
struct Wanted {
    skeleton: Skeleton,
    /// Hours, minutes and seconds have as many digits as was asked for.
    keeps_lengths: bool,
}

impl<'a> Generator<'a> {
    /// Those of a language and a calendar.
    pub(super) fn new(locale: &'a Locale, own: bool, numbering: &'a str) -> Generator<'a> {
        let mut generator = Generator {
            locale,
            own,
            numbering,
            known: Vec::new(),
        };
        for pattern in of_calendar(locale, own, "date").split('|') {
            generator.add_usual(pattern);
        }
        for pattern in locale.data.text("time").split('|') {
            generator.add_usual(pattern);
        }
        let prefix = if own { "own.sk." } else { "sk." };
        for (skeleton, pattern) in locale.data.under(prefix) {
            generator.add_named(skeleton, pattern);
        }
        for letter in ["G", "y", "M", "E", "d", "a", "H", "m", "s", "S", "v"] {
            generator.add_usual(letter);
        }
        // As ICU goes through them: by the first field's letter, capitals first.
        let first = |known: &Known| {
            let base = known.skeleton.base();
            base.first()
                .map_or((false, 'z'), |(_, c, _)| (c.is_lowercase(), *c))
        };
        generator.known.sort_by_key(first);
        generator
    }

    fn add_usual(&mut self, pattern: &str) {
        let skeleton = Skeleton::of(pattern);
        let base = skeleton.base();
        if pattern.is_empty() || self.known.iter().any(|known| known.skeleton.base() == base) {
            return;
        }
        self.known.push(Known {
            skeleton,
            pattern: pattern.to_owned(),
            is_named: false,
        });
    }

    fn add_named(&mut self, skeleton: &str, pattern: &str) {
        let skeleton = Skeleton::of(skeleton);
        let same = |known: &&mut Known| known.skeleton.asked == skeleton.asked;
        match self.known.iter_mut().find(same) {
            Some(known) if known.is_named => {}
            Some(known) => {
                known.pattern = pattern.to_owned();
                known.is_named = true;
            }
            None => self.known.push(Known {
                skeleton,
                pattern: pattern.to_owned(),
                is_named: true,
            }),
        }
    }

    /// The best pattern for the letters of `skeleton`.
    pub(super) fn best(&self, skeleton: &str, keeps_lengths: bool) -> String {
        /// The fields of dates.
        const DATE: u32 = (1 << DAY_PERIOD) - 1;
        let wanted = Wanted {
            skeleton: Skeleton::of(skeleton),
            keeps_lengths,
        };
        let all = u32::MAX;
        let Some((known, distance)) = self.nearest(&wanted, all) else {
            return String::new();
        };
        if distance.missing == 0 && distance.extra == 0 {
            return wanted.adjust(&known.pattern, known);
        }
        let needed = wanted.skeleton.mask();
        let date = self.appended(&wanted, needed & DATE);
        let time = self.appended(&wanted, needed & !DATE);
        match (date, time) {
            (None, time) => time.unwrap_or_default(),
            (Some(date), None) => date,
            (Some(date), Some(time)) => {
                let style = match wanted.skeleton.base_len(MONTH) {
                    4 if wanted.skeleton.kind(WEEKDAY) != 0 => 0,
                    4 => 1,
                    3 => 2,
                    _ => 3,
                };
                let list = match of_calendar(self.locale, self.own, "at") {
                    "" => of_calendar(self.locale, self.own, "both"),
                    at => at,
                };
                let both = list.split('|').nth(style).unwrap_or("{1} {0}");
                both.replace("{1}", &date).replace("{0}", &time)
            }
        }
    }

    /// The nearest pattern, where only the fields of `mask` are asked for.
    fn nearest(&self, wanted: &Wanted, mask: u32) -> Option<(&Known, Distance)> {
        let mut best: Option<(&Known, Distance)> = None;
        for known in &self.known {
            let found = Distance::between(&wanted.skeleton, &known.skeleton, mask);
            let better = best.as_ref().is_none_or(|(_, best)| {
                found.distance < best.distance
                    || (found.distance == best.distance && best.missing < found.missing)
            });
            if better {
                best = Some((known, found));
            }
        }
        best
    }

    /// A pattern for the fields of `mask`: the nearest one, with what it has not appended.
    fn appended(&self, wanted: &Wanted, mask: u32) -> Option<String> {
        const SECONDS: u32 = 1 << SECOND | 1 << FRACTION;
        if mask == 0 {
            return None;
        }
        let (known, found) = self.nearest(wanted, mask)?;
        let mut pattern = wanted.adjust(&known.pattern, known);
        let mut missing = found.missing;
        let mut before = 0;
        while missing != 0 && missing != before {
            if missing & SECONDS == 1 << FRACTION && mask & SECONDS == SECONDS {
                pattern = self.with_fraction(wanted, &pattern, known);
                missing &= !(1 << FRACTION);
                continue;
            }
            let (known, found) = self.nearest(wanted, missing)?;
            let more = wanted.adjust(&known.pattern, known);
            let added = missing & !found.missing;
            let top = (u32::BITS - 1).saturating_sub(added.leading_zeros()) as usize;
            pattern = self.append(top, &pattern, &more);
            missing = found.missing;
            // ICU appends no second time.
            before = missing;
        }
        Some(pattern)
    }

    /// Adds a pattern for a field to another.
    fn append(&self, field: usize, pattern: &str, more: &str) -> String {
        // Era, year, month, weekday, day, hour, minute, second.
        let item = match field {
            0 => Some(0),
            YEAR => Some(1),
            MONTH => Some(2),
            WEEKDAY => Some(3),
            9 => Some(4),
            HOUR => Some(5),
            MINUTE => Some(6),
            SECOND => Some(7),
            _ => None,
        };
        let forms = &self.locale.data;
        let form = match (item, field) {
            (Some(item), _) => forms.item("append", item),
            (None, ZONE) => forms.text("zone"),
            _ => "{0} ├{2}: {1}┤",
        };
        let name = match (item, field) {
            (Some(item), _) => forms.item("fields", item),
            (None, DAY_PERIOD) => forms.item("fields", 8),
            _ => "F14",
        };
        form.replace("{0}", pattern)
            .replace("{1}", more)
            .replace("{2}", &format!("'{name}'"))
    }

    /// The seconds of `pattern` with their fraction.
    fn with_fraction(&self, wanted: &Wanted, pattern: &str, known: &Known) -> String {
        let pattern = wanted.adjust(pattern, known);
        let Some((letter, len)) = wanted.skeleton.asked[FRACTION] else {
            return pattern;
        };
        let point = Symbols::of(self.locale, self.numbering).point;
        let mut out = String::new();
        for piece in pieces(&pattern) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Field(field, n) => {
                    out.extend(std::iter::repeat_n(field, n));
                    if field == 's' {
                        out.push_str(point);
                        out.extend(std::iter::repeat_n(letter, len));
                    }
                }
            }
        }
        out
    }
}

impl Wanted {
    /// `pattern` with the fields as wide as they were asked for.
    fn adjust(&self, pattern: &str, known: &Known) -> String {
        let mut out = String::new();
        for piece in pieces(pattern) {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Field(letter, len) => {
                    let Some(&(_, field, kind, _)) = row(letter, len) else {
                        continue;
                    };
                    let (letter, len) = self.adjusted(field, kind, (letter, len), known);
                    out.extend(std::iter::repeat_n(letter, len));
                }
            }
        }
        out
    }

    fn adjusted(
        &self,
        field: usize,
        kind: i32,
        (letter, len): (char, usize),
        known: &Known,
    ) -> (char, usize) {
        let Some((asked, asked_len)) = self.skeleton.asked[field] else {
            return (letter, len);
        };
        let asked_len = if asked == 'E' {
            asked_len.max(3)
        } else {
            asked_len
        };
        let mut adjusted = asked_len;
        if (field == HOUR && !self.keeps_lengths) || field == MINUTE || field == SECOND {
            adjusted = len;
        } else if known.is_named && !matches!(asked, 'c' | 'e') {
            let named = known.skeleton.asked[field].map_or(0, |(_, len)| len);
            let is_number = kind > 0;
            let wants_number = self.skeleton.kind(field) > 0;
            if named == asked_len || is_number != wants_number {
                adjusted = len;
            }
        }
        let keeps_letter =
            matches!(field, HOUR | MONTH | WEEKDAY) || (field == YEAR && asked != 'Y');
        let letter = if keeps_letter { letter } else { asked };
        let letter = if letter == 'E' && adjusted < 3 {
            'e'
        } else {
            letter
        };
        (letter, adjusted)
    }
}
