//! Parsing: one document of a text into a value. What is wrong first ends it.
//!
//! Nodes are read by descent: [`block`] has lists and objects that indentation delimits, [`flow`]
//! those between brackets, [`scalar`] what they are made of.

mod block;
mod collection;
mod document;
mod flow;
mod props;
mod scalar;
mod text;

use engine::{OpError, Value, js};

use super::anchors::Anchors;
use super::error::{Parsed, fault, span};
use super::options::Language;
use document::Directives;

/// The value of the only document in `text`.
///
/// # Errors
/// What is wrong, with line and column.
pub(crate) fn parse(text: &str, options: &Value) -> Result<Value, OpError> {
    let flag = |name: &str, default: bool| match options.key(name) {
        Value::Undefined => default,
        value => js::truthy(value),
    };
    let mut parser = Parser {
        text,
        src: text.as_bytes(),
        pos: 0,
        depth: 0,
        language: Language::new(options, None)?,
        directives: Directives::default(),
        anchors: Anchors::default(),
        late: None,
        max_aliases: match options.key("maxAliasCount") {
            Value::Number(n) => *n,
            _ => 100.0,
        },
        strict: flag("strict", true),
        unique_keys: options.key("uniqueKeys").as_bool() != Some(false),
        big_ints: flag("intAsBigInt", false),
        opaque_maps: options.key("mapAsMap").as_bool() == Some(true),
        many: options.key("logLevel").as_str() == Some("silent"),
    };
    let pretty = options.key("prettyErrors").as_bool() != Some(false);
    let value = parser
        .document(options)
        .map_err(|e| OpError::new(e.show(text, pretty)).without("The text is not YAML."))?;
    match parser.late {
        Some(message) => Err(OpError::new(message)),
        None => Ok(value),
    }
}

/// How deep nodes may be nested.
const MAX_DEPTH: u32 = 128;

struct Parser<'a> {
    text: &'a str,
    src: &'a [u8],
    pos: usize,
    depth: u32,
    language: Language,
    directives: Directives,
    anchors: Anchors,
    /// What is wrong with the values; said when nothing is wrong with the text.
    late: Option<String>,
    max_aliases: f64,
    strict: bool,
    unique_keys: bool,
    /// Whole numbers are of a kind that JSON cannot hold.
    big_ints: bool,
    /// Objects are of a kind that JSON writes without their entries.
    opaque_maps: bool,
    /// Further documents are not looked at.
    many: bool,
}

/// A node as it was read.
struct Node {
    value: Value,
    /// First byte, without anchor and tag.
    start: usize,
    /// Byte after the last.
    end: usize,
    /// The plain scalar `<<`.
    is_merge: bool,
    /// An alias's name.
    alias: Option<String>,
    /// A list or an object.
    is_collection: bool,
}

impl Node {
    fn scalar(value: Value, start: usize, end: usize) -> Node {
        Node {
            value,
            start,
            end,
            is_merge: false,
            alias: None,
            is_collection: false,
        }
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.byte(self.pos)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.src.get(at).copied()
    }

