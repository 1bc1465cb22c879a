//! YAML 1.2 as the package `yaml` reads it: the core schema, one document, keys that differ.

use std::collections::HashMap;

use engine::{Str, Value};
use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::{Fault, MAX_DEPTH, place, scalar, too_deep};
use crate::fields::Fields;
use crate::node::{FileId, Node, Place};

/// A list or an object that is not at its end yet.
enum Open {
    List(Vec<Node>),
    Object(Fields, Option<(Str, Place)>),
}

struct Builder<'d> {
    file: FileId,
    /// Lists and objects around, with anchor and place.
    open: Vec<(Open, usize, Place)>,
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
    n_documents: usize,
    doubts: &'d mut Vec<Fault>,
}

/// The node of the only document in `text`.
pub(super) fn parse(text: &str, file: FileId, doubts: &mut Vec<Fault>) -> Result<Node, Fault> {
    let mut builder = Builder {
        file,
        open: Vec::new(),
        anchors: HashMap::new(),
        root: None,
        n_documents: 0,
        doubts,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| {
            let at = e.marker().byte_offset().unwrap_or(text.len());
            Fault {
                place: place(file, at..(at + 1)),
                message: sentence(&e.info()),
            }
        })?;
        builder.event(event, span)?;
    }
    let end = place(file, 0..0);
    Ok(builder.root.unwrap_or_else(|| Node::null(end)))
}

fn sentence(info: &str) -> String {
    let mut chars = info.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    let text: String = first.into_iter().chain(chars).collect();
    format!("{}.", text.trim_end_matches('.'))
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Fault> {
        let place = place(self.file, span.byte_range().unwrap_or_default());
        match event {
            Event::DocumentStart(..) => {
                self.n_documents += 1;
                if self.n_documents > 1 {
                    let message = "A file may hold one document, but `---` begins another.";
                    return Err(Fault {
                        place,
                        message: message.to_owned(),
                    });
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(&text, style, tag.as_deref(), place)?;
                self.add(Node::scalar(value, place), anchor)
            }
            Event::SequenceStart(_, anchor, _) => self.begin(Open::List(Vec::new()), anchor, place),
            Event::MappingStart(_, anchor, _) => {
                self.begin(Open::Object(Fields::default(), None), anchor, place)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(place),
            Event::Alias(id) => match self.anchors.get(&id) {
                Some(node) => {
                    let node = node.clone();
                    self.add(node, 0)
                }
                None => Err(Fault {
                    place,
                    message: "An alias within what it stands for.".to_owned(),
                }),
            },
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        place: Place,
    ) -> Result<Value, Fault> {
        let Some(tag) = tag else {
            return Ok(match style {
                ScalarStyle::Plain => scalar::plain(text),
                _ => Value::text(text),
            });
        };
        let wrong = |what: &str| {
            Err(Fault {
                place,
                message: format!("`{text}` is not {what}, which its tag asks for."),
            })
        };
        match tag.core_suffix() {
            Some("str") => Ok(Value::text(text)),
            Some("null") => Ok(Value::Null),
            Some("bool") => match scalar::plain(text) {
                Value::Bool(b) => Ok(Value::Bool(b)),
                _ => wrong("true or false"),
            },
            Some("int" | "float") => match scalar::number(text) {
                Some(n) => Ok(Value::Number(n)),
                None => wrong("a number"),
            },
            _ => {
                let message = "The tag has no meaning here; the value is read as text.".to_owned();
                self.doubts.push(Fault { place, message });
                Ok(Value::text(text))
            }
        }
    }

    fn begin(&mut self, open: Open, anchor: usize, place: Place) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH as usize {
            return Err(too_deep(place));
        }
        self.open.push((open, anchor, place));
        Ok(())
    }

    fn end(&mut self, end: Place) -> Result<(), Fault> {
        let Some((open, anchor, mut place)) = self.open.pop() else {
            return Ok(());
        };
        place.end = end.end.max(place.start);
        let node = match open {
            Open::List(items) => Node::list(items, place),
            Open::Object(fields, _) => Node::object(fields, place),
        };
        self.add(node, anchor)
    }

    /// Adds a node to what is open.
    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        if node.depth() > MAX_DEPTH {
            return Err(too_deep(node.place));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some((Open::List(items), _, _)) => items.push(node),
            Some((Open::Object(fields, key @ None), _, _)) => {
                let name = name(&node)?;
                if fields.contains_key(&name) {
                    return Err(Fault {
                        place: node.place,
                        message: format!(
                            "The key `{name}` is there twice: map keys must be unique."
                        ),
                    });
                }
                if &*name == "<<" {
                    self.doubts.push(Fault {
                        place: node.place,
                        message: "`<<` is a key like any other in YAML 1.2: nothing is merged."
                            .to_owned(),
                    });
                }
                *key = Some((name, node.place));
            }
            Some((Open::Object(fields, key), _, _)) => {
                if let Some((name, place)) = key.take() {
                    fields.insert(name, (place, node));
                }
            }
        }
        Ok(())
    }
}

/// A node as a key.
pub(super) fn name(node: &Node) -> Result<Str, Fault> {
    match node.to_value() {
        Value::String(text) => Ok(text),
        Value::Null => Ok("".into()),
        Value::Bool(b) => Ok(if b { "true" } else { "false" }.into()),
        value @ Value::Number(_) => Ok(engine::js::to_text(&value).into()),
        _ => Err(Fault {
            place: node.place,
            message: "A key must be text.".to_owned(),
        }),
    }
}
