//! The values of an evaluation. What comes from outside is shared and not copied; lists carry the
//! flags by which JSONata tells sequences from arrays.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use engine::{Map, Str, Value, js};

use super::eval::Func;

/// A value.
#[derive(Clone, Default)]
pub(super) enum Val {
    /// Nothing: what a missing field is.
    #[default]
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Str),
    /// A date of the data, which JSONata can only pass on.
    Date(f64),
    List(Rc<List>),
    Map(Rc<Obj>),
    Func(Rc<Func>),
}

/// A list, which may be a sequence.
#[derive(Clone, Default)]
pub(super) struct List {
    items: Items,
    /// It is flattened into others, and a single item stands for itself.
    pub(super) sequence: bool,
    /// A sequence whose single item does not stand for itself.
    pub(super) keep: bool,
    /// It was written as `[…]` at the end of a path and is not flattened.
    pub(super) cons: bool,
    /// It wraps an array that is the input.
    pub(super) outer: bool,
    /// Its items are objects of bindings.
    pub(super) tuples: bool,
    shape: Shape,
}

#[derive(Clone)]
enum Items {
    Data(Arc<Vec<Value>>),
    Own(Vec<Val>),
}

impl Default for Items {
    fn default() -> Items {
        Items::Own(Vec::new())
    }
}

/// How deep a value is nested, and whether a function is in it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) depth: u32,
    pub(super) has_func: bool,
}

impl Shape {
    /// Of something that also holds `other`, one level down.
    pub(super) fn around(self, other: Shape) -> Shape {
        Shape {
            depth: self.depth.max(other.depth + 1),
            has_func: self.has_func || other.has_func,
        }
    }
}

/// An object.
pub(super) enum Obj {
    /// Of the data.
    Data(Arc<Map>),
    /// Made here; only a transformation changes it.
    Own(RefCell<Fields>),
}

/// The fields of an object, in order.
#[derive(Clone, Default)]
pub(super) struct Fields {
    /// Positions by name.
    index: Map,
    entries: Vec<Option<(Str, Val)>>,
    shape: Shape,
}

impl Fields {
    pub(super) fn get(&self, key: &str) -> Option<&Val> {
        let at = self.index.get(key)?.as_integer()?;
        let entry = self.entries.get(usize::try_from(at).ok()?)?;
        entry.as_ref().map(|(_, value)| value)
    }

