//! Lists with `-` and objects with `key:`, one item below the other.

use engine::{Map, Value, js, serializer};

use super::block::{After, NO_VALUE, ONE_LINE};
use super::props::Props;
use super::{Node, Parser};
use crate::yaml::error::{Parsed, fault, span};
use crate::yaml::write;

/// The entries of an object so far.
#[derive(Default)]
pub(super) struct Entries {
    map: Map,
    /// The keys as values: `1` and `"1"` are different keys.
    keys: Vec<Value>,
}

impl Parser<'_> {
    /// A list whose `-`, at the first of which the parser is, are at `column`.
    pub(super) fn sequence(&mut self, column: isize) -> Parsed<Node> {
        let start = self.pos;
        let mut items = Vec::new();
        loop {
            self.pos += 1;
            let node = self.block_node(column, After::Dash)?;
            items.push(self.value(node));
            self.skip(false)?;
            let is_item = self.peek() == Some(b'-') && self.is_empty(self.pos + 1);
            match self.next_item(column) {
                Next::Here if is_item => {}
                Next::Here | Next::Over => break,
                Next::Deeper if is_item => {
                    let message = "All sequence items must start at the same column";
                    return fault(self.pos, message);
                }
                Next::Deeper => {
                    let line = self.line_start(self.pos);
                    return fault(line, "Sequence item without - indicator");
                }
            }
        }
        let value = Value::list(items);
        Ok(Node {
            is_collection: true,
            ..Node::scalar(value, start, self.pos)
        })
    }

    /// An object whose keys are at `column`. The first may have been read; else the parser is at it.
    pub(super) fn mapping(&mut self, column: isize, first: Option<Node>) -> Parsed<Node> {
        let start = first.as_ref().map_or(self.pos, |key| key.start);
        let mut entries = Entries::default();
        let mut first = first;
        loop {
            self.entry(column, first.take(), &mut entries)?;
            self.skip(false)?;
            match self.next_item(column) {
                Next::Here => {}
                Next::Over => break,
                Next::Deeper => {
                    let line = self.line_start(self.pos);
                    return fault(line, "All mapping items must start at the same column");
                }
            }
        }
        let value = self.finish(entries);
        Ok(Node {
            is_collection: true,
            ..Node::scalar(value, start, self.pos)
        })
    }

    fn next_item(&self, column: isize) -> Next {
        let here = self.column(self.pos);
        if self.peek().is_none() || here < column || (here == 0 && self.is_marker(self.pos)) {
            Next::Over
        } else if here == column {
            Next::Here
        } else {
            Next::Deeper
        }
    }

    /// A key with its value. `key` may have been read.
    fn entry(&mut self, column: isize, key: Option<Node>, entries: &mut Entries) -> Parsed<()> {
        let indicator = self.is_empty(self.pos + 1);
        let mut explicit = false;
        let key = match (key, self.peek()) {
            (Some(key), _) => key,
            (None, Some(b'?')) if indicator => {
                explicit = true;
                self.pos += 1;
                self.block_node(column, After::Question)?
            }
            _ => self.implicit_key(column)?,
        };
        if explicit {
            self.skip(false)?;
        } else {
            self.spaces();
        }
        let colon = self.peek() == Some(b':') && self.is_empty(self.pos + 1);
        if explicit && !(colon && self.column(self.pos) == column) {
            let null = Node::scalar(Value::Null, self.pos, self.pos);
            return self.insert(entries, key, null);
        }
        if !colon {
            return span(key.start, key.end, NO_VALUE);
        }
        if self.src[key.start..key.end].contains(&b'\n') && !explicit {
            return span(key.start, key.end, ONE_LINE);
        }
        if self.strict && !explicit && key.start + 1024 < self.pos {
            return span(
                key.start,
                key.end,
                "The : indicator must be at most 1024 chars after the start of an implicit block \
                 mapping key",
            );
        }
        self.check_unique(entries, &key)?;
        self.pos += 1;
        let after = if explicit {
            After::Question
        } else {
            After::Colon
        };
        let value = self.block_node(column, after)?;
        self.insert(entries, key, value)
    }

    fn implicit_key(&mut self, column: isize) -> Parsed<Node> {
        let mut props = Props::default();
        self.props(&mut props)?;
        if !props.is_empty() && self.ends_line() {
            return fault(self.pos, ONE_LINE);
        }
        if self.peek() == Some(b'-') && self.is_empty(self.pos + 1) {
            return fault(
                self.pos,
                "A block sequence may not be used as an implicit map key",
            );
        }
        if self.peek() == Some(b':') && self.is_empty(self.pos + 1) {
            return self.anchored(&props, |it| it.empty(&props));
        }
        self.leaf(column, &props, false)
    }

    /// # Errors
    /// Where `entries` have the key already.
    pub(super) fn check_unique(&self, entries: &Entries, key: &Node) -> Parsed<()> {
        let known = key.alias.is_some() || key.is_collection || key.is_merge;
        if !self.unique_keys || known || !entries.map.contains_key(&key_text(key)) {
            return Ok(());
        }
        if entries.keys.iter().any(|k| js::strict_eq(k, &key.value)) {
            return fault(key.start, "Map keys must be unique");
        }
        Ok(())
    }

    /// Adds an entry.
    pub(super) fn insert(&mut self, entries: &mut Entries, key: Node, value: Node) -> Parsed<()> {
        self.check_unique(entries, &key)?;
        if key.is_merge {
            self.merge(entries, value);
            return Ok(());
        }
        let key = Node {
            is_collection: key.is_collection,
            ..Node::scalar(self.value(key), 0, 0)
        };
        let value = self.value(value);
        entries.map.insert(key_text(&key), value);
        if !key.is_collection {
            entries.keys.push(key.value);
        }
        Ok(())
    }

    /// `<<`: the entries of an object, or of several, that are not there yet.
    fn merge(&mut self, entries: &mut Entries, value: Node) {
        let source = match &value.alias {
            Some(name) => self.anchors.peek(name),
            None => Ok(value.value),
        };
        let source = match source {
            Ok(source) => source,
            Err(message) => {
                self.later(message);
                return;
            }
        };
        let sources = match &source {
            Value::List(items) => items.to_vec(),
            _ => vec![source],
        };
        for source in sources {
            let Value::Map(map) = source else {
                self.later("Merge sources must be maps or map aliases".to_owned());
                return;
            };
            for (key, value) in map.iter() {
                if !entries.map.contains_key(key) {
                    entries.map.insert(key.clone(), value.clone());
                }
            }
        }
    }

    /// The object of all entries, or what its markers make of it.
    pub(super) fn finish(&mut self, entries: Entries) -> Value {
        if self.opaque_maps {
            return Value::map(Map::new());
        }
        serializer::revive(entries.map)
    }

    /// The value of `node`, an alias's from its anchor.
    pub(super) fn value(&mut self, node: Node) -> Value {
        let Some(name) = node.alias else {
            return node.value;
        };
        match self.anchors.take(&name, self.max_aliases) {
            Ok(value) => value,
            Err(message) => self.later(message),
        }
    }
}

/// What follows an item.
enum Next {
    /// Another line at its column.
    Here,
    /// A line that is deeper.
    Deeper,
    /// A line that is not as deep, or the end.
    Over,
}

/// The name that a key has in an object.
fn key_text(key: &Node) -> String {
    match &key.value {
        Value::Null => String::new(),
        value @ (Value::List(_) | Value::Map(_)) => write::inline(value),
        value => js::to_text(value),
    }
}
