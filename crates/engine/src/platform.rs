//! What JavaScript has built in and Rust has not: regular expressions, Unicode normalization, the
//! functions of `Math`, `Intl`, and the texts of its parse errors.
//!
//! In a browser the browser itself answers where browsers agree; elsewhere crates that follow JavaScript
//! do. This is the only place of the project that asks for the target.

mod json;
mod math;
#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
use native as imp;
#[cfg(target_arch = "wasm32")]
use web as imp;

pub use json::json_error;
pub use math::{math, pow};

use crate::Value;

/// A compiled regular expression of JavaScript.
pub struct Regex {
    inner: imp::Regex,
    global: bool,
    sticky: bool,
}

/// Where a regular expression matched, and what its groups took.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// What the groups took, the first group at 0; none for a group that took no part.
    pub groups: Vec<Option<String>>,
    /// Named groups and what they took, in the order of the pattern.
    pub names: Vec<(String, Option<String>)>,
}

impl Regex {
    /// Compiles `pattern` with `flags` (of `dgimsuvy`).
    ///
    /// # Errors
    /// What JavaScript says, such as `Invalid regular expression: /[/: Unterminated character class`.
    pub fn new(pattern: &str, flags: &str) -> Result<Regex, String> {
        let legal = |c: char| "dgimsuvy".contains(c) && flags.matches(c).count() == 1;
        if !flags.chars().all(legal) || (flags.contains('u') && flags.contains('v')) {
            return Err(format!(
                "Invalid flags supplied to RegExp constructor '{flags}'"
            ));
        }
        let inner = imp::Regex::new(pattern, flags)?;
        Ok(Regex {
            inner,
            global: flags.contains('g'),
            sticky: flags.contains('y'),
        })
    }

    /// Has it the flag `g`?
    pub fn is_global(&self) -> bool {
        self.global
    }

    /// The first match at byte `from` or later (with flag `y`: at `from`).
    ///
    /// # Errors
    /// On a server, where the search takes too many steps.
    pub fn find(&self, text: &str, from: usize) -> Result<Option<Match>, String> {
        self.search(text, from, &mut imp::Regex::budget(text))
    }

    fn search(&self, text: &str, from: usize, budget: &mut u64) -> Result<Option<Match>, String> {
        let found = self.inner.find(text, from, budget)?;
        Ok(found.filter(|m| !self.sticky || m.start == from))
    }

    /// Does it match anywhere?
    ///
    /// # Errors
    /// As [`Regex::find`].
    pub fn is_match(&self, text: &str) -> Result<bool, String> {
        self.find(text, 0).map(|found| found.is_some())
    }

    /// With flag `g` every match, else the first. An error, as of [`Regex::find`], is the last item;
    /// the steps of all matches count together.
    pub fn matches<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = Result<Match, String>> + 'a {
        let mut next = Some(0);
        let mut budget = imp::Regex::budget(text);
        std::iter::from_fn(move || {
            let found = match self.search(text, next?, &mut budget) {
                Ok(found) => found?,
                Err(error) => {
                    next = None;
                    return Some(Err(error));
                }
            };
            next = match text[found.end..].chars().next() {
                _ if !self.global => None,
                _ if found.end > found.start => Some(found.end),
                Some(c) => Some(found.end + c.len_utf8()),
                None => None,
            };
            Some(Ok(found))
        })
    }
}

/// Text longer than this is not expanded further: nobody accepts it.
const MAX_EXPANDED: usize = 32 << 20;

/// Writes what `template` gives for a match in `text`: `$$`, `$&`, `` $` ``, `$'`, `$1`, `$<name>`.
pub fn expand(template: &str, text: &str, m: &Match, out: &mut String) {
    let mut rest = template;
    while let Some(at) = rest.find('$').filter(|_| out.len() < MAX_EXPANDED) {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let taken = match rest.bytes().next() {
            Some(b'$') => {
                out.push('$');
                1
            }
            Some(b'&') => {
                out.push_str(&text[m.start..m.end]);
                1
            }
            Some(b'`') => {
                out.push_str(&text[..m.start]);
                1
            }
            Some(b'\'') => {
                out.push_str(&text[m.end..]);
                1
            }
            Some(b'0'..=b'9') => expand_index(rest, m, out),
            Some(b'<') if !m.names.is_empty() => expand_name(rest, m, out),
            _ => 0,
        };
        if taken == 0 {
            out.push('$');
        }
        rest = &rest[taken..];
    }
    out.push_str(rest);
}

/// `12`: group 12 if there is one, else group 1 and a `2`. Says how many bytes it took.
fn expand_index(rest: &str, m: &Match, out: &mut String) -> usize {
    let digits = rest.bytes().take(2).take_while(u8::is_ascii_digit).count();
    for len in (1..=digits).rev() {
        let group = rest[..len]
            .parse::<usize>()
            .ok()
            .and_then(|n| m.groups.get(n.checked_sub(1)?));
        if let Some(group) = group {
            out.push_str(group.as_deref().unwrap_or_default());
            return len;
        }
    }
    0
}

fn expand_name(rest: &str, m: &Match, out: &mut String) -> usize {
    let Some(end) = rest.find('>') else {
        return 0;
    };
    if let Some((_, Some(group))) = m.names.iter().find(|(name, _)| *name == rest[1..end]) {
        out.push_str(group);
    }
    end + 1
}

/// `text` in Unicode normal form `NFC`, `NFD`, `NFKC` or `NFKD`; none for another form.
pub fn normalize(text: &str, form: &str) -> Option<String> {
    match form {
        "NFC" | "NFD" if text.is_ascii() => Some(text.to_owned()),
        "NFC" | "NFD" | "NFKC" | "NFKD" => Some(imp::normalize(text, form)),
        _ => None,
    }
}

/// A formatter of JavaScript's `Intl`, and what it is given.
#[derive(Clone, Copy)]
pub struct Intl<'a> {
    /// `DateTimeFormat`, `ListFormat`, `NumberFormat`, `PluralRules` or `RelativeTimeFormat`.
    pub class: &'static str,
    /// A language tag, a list of such, or undefined.
    pub locales: &'a Value,
    /// As JavaScript takes them.
    pub options: &'a Value,
    /// The language where `locales` names none.
    pub default: &'a str,
}

impl Intl<'_> {
    /// What `format` gives of `args`; of `PluralRules`, what `select` gives.
    ///
    /// # Errors
    /// What V8 complains about: `Invalid language tag: x`.
    pub fn format(&self, args: &[Value]) -> Result<String, String> {
        imp::intl(self, args)
    }
}

/// What to give `Intl.DateTimeFormat` as `timeZone` so that it writes the date `ms` by clocks that are
/// `behind` minutes behind UTC: nothing where those are the platform's own.
pub fn time_zone(ms: f64, behind: f64) -> Option<String> {
    if imp::is_own_time(ms, behind) {
        return None;
    }
    if behind == 0.0 {
        return Some("UTC".to_owned());
    }
    let sign = if behind > 0.0 { '-' } else { '+' };
    let (hours, minutes) = ((behind.abs() / 60.0).floor(), behind.abs() % 60.0);
    Some(format!("{sign}{hours:02.0}:{minutes:02.0}"))
}

#[cfg(test)]
mod tests;
