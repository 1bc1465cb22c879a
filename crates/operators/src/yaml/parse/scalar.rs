//! Scalars: plain, between quotes, and blocks.

use super::Parser;
use super::text::{fold, unescape};
use crate::yaml::error::{Parsed, fault, span};

/// What a flow collection ends a plain scalar at.
pub(super) fn is_flow_mark(b: Option<u8>) -> bool {
    matches!(b, Some(b',' | b'[' | b']' | b'{' | b'}'))
}

impl Parser<'_> {
    /// Where a scalar goes on that has a line from `at`: lines are indented by `min` at least, and
    /// empty ones do not count. None where it ends.
    fn continues(&self, at: usize, min: isize) -> Option<usize> {
        if min > 0 {
            let n = self.src[at..].iter().take_while(|b| **b == b' ').count();
            let blank = matches!(self.byte(at + n), Some(b'\n'))
                || (self.byte(at + n) == Some(b'\r') && self.byte(at + n + 1) == Some(b'\n'));
            return (blank || n as isize >= min).then_some(at + n);
        }
        (!self.is_marker(at)).then_some(at)
    }

    /// A plain scalar; gives its text.
    pub(super) fn plain(&mut self, min: isize, in_flow: bool) -> Parsed<String> {
        let bad = match self.peek() {
            Some(b'%') => "directive indicator character %",
            Some(b'@') => "reserved character @",
            Some(b'`') => "reserved character `",
            Some(b'|') => "block scalar indicator |",
            Some(b'>') => "block scalar indicator >",
            Some(b',') => "flow indicator character ,",
            _ => "",
        };
        if !bad.is_empty() {
            return fault(self.pos, format!("Plain value cannot start with {bad}"));
        }
        let start = self.pos;
        let mut end = start;
        let mut i = start;
        while let Some(b) = self.byte(i) {
            match b {
                b':' if self.is_empty(i + 1) || (in_flow && self.byte(i + 1) == Some(b',')) => {
                    break;
                }
                b' ' | b'\t' | b'\n' | b'\r' => {
                    let is_break = self.is_line_end(i);
                    if is_break && b == b'\r' {
                        i += 1;
                    } else if b == b'\r' {
                        end = i + 1;
                    }
                    let next = self.byte(i + 1);
                    if next == Some(b'#') || (in_flow && is_flow_mark(next)) {
                        break;
                    }
                    if is_break {
                        match self.continues(i + 1, min) {
                            // One back, to see a `#` after the spaces.
                            Some(at) => i = (i + 1).max(at.saturating_sub(1)),
                            None => break,
                        }
                    } else {
                        i += 1;
                    }
                }
                _ if in_flow && is_flow_mark(Some(b)) => break,
                _ => {
                    i += 1;
                    end = i;
                }
            }
        }
        self.pos = end;
        Ok(fold(&self.text[start..end]))
    }

    /// A scalar between quotes; gives its text.
    pub(super) fn quoted(&mut self, min: isize) -> Parsed<String> {
        let start = self.pos;
        let quote = self.src[start];
        let missing = match quote {
            b'"' => "Missing closing \"quote",
            _ => "Missing closing 'quote",
        };
        let mut i = start + 1;
        loop {
            match self.byte(i) {
                None => return fault(i, missing),
                Some(b'\n') => match self.continues(i + 1, min) {
                    Some(at) => i = at.max(i + 1),
                    None if !self.src[i..].contains(&quote) => {
                        return fault(self.src.len(), missing);
                    }
                    None => {
                        let crlf = self.src[i - 1] == b'\r';
                        return fault(i - usize::from(crlf), missing);
                    }
                },
                Some(b'\\') if quote == b'"' => {
                    i += if self.byte(i + 1) == Some(b'\n') {
                        1
                    } else {
                        2
                    }
                }
                Some(b'\'') if quote == b'\'' && self.byte(i + 1) == Some(b'\'') => i += 2,
                Some(b) if b == quote => break,
                Some(_) => i += 1,
            }
        }
        self.pos = i + 1;
        let inner = &self.text[start + 1..i];
        match quote {
            b'"' => unescape(inner).or_else(|(at, len)| {
                let at = start + 1 + at;
                let raw: String = self.text[at..].chars().take(len).collect();
                fault(at, format!("Invalid escape sequence {raw}"))
            }),
            _ => Ok(fold(inner).replace("''", "'")),
        }
    }

    /// A block scalar at its `|` or `>`; its lines are indented deeper than `parent`.
    pub(super) fn block_scalar(&mut self, parent: isize) -> Parsed<String> {
        let header = self.block_header()?;
        let min = parent + 1;
        let base = parent.max(0) as usize;
        let mut lines: Vec<(usize, &str)> = Vec::new();
        let mut indent = header.indent.map(|n| base + n);
        let stop = match indent {
            Some(indent) if parent < 0 => indent as isize - 1,
            Some(indent) => indent as isize,
            None => min,
        };
        let mut stop = stop;
        while self.pos < self.src.len() {
            let line = &self.text[self.pos..];
            let line = line.split('\n').next().unwrap_or_default();
            let n = line.bytes().take_while(|b| *b == b' ').count();
            let content = line[n..].strip_suffix('\r').unwrap_or(&line[n..]);
            let content = if self.pos + line.len() < self.src.len() {
                content
            } else {
                &line[n..]
            };
            if content.is_empty() {
                lines.push((n, ""));
            } else {
                let ends = (n as isize) < stop || (stop <= 0 && self.is_marker(self.pos));
                if ends {
                    break;
                }
                if indent.is_none() {
                    if lines.iter().any(|(len, _)| *len > n) {
                        return fault(
                            self.pos + n,
                            "Block scalars with more-indented leading empty lines must use an \
                             explicit indentation indicator",
                        );
                    }
                    indent = Some(n);
                    stop = n as isize;
                }
                if header.indent.is_some() && n < indent.unwrap_or(0) {
                    let message = "Block scalars with more-indented leading empty lines must use \
                                   an explicit indentation indicator";
                    return fault(self.pos + n, message);
                }
                lines.push((n, content));
            }
            self.pos = (self.pos + line.len() + 1).min(self.src.len());
        }
        let ended = self.src[..self.pos].last() == Some(&b'\n');
        Ok(super::text::block(&lines, indent, &header, ended))
    }

    fn block_header(&mut self) -> Parsed<BlockHeader> {
        let start = self.pos;
        let mut header = BlockHeader {
            folded: self.peek() == Some(b'>'),
            indent: None,
            chomp: None,
        };
        self.pos += 1;
        let mut wrong = None;
        while !self.is_empty(self.pos) && self.peek() != Some(b'#') {
            match self.src[self.pos] {
                b @ (b'+' | b'-') if header.chomp.is_none() => header.chomp = Some(b),
                b @ b'1'..=b'9' if header.indent.is_none() => {
                    header.indent = Some(usize::from(b - b'0'));
                }
                _ => wrong = wrong.or(Some(self.pos)),
            }
            self.pos += 1;
        }
        if let Some(at) = wrong {
            let source = &self.text[start..self.pos];
            let message = format!("Block scalar header includes extra characters: {source}");
            return fault(at, message);
        }
        self.spaces();
        self.comment()?;
        if !self.is_line_end(self.pos) {
            let end = self.src[self.pos..]
                .iter()
                .take_while(|b| **b != b'\n')
                .count();
            let rest = &self.text[self.pos..self.pos + end];
            return span(
                self.pos,
                self.pos + end,
                format!("Not a YAML token: {rest}"),
            );
        }
        self.newline();
        Ok(header)
    }
}

/// What follows `|` or `>`.
pub(super) struct BlockHeader {
    pub(super) folded: bool,
    pub(super) indent: Option<usize>,
    /// `+` or `-`.
    pub(super) chomp: Option<u8>,
}