    /// Sets a field; one that exists keeps its place.
    pub(super) fn insert(&mut self, key: Str, value: Val) {
        self.shape = self.shape.around(value.shape());
        let at = self.index.get(&key).and_then(Value::as_integer);
        let entry = Some((key.clone(), value));
        match at {
            Some(at) => self.entries[at as usize] = entry,
            None => {
                self.index.insert(key, self.entries.len().into());
                self.entries.push(entry);
            }
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        if let Some(at) = self.index.remove(key).as_ref().and_then(Value::as_integer) {
            self.entries[at as usize] = None;
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &(Str, Val)> {
        self.entries.iter().flatten()
    }

    pub(super) fn len(&self) -> usize {
        self.index.len()
    }
}

impl Obj {
    pub(super) fn get(&self, key: &str) -> Option<Val> {
        match self {
            Obj::Data(map) => map.get(key).map(Val::from),
            Obj::Own(fields) => fields.borrow().get(key).cloned(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Obj::Data(map) => map.len(),
            Obj::Own(fields) => fields.borrow().len(),
        }
    }

    /// The fields as they are now.
    pub(super) fn entries(&self) -> Vec<(Str, Val)> {
        match self {
            Obj::Data(map) => {
                let entry = |(key, value): (&Str, &Value)| (key.clone(), Val::from(value));
                map.iter().map(entry).collect()
            }
            Obj::Own(fields) => fields.borrow().iter().cloned().collect(),
        }
    }

    pub(super) fn keys(&self) -> Vec<Str> {
        match self {
            Obj::Data(map) => map.keys().cloned().collect(),
            Obj::Own(fields) => fields.borrow().iter().map(|(key, _)| key.clone()).collect(),
        }
    }
}

impl List {
    /// An array.
    pub(super) fn array(items: Vec<Val>) -> List {
        let shape = items
            .iter()
            .fold(Shape::default(), |shape, item| shape.around(item.shape()));
        List {
            items: Items::Own(items),
            shape,
            ..List::default()
        }
    }

    /// A sequence.
    pub(super) fn sequence(items: Vec<Val>) -> List {
        List {
            sequence: true,
            ..List::array(items)
        }
    }

    pub(super) fn len(&self) -> usize {
        match &self.items {
            Items::Data(items) => items.len(),
            Items::Own(items) => items.len(),
        }
    }

    /// The item at `i`; undefined where there is none.
    pub(super) fn get(&self, i: usize) -> Val {
        match &self.items {
            Items::Data(items) => items.get(i).map(Val::from).unwrap_or_default(),
            Items::Own(items) => items.get(i).cloned().unwrap_or_default(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Val> {
        (0..self.len()).map(|i| self.get(i))
    }

    pub(super) fn to_vec(&self) -> Vec<Val> {
        self.iter().collect()
    }

    /// The list of the data that this is, if it is one.
    pub(super) fn data(&self) -> Option<&Arc<Vec<Value>>> {
        match &self.items {
            Items::Data(items) => Some(items),
            Items::Own(_) => None,
        }
    }
}

impl Val {
    pub(super) fn text(text: impl AsRef<str>) -> Val {
        Val::Text(Str::from(text.as_ref()))
    }

    /// An array.
    pub(super) fn array(items: Vec<Val>) -> Val {
        Val::List(Rc::new(List::array(items)))
    }

    /// A sequence.
    pub(super) fn sequence(items: Vec<Val>) -> Val {
        Val::List(Rc::new(List::sequence(items)))
    }

    /// An object.
    pub(super) fn map(fields: Fields) -> Val {
        Val::Map(Rc::new(Obj::Own(RefCell::new(fields))))
    }

    /// An object of the given fields.
    pub(super) fn object<const N: usize>(fields: [(&str, Val); N]) -> Val {
        let mut out = Fields::default();
        for (key, value) in fields {
            out.insert(key.into(), value);
        }
        Val::map(out)
    }

    pub(super) fn is_undefined(&self) -> bool {
        matches!(self, Val::Undefined)
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Val::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_list(&self) -> Option<&Rc<List>> {
        match self {
            Val::List(list) => Some(list),
            _ => None,
        }
    }

    pub(super) fn as_func(&self) -> Option<&Rc<Func>> {
        match self {
            Val::Func(func) => Some(func),
            _ => None,
        }
    }

    /// The items of a list; any other value is its own only item, undefined none.
    pub(super) fn to_items(&self) -> Vec<Val> {
        match self {
            Val::List(list) => list.to_vec(),
            Val::Undefined => Vec::new(),
            value => vec![value.clone()],
        }
    }

    /// The field `key` of an object.
    pub(super) fn field(&self, key: &str) -> Val {
        match self {
            Val::Map(map) => map.get(key).unwrap_or_default(),
            _ => Val::Undefined,
        }
    }

    pub(super) fn shape(&self) -> Shape {
        match self {
            Val::List(list) => list.shape,
            Val::Map(map) => match &**map {
                Obj::Data(_) => Shape::default(),
                Obj::Own(fields) => fields.borrow().shape,
            },
            Val::Func(func) => Shape {
                has_func: true,
                depth: func.depth(),
            },
            _ => Shape::default(),
        }
    }
}

impl From<&Value> for Val {
    fn from(value: &Value) -> Val {
        match value {
            Value::Undefined => Val::Undefined,
            Value::Null => Val::Null,
            Value::Bool(b) => Val::Bool(*b),
            Value::Number(n) => Val::Number(*n),
            Value::String(text) => Val::Text(text.clone()),
            Value::Date(ms) => Val::Date(*ms),
            Value::List(items) => Val::List(Rc::new(List {
                items: Items::Data(Arc::clone(items)),
                ..List::default()
            })),
            Value::Map(map) => Val::Map(Rc::new(Obj::Data(Arc::clone(map)))),
            Value::Function(function) => Val::Func(Rc::new(Func::Host(Arc::clone(function)))),
            Value::Error(error) => Val::Map(Rc::new(Obj::Data(Arc::new(error.extra.clone())))),
        }
    }
}

impl From<bool> for Val {
    fn from(b: bool) -> Val {
        Val::Bool(b)
    }
}

impl From<f64> for Val {
    fn from(n: f64) -> Val {
        Val::Number(n)
    }
}

impl From<usize> for Val {
    fn from(n: usize) -> Val {
        Val::Number(n as f64)
    }
}

impl From<&str> for Val {
    fn from(text: &str) -> Val {
        Val::text(text)
    }
}

impl From<String> for Val {
    fn from(text: String) -> Val {
        Val::Text(text.into())
    }
}

impl From<&Val> for Val {
    fn from(value: &Val) -> Val {
        value.clone()
    }
}

/// A number as a key or text has it.
pub(super) fn number_text(n: f64) -> String {
    js::number_to_text(n)
}
