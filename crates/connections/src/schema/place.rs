//! Where in the data a validation is.

use engine::{Value, js, json};

/// The way from the root to a value.
pub(super) struct Place<'d> {
    /// A JSON pointer.
    pub(super) path: String,
    /// Property or index of each value below the root.
    pub(super) names: Vec<Value>,
    /// The root, and the way down from it.
    pub(super) values: Vec<&'d Value>,
    /// How long the path was where the function began that we are in.
    pub(super) base: usize,
    /// Segments since then that are known only with the data.
    pub(super) dynamic: usize,
}

impl<'d> Place<'d> {
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Does ajv-errors know how long this path is? It takes the length of the last part only where
    /// a path is put together from parts, and then finds no error below, and takes the first
    /// segment of a path for the child.
    pub(super) fn has_length(&self) -> bool {
        self.path.len() == self.base || self.base == 0 && self.dynamic == 0
    }

    pub(super) fn root(&self) -> &'d Value {
        self.values[0]
    }

    /// The value so many levels up.
    pub(super) fn ancestor(&self, up: usize) -> Option<&'d Value> {
        let i = (self.values.len() - 1).checked_sub(up)?;
        self.values.get(i).copied()
    }

    /// The property or index of the value so many levels up.
    pub(super) fn name(&self, up: usize) -> Value {
        let i = self.names.len().checked_sub(up + 1);
        i.map_or(Value::Undefined, |i| self.names[i].clone())
    }

    /// JSON of what a pointer of a template leads to.
    pub(super) fn lookup(&self, pointer: &str) -> String {
        let digits = pointer.bytes().take_while(u8::is_ascii_digit).count();
        let (up, rest) = pointer.split_at(digits);
        let start = match up.parse::<usize>() {
            Ok(up) if rest == "#" => return json::stringify(&self.name(up)),
            Ok(up) => self.ancestor(up),
            Err(_) => Some(self.root()),
        };
        let segments = rest.split('/').filter(|segment| !segment.is_empty());
        let found = segments.fold(start, |value, segment| {
            let segment = segment.replace("~1", "/").replace("~0", "~");
            match value? {
                // As `data && data.a` in JavaScript.
                value if !js::truthy(value) => Some(value),
                Value::Map(map) => map.get(&segment),
                Value::List(items) => items.get(engine::path::index(&segment)?),
                _ => None,
            }
        });
        json::stringify(found.unwrap_or(&Value::Undefined))
    }
}
