//! Values that know where they were written.

use std::sync::Arc;

use engine::{Map, Str, Value};

use crate::fields::Fields;

/// Number of a file among those that were read.
pub type FileId = u32;

/// Where something was written: bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A value with its place. Cheap to clone: what is in lists and objects is shared. Two are equal when
/// their places are as well.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it was written.
    pub place: Place,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Null, a boolean, a number, text or a date.
    Scalar(Value),
    /// A list.
    List(Arc<List>),
    /// An object.
    Object(Arc<Object>),
}

/// What is known of everything within a list or an object.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    /// Number of values.
    weight: u64,
    /// Levels of lists and objects.
    depth: u32,
    /// Is there a reference, a variable or an operator of the build?
    live: bool,
    /// Is there a `_js`?
    code: bool,
}

/// The items of a list.
#[derive(Debug)]
pub struct List {
    items: Vec<Node>,
    facts: Facts,
}

/// The entries of an object, in order.
#[derive(Debug)]
pub struct Object {
    entries: Fields,
    facts: Facts,
}

impl PartialEq for List {
    fn eq(&self, other: &List) -> bool {
        std::ptr::eq(self, other) || self.items == other.items
    }
}

impl PartialEq for Object {
    /// The order of keys counts.
    fn eq(&self, other: &Object) -> bool {
        std::ptr::eq(self, other)
            || (self.facts.weight == other.facts.weight && self.entries == other.entries)
    }
}

impl Facts {
    fn of<'n>(children: impl Iterator<Item = &'n Node>) -> Facts {
        let mut facts = Facts::default();
        for child in children {
            let within = child.facts();
            facts.weight = facts.weight.saturating_add(within.weight);
            facts.depth = facts.depth.max(within.depth);
            facts.live |= within.live;
            facts.code |= within.code;
        }
        facts.weight = facts.weight.saturating_add(1);
        facts.depth += 1;
        facts
    }
}

impl List {
    /// The items.
    pub fn items(&self) -> &[Node] {
        &self.items
    }
}

impl Object {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.get(key).map(|(_, node)| node)
    }

    /// The place of a key.
    pub fn place_of(&self, key: &str) -> Option<Place> {
        self.entries.get(key).map(|(place, _)| *place)
    }

    /// Keys, their places and their values.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Str, Place, &Node)> {
        self.entries.iter()
    }

    /// A copy of the entries, to make another object of.
    pub fn fields(&self) -> Fields {
        self.entries.clone()
    }

    /// The only entry, where there is one alone; markers do not count.
    pub fn single(&self) -> Option<(&Str, &Node)> {
        let mut entries = self.iter().filter(|(k, _, _)| !k.starts_with('~'));
        let (key, _, node) = entries.next()?;
        entries.next().is_none().then_some((key, node))
    }
}

impl Node {
    /// Null, written at `place`.
    pub fn null(place: Place) -> Node {
        Node::scalar(Value::Null, place)
    }

    /// Text.
    pub fn text(text: impl AsRef<str>, place: Place) -> Node {
        Node::scalar(Value::text(text), place)
    }

    /// A value that holds no others.
    pub fn scalar(value: Value, place: Place) -> Node {
        let kind = Kind::Scalar(value);
        Node { kind, place }
    }

    /// A list.
    pub fn list(items: Vec<Node>, place: Place) -> Node {
        let facts = Facts::of(items.iter());
        let kind = Kind::List(Arc::new(List { items, facts }));
        Node { kind, place }
    }

    /// An object.
    pub fn object(entries: Fields, place: Place) -> Node {
        let mut facts = Facts::of(entries.iter().map(|(_, _, node)| node));
        let keys = entries.iter().map(|(key, ..)| key);
        for key in keys.filter(|key| key.starts_with(['_', '~'])) {
            facts.live |= is_live(key);
            facts.code |= is_code(key);
        }
        let kind = Kind::Object(Arc::new(Object { entries, facts }));
        Node { kind, place }
    }

    /// An object of entries that are all made at `place`.
    pub fn made<const N: usize>(entries: [(&str, Node); N], place: Place) -> Node {
        let entries = entries.map(|(key, node)| (Str::from(key), (place, node)));
        Node::object(Fields::from_iter(entries), place)
    }

    /// `value` as if it were written at `place`. Functions are null.
    pub fn of_value(value: &Value, place: Place) -> Node {
        match value {
            Value::List(items) => {
                let items = items.iter().map(|item| Node::of_value(item, place));
                Node::list(items.collect(), place)
            }
            Value::Map(map) => {
                let entry = |(k, v): (&Str, &Value)| (k.clone(), (place, Node::of_value(v, place)));
                let entries = map.iter().filter(|(_, v)| !v.is_undefined());
                Node::object(entries.map(entry).collect(), place)
            }
            Value::Undefined | Value::Function(_) | Value::Error(_) => Node::null(place),
            scalar => Node::scalar(scalar.clone(), place),
        }
    }

    /// Without places.
    pub fn to_value(&self) -> Value {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(list) => Value::list(list.items.iter().map(Node::to_value).collect()),
            Kind::Object(object) => {
                let entries = object.iter().map(|(k, _, n)| (k.clone(), n.to_value()));
                Value::map(entries.collect::<Map>())
            }
        }
    }

    /// Its text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(value) => value.as_str(),
            _ => None,
        }
    }

    /// Its object, if it is one.
    pub fn as_object(&self) -> Option<&Arc<Object>> {
        match &self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Its items, if it is a list.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(list) => Some(&list.items),
            _ => None,
        }
    }

    /// Is it null?
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar(value) if value.is_none())
    }

    /// Is it this value, which holds no others?
    pub fn is(&self, value: &Value) -> bool {
        matches!(&self.kind, Kind::Scalar(own) if own == value)
    }

    /// The value of a key, if it is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object().and_then(|object| object.get(key))
    }

    /// The value at a path such as `a.b.0`, as references and variables name it.
    pub fn at(&self, path: &str) -> Option<&Node> {
        if let Some(node) = self.get(path) {
            return Some(node);
        }
        let mut node = self;
        for segment in engine::path::split(path) {
            node = match &node.kind {
                Kind::Object(object) => object.get(&segment)?,
                Kind::List(list) => list.items.get(segment.parse::<usize>().ok()?)?,
                Kind::Scalar(_) => return None,
            };
        }
        Some(node)
    }

    /// Number of values in it, itself among them.
    pub fn weight(&self) -> u64 {
        self.facts().weight
    }

    /// Levels of lists and objects.
    pub fn depth(&self) -> u32 {
        self.facts().depth
    }

    /// Is there anything in it that the build has to put in?
    pub fn is_live(&self) -> bool {
        self.facts().live
    }

    /// Is there a `_js` in it?
    pub fn has_code(&self) -> bool {
        self.facts().code
    }

    fn facts(&self) -> Facts {
        match &self.kind {
            Kind::Scalar(_) => Facts {
                weight: 1,
                ..Facts::default()
            },
            Kind::List(list) => list.facts,
            Kind::Object(object) => object.facts,
        }
    }
}

fn is_live(key: &str) -> bool {
    matches!(key, "_ref" | "_var" | "~ignoreBuildChecks")
        || key.starts_with("_build.")
        || key.starts_with("_module.")
}

/// Is the key `_js`? Within functions operators have more underscores.
pub(crate) fn is_code(key: &str) -> bool {
    key.starts_with('_') && key.trim_start_matches('_') == "js"
}
