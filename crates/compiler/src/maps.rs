//! From markers to files and lines. They are large and seldom asked for, so they are made then.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use engine::{Map, Value, json};

use crate::journal::Referred;
use crate::keys::{self, ROOT, base36, write_number};
use crate::node::{FileId, Node, Place};
use crate::sources::SourceFile;
use crate::spread::spread;

/// What the maps of a build are made of.
pub struct Maps {
    /// Path, place in the app and content of each artifact.
    artifacts: Vec<(String, String, Node)>,
    /// Files in order, with the number of the one that first referred to each.
    files: Vec<(Arc<SourceFile>, Option<usize>)>,
    numbers: Numbers,
}

/// The number of each file, and that number as the maps have it.
type Numbers = HashMap<FileId, (usize, String), foldhash::fast::RandomState>;

impl Maps {
    /// Of these artifacts, made of these texts.
    pub(crate) fn of(files: Vec<Referred>, artifacts: Vec<(String, String, Node)>) -> Maps {
        let order = files.iter().enumerate();
        let numbers: Numbers = order
            .map(|(i, file)| (file.id, (i, base36(i + 1))))
            .collect();
        let parent = |parent: Option<FileId>| Some(numbers.get(&parent?)?.0);
        let files = files
            .into_iter()
            .map(|file| (file.file, parent(file.parent)));
        Maps {
            files: files.collect(),
            artifacts,
            numbers,
        }
    }

    /// The texts of `keyMap.json` and `refMap.json`.
    pub fn texts(&self) -> [(String, Arc<str>); 2] {
        let join = |parts: &[String]| parts.concat().into();
        self.parts()
            .map(|(path, parts)| (path.to_owned(), join(&parts)))
    }

    /// Writes both to the folder `out` with `put`.
    pub(crate) fn write(
        &self,
        out: &Path,
        put: fn(&Path, &[&[u8]]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.parts().iter().try_for_each(|(path, parts)| {
            let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
            put(&out.join(path), &parts)
        })
    }

    /// Both files in parts. The first may be large: nobody needs it in one piece.
    fn parts(&self) -> [(&'static str, Vec<String>); 2] {
        let root = format!("{{\"{ROOT}\":{{\"key\":\"root\"}}");
        let mut keys = vec![root];
        keys.extend(spread(&self.artifacts, |(_, artifact)| {
            self.text_of(artifact)
        }));
        keys.push("}".to_owned());
        let refs = vec![json::to_wire(&self.refs())];
        [("keyMap.json", keys), ("refMap.json", refs)]
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
                Some(number) => json::write_text(&mut out, number),
                None => out.push_str("null"),
            }
            out.push_str(",\"~k_parent\":");
            json::write_text(&mut out, parent);
            out.push_str(",\"~l\":");
            write_number(&mut out, line, 10);
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
                    ("~r", number.map_or(Value::Null, Value::text)),
                    ("~k_parent", parent.into()),
                    ("~l", line.into()),
                ]);
                map.insert(id, entry);
            });
        }
        Value::map(map)
    }

    /// The number of a place's file, and its line.
    fn origin(&self, place: Place) -> (Option<&str>, usize) {
        let file = self.numbers.get(&place.file);
        let file = file.and_then(|(i, number)| Some((&self.files.get(*i)?.0, number)));
        match file {
            Some((file, number)) => (Some(number), file.line(place.start)),
            None => (None, 1),
        }
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
