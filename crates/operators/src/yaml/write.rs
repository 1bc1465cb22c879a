//! Writing: a value as a document, in the layout of the package `yaml`.

mod fold;
mod text;

use engine::{Map, OpError, Str, Value, date, js, json};

use super::options::{Quotes, Style, TextStyle};
use super::schema::Schema;

/// `value` as a document. What JSON cannot hold is written as JSON has it.
///
/// # Errors
/// For options that do not exist, and values that the schema cannot hold.
pub(crate) fn stringify(value: &Value, options: &Value) -> Result<String, OpError> {
    let style = Style::new(options)?;
    let cx = Cx {
        in_flow: style.in_flow,
        ..Cx::default()
    };
    let body = Writer { style: &style }.node(value, cx)?;
    Ok(match (style.directives, body.starts_with(['|', '>'])) {
        (false, _) => format!("{body}\n"),
        (true, true) => format!("--- {body}\n"),
        (true, false) => format!("---\n{body}\n"),
    })
}

/// `value` on one line, as a list or an object is written that is a key.
pub(super) fn inline(value: &Value) -> String {
    let options = Value::object([("lineWidth", 0.into()), ("nullStr", "".into())]);
    let cx = Cx {
        in_flow: Some(true),
        ..Cx::default()
    };
    let style = Style::new(&options);
    let text = style.and_then(|style| Writer { style: &style }.node(value, cx));
    text.unwrap_or_default()
}

/// How deep values may be nested.
const MAX_DEPTH: usize = 200;

/// The length up to which a flow collection stays on one line.
const MAX_FLOW: usize = 60;

/// Where a node is written.
#[derive(Clone, Copy, Default)]
struct Cx {
    /// Spaces in front of its lines.
    indent: usize,
    /// Between brackets, or not; none leaves it to the node.
    in_flow: Option<bool>,
    /// It is a key without `?`.
    implicit_key: bool,
    /// What its first line has in front.
    indent_at_start: Option<usize>,
    /// Text as a block is indented even at the root.
    force_block_indent: bool,
    depth: usize,
}

struct Writer<'a> {
    style: &'a Style,
}

