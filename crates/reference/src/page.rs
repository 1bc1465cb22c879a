//! A page, and how the generated files hold many.

use crate::Kind;

/// A page.
#[derive(Debug)]
pub struct Page {
    /// None for a guide.
    pub kind: Option<&'static Kind>,
    /// As in configuration, and as the last part of the address.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Where it exists, what it holds: words for beside the heading, parted by commas.
    pub facts: &'static str,
    /// The file whose doc comment it is; empty for a guide.
    pub source: &'static str,
    /// Markdown, without the heading.
    pub text: &'static str,
}

/// A page of a generated file begins with this in a line of its own.
const MARK: &str = "<!-- page: ";

/// The pages of a generated file; their kind is missing yet.
pub(crate) fn parse(file: &'static str) -> impl Iterator<Item = Page> {
    let parts = file.split(MARK).skip(1);
    parts.map(|part| {
        let (head, text) = part.split_once(" -->\n").unwrap_or((part, ""));
        let mut head = head.split('|').map(str::trim);
        let mut next = || head.next().unwrap_or_default();
        Page {
            name: next(),
            facts: next(),
            source: next(),
            ..Page::guide("", text)
        }
    })
}

impl Page {
    /// A page that is written by hand; its first line is the heading.
    pub(crate) fn guide(name: &'static str, text: &'static str) -> Page {
        let text = text.trim_start();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        Page {
            kind: None,
            name,
            title: first.trim_start_matches(['#', ' ']),
            facts: "",
            source: "",
            text: rest.trim(),
        }
    }

    pub(crate) fn of(self, kind: &'static Kind) -> Page {
        Page {
            kind: Some(kind),
            ..self
        }
    }

    /// The address below that of the index: `operators/_if`, `settings`.
    pub fn path(&self) -> String {
        match self.kind {
            Some(kind) => format!("{}/{}", kind.id, self.name),
            None => self.name.to_owned(),
        }
    }

    /// Its first sentence, in Markdown.
    pub fn summary(&self) -> String {
        let lines: Vec<&str> = self
            .text
            .lines()
            .take_while(|line| !line.is_empty())
            .collect();
        let text = lines.join(" ");
        let ends = text.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
        let mut ends = ends.filter(|at| {
            let rest = &text[*at..];
            // Not the dot of `a.b`, and a code span is whole.
            (rest.is_empty() || rest.starts_with(' '))
                && text[..*at].matches('`').count().is_multiple_of(2)
        });
        let end = ends.next().unwrap_or(text.len());
        text[..end].to_owned()
    }
}
