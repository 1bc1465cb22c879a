//! Markers: every object of an artifact gets a number (`~k`) by which errors find the place where it
//! was written: `keyMap.json` has its path, its file and its line.
//!
//! A marker begins with a digest of the artifact's path, so that a change of one artifact leaves the
//! markers of all others alone.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use engine::Value;
use engine::json::{self, Style};
use sha1::{Digest, Sha1};

use crate::node::{Kind, Node, Place};

/// The marker of the app itself, which all artifacts are parts of.
pub(crate) const ROOT: &str = "0";

/// Told of each object of an artifact: its marker, its path, the marker that it is in, its place.
pub(crate) type Told<'m> = dyn FnMut(&str, &str, &str, Place) + 'm;

/// Tells of the objects of the artifact at `path`, whose content `node` is at `at` of the app.
pub(crate) fn tell(path: &str, node: &Node, at: &str, told: &mut Told<'_>) {
    let mut keys = Keys::of(path);
    keys.tell(node, &mut at.to_owned(), ROOT, told);
}

/// The text of the artifact at `path`, with markers.
pub(crate) fn text(path: &str, node: &Node) -> String {
    let mut out = String::new();
    Keys::of(path).write(&mut out, node, 0);
    out
}

/// Markers of the author's own would be taken for ours.
fn is_marker(key: &str) -> bool {
    matches!(key, "~k" | "~r" | "~l" | "~arr" | "~ignoreBuildChecks")
}

/// Gives markers to the objects of one artifact, in their order.
struct Keys {
    prefix: String,
    next: usize,
}

impl Keys {
    fn of(path: &str) -> Keys {
        let digest = Sha1::digest(path.as_bytes());
        Keys {
            prefix: BASE64_URL_SAFE_NO_PAD.encode(&digest[..6]),
            next: 0,
        }
    }

    fn next(&mut self) -> String {
        let id = format!("{}{}", self.prefix, base36(self.next));
        self.next += 1;
        id
    }

    fn tell(&mut self, node: &Node, path: &mut String, parent: &str, told: &mut Told<'_>) {
        let from = path.len();
        match &node.kind {
            Kind::Scalar(_) => {}
            Kind::List(list) => {
                let items = list.items().iter().enumerate();
                for (i, item) in items.filter(|(_, item)| !is_scalar(item)) {
                    write_item(path, i, item);
                    self.tell(item, path, parent, told);
                    path.truncate(from);
                }
            }
            Kind::Object(object) => {
                let id = self.next();
                told(&id, path, parent, node.place);
                let entries = object.iter().filter(|(key, ..)| !is_marker(key));
                for (key, _, value) in entries.filter(|(.., value)| !is_scalar(value)) {
                    path.push('.');
                    path.push_str(key);
                    self.tell(value, path, &id, told);
                    path.truncate(from);
                }
            }
        }
    }

    /// Writes as [`json::to_string`] does.
    fn write(&mut self, out: &mut String, node: &Node, depth: usize) {
        match &node.kind {
            Kind::Scalar(Value::String(text)) => json::write_text(out, text),
            Kind::Scalar(value) => {
                let text = json::to_string(value, STYLE);
                for (i, line) in text.split('\n').enumerate() {
                    if i > 0 {
                        new_line(out, depth);
                    }
                    out.push_str(line);
                }
            }
            Kind::List(list) if list.items().is_empty() => out.push_str("[]"),
            Kind::List(list) => {
                for (i, item) in list.items().iter().enumerate() {
                    out.push(if i == 0 { '[' } else { ',' });
                    new_line(out, depth + 1);
                    self.write(out, item, depth + 1);
                }
                new_line(out, depth);
                out.push(']');
            }
            Kind::Object(object) => {
                let id = self.next();
                out.push('{');
                for (key, _, value) in object.iter().filter(|(key, ..)| !is_marker(key)) {
                    new_line(out, depth + 1);
                    json::write_text(out, key);
                    out.push_str(": ");
                    self.write(out, value, depth + 1);
                    out.push(',');
                }
                new_line(out, depth + 1);
                out.push_str("\"~k\": ");
                json::write_text(out, &id);
                new_line(out, depth);
                out.push('}');
            }
        }
    }
}

/// How artifacts are written.
pub(crate) const STYLE: Style = Style {
    markers: true,
    iso_dates: false,
    space: 2,
    sorted: false,
};

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

fn is_scalar(node: &Node) -> bool {
    matches!(node.kind, Kind::Scalar(_))
}

/// `pages[2:orders:PageHeaderMenu]`
pub(crate) fn item(path: &str, i: usize, node: &Node) -> String {
    let mut out = path.to_owned();
    write_item(&mut out, i, node);
    out
}

/// Adds the part of a path that an item of a list is.
fn write_item(out: &mut String, i: usize, node: &Node) {
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
    out.push('[');
    out.push_str(&i.to_string());
    for part in [ids.into_iter().find_map(text), text("type")]
        .into_iter()
        .flatten()
    {
        out.push(':');
        out.push_str(part);
    }
    out.push(']');
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
