//! What may precede a node: an anchor and a tag. And what a tag makes of it.

use engine::{Map, Value};

use super::{Node, Parser};
use crate::yaml::error::{Parsed, fault, span};
use crate::yaml::schema::{Kind, Schema, timestamp};

/// The anchor and the tag of a node.
#[derive(Default)]
pub(super) struct Props {
    pub(super) anchor: Option<String>,
    /// As written, such as `!!str`.
    pub(super) tag: Option<String>,
    /// Where the first of them begins.
    pub(super) start: Option<usize>,
    tag_at: usize,
}

const TAGS: &str = "tag:yaml.org,2002:";

impl Props {
    /// Is there neither?
    pub(super) fn is_empty(&self) -> bool {
        self.start.is_none()
    }

    /// Adds those of a further line.
    ///
    /// # Errors
    /// For a second anchor or tag.
    pub(super) fn absorb(&mut self, other: Props) -> Parsed<()> {
        let at = other.start.unwrap_or(0);
        if self.anchor.is_some() && other.anchor.is_some() {
            return fault(at, "A node can have at most one anchor");
        }
        if self.tag.is_some() && other.tag.is_some() {
            return fault(at, "A node can have at most one tag");
        }
        if other.tag.is_some() {
            self.tag = other.tag;
            self.tag_at = other.tag_at;
        }
        self.anchor = self.anchor.take().or(other.anchor);
        self.start = self.start.or(other.start);
        Ok(())
    }
}

