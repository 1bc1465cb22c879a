//! The YAML that nearly all files of an app are made of, read in one pass: mappings and lists in block
//! style, those in flow style on one line, text on one line, literal text.
//!
//! Of all else, and of whatever is wrong, this knows nothing and gives none: the file is then read by
//! [`super::yaml`], which knows all of YAML and says what is wrong where. What both can read is the
//! same, to the byte of each place; tests compare them on texts that chance has changed.

use engine::{Str, Value};

use super::{scalar, yaml};
use crate::fields::Fields;
use crate::node::{FileId, Node, Place};

/// Lists and objects within one another that are read here.
const MAX_DEPTH: u32 = 60;

/// Bytes of a key. Longer ones are none in YAML.
const MAX_KEY: usize = 1000;

/// The node of `text`; none where it is not as simple as this expects.
pub(super) fn parse(text: &str, file: FileId) -> Option<Node> {
    if !is_simple(text) {
        return None;
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        file,
        at: 0,
        line: 0,
    };
    reader.skip()?;
    let node = reader.block(0)?;
    reader.is_end().then_some(node)
}

/// Are all characters such as mean themselves? Tabs, other ends of lines and marks of byte order do not.
fn is_simple(text: &str) -> bool {
    let is_plain = |b: u8| (0x20..0x7f).contains(&b) || b == b'\n';
    let is = |c: char| match c {
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c if c.is_ascii() => is_plain(c as u8),
        c => c > '\u{9f}',
    };
    // Without an early end it is done for many bytes at once.
    text.bytes().fold(true, |all, b| all & is_plain(b)) || text.chars().all(is)
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    file: FileId,
    /// The next byte.
    at: usize,
    /// The first byte of its line.
    line: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn is_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn column(&self) -> usize {
        self.at - self.line
    }

    fn place(&self, start: usize, end: usize) -> Place {
        super::place(self.file, start..end)
    }

    /// Ends something here: what follows it is a space or the end of a line.
    fn is_gap(&self, at: usize) -> bool {
        matches!(self.bytes.get(at), None | Some(b' ' | b'\n'))
    }

    fn spaces(&mut self) {
        while self.peek() == Some(b' ') {
            self.at += 1;
        }
    }

    /// Moves over spaces, comments and ends of lines to what comes next. None for marks of documents.
    fn skip(&mut self) -> Option<()> {
        loop {
            self.spaces();
            match self.peek() {
                None => return Some(()),
                Some(b'\n') => {
                    self.at += 1;
                    self.line = self.at;
                }
                Some(b'#') if self.column() == 0 || self.bytes[self.at - 1] == b' ' => {
                    self.at = self.end_of_line();
                }
                Some(_) => break,
            }
        }
        let rest = &self.text[self.at..];
        let is_mark = self.column() == 0 && (rest.starts_with("---") || rest.starts_with("..."));
        (!is_mark).then_some(())
    }

    fn end_of_line(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let n = rest.iter().position(|b| *b == b'\n');
        self.at + n.unwrap_or(rest.len())
    }

    /// Is there the `-` of an item?
    fn is_dash(&self) -> bool {
        self.peek() == Some(b'-') && self.is_gap(self.at + 1)
    }

    /// A list or a mapping that begins here.
    fn block(&mut self, depth: u32) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.is_dash() {
            true => self.list(depth, false),
            false => self.mapping(depth),
        }
    }

    /// A list. One that is beside the key it belongs to begins with what is in it.
    fn list(&mut self, depth: u32, is_beside: bool) -> Option<Node> {
        let (mut start, column) = (self.at, self.column());
        let mut items = Vec::new();
        while self.column() == column && self.is_dash() {
            self.at += 1;
            self.spaces();
            if is_beside && items.is_empty() {
                start = self.at;
                (!matches!(self.peek()?, b'\n' | b'#')).then_some(())?;
            }
            let is_block = self.is_dash() || self.key_end().is_some();
            items.push(match self.peek()? {
                b'\n' | b'#' => self.below(column, depth)?,
                _ if is_block => self.block(depth + 1)?,
                _ => self.inline(column, depth)?,
            });
        }
        self.ends(column)?;
        Some(Node::list(items, self.place(start, self.at)))
    }

    fn mapping(&mut self, depth: u32) -> Option<Node> {
        let (start, column) = (self.at, self.column());
        let mut fields = Fields::default();
        loop {
            let (key, place) = self.key()?;
            self.spaces();
            let value = match self.peek()? {
                b'\n' | b'#' => self.below(column, depth)?,
                _ => self.inline(column, depth)?,
            };
            insert(&mut fields, key, place, value)?;
            if self.is_end() || self.column() != column {
                break;
            }
        }
        self.ends(column)?;
        Some(Node::object(fields, self.place(start, self.at)))
    }

    /// What is at `column` ends here: what follows is further left, or a list's end on its own column.
    fn ends(&self, column: usize) -> Option<()> {
        (self.is_end() || self.column() <= column).then_some(())
    }

    /// The value of what is at `column`, on the lines below. An empty one is left to others.
    fn below(&mut self, column: usize, depth: u32) -> Option<Node> {
        let is_key = self.bytes.get(self.line + column) != Some(&b'-');
        self.skip()?;
        let is_deeper = self.column() > column;
        // The list that a key has may begin on the key's own column.
        let is_beside = is_key && self.column() == column && self.is_dash();
        match (is_deeper, is_beside) {
            _ if self.is_end() => None,
            (true, _) => self.block(depth + 1),
            (_, true) => self.list(depth + 1, true),
            _ => None,
        }
    }

    /// The value of what is at `column`, beside it.
    fn inline(&mut self, column: usize, depth: u32) -> Option<Node> {
        let line = self.line;
        let node = match self.peek()? {
            b'|' => return self.literal(column),
            b'{' | b'[' => self.flow(depth)?,
            b'"' | b'\'' => self.quoted()?,
            _ => {
                let text = self.plain(false)?;
                Node::scalar(
                    scalar::plain(&self.text[text.0..text.1]),
                    self.place(text.0, text.1),
                )
            }
        };
        self.skip()?;
        // Text may go on below.
        let is_alone = self.is_end() || (self.line != line && self.column() <= column);
        is_alone.then_some(node)
    }

    /// A key with its colon.
    fn key(&mut self) -> Option<(Str, Place)> {
        let end = self.key_end()?;
        let start = self.at;
        let place = self.place(start, end);
        let name = match self.bytes[start] {
            b'"' | b'\'' => {
                let node = self.quoted()?;
                (self.at == end).then_some(node)?
            }
            _ => Node::scalar(scalar::plain(&self.text[start..end]), place),
        };
        self.at = end + 1;
        Some((yaml::name(&name).ok()?, place))
    }

    /// Where the key ends that begins here, if one does: its colon.
    fn key_end(&self) -> Option<usize> {
        let rest = &self.bytes[self.at..];
        let end = match *rest.first()? {
            quote @ (b'"' | b'\'') => {
                let is_end = |b: &u8| *b == quote || matches!(b, b'\n' | b'\\');
                let inner = rest[1..].iter().position(is_end)?;
                (rest[1 + inner] == quote).then_some(())?;
                self.at + inner + 2
            }
            _ => {
                self.is_plain_start(false).then_some(())?;
                let is_end = |i: usize| match rest[i] {
                    b':' => self.is_gap(self.at + i + 1),
                    b'#' => rest[i - 1] == b' ',
                    b => b == b'\n',
                };
                self.at + (1..rest.len()).find(|i| is_end(*i))?
            }
        };
        let is_key = self.bytes.get(end) == Some(&b':') && self.is_gap(end + 1);
        let is_tight = self.bytes[end - 1] != b' ';
        (is_key && is_tight && end - self.at <= MAX_KEY).then_some(end)
    }

    /// May text without quotes begin here?
    fn is_plain_start(&self, in_flow: bool) -> bool {
        match self.peek() {
            Some(b'-' | b'?' | b':') => match self.bytes.get(self.at + 1) {
                None | Some(b' ' | b'\n') => false,
                Some(b) => !in_flow || !is_flow(*b),
            },
            Some(b) => !b",[]{}#&*!|>'\"%@` \n".contains(&b),
            None => false,
        }
    }

    /// Text without quotes on this line: from where to where.
    fn plain(&mut self, in_flow: bool) -> Option<(usize, usize)> {
        if !self.is_plain_start(in_flow) {
            return None;
        }
        let start = self.at;
        let mut end = start;
        while let Some(b) = self.peek() {
            match b {
                b'\n' => break,
                b'#' if self.bytes[self.at - 1] == b' ' => break,
                b':' if self.is_gap(self.at + 1) => match in_flow {
                    true => break,
                    false => return None,
                },
                b':' if in_flow && self.bytes.get(self.at + 1).is_some_and(|b| is_flow(*b)) => {
                    return None;
                }
                b if in_flow && is_flow(b) => break,
                b' ' => {}
                _ => end = self.at + 1,
            }
            self.at += 1;
        }
        self.at = end;
        Some((start, end))
    }

    /// Text in quotes on this line, without escapes.
    fn quoted(&mut self) -> Option<Node> {
        let (start, quote) = (self.at, self.peek()?);
        let inner = &self.bytes[start + 1..];
        let is_end = |b: &u8| *b == quote || *b == b'\n' || (*b == b'\\' && quote == b'"');
        let n = inner.iter().position(is_end)?;
        let end = start + n + 2;
        if inner[n] != quote || self.bytes.get(end) == Some(&quote) {
            return None;
        }
        self.at = end;
        let text = &self.text[start + 1..end - 1];
        Some(Node::text(text, self.place(start, end)))
    }

    /// A list or a mapping in brackets, on one line.
    fn flow(&mut self, depth: u32) -> Option<Node> {
        if depth > MAX_DEPTH {
            return None;
        }
        let start = self.at;
        let is_list = self.peek()? == b'[';
        let close = if is_list { b']' } else { b'}' };
        self.at += 1;
        self.spaces();
        let (mut items, mut fields) = (Vec::new(), Fields::default());
        let mut is_open = self.peek()? != close;
        while is_open {
            match is_list {
                true => items.push(self.flow_value(depth)?),
                false => {
                    let key = self.flow_value(depth)?;
                    let start = key.place.start as usize;
                    let is_text = !matches!(self.bytes[start], b'{' | b'[');
                    let is_key = is_text && self.at - start <= MAX_KEY;
                    (is_key && self.peek()? == b':' && self.is_gap(self.at + 1)).then_some(())?;
                    self.at += 1;
                    self.spaces();
                    let value = self.flow_value(depth)?;
                    insert(&mut fields, yaml::name(&key).ok()?, key.place, value)?;
                }
            }
            self.spaces();
            is_open = match self.peek()? {
                b',' => true,
                b if b == close => false,
                _ => return None,
            };
            if is_open {
                self.at += 1;
                self.spaces();
            }
        }
        self.at += 1;
        let place = self.place(start, self.at);
        Some(match is_list {
            true => Node::list(items, place),
            false => Node::object(fields, place),
        })
    }

    fn flow_value(&mut self, depth: u32) -> Option<Node> {
        match self.peek()? {
            b'{' | b'[' => self.flow(depth + 1),
            b'"' | b'\'' => self.quoted(),
            _ => {
                let (start, end) = self.plain(true)?;
                let value = scalar::plain(&self.text[start..end]);
                Some(Node::scalar(value, self.place(start, end)))
            }
        }
    }

    /// `|` or `|-`: the lines below that are further right than `column`.
    fn literal(&mut self, column: usize) -> Option<Node> {
        self.at += 1;
        let is_stripped = self.peek() == Some(b'-');
        self.at += usize::from(is_stripped);
        (self.peek()? == b'\n').then_some(())?;
        self.at += 1;
        self.line = self.at;
        self.spaces();
        let (start, indent) = (self.at, self.column());
        if indent <= column || matches!(self.peek()?, b'\n') {
            return None;
        }
        let mut text = String::new();
        // Empty lines that are followed by others are a part of the text.
        let mut n_empty = 0;
        loop {
            let end = self.end_of_line();
            text.extend(std::iter::repeat_n('\n', n_empty));
            text.push_str(&self.text[self.line + indent..end]);
            // Whether the last line ends is a matter of its own.
            (end < self.bytes.len()).then_some(())?;
            (self.at, self.line) = (end + 1, end + 1);
            n_empty = 1;
            while self.seek_text(indent)? {
                n_empty += 1;
            }
            if self.is_end() || self.column() < indent {
                break;
            }
        }
        if !is_stripped {
            text.push('\n');
        }
        let node = Node::scalar(Value::text(text), self.place(start, self.at));
        self.ends(column)?;
        self.skip()?;
        self.ends(column)?;
        Some(node)
    }

    /// Moves to where the text of a line is, at most `indent` to the right. Is the line empty? Then the
    /// next one is tried.
    fn seek_text(&mut self, indent: usize) -> Option<bool> {
        while self.peek() == Some(b' ') && self.column() < indent {
            self.at += 1;
        }
        match self.peek() {
            Some(b'\n') => {
                self.at += 1;
                self.line = self.at;
                Some(true)
            }
            // Spaces alone may be text.
            Some(b' ')
                if self.bytes[self.at..self.end_of_line()]
                    .iter()
                    .all(|b| *b == b' ') =>
            {
                None
            }
            _ => Some(false),
        }
    }
}

fn is_flow(b: u8) -> bool {
    matches!(b, b',' | b'[' | b']' | b'{' | b'}')
}

/// Adds an entry. None where the key is there already, or is one that is doubtful.
fn insert(fields: &mut Fields, key: Str, place: Place, value: Node) -> Option<()> {
    if &*key == "<<" || fields.contains_key(&key) {
        return None;
    }
    fields.insert(key, (place, value));
    Some(())
}
