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
    Keys::of(path).tell(node, &mut at.to_owned(), ROOT, told);
}

/// The text of the artifact at `path`, with markers.
pub(crate) fn text(path: &str, node: &Node) -> String {
    let mut out = String::with_capacity(node.weight() as usize * BYTES_OF_VALUE);
    Keys::of(path).write(&mut out, node, 0);
    out
}

/// What a value mostly takes in an artifact, with its key and the space before it.
const BYTES_OF_VALUE: usize = 48;

/// Markers of the author's own would be taken for ours.
fn is_marker(key: &str) -> bool {
    key.starts_with('~') && matches!(key, "~k" | "~r" | "~l" | "~arr" | "~ignoreBuildChecks")
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

    /// The number of the next marker.
    fn next(&mut self) -> usize {
        let n = self.next;
        self.next += 1;
        n
    }

    /// Adds the marker of that number.
    fn write_id(&self, out: &mut String, n: usize) {
        out.push_str(&self.prefix);
        write_number(out, n, 36);
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
                let mut id = String::with_capacity(self.prefix.len() + 4);
                let n = self.next();
                self.write_id(&mut id, n);
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
            Kind::Scalar(_) if is_nothing(node) => out.push_str("null"),
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
                let n = self.next();
                out.push('{');
                let entries = object.iter().filter(|(key, ..)| !is_marker(key));
                for (key, _, value) in entries.filter(|(.., value)| !is_nothing(value)) {
                    new_line(out, depth + 1);
                    json::write_text(out, key);
                    out.push_str(": ");
                    self.write(out, value, depth + 1);
                    out.push(',');
                }
                new_line(out, depth + 1);
                out.push_str("\"~k\": \"");
                self.write_id(out, n);
                out.push('"');
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
    const SPACES: &str = "                                                                ";
    out.push('\n');
    let mut rest = 2 * depth;
    while rest > 0 {
        let n = rest.min(SPACES.len());
        out.push_str(&SPACES[..n]);
        rest -= n;
    }
}

/// Is it nothing that JSON has? A function that no operator of the build called is left over.
fn is_nothing(node: &Node) -> bool {
    matches!(
        node.kind,
        Kind::Scalar(Value::Undefined | Value::Function(_))
    )
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
    write_number(out, i, 10);
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
    let mut out = String::new();
    write_number(&mut out, n, 36);
    out
}

/// Adds the digits of a number.
pub(crate) fn write_number(out: &mut String, n: usize, radix: usize) {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    if n >= radix {
        write_number(out, n / radix, radix);
    }
    out.push(DIGITS[n % radix].into());
}
