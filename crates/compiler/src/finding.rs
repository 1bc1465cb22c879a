//! What is wrong with an app, where, and how it is shown.

use std::fmt;

use annotate_snippets::{AnnotationKind, Level as Shown, Renderer, Snippet};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// No artifacts are written.
    Error,
    /// They are, but something will not do what its author meant.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// A short name of the kind of finding, such as `types`.
    pub code: &'static str,
    /// What is wrong: a sentence.
    pub message: String,
    /// What may help.
    pub help: Option<String>,
    /// The file as it is referred to, relative to the app's folder.
    pub file: String,
    /// Line and column from 1.
    pub position: (usize, usize),
    /// What was written there, with the lines around.
    pub(crate) excerpt: Excerpt,
}

/// Lines of a file and what is marked in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Excerpt {
    /// Some lines.
    pub(crate) text: String,
    /// Number of the first.
    pub(crate) line: usize,
    /// First marked byte of the text.
    pub(crate) start: usize,
    /// Byte after the last marked.
    pub(crate) end: usize,
}

/// Longest line of which an excerpt shows anything.
const WIDEST: usize = 400;

impl Excerpt {
    /// The line of `start` in `text` and the one before it; marks no more than the line.
    pub(crate) fn of(text: &str, start: usize, end: usize) -> Excerpt {
        let start = floor(text, start);
        let line_start = text[..start].rfind('\n').map_or(0, |nl| nl + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        let first = match line_start {
            0 => 0,
            n => text[..n - 1].rfind('\n').map_or(0, |nl| nl + 1),
        };
        let first = if line_end - first > WIDEST {
            line_start
        } else {
            first
        };
        if line_end - first > WIDEST {
            return Excerpt::default();
        }
        let end = floor(text, end).clamp(start, line_end);
        Excerpt {
            text: text[first..line_end].trim_end_matches('\r').to_owned(),
            line: text[..first].matches('\n').count() + 1,
            start: start - first,
            end: end - first,
        }
    }
}

/// Line and column, from 1, of a byte of `text`.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let at = floor(text, at);
    let line_start = text[..at].rfind('\n').map_or(0, |nl| nl + 1);
    let line = text[..at].matches('\n').count() + 1;
    (line, text[line_start..at].chars().count() + 1)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl Finding {
    /// An error of no file.
    pub(crate) fn without_place(message: String) -> Finding {
        Finding {
            level: Level::Error,
            code: "build",
            message,
            help: None,
            file: String::new(),
            position: (1, 1),
            excerpt: Excerpt::default(),
        }
    }

    /// The lines around the place with a mark at it, over several lines; empty where there are none.
    pub fn excerpt(&self) -> String {
        let whole = self.render();
        // What is wrong, and where, come before.
        let lines: Vec<&str> = whole.lines().skip(2).collect();
        let end = lines.iter().position(|line| line.contains("= help:"));
        let lines = &lines[..end.unwrap_or(lines.len())];
        let is_rule = |line: &&str| line.trim() == "|";
        let start = usize::from(lines.first().is_some_and(is_rule));
        let end =
            lines.len() - usize::from(lines.len() > start && lines.last().is_some_and(is_rule));
        lines[start..end].join("\n")
    }

    /// With an excerpt that points at the place, over several lines.
    pub fn render(&self) -> String {
        let level = match self.level {
            Level::Error => Shown::ERROR,
            Level::Warning => Shown::WARNING,
        };
        let Excerpt {
            text,
            line,
            start,
            end,
        } = &self.excerpt;
        if text.is_empty() {
            return self.to_string();
        }
        let end = (*end).max(*start).min(text.len());
        let snippet = Snippet::source(text.as_str())
            .line_start(*line)
            .path(self.file.as_str())
            .fold(false)
            .annotation(AnnotationKind::Primary.span((*start).min(end)..end));
        let title = level
            .primary_title(self.message.as_str())
            .id(self.code)
            .element(snippet);
        let help = self.help.as_deref().map(|help| Shown::HELP.message(help));
        Renderer::plain().render(&[title.elements(help)])
    }
}

impl fmt::Display for Finding {
    /// `error[types]: lowdefy.yaml:3:7: Block type …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let (line, column) = self.position;
        let (code, file, message) = (self.code, &self.file, &self.message);
        write!(f, "{level}[{code}]: {file}:{line}:{column}: {message}")?;
        match &self.help {
            Some(help) => write!(f, " {help}"),
            None => Ok(()),
        }
    }
}