    /// White space, or the end, at `at`?
    fn is_empty(&self, at: usize) -> bool {
        matches!(self.byte(at), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
    }

    /// Does a line end at `at`?
    fn is_line_end(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'\n') => true,
            Some(b'\r') => self.byte(at + 1) == Some(b'\n'),
            _ => false,
        }
    }

    /// Is there `---` or `...` at `at`, which is the start of a line?
    fn is_marker(&self, at: usize) -> bool {
        let marker = self.src.get(at..at + 3);
        (marker == Some(b"---") || marker == Some(b"...")) && self.is_empty(at + 3)
    }

    fn line_start(&self, at: usize) -> usize {
        let before = &self.src[..at];
        before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |nl| nl + 1)
    }

    fn column(&self, at: usize) -> isize {
        (at - self.line_start(at)) as isize
    }

    /// Passes over spaces and tabs of the line. Were there any?
    fn spaces(&mut self) -> bool {
        let from = self.pos;
        while let Some(b' ' | b'\t') = self.peek() {
            self.pos += 1;
        }
        self.pos > from
    }

    /// Passes over a comment, which white space must precede.
    fn comment(&mut self) -> Parsed<bool> {
        if self.peek() != Some(b'#') {
            return Ok(false);
        }
        let start = self.pos;
        while !self.is_line_end(self.pos) {
            self.pos += 1;
        }
        if self.strict && start > 0 && !self.is_empty(start - 1) {
            return span(
                start,
                self.pos,
                "Comments must be separated from other tokens by white space characters",
            );
        }
        Ok(true)
    }

    fn newline(&mut self) -> bool {
        match self.peek() {
            Some(b'\n') => self.pos += 1,
            Some(b'\r') if self.byte(self.pos + 1) == Some(b'\n') => self.pos += 2,
            _ => return false,
        }
        true
    }

    /// Passes over white space, comments and the ends of lines, `tabs` in front of which are wrong.
    /// Was there the end of a line?
    fn skip(&mut self, tabs: bool) -> Parsed<bool> {
        let mut crossed = self.pos == 0;
        let mut at_start = crossed || self.src[self.pos - 1] == b'\n';
        loop {
            let from = self.pos;
            while self.peek() == Some(b' ') {
                self.pos += 1;
            }
            let tab = Some(self.pos).filter(|_| at_start && !tabs && self.peek() == Some(b'\t'));
            self.spaces();
            if let Some(tab) = tab.filter(|_| self.peek().is_some()) {
                return fault(tab, "Tabs are not allowed as indentation");
            }
            self.comment()?;
            at_start = self.newline();
            crossed |= at_start;
            if self.pos == from || (!at_start && self.peek() != Some(b'#')) {
                return Ok(crossed);
            }
        }
    }

    /// The rest of a line after a node: nothing but a comment may follow.
    fn line_rest(&mut self) -> Parsed<()> {
        self.spaces();
        self.comment()?;
        if self.is_line_end(self.pos) {
            return Ok(());
        }
        self.unexpected("at node end")
    }

    /// The complaint about what stands here.
    fn unexpected<T>(&self, place: &str) -> Parsed<T> {
        let what = match self.peek() {
            Some(b'[') => "flow-seq-start",
            Some(b']') => "flow-seq-end",
            Some(b'{') => "flow-map-start",
            Some(b'}') => "flow-map-end",
            Some(b'&') => "anchor",
            Some(b'*') => "alias",
            Some(b'!') => "tag",
            Some(b',') => "comma",
            Some(b'"') => "double-quoted-scalar",
            Some(b'\'') => "single-quoted-scalar",
            Some(b'|' | b'>') => "block-scalar-header",
            Some(b'-') if self.is_empty(self.pos + 1) => "seq-item-ind",
            Some(b'?') if self.is_empty(self.pos + 1) => "explicit-key-ind",
            Some(b':') if self.is_empty(self.pos + 1) => "map-value-ind",
            _ => "scalar",
        };
        let message = match self.peek() {
            Some(end @ (b']' | b'}')) => {
                let end = char::from(end);
                format!("Unexpected {what} token in YAML stream: \"{end}\"")
            }
            _ => format!("Unexpected {what} {place}"),
        };
        span(self.pos, self.token_end(what), message)
    }

    /// Where the token `what` ends that begins here.
    fn token_end(&self, what: &str) -> usize {
        let mut i = self.pos;
        let mut end = i + 1;
        match what {
            "anchor" | "alias" | "tag" => {
                while !self.is_empty(end) {
                    end += 1;
                }
            }
            "scalar" => {
                while !self.is_line_end(i) {
                    let comment = self.byte(i) == Some(b'#') && self.is_empty(i - 1);
                    if comment || (self.byte(i) == Some(b':') && self.is_empty(i + 1)) {
                        break;
                    }
                    i += 1;
                    if !self.is_empty(i - 1) {
                        end = i;
                    }
                }
            }
            _ => {}
        }
        end
    }

    /// Counts a level of nesting; [`Parser::leave`] ends it.
    fn enter(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return fault(self.pos, "Nodes are nested too deeply");
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Notes what is wrong with a value; the first stays.
    fn later(&mut self, message: String) -> Value {
        self.late.get_or_insert(message);
        Value::Null
    }
}
