//! From place markers to the author's files: keyMap.json and refMap.json. They are large and only
//! wanted when something went wrong, so they are read then.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use engine::{Value, json};

/// What gives `keyMap.json` and `refMap.json` when they are asked for.
pub type PlaceSource = Arc<dyn Fn() -> (Value, Value) + Send + Sync>;

#[derive(Default)]
pub(crate) struct Places {
    maps: OnceLock<(Value, Value)>,
    /// None: the files of the folder.
    source: Option<PlaceSource>,
}

/// How many parents up a place without file or line is looked for.
const MAX_PARENTS: usize = 32;

impl Places {
    pub(crate) fn of_source(source: PlaceSource) -> Places {
        Places {
            source: Some(source),
            ..Places::default()
        }
    }

    pub(crate) fn of(&self, dir: &Path, key: &str) -> Option<String> {
        let (keys, refs) = self.maps.get_or_init(|| match &self.source {
            Some(source) => source(),
            None => (read(dir, "keyMap.json"), read(dir, "refMap.json")),
        });
        let entry = keys.key(key);
        let path = entry.key("key").as_str()?;
        let (mut at, mut file, mut line) = (entry, None, None);
        for _ in 0..MAX_PARENTS {
            line = line.or_else(|| at.key("~l").as_integer());
            file = at
                .key("~r")
                .as_str()
                .and_then(|r| refs.key(r).key("path").as_str());
            match at.key("~k_parent").as_str() {
                Some(parent) if file.is_none() => at = keys.key(parent),
                _ => break,
            }
        }
        Some(match (file, line) {
            (Some(file), Some(line)) => format!("{file}:{line} ({path})"),
            (Some(file), None) => format!("{file} ({path})"),
            _ => path.to_owned(),
        })
    }
}

fn read(dir: &Path, name: &str) -> Value {
    let text = std::fs::read(dir.join(name)).unwrap_or_default();
    json::parse(&text).unwrap_or_default()
}
