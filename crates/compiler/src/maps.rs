//! From markers to files and lines. They are large and seldom asked for, so they are made then.

use std::collections::HashMap;
use std::sync::Arc;

use engine::{Map, Value, json};

use crate::keys::{self, ROOT, base36};
use crate::node::{FileId, Node, Place};
use crate::sources::{SourceFile, Sources};
use crate::spread::spread;

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
        let parts = spread(&self.artifacts, |artifact| self.text_of(artifact));
        let mut keys = String::from("{");
        json::write_text(&mut keys, ROOT);
        keys.push_str(":{\"key\":\"root\"}");
        parts.iter().for_each(|part| keys.push_str(part));
        keys.push('}');
        [
            ("keyMap.json".to_owned(), keys.into()),
            ("refMap.json".to_owned(), json::to_wire(&self.refs()).into()),
        ]
    }

    /// What the markers of one artifact stand for, each with a comma before it.
    fn text_of(&self, (path, at, node): &(String, String, Node)) -> String {
        let mut out = String::new();
        keys::tell(path, node, at, &mut |id, path, parent, place| {
            let (number, line) = self.origin(place);
            out.push(',');
            json::write_text(&mut out, id);
            out.push_str(":{\"key\":");
            json::write_text(&mut out, path);
            out.push_str(",\"~r\":");
            match number {
                Some(number) => json::write_text(&mut out, &number),
                None => out.push_str("null"),
            }
            out.push_str(",\"~k_parent\":");
            json::write_text(&mut out, parent);
            out.push_str(",\"~l\":");
            out.push_str(&line.to_string());
            out.push('}');
        });
        out
    }

    /// What each marker stands for.
    pub fn keys(&self) -> Value {
        let mut map = Map::new();
        map.insert(ROOT, Value::object([("key", "root".into())]));
        for (path, at, node) in &self.artifacts {
            keys::tell(path, node, at, &mut |id, path, parent, place| {
                let (number, line) = self.origin(place);
                let entry = Value::object([
                    ("key", path.into()),
                    (
                        "~r",
                        number.map_or(Value::Null, |number| number.as_str().into()),
                    ),
                    ("~k_parent", parent.into()),
                    ("~l", line.into()),
                ]);
                map.insert(id, entry);
            });
        }
        Value::map(map)
    }

    /// The number of a place's file, and its line.
    fn origin(&self, place: Place) -> (Option<String>, usize) {
        let number = self.numbers.get(&place.file).copied();
        let file = number.and_then(|i| self.files.get(i));
        let line = file.map_or(1, |(file, _)| file.line(place.start));
        (number.map(|i| base36(i + 1)), line)
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
