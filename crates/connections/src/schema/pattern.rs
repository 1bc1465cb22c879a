//! `pattern` and `patternProperties`: JavaScript's regular expressions by an engine that cannot be
//! made slow.
//!
//! What a pattern is matched against comes from outside, so a backtracking engine would be a way to
//! stop the server. Patterns without look-around and back-references run in linear time; others
//! have a limit, past which they do not match.

use fancy_regex::{Regex, RegexBuilder};

/// Steps that a pattern with look-around or back-references may take.
const LIMIT: usize = 200_000;

/// A pattern of a schema.
pub(super) struct Pattern {
    /// As the schema has it.
    pub(super) source: String,
    regex: Regex,
}

impl Pattern {
    /// Reads a pattern; none if it is not one.
    pub(super) fn read(source: &str) -> Option<Pattern> {
        let regex = RegexBuilder::new(&translate(source))
            .backtrack_limit(LIMIT)
            .build()
            .ok()?;
        Some(Pattern {
            source: source.to_owned(),
            regex,
        })
    }

    /// Does it match somewhere in `text`?
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text).unwrap_or(false)
    }
}

const SPACE: &str = r"\t\n\x0B\x0C\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

/// A JavaScript pattern (flag `u`) in Rust's syntax: its classes are ASCII, its dot stops at all
/// line ends, and what Rust has between brackets beyond JavaScript is escaped.
fn translate(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 16);
    let mut chars = source.chars().peekable();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escape) => translate_escape(escape, in_class, &mut out),
                None => out.push('\\'),
            },
            '[' if in_class => out.push_str(r"\["),
            '[' => {
                let negated = chars.next_if_eq(&'^').is_some();
                if chars.next_if_eq(&']').is_some() {
                    out.push_str(if negated { r"[\s\S]" } else { r"[^\s\S]" });
                } else {
                    in_class = true;
                    out.push_str(if negated { "[^" } else { "[" });
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            '&' | '~' if in_class => out.extend(['\\', c]),
            '.' if !in_class => out.push_str(r"[^\n\r\u2028\u2029]"),
            _ => out.push(c),
        }
    }
    out
}

fn translate_escape(escape: char, in_class: bool, out: &mut String) {
    let (class, negated) = match escape {
        'd' => ("0-9", false),
        'D' => ("0-9", true),
        'w' => ("A-Za-z0-9_", false),
        'W' => ("A-Za-z0-9_", true),
        's' => (SPACE, false),
        'S' => (SPACE, true),
        '/' => return out.push('/'),
        '0' => return out.push_str(r"\x00"),
        'b' if in_class => return out.push_str(r"\x08"),
        _ => return out.extend(['\\', escape]),
    };
    match (in_class, negated) {
        (true, false) => out.push_str(class),
        (_, true) => {
            out.push_str("[^");
            out.push_str(class);
            out.push(']');
        }
        (false, false) => {
            out.push('[');
            out.push_str(class);
            out.push(']');
        }
    }
}
