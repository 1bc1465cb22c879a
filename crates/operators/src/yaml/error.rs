//! A syntax error with its place, and how it is shown: the sentence, the line, a pointer below it.

use crate::utf16;

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Fault {
    /// First byte.
    pub(super) at: usize,
    /// Byte after the last.
    pub(super) end: usize,
    /// A sentence.
    pub(super) message: String,
}

/// What parsing a part gives.
pub(super) type Parsed<T> = Result<T, Fault>;

/// A complaint about the byte at `at`.
pub(super) fn fault<T>(at: usize, message: impl Into<String>) -> Parsed<T> {
    span(at, at + 1, message)
}

/// A complaint about the bytes from `at` to `end`.
pub(super) fn span<T>(at: usize, end: usize, message: impl Into<String>) -> Parsed<T> {
    Err(Fault {
        at,
        end,
        message: message.into(),
    })
}

/// Columns that a shown line has at most.
const WIDTH: usize = 80;

impl Fault {
    /// The sentence alone, or with line and column, that line of `text` and a pointer.
    pub(super) fn show(&self, text: &str, pretty: bool) -> String {
        if !pretty {
            return self.message.clone();
        }
        let at = floor(text, self.at);
        let start = text[..at].rfind('\n').map_or(0, |nl| nl + 1);
        let number = text[..at].matches('\n').count() + 1;
        let column = utf16::len(&text[start..at]);
        let message = format!("{} at line {number}, column {}", self.message, column + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        let end = floor(text, self.end);
        let n_units = if end > at && end <= line_end {
            utf16::len(&text[at..end])
        } else {
            1
        };
        let line = text[start..line_end].trim_end_matches(['\n', '\r']);
        let (mut line, column) = trim(line, column);
        let before: String = line.chars().take(column).collect();
        if start > 0 && before.chars().all(|c| c == ' ') {
            let from = text[..start - 1].rfind('\n').map_or(0, |nl| nl + 1);
            line.insert_str(0, &previous(&text[from..start]));
        }
        if line.chars().all(|c| c == ' ') {
            return message;
        }
        let count = n_units.min(WIDTH.saturating_sub(column)).max(1);
        let pointer = " ".repeat(column) + &"^".repeat(count);
        format!("{message}:\n\n{line}\n{pointer}\n")
    }
}

/// `line` cut to the width around `column`, and the column in what is left.
fn trim(line: &str, mut column: usize) -> (String, usize) {
    let mut line = line.to_owned();
    let len = utf16::len(&line);
    if column >= 60 && len > WIDTH {
        let from = (column - 39).min(len - 79);
        line = format!("…{}", utf16::slice(&line, from, len));
        column -= from - 1;
    }
    let len = utf16::len(&line);
    if len > WIDTH {
        line = utf16::slice(&line, 0, 79) + "…";
    }
    (line, column)
}

fn previous(line: &str) -> String {
    if utf16::len(line) > WIDTH {
        utf16::slice(line, 0, 79) + "…\n"
    } else {
        line.to_owned()
    }
}

/// The start of the character at byte `at`, within `text`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
