//! Text in its styles: plain, between quotes, as a block.

use engine::json;

use super::fold::{Mode, Room, fold};
use super::{Cx, Writer};
use crate::yaml::options::{BlockQuote, Quotes};
use crate::yaml::schema::{Schema, timestamp};

/// Characters that are written as escapes.
pub(super) fn has_control(text: &str) -> bool {
    text.chars()
        .any(|c| matches!(c, '\0'..='\x08' | '\x0b'..='\x1f' | '\x7f'..='\u{9f}'))
}

/// Does a line begin with what could be a marker of documents?
fn has_marker(text: &str) -> bool {
    text.split(['\n', '\u{2028}', '\u{2029}'])
        .any(|line| line.starts_with(['%']) || line.starts_with("---") || line.starts_with("..."))
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

/// Would plain `text` be read as something else, for its characters?
fn is_unsafe(text: &str) -> bool {
    let gap = |c: char| matches!(c, '\n' | '\t' | ' ');
    let Some(first) = text.chars().next() else {
        return true;
    };
    let starts = gap(first) || ",[]{}#&*!|>'\"%@`".contains(first);
    let second = text.chars().nth(1);
    let dash = matches!(first, '?' | '-') && second.is_none_or(is_blank);
    let ends = text.ends_with(|c| gap(c) || c == ':');
    starts
        || dash
        || ends
        || text.chars().zip(text.chars().skip(1)).any(|(a, b)| {
            (matches!(a, '\n' | ':') && is_blank(b))
                || (is_blank(a) && b == '\n')
                || (gap(a) && b == '#')
        })
}

impl Writer<'_> {
    fn room(&self, cx: Cx, indent: usize, is_block: bool) -> Room {
        Room {
            indent,
            at_start: if is_block {
                Some(cx.indent)
            } else {
                cx.indent_at_start
            },
            width: self.style.line_width,
            min: self.style.min_content_width,
        }
    }

    /// Without quotes, unless that would change it.
    pub(super) fn plain(&self, text: &str, cx: Cx) -> String {
        let in_flow = cx.in_flow == Some(true);
        let lines = text.contains('\n');
        if (cx.implicit_key && lines) || (in_flow && text.contains(['[', ']', '{', '}', ','])) {
            return self.quoted(text, cx);
        }
        if is_unsafe(text) {
            return match cx.implicit_key || in_flow || !lines {
                true => self.quoted(text, cx),
                false => self.block(text, cx),
            };
        }
        if !cx.implicit_key && !in_flow && lines {
            return self.block(text, cx);
        }
        if has_marker(text) {
            if cx.indent == 0 {
                let cx = Cx {
                    force_block_indent: true,
                    ..cx
                };
                return self.block(text, cx);
            }
            if cx.implicit_key && cx.indent == self.style.indent {
                return self.quoted(text, cx);
            }
        }
        let text = indent_lines(text, cx.indent, true);
        if self.is_other_kind(&text) {
            return self.quoted(&text, cx);
        }
        match cx.implicit_key {
            true => text,
            false => fold(&text, Mode::Flow, self.room(cx, cx.indent, false)),
        }
    }

    /// Would plain `text` be read as a number, a boolean or null?
    fn is_other_kind(&self, text: &str) -> bool {
        let language = &self.style.language;
        let of = |schema: Schema| schema.resolve(text).is_some();
        of(language.schema)
            || self.style.compat.is_some_and(of)
            || (language.timestamps && timestamp(text).is_some())
    }

    fn quote_indent(text: &str, cx: Cx) -> usize {
        match cx.indent {
            0 if has_marker(text) => 2,
            indent => indent,
        }
    }

    /// Between `"`.
    pub(super) fn double(&self, text: &str, cx: Cx) -> String {
        let mut json = String::new();
        json::write_text(&mut json, text);
        if self.style.quoted_as_json {
            return json;
        }
        let indent = Self::quote_indent(text, cx);
        let text = escapes(&json, cx.implicit_key, self.style.min_multi_line, indent);
        match cx.implicit_key {
            true => text,
            false => fold(&text, Mode::Quoted, self.room(cx, indent, false)),
        }
    }

    /// Between `'`, unless that cannot hold it.
    pub(super) fn single(&self, text: &str, cx: Cx) -> String {
        let around = text.split('\n').enumerate().any(|(i, line)| {
            (i > 0 && line.starts_with(is_blank))
                || (text.len() > line.len() && ends_before_break(text, line))
        });
        if self.style.quotes == Quotes::OnlyDouble
            || (cx.implicit_key && text.contains('\n'))
            || around
        {
            return self.double(text, cx);
        }
        let indent = Self::quote_indent(text, cx);
        let body = indent_lines(&text.replace('\'', "''"), indent, true);
        let text = format!("'{body}'");
        match cx.implicit_key {
            true => text,
            false => fold(&text, Mode::Flow, self.room(cx, indent, false)),
        }
    }

    /// As a block, unless that cannot hold it.
    pub(super) fn block(&self, text: &str, cx: Cx) -> String {
        let quote = self.style.block_quote;
        let last_line = text.rsplit_once('\n').map(|(_, last)| last);
        let ends_blank =
            last_line.is_some_and(|last| !last.is_empty() && last.chars().all(is_blank));
        if quote == BlockQuote::Never || ends_blank || text.chars().all(engine::js::is_space) {
            return self.quoted(text, cx);
        }
        let indent = match cx.indent {
            0 if cx.force_block_indent || has_marker(text) => 2,
            indent => indent,
        };
        let literal = match quote {
            BlockQuote::Literal => true,
            BlockQuote::Folded => false,
            _ => !self.is_too_long(text, indent),
        };
        let gap = " ".repeat(indent);
        let body = text.trim_end_matches(['\n', '\t', ' ']);
        let end = &text[body.len()..];
        let chomp = match end.find('\n') {
            None => "-",
            Some(at) if body.is_empty() || at + 1 != end.len() => "+",
            Some(_) => "",
        };
        let end = indent_inner_lines(end.strip_suffix('\n').unwrap_or(end), &gap);
        let blank = body.len() - body.trim_start_matches([' ', '\n']).len();
        let start_len = body[..blank].rfind('\n').map_or(0, |nl| nl + 1);
        let with_space = body[..blank].contains(' ');
        let (start, body) = body.split_at(start_len);
        let start = indent_lines(start, indent, false);
        let mark = if literal { '|' } else { '>' };
        let size = match (with_space, indent) {
            (false, _) => "",
            (true, 0) => "1",
            (true, _) => "2",
        };
        let header = format!("{mark}{size}{chomp}");
        if literal {
            let body = indent_lines(body, indent, false);
            return format!("{header}\n{gap}{start}{body}{end}");
        }
        let body = indent_lines(&double_breaks(body), indent, false);
        let room = self.room(cx, indent, true);
        let body = fold(&format!("{start}{body}{end}"), Mode::Block, room);
        format!("{header}\n{gap}{body}")
    }

    fn is_too_long(&self, text: &str, indent: usize) -> bool {
        let Some(width) = self.style.line_width else {
            return false;
        };
        let limit = width.saturating_sub(indent);
        let text = text.strip_suffix('\n').unwrap_or(text);
        text.split('\n').any(|line| crate::utf16::len(line) > limit)
    }
}

