//! Nodes as HTML: what the server sends.
//!
//! Two texts side by side have a comment between them, so that the browser reads two texts, and what is
//! empty is a comment, so that it has a place.

use leptos::tachys::view::Position;

use crate::attribute::{Attribute, Kind};
use crate::{Element, Node};

/// The comment that keeps a place.
pub(crate) const MARK: &str = "<!>";

/// Elements without children and without closing tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements whose content the browser does not read as HTML.
pub(crate) fn is_raw(tag: &str) -> bool {
    matches!(tag, "noscript" | "script" | "style" | "textarea")
}

/// Writes `node`. Without `escape` it is text within an element that has no HTML.
pub(crate) fn write(node: Node, out: &mut String, position: &mut Position, escape: bool) {
    match node {
        Node::Text(text) => write_text(&text, out, position, escape),
        Node::Inert(html) => {
            out.push_str(html);
            *position = Position::NextChild;
        }
        Node::Element(element) => {
            write_element(*element, out);
            *position = Position::NextChild;
        }
        Node::Many(nodes) if !nodes.is_empty() => {
            for node in nodes {
                write(node, out, position, escape);
            }
        }
        Node::Empty | Node::Many(_) => mark(out, position, escape),
        Node::Dynamic(mut read) => write(read.draw(), out, position, escape),
        Node::Each(mut rows) => {
            for i in 0..rows.keys().len() {
                let (owner, node) = rows.node(i);
                owner.with(|| write(node, out, position, escape));
            }
            mark(out, position, escape);
        }
    }
}

fn mark(out: &mut String, position: &mut Position, escape: bool) {
    if escape {
        out.push_str(MARK);
        *position = Position::NextChild;
    }
}

fn write_text(text: &str, out: &mut String, position: &mut Position, escape: bool) {
    if !escape {
        out.push_str(text);
        return;
    }
    if *position == Position::NextChildAfterText {
        out.push_str(MARK);
    }
    if text.is_empty() {
        out.push(' ');
    }
    push_escaped(text, out, false);
    *position = Position::NextChildAfterText;
}

fn write_element(element: Element, out: &mut String) {
    let tag = element.tag;
    out.push('<');
    out.push_str(tag);
    let within = write_attributes(element.attributes, out);
    out.push('>');
    if VOID.contains(&tag) {
        return;
    }
    if within.is_empty() {
        let mut position = Position::FirstChild;
        for child in element.children {
            write(child, out, &mut position, !is_raw(tag));
        }
    }
    out.push_str(&within);
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

/// Writes all but the HTML within, which is returned. Classes and style come last.
fn write_attributes(attributes: Vec<Attribute>, out: &mut String) -> String {
    let (mut class, mut style, mut within) = (None::<String>, None::<String>, String::new());
    for attribute in attributes {
        let Attribute::Set(kind, name, value) = attribute else {
            continue;
        };
        if kind == Kind::Prop {
            continue;
        }
        let value = value.now();
        match (kind, name) {
            (Kind::Class, name) => {
                let class = class.get_or_insert_default();
                if value.is_there() {
                    class.push(' ');
                    class.push_str(name);
                }
            }
            (Kind::Html, _) => within.push_str(value.text().unwrap_or_default()),
            (_, "class") => {
                let class = class.get_or_insert_default();
                class.push(' ');
                class.push_str(value.text().unwrap_or_default());
            }
            (_, "style") => {
                if let Some(text) = value.text() {
                    let style = style.get_or_insert_default();
                    style.push_str(text);
                    style.push(';');
                }
            }
            (_, name) => match &value {
                crate::Value::Text(text) => push_attribute(name, text, out),
                value if value.is_there() => {
                    out.push(' ');
                    out.push_str(name);
                }
                _ => {}
            },
        }
    }
    for (name, value) in [("class", class), ("style", style)] {
        if let Some(value) = value {
            push_attribute(name, value.trim(), out);
        }
    }
    within
}

fn push_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(value, out, true);
    out.push('"');
}

fn push_escaped(text: &str, out: &mut String, quoted: bool) {
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '&' | '<' | '>') || quoted && c == '"') {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