impl Writer<'_> {
    fn node(&self, value: &Value, cx: Cx) -> Result<String, OpError> {
        if cx.depth > MAX_DEPTH {
            return Err(OpError::new("Maximum call stack size exceeded"));
        }
        let cx = Cx {
            depth: cx.depth + 1,
            ..cx
        };
        let [yes, no, null] = &self.style.words;
        let schema = self.style.language.schema;
        let json = schema == Schema::Json;
        match value {
            Value::List(items) => self.list(items, cx),
            Value::Map(map) => self.map(map, cx),
            Value::Date(ms) if ms.is_nan() => Err(OpError::new("Invalid time value")),
            Value::Date(ms) => {
                let marker: Map = [("~d", date::to_iso(*ms).into())].into_iter().collect();
                self.map(&marker, cx)
            }
            Value::Error(e) => {
                let fields = Value::object([
                    ("name", Value::String(e.name.clone())),
                    ("message", Value::String(e.message.clone())),
                    ("value", js::to_text(value).into()),
                ]);
                let marker: Map = [("~e", fields)].into_iter().collect();
                self.map(&marker, cx)
            }
            Value::String(text) if json => Ok(json::stringify(&Value::String(text.clone()))),
            Value::String(text) => self.text(text, cx),
            Value::Bool(_) if schema == Schema::Failsafe => unresolved("Boolean"),
            Value::Number(n) if schema == Schema::Failsafe && n.is_finite() => unresolved("Number"),
            _ if schema == Schema::Failsafe => unresolved("object"),
            Value::Bool(b) if json => Ok(b.to_string()),
            Value::Bool(b) => Ok(if *b { yes } else { no }.clone()),
            Value::Number(n) if n.is_finite() => Ok(js::number_to_text(*n)),
            _ if json => Ok("null".to_owned()),
            _ => Ok(null.clone()),
        }
    }

    fn list(&self, items: &[Value], cx: Cx) -> Result<String, OpError> {
        if items.is_empty() {
            return Ok("[]".to_owned());
        }
        let flow = cx.in_flow == Some(true);
        let item_cx = Cx {
            indent: cx.indent + 2 + if flow { self.style.indent } else { 0 },
            ..cx
        };
        let mut lines = Vec::with_capacity(items.len());
        for item in items {
            lines.push(self.node(item, item_cx)?);
        }
        if flow {
            return Ok(self.brackets('[', lines, ']', cx));
        }
        let gap = format!("\n{}- ", " ".repeat(cx.indent));
        Ok(format!("- {}", lines.join(&gap)))
    }

    fn map(&self, map: &Map, cx: Cx) -> Result<String, OpError> {
        let keys = self.style.keys.as_deref();
        let is_written = |(key, value): &(&Str, &Value)| {
            !matches!(value, Value::Undefined | Value::Function(_))
                && keys.is_none_or(|keys| keys.iter().any(|k| **k == ***key))
        };
        let mut entries: Vec<(&Str, &Value)> = map.iter().filter(is_written).collect();
        if self.style.sorted {
            entries.sort_by(|a, b| crate::utf16::compare(a.0, b.0));
        }
        if entries.is_empty() {
            return Ok("{}".to_owned());
        }
        let flow = cx.in_flow == Some(true);
        let item_cx = Cx {
            indent: cx.indent + if flow { self.style.indent } else { 0 },
            ..cx
        };
        let mut lines = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            lines.push(self.pair(key, value, item_cx)?);
        }
        if flow {
            return Ok(self.brackets('{', lines, '}', cx));
        }
        Ok(lines.join(&format!("\n{}", " ".repeat(cx.indent))))
    }

    /// `[ a, b ]`, on one line where it fits.
    fn brackets(&self, start: char, lines: Vec<String>, end: char, cx: Cx) -> String {
        let len: usize = lines.iter().map(|line| crate::utf16::len(line) + 3).sum();
        // Each has a comma but the last.
        let long = len + 1 > MAX_FLOW;
        if long || lines.iter().any(|line| line.contains('\n')) {
            let gap = format!("\n{}", " ".repeat(self.style.indent + cx.indent));
            let body = lines.join(&format!(",{gap}"));
            return format!("{start}{gap}{body}\n{}{end}", " ".repeat(cx.indent));
        }
        let padding = if self.style.padding { " " } else { "" };
        format!("{start}{padding}{}{padding}{end}", lines.join(", "))
    }

    fn pair(&self, key: &str, value: &Value, cx: Cx) -> Result<String, OpError> {
        let style = self.style;
        let mut cx = Cx {
            indent: cx.indent + style.indent,
            ..cx
        };
        let outer = cx.indent - style.indent;
        let key_cx = Cx {
            implicit_key: true,
            ..cx
        };
        let key = self.node(&key.into(), key_cx)?;
        let long = cx.in_flow != Some(true) && crate::utf16::len(&key) > 1024;
        if long && style.simple_keys {
            return Err(OpError::new(
                "With simple keys, single line scalar must not span more than 1024 characters",
            ));
        }
        let key = match long {
            true => format!("? {key}\n{}:", " ".repeat(outer)),
            false => format!("{key}:"),
        };
        let kind = Kind::of(value);
        if !long && kind == Kind::Scalar {
            cx.indent_at_start = Some(crate::utf16::len(&key) + 1);
        }
        let unindented = !style.indent_seq && style.indent >= 2 && cx.in_flow != Some(true);
        if unindented && !long && kind == Kind::List {
            cx.indent -= 2;
        }
        let text = self.node(value, cx)?;
        let gap = if kind != Kind::Scalar && !long {
            let flow = cx.in_flow.unwrap_or(text == "[]" || text == "{}");
            match text.contains('\n') || !flow {
                true => format!("\n{}", " ".repeat(cx.indent)),
                false => " ".to_owned(),
            }
        } else if text.is_empty() || text.starts_with('\n') {
            String::new()
        } else {
            " ".to_owned()
        };
        Ok(format!("{key}{gap}{text}"))
    }

    fn text(&self, text: &str, cx: Cx) -> Result<String, OpError> {
        let style = match self.style.key_text {
            _ if text::has_control(text) => TextStyle::Double,
            Some(style) if cx.implicit_key => style,
            _ => self.style.text,
        };
        Ok(match style {
            TextStyle::Plain => self.plain(text, cx),
            TextStyle::Double => self.double(text, cx),
            TextStyle::Single => self.single(text, cx),
            _ if cx.implicit_key || cx.in_flow == Some(true) => self.quoted(text, cx),
            _ => self.block(text, cx),
        })
    }

    fn quoted(&self, text: &str, cx: Cx) -> String {
        let single = match (text.contains('"'), text.contains('\'')) {
            _ if self.style.quotes == Quotes::OnlyDouble => false,
            (true, false) => true,
            (false, true) => false,
            _ => self.style.quotes == Quotes::Single,
        };
        match single {
            true => self.single(text, cx),
            false => self.double(text, cx),
        }
    }
}

/// What a value is to the layout.
#[derive(PartialEq, Eq)]
enum Kind {
    Scalar,
    List,
    Map,
}

impl Kind {
    fn of(value: &Value) -> Kind {
        match value {
            Value::List(_) => Kind::List,
            Value::Map(_) | Value::Date(_) | Value::Error(_) => Kind::Map,
            _ => Kind::Scalar,
        }
    }
}

fn unresolved<T>(kind: &str) -> Result<T, OpError> {
    Err(OpError::new(format!("Tag not resolved for {kind} value")))
}
