//! JavaScript's regular expressions: a backtracking matcher that counts its steps, so that no pattern
//! and no text can hold a worker for long.
//!
//! A pattern is parsed to nodes, the nodes are compiled to instructions, a machine runs these over
//! UTF-8. Without the flags `u` and `v` JavaScript sees the two units of a surrogate pair; the place
//! between them is then the second byte after the begin of the four.

mod classes;
mod compile;
mod escape;
mod matcher;
mod parse;
mod props;
mod sets;
mod unicode_class;

use super::super::Match;

/// A compiled pattern.
pub(in super::super) struct Regex {
    program: compile::Program,
    sticky: bool,
}

/// What a pattern is made of.
#[derive(Debug, Clone)]
enum Node {
    Empty,
    /// One code point, or one UTF-16 unit.
    Char(u32),
    Set(std::rc::Rc<sets::Set>),
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    /// A group that takes what it matches, by its number from 1.
    Group(u32, Box<Node>),
    /// What one of these groups took.
    BackRef {
        groups: Vec<u32>,
        icase: bool,
    },
    /// As [`Node::BackRef`], of a name whose groups may come later: its place in the list of names.
    NamedRef {
        name: usize,
        icase: bool,
    },
    Look {
        behind: bool,
        negate: bool,
        node: Box<Node>,
        groups: Span,
    },
    Repeat {
        node: Box<Node>,
        min: u32,
        max: u32,
        greedy: bool,
        groups: Span,
    },
    /// `^`; with `m` also after a line's end.
    Start(bool),
    /// `$`; with `m` also before a line's end.
    End(bool),
    /// `\b` or, negated, `\B`; the second says that `ſ` and `K` are letters too (flags `iu`).
    Word(bool, bool),
}

/// The groups a node holds: the first, and the one after the last.
type Span = (u32, u32);

/// A text in which the search took too many steps.
#[derive(Debug, PartialEq)]
struct TooLong;

/// Steps for a call whatever the text, and per byte of it.
const STEPS: u64 = 5_000_000;
const STEPS_PER_BYTE: u64 = 16;

impl Regex {
    pub(in super::super) fn new(pattern: &str, flags: &str) -> Result<Regex, String> {
        let complain = |reason: &str| {
            let canonical: String = "dgimsuvy".chars().filter(|c| flags.contains(*c)).collect();
            format!("Invalid regular expression: /{pattern}/{canonical}: {reason}")
        };
        let parsed = parse::parse(pattern, flags).map_err(complain)?;
        Ok(Regex {
            program: compile::compile(&parsed),
            sticky: flags.contains('y'),
        })
    }

    /// Steps that a search through `text` may take.
    pub(in super::super) fn budget(text: &str) -> u64 {
        STEPS + STEPS_PER_BYTE * text.len() as u64
    }

    /// The first match at byte `from` or later; the steps it takes are taken from `budget`.
    pub(in super::super) fn find(
        &self,
        text: &str,
        from: usize,
        budget: &mut u64,
    ) -> Result<Option<Match>, String> {
        let found = matcher::find(&self.program, text, from, self.sticky, budget)
            .map_err(|TooLong| "The regular expression took too long.".to_owned())?;
        Ok(found.map(|slots| self.to_match(text, &slots)))
    }

    fn to_match(&self, text: &str, slots: &[u32]) -> Match {
        let group = |n: u32| {
            let at = 2 * n as usize;
            let (start, end) = (*slots.get(at)?, *slots.get(at + 1)?);
            (start != matcher::NONE && end != matcher::NONE)
                .then(|| slice(text, start as usize, end as usize))
        };
        let names = self.program.names.iter().map(|(name, groups)| {
            let taken = groups.iter().find_map(|n| group(*n));
            (name.clone(), taken)
        });
        Match {
            start: boundary(text, slots[0] as usize),
            end: boundary(text, slots[1] as usize),
            groups: (1..=self.program.groups).map(group).collect(),
            names: names.collect(),
        }
    }
}

/// `at`, or the end of the character it lies in.
fn boundary(text: &str, at: usize) -> usize {
    if text.is_char_boundary(at) {
        at
    } else {
        at + 2
    }
}

/// What lies between two places; half a surrogate pair becomes U+FFFD, as where JavaScript's text
/// leaves JavaScript.
fn slice(text: &str, start: usize, end: usize) -> String {
    let mut out = String::with_capacity(end.saturating_sub(start));
    if start >= end {
        return out;
    }
    let mut start = start;
    if !text.is_char_boundary(start) {
        out.push('\u{fffd}');
        start += 2;
    }
    if text.is_char_boundary(end) {
        out.push_str(text.get(start..end).unwrap_or_default());
    } else {
        out.push_str(text.get(start..end - 2).unwrap_or_default());
        out.push('\u{fffd}');
    }
    out
}

#[cfg(test)]
mod tests;