/// Is `line`, a slice of `text`, followed by a break, and does it end with a space?
fn ends_before_break(text: &str, line: &str) -> bool {
    let end = line.as_ptr() as usize - text.as_ptr() as usize + line.len();
    line.ends_with(is_blank) && text[end..].starts_with('\n')
}

/// Each run of breaks with the indentation after it, and with one break more where `extra`.
fn indent_lines(text: &str, indent: usize, extra: bool) -> String {
    let gap = " ".repeat(indent);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        let n = rest[at..].bytes().take_while(|b| *b == b'\n').count();
        out.push_str(&rest[..at + n]);
        if extra {
            out.push('\n');
        }
        out.push_str(&gap);
        rest = &rest[at + n..];
    }
    out + rest
}

/// As [`indent_lines`], but not after the last run where nothing follows it.
fn indent_inner_lines(text: &str, gap: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        let n = rest[at..].bytes().take_while(|b| *b == b'\n').count();
        out.push_str(&rest[..at + n]);
        rest = &rest[at + n..];
        if !rest.is_empty() {
            out.push_str(gap);
        }
    }
    out + rest
}

/// Breaks that folding keeps: one more in each run, but none around lines that are indented deeper.
fn double_breaks(text: &str) -> String {
    let doubled = indent_lines(text, 0, true);
    let bytes = doubled.as_bytes();
    let blank = |i: usize| matches!(bytes.get(i), Some(b' ' | b'\t'));
    let mut out = String::with_capacity(doubled.len());
    let (mut i, mut kept) = (0, 0);
    while i < bytes.len() {
        let line = match bytes[i] {
            _ if i == 0 && blank(0) => 0,
            b'\n' if blank(i + 1) => i + 1,
            _ => {
                i += 1;
                continue;
            }
        };
        out.push_str(&doubled[kept..i]);
        let end = doubled[line..].find('\n').map_or(bytes.len(), |n| line + n);
        let is_gap = |b: &&u8| matches!(**b, b'\n' | b'\t' | b' ');
        let run = end + bytes[end..].iter().take_while(is_gap).count();
        if run > end && bytes[run - 1] == b'\n' {
            out.push_str(&doubled[line..run - 1]);
            i = run;
        } else {
            out.push_str(&doubled[line..end]);
            i = end;
        }
        kept = i;
    }
    out + &doubled[kept..]
}

/// The text of JSON with YAML's shorter escapes, broken at its `\n` where it is long.
fn escapes(json: &str, one_line: bool, min_multi_line: usize, indent: usize) -> String {
    let bytes = json.as_bytes();
    let break_lines = !one_line && crate::utf16::len(json) >= min_multi_line;
    let mut out = String::with_capacity(json.len());
    let (mut i, mut kept) = (0, 0);
    while i < bytes.len() {
        if bytes[i..].starts_with(b" \\n") {
            // A space before a break would be folded away.
            out.push_str(&json[kept..i]);
            out.push_str("\\ ");
            i += 1;
            kept = i;
        }
        if bytes[i] != b'\\' {
            i += 1;
            continue;
        }
        match bytes.get(i + 1) {
            Some(b'u') => {
                out.push_str(&json[kept..i]);
                match &json[i + 2..i + 6] {
                    "0000" => out.push_str("\\0"),
                    "0007" => out.push_str("\\a"),
                    "000b" => out.push_str("\\v"),
                    "001b" => out.push_str("\\e"),
                    code => {
                        out.push_str("\\x");
                        out.push_str(&code[2..]);
                    }
                }
                i += 6;
                kept = i;
            }
            Some(b'n') if break_lines && bytes.get(i + 2) != Some(&b'"') => {
                out.push_str(&json[kept..i]);
                out.push_str("\n\n");
                while bytes[i + 2..].starts_with(b"\\n") && bytes.get(i + 4) != Some(&b'"') {
                    out.push('\n');
                    i += 2;
                }
                out.extend(std::iter::repeat_n(' ', indent));
                if bytes.get(i + 2) == Some(&b' ') {
                    out.push('\\');
                }
                i += 2;
                kept = i;
            }
            _ => i += 2,
        }
    }
    out + &json[kept..]
}
