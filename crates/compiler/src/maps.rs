//! From markers to files and lines. They are large and seldom asked for, so they are made then.

use std::collections::HashMap;
use std::sync::Arc;

use engine::{Map, Value, json};

use crate::keys::{Keys, ROOT, base36};
use crate::node::{FileId, Node, Place};
use crate::sources::{SourceFile, Sources};

/// What the maps of a build are made of.
pub struct Maps {
    /// Path, place in the app and content of each artifact.
    artifacts: Vec<(String, String, Node)>,
    /// Files in order, with the number of the one that first referred to each.
    files: Vec<(Arc<SourceFile>, Option<usize>)>,
    numbers: HashMap<FileId, usize>,
}

impl Maps {
    /// Of these artifacts, made of the texts of this build.
    pub(crate) fn of(sources: &Sources, artifacts: Vec<(String, String, Node)>) -> Maps {
        let order = sources.order().enumerate();
        let numbers: HashMap<FileId, usize> = order.map(|(i, (id, ..))| (id, i)).collect();
        let parent = |parent: Option<FileId>| numbers.get(&parent?).copied();
        let files = sources.order();
        Maps {
            files: files
                .map(|(_, file, up)| (Arc::clone(file), parent(up)))
                .collect(),
            artifacts,
            numbers,
        }
    }

    /// The texts of `keyMap.json` and `refMap.json`.
    pub fn texts(&self) -> [(String, Arc<str>); 2] {
        let text = |value: &Value| Arc::from(json::to_wire(value));
        [
            ("keyMap.json".to_owned(), text(&self.keys())),
            ("refMap.json".to_owned(), text(&self.refs())),
        ]
    }

    /// What each marker stands for.
    pub fn keys(&self) -> Value {
        let mut map = Map::new();
        map.insert(ROOT, Value::object([("key", "root".into())]));
        for (path, key, node) in &self.artifacts {
            let mut told = |id: &str, path: &str, parent: &str, place: Place| {
                map.insert(id, self.entry(path, parent, place));
            };
            Keys::of(path, Some(&mut told)).mark(node, key, ROOT);
        }
        Value::map(map)
    }

    fn entry(&self, path: &str, parent: &str, place: Place) -> Value {
        let number = self.numbers.get(&place.file).copied();
        let file = number.and_then(|i| self.files.get(i));
        let line = file.map_or(1, |(file, _)| file.line(place.start));
        Value::object([
            ("key", path.into()),
            ("~r", number.map_or(Value::Null, |i| base36(i + 1).into())),
            ("~k_parent", parent.into()),
            ("~l", line.into()),
        ])
    }

    /// The files by number.
    pub fn refs(&self) -> Value {
        let entry = |(i, (file, parent)): (usize, &(Arc<SourceFile>, Option<usize>))| {
            let parent = parent.map_or(Value::Null, |parent| base36(parent + 1).into());
            let path = file.path.as_str().into();
            let entry = Value::object([("parent", parent), ("path", path)]);
            (base36(i + 1), entry)
        };
        Value::map(self.files.iter().enumerate().map(entry).collect())
    }
}
