//! How far one moment is from another, in words.

use super::day::Day;
use super::units::Unit;

/// Words by their key, up to which number they are used, and the unit that is counted from here on.
const STEPS: [(&str, f64, Option<Unit>); 11] = [
    ("s", 44.0, Some(Unit::Second)),
    ("m", 89.0, None),
    ("mm", 44.0, Some(Unit::Minute)),
    ("h", 89.0, None),
    ("hh", 21.0, Some(Unit::Hour)),
    ("d", 35.0, None),
    ("dd", 25.0, Some(Unit::Day)),
    ("M", 45.0, None),
    ("MM", 10.0, Some(Unit::Month)),
    ("y", 17.0, None),
    ("yy", f64::INFINITY, Some(Unit::Year)),
];

impl Day<'_> {
    /// How far it is from `other`: `in 3 days`, `3 days ago`; `3 days` where `bare`.
    pub(crate) fn from(&self, other: &Day<'_>, bare: bool) -> String {
        self.words(|unit| self.diff(other, unit), bare)
    }

    /// How far `other` is from it, in the language of this one.
    pub(crate) fn to(&self, other: &Day<'_>, bare: bool) -> String {
        self.words(|unit| other.diff(self, unit), bare)
    }

    fn words(&self, diff: impl Fn(Unit) -> f64, bare: bool) -> String {
        let mut distance = 0.0;
        let mut key = "yy";
        for (i, (name, most, unit)) in STEPS.into_iter().enumerate() {
            if let Some(unit) = unit {
                distance = diff(unit);
            }
            let n = (distance.abs() + 0.5).floor();
            key = name;
            if n <= most {
                // One minute is a minute.
                if n <= 1.0 && i > 0 {
                    key = STEPS[i - 1].0;
                }
                break;
            }
        }
        let language = &self.language;
        let future = distance > 0.0;
        let forms: Vec<&'static str> = language.text(key).split('|').collect();
        let form = match (bare, future) {
            (false, true) => forms.get(1),
            (false, false) => forms.get(2),
            (true, true) => None,
            (true, false) => forms.get(3),
        };
        let words = form.or(forms.first()).copied().unwrap_or_default();
        let words = language.counted(words, (distance.abs() + 0.5).floor());
        let frame = if future { "future" } else { "past" };
        if bare {
            words
        } else {
            language.text(frame).replacen("%s", &words, 1)
        }
    }
}
