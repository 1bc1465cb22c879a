//! Markers: every object of an artifact gets a number (`~k`) by which errors find the place where it
//! was written: `keyMap.json` has its path, its file and its line.
//!
//! A marker begins with a digest of the artifact's path, so that a change of one artifact leaves the
//! markers of all others alone.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use engine::{Map, Value};
use sha1::{Digest, Sha1};

use crate::node::{Kind, Node, Place};

/// The marker of the app itself, which all artifacts are parts of.
pub(crate) const ROOT: &str = "0";

/// Gives markers to the objects of one artifact.
pub(crate) struct Keys<'m> {
    prefix: String,
    next: usize,
    /// Told of each object: its marker, its path, the marker that it is in, its place.
    told: Option<&'m mut Told<'m>>,
}

/// See [`Keys`].
pub(crate) type Told<'m> = dyn FnMut(&str, &str, &str, Place) + 'm;

impl<'m> Keys<'m> {
    /// For the artifact at `path`.
    pub(crate) fn of(path: &str, told: Option<&'m mut Told<'m>>) -> Keys<'m> {
        let digest = Sha1::digest(path.as_bytes());
        Keys {
            prefix: BASE64_URL_SAFE_NO_PAD.encode(&digest[..6]),
            next: 0,
            told,
        }
    }

    /// The value of `node`, which is at `path` of the app, with markers.
    pub(crate) fn mark(&mut self, node: &Node, path: &str, parent: &str) -> Value {
        match &node.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(list) => {
                let items = list.items().iter().enumerate();
                let items = items.map(|(i, n)| match &n.kind {
                    Kind::Scalar(value) => value.clone(),
                    _ => {
                        let path = self.below(|| item(path, i, n));
                        self.mark(n, &path, parent)
                    }
                });
                Value::list(items.collect())
            }
            Kind::Object(object) => {
                let id = format!("{}{}", self.prefix, base36(self.next));
                self.next += 1;
                if let Some(told) = &mut self.told {
                    told(&id, path, parent, node.place);
                }
                let mut map = Map::with_capacity(object.iter().len() + 1);
                for (key, _, value) in object.iter() {
                    // Markers of the author's own would be taken for ours.
                    if matches!(&**key, "~k" | "~r" | "~l" | "~arr" | "~ignoreBuildChecks") {
                        continue;
                    }
                    let value = match &value.kind {
                        Kind::Scalar(value) => value.clone(),
                        _ => {
                            let path = self.below(|| format!("{path}.{key}"));
                            self.mark(value, &path, &id)
                        }
                    };
                    map.insert(key.clone(), value);
                }
                map.insert("~k", Value::text(&id));
                Value::map(map)
            }
        }
    }

    /// A path, if anybody wants to know.
    fn below(&self, path: impl FnOnce() -> String) -> String {
        match self.told {
            Some(_) => path(),
            None => String::new(),
        }
    }
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

/// A number as short text.
pub(crate) fn base36(n: usize) -> String {
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
