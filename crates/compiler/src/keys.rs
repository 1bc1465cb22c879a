//! Markers: every object of an artifact gets a number (`~k`) by which errors find the place where it
//! was written: `keyMap.json` has its path, its file and its line.

use engine::{Map, Value};

use crate::files::Files;
use crate::node::{Kind, Node};

/// The numbers that were given so far.
pub(crate) struct Keys<'f> {
    files: &'f Files<'f>,
    next: usize,
    map: Map,
}

impl<'f> Keys<'f> {
    /// Numbers after those of the files.
    pub(crate) fn after(files: &'f Files<'f>) -> Keys<'f> {
        Keys {
            files,
            next: files.all().len() + 1,
            map: Map::new(),
        }
    }

    /// A number for what is no object of an artifact, such as the app.
    pub(crate) fn root(&mut self) -> String {
        let id = self.number();
        let entry = Value::object([("key", "root".into())]);
        self.map.insert(id.clone(), entry);
        id
    }

    /// The value of `node`, which is at `path` of the app, with markers.
    pub(crate) fn mark(&mut self, node: &Node, path: &str, parent: &str) -> Value {
        match &node.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(list) => {
                let items = list.items().iter().enumerate();
                let items = items.map(|(i, n)| self.mark(n, &item(path, i, n), parent));
                Value::list(items.collect())
            }
            Kind::Object(object) => {
                let id = self.number();
                let line = self.files.line(node.place);
                let entry = Value::object([
                    ("key", path.into()),
                    ("~r", base36(node.place.file as usize + 1).into()),
                    ("~k_parent", parent.into()),
                    ("~l", line.into()),
                ]);
                self.map.insert(id.clone(), entry);
                let mut map = Map::with_capacity(object.iter().len() + 1);
                for (key, _, value) in object.iter() {
                    // Markers of the author's own would be taken for ours.
                    if matches!(&**key, "~k" | "~r" | "~l" | "~arr" | "~ignoreBuildChecks") {
                        continue;
                    }
                    let value = match &value.kind {
                        Kind::Scalar(value) => value.clone(),
                        _ => self.mark(value, &format!("{path}.{key}"), &id),
                    };
                    map.insert(key.clone(), value);
                }
                map.insert("~k", Value::text(&id));
                Value::map(map)
            }
        }
    }

    /// `keyMap.json`.
    pub(crate) fn key_map(self) -> Value {
        Value::map(self.map)
    }

    fn number(&mut self) -> String {
        self.next += 1;
        base36(self.next - 1)
    }
}

/// `refMap.json`: the files.
pub(crate) fn ref_map(files: &Files<'_>) -> Value {
    let entry = |(i, file): (usize, &crate::files::SourceFile)| {
        let parent = match file.parent {
            Some(parent) => base36(parent as usize + 1).into(),
            None => Value::Null,
        };
        let path = file.path.as_str().into();
        (
            base36(i + 1),
            Value::object([("parent", parent), ("path", path)]),
        )
    };
    Value::map(files.all().iter().enumerate().map(entry).collect())
}

/// `pages[2:orders:PageHeaderMenu]`
pub(crate) fn item(path: &str, i: usize, node: &Node) -> String {
    let text = |key: &str| node.get(key).and_then(Node::as_str);
    let ids = [
        "blockId",
        "menuId",
        "menuItemId",
        "requestId",
        "connectionId",
        "endpointId",
        "stepId",
        "id",
    ];
    let mut out = format!("{path}[{i}");
    for part in [ids.into_iter().find_map(text), text("type")]
        .into_iter()
        .flatten()
    {
        out.push(':');
        out.push_str(part);
    }
    out.push(']');
    out
}

fn base36(n: usize) -> String {
    let mut digits = Vec::new();
    let mut rest = n;
    loop {
        let digit = u32::try_from(rest % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    digits.iter().rev().collect()
}