impl Parser<'_> {
    /// Reads the anchors and tags of this line into `props`.
    ///
    /// # Errors
    /// For a second anchor or tag.
    pub(super) fn props(&mut self, props: &mut Props) -> Parsed<()> {
        loop {
            let start = self.pos;
            match self.peek() {
                Some(b'&') => {
                    let name = self.name();
                    if props.anchor.is_some() {
                        return span(start, self.pos, "A node can have at most one anchor");
                    }
                    if name.is_empty() {
                        return fault(start, "Anchor cannot be an empty string");
                    }
                    props.anchor = Some(name);
                }
                Some(b'!') => {
                    let tag = self.tag();
                    if props.tag.is_some() {
                        return span(start, self.pos, "A node can have at most one tag");
                    }
                    props.tag = Some(tag);
                    props.tag_at = start;
                }
                _ => return Ok(()),
            }
            props.start.get_or_insert(start);
            let at_comma = self.peek() == Some(b',');
            if !self.spaces() && !self.is_line_end(self.pos) && !at_comma {
                return fault(
                    self.pos,
                    "Tags and anchors must be separated from the next token by white space",
                );
            }
        }
    }

    /// `&name` or `*name`.
    pub(super) fn name(&mut self) -> String {
        let start = self.pos + 1;
        while !self.is_empty(self.pos)
            && !matches!(self.peek(), Some(b',' | b'[' | b']' | b'{' | b'}'))
        {
            self.pos += 1;
        }
        self.text[start.min(self.pos)..self.pos].to_owned()
    }

    fn tag(&mut self) -> String {
        let start = self.pos;
        if self.byte(start + 1) == Some(b'<') {
            while !self.is_empty(self.pos) && self.peek() != Some(b'>') {
                self.pos += 1;
            }
            if self.peek() == Some(b'>') {
                self.pos += 1;
            }
        } else {
            let is_hex = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_hexdigit());
            loop {
                match self.peek() {
                    Some(b) if b.is_ascii_alphanumeric() => {}
                    Some(b) if b"-#;/?:@&=+$_.!~*'()".contains(&b) => {}
                    Some(b'%')
                        if is_hex(self.byte(self.pos + 1)) && is_hex(self.byte(self.pos + 2)) => {}
                    _ => break,
                }
                self.pos += 1;
            }
        }
        self.text[start..self.pos].to_owned()
    }

    /// The whole name of the tag of `props`; none without a tag, or where it names nothing.
    fn tag_name(&self, props: &Props) -> Parsed<Option<String>> {
        let Some(tag) = &props.tag else {
            return Ok(None);
        };
        let complain = |message: String| span(props.tag_at, props.tag_at + tag.len(), message);
        if tag == "!" {
            return Ok(None);
        }
        if let Some(verbatim) = tag.strip_prefix("!<") {
            let Some(name) = verbatim.strip_suffix('>') else {
                return complain("Verbatim tags must end with a >".to_owned());
            };
            if name == "!" || name == "!!" {
                return complain(format!(
                    "Verbatim tags aren't resolved, so {tag} is invalid."
                ));
            }
            return Ok(Some(name.to_owned()));
        }
        let (handle, suffix) = tag.split_at(tag.rfind('!').map_or(0, |at| at + 1));
        if suffix.is_empty() {
            return complain(format!("The {tag} tag has no suffix"));
        }
        let known = self.directives.tags.iter().find(|(name, _)| name == handle);
        match known {
            Some((_, prefix)) => Ok(Some(format!("{prefix}{}", decode(suffix)))),
            None if handle == "!!" => Ok(Some(format!("{TAGS}{}", decode(suffix)))),
            None if handle == "!" => Ok(Some(tag.clone())),
            None => complain(format!("Could not resolve tag: {tag}")),
        }
    }

    /// The value of a scalar: `text` by its tag, or as the schema has it where it is `plain`.
    pub(super) fn resolve(&mut self, text: &str, plain: bool, props: &Props) -> Parsed<Value> {
        let tag = self.tag_name(props)?;
        if props.tag.is_some() {
            let name = tag.as_deref().and_then(|tag| tag.strip_prefix(TAGS));
            return Ok(self.tagged(text, name));
        }
        if !plain {
            return Ok(text.into());
        }
        match self.language.schema.resolve(text) {
            Some((kind, value)) => Ok(self.json(kind, value)),
            None if self.language.timestamps && timestamp(text).is_some() => Ok(self.json(
                Kind::Timestamp,
                Value::Date(timestamp(text).unwrap_or(f64::NAN)),
            )),
            None if self.language.schema == Schema::Json => {
                let json = engine::json::stringify(&text.into());
                fault(self.pos, format!("Unresolved plain scalar {json}"))
            }
            None => Ok(text.into()),
        }
    }

    fn tagged(&mut self, text: &str, name: Option<&str>) -> Value {
        let known = self.language.known_tags || self.language.schema == Schema::Yaml11;
        match name {
            Some("binary") if known => binary(text),
            Some("timestamp") if known => match timestamp(text) {
                Some(ms) => self.json(Kind::Timestamp, Value::Date(ms)),
                None => {
                    self.later("!!timestamp expects a date, starting with yyyy-mm-dd".to_owned())
                }
            },
            Some(name) => match (Kind::by_tag(name), self.language.schema.resolve(text)) {
                (Some(asked), Some((kind, value))) if asked == kind => self.json(kind, value),
                _ => text.into(),
            },
            None => text.into(),
        }
    }

    /// `value` as it is after a way through JSON.
    fn json(&mut self, kind: Kind, value: Value) -> Value {
        match value {
            Value::Number(_) if kind == Kind::Int && self.big_ints => {
                self.later("Do not know how to serialize a BigInt".to_owned())
            }
            Value::Number(n) if !n.is_finite() => Value::Null,
            Value::Number(n) => Value::Number(n + 0.0),
            Value::Date(ms) if ms.is_nan() => Value::Null,
            Value::Date(ms) => engine::date::to_iso(ms).into(),
            value => value,
        }
    }

    /// What the tag of `props` makes of a list or an object.
    pub(super) fn collection(&mut self, node: Node, props: &Props) -> Parsed<Node> {
        let tag = self.tag_name(props)?;
        let known = self.language.known_tags || self.language.schema == Schema::Yaml11;
        let name = tag.as_deref().and_then(|tag| tag.strip_prefix(TAGS));
        let complain = |message: &str| span(props.tag_at, props.tag_at + 1, message);
        let value = match (name, &node.value) {
            (Some("set"), Value::Map(map)) if known => {
                if map.values().any(|v| !v.is_none()) {
                    return complain("Set items must all have null values");
                }
                Value::map(Map::new())
            }
            (Some("omap"), Value::List(items)) if known => {
                if items.iter().any(|item| pair_len(item) > 1) {
                    return complain("Each pair must have its own sequence indicator");
                }
                Value::map(Map::new())
            }
            (Some("pairs"), Value::List(items)) if known => {
                if items.iter().any(|item| pair_len(item) > 1) {
                    return complain("Each pair must have its own sequence indicator");
                }
                Value::list(items.iter().map(pair).collect())
            }
            _ => return Ok(node),
        };
        Ok(Node { value, ..node })
    }
}

fn pair_len(item: &Value) -> usize {
    item.as_map().map_or(1, |map| map.len())
}

/// An item of `!!pairs` as an object with one key.
fn pair(item: &Value) -> Value {
    match item {
        Value::Map(map) if !map.is_empty() => item.clone(),
        Value::Map(_) => Value::object([("", Value::Null)]),
        item => Value::object([(&*engine::js::to_text(item), Value::Null)]),
    }
}

/// Base 64, as a buffer is in JSON.
fn binary(text: &str) -> Value {
    let (mut bits, mut n_bits) = (0u32, 0);
    let mut bytes = Vec::new();
    for b in text.bytes() {
        let digit = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(digit);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(Value::Number(f64::from((bits >> n_bits) & 0xff)));
        }
    }
    Value::object([("type", "Buffer".into()), ("data", bytes.into())])
}

fn decode(suffix: &str) -> String {
    let mut out = Vec::new();
    let mut rest = suffix.as_bytes();
    while let Some((b, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) if *b == b'%' => {
                out.push(decoded);
                rest = &tail[2..];
            }
            _ => {
                out.push(*b);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
