//! From a schema to nodes: schemas at their places, and what they refer to.

use std::collections::HashMap;

use engine::Value;
use percent_encoding::percent_decode_str;

use super::keywords::Fill;
use super::node::{Keyword, Keywords, Node, Ref, is_checked};

pub(super) type Result<T> = std::result::Result<T, String>;

/// The nodes of a schema, and which of them is the root.
pub(super) fn compile(schema: &Value) -> Result<(Vec<Node>, usize)> {
    let mut compiler = Compiler {
        root: schema,
        nodes: Vec::new(),
        functions: HashMap::new(),
        base: schema.key("$id").as_str().unwrap_or_default(),
    };
    let root = compiler.function(schema)?;
    Ok((compiler.nodes, root))
}

pub(super) struct Compiler<'s> {
    root: &'s Value,
    nodes: Vec<Node>,
    /// By the address of the schema, which lives as long as this.
    functions: HashMap<*const Value, usize>,
    base: &'s str,
}

impl<'s> Compiler<'s> {
    fn function(&mut self, schema: &'s Value) -> Result<usize> {
        let address = std::ptr::from_ref(schema);
        if let Some(node) = self.functions.get(&address) {
            return Ok(*node);
        }
        // It is known before it is made, so that it can refer to itself.
        let node = self.nodes.len();
        self.nodes.push(Node::Pending);
        self.functions.insert(address, node);
        self.nodes[node] = self.make(schema, "#")?;
        Ok(node)
    }

    pub(super) fn node(&mut self, schema: &'s Value, path: &str) -> Result<usize> {
        let made = self.make(schema, path)?;
        self.nodes.push(made);
        Ok(self.nodes.len() - 1)
    }

    /// A node, or none if the schema allows everything.
    pub(super) fn node_unless_empty(
        &mut self,
        schema: &'s Value,
        path: &str,
    ) -> Result<Option<usize>> {
        match allows_everything(schema) {
            true => Ok(None),
            false => self.node(schema, path).map(Some),
        }
    }

    fn make(&mut self, schema: &'s Value, path: &str) -> Result<Node> {
        let map = match schema {
            Value::Bool(allowed) => return Ok(Node::Bool(*allowed, path.to_owned())),
            Value::Map(map) => map,
            _ => return Err(wrong(path, "object or boolean")),
        };
        let has_more = map.keys().any(|key| &**key != "$ref" && is_checked(key));
        let reference = match map.get("$ref") {
            Some(Value::String(reference)) => Some(self.reference(reference)?),
            Some(_) => return Err(wrong(&format!("{path}/$ref"), "string")),
            None => None,
        };
        let mut keywords = Keywords {
            path: path.to_owned(),
            ..Keywords::default()
        };
        match reference {
            Some(reference) if !has_more => keywords.only = Some(reference),
            _ => {
                keywords.any.extend(reference.map(Keyword::Ref));
                Fill {
                    compiler: self,
                    map,
                    path,
                    keywords: &mut keywords,
                }
                .fill()?;
            }
        }
        Ok(Node::Object(Box::new(keywords)))
    }

    /// Where `reference` leads, at most so many references further.
    fn reference(&mut self, reference: &str) -> Result<Ref> {
        let mut target = self.resolve(reference)?;
        for _ in 0..100 {
            let Value::Map(map) = target else { break };
            let next = map.get("$ref").and_then(Value::as_str);
            let more = map.keys().any(|key| &**key != "$ref" && is_checked(key));
            match next {
                Some(next) if !more && !std::ptr::eq(target, self.root) => {
                    target = self.resolve(next)?;
                }
                _ => break,
            }
        }
        if std::ptr::eq(target, self.root) || refers(target) {
            self.function(target).map(Ref::Call)
        } else {
            self.node(target, reference).map(Ref::Inline)
        }
    }

    fn resolve(&self, reference: &str) -> Result<&'s Value> {
        let lost = || format!("can't resolve reference {reference} from id {}", self.base);
        let base = self.base.trim_end_matches('#');
        let fragment = match reference.split_once('#') {
            Some((file, fragment)) if file.is_empty() || file == base => fragment,
            None if reference == base => "",
            _ => return Err(lost()),
        };
        if fragment.is_empty() || fragment == "/" {
            return Ok(self.root);
        }
        if !fragment.starts_with('/') {
            return anchor(self.root, reference).ok_or_else(lost);
        }
        let segments = fragment[1..].split('/');
        segments
            .map(|segment| decode(segment).replace("~1", "/").replace("~0", "~"))
            .try_fold(self.root, |schema, segment| match schema {
                Value::Map(map) => map.get(&segment),
                Value::List(items) => items.get(engine::path::index(&segment)?),
                _ => None,
            })
            .ok_or_else(lost)
    }
}

pub(super) fn wrong(path: &str, kind: &str) -> String {
    format!("schema is invalid: {path} must be {kind}")
}

pub(super) fn allows_everything(schema: &Value) -> bool {
    match schema {
        Value::Bool(allowed) => *allowed,
        Value::Map(map) => !map.keys().any(|key| is_checked(key)),
        _ => false,
    }
}

/// Is there a reference in it, however deep?
fn refers(schema: &Value) -> bool {
    match schema {
        Value::Map(map) => map
            .iter()
            .any(|(key, value)| &**key == "$ref" || refers(value)),
        Value::List(items) => items.iter().any(refers),
        _ => false,
    }
}

/// The schema with the given `$id`.
fn anchor<'s>(schema: &'s Value, id: &str) -> Option<&'s Value> {
    match schema {
        Value::Map(map) if map.get("$id").and_then(Value::as_str) == Some(id) => Some(schema),
        Value::Map(map) => map.values().find_map(|value| anchor(value, id)),
        Value::List(items) => items.iter().find_map(|item| anchor(item, id)),
        _ => None,
    }
}

/// `decodeURIComponent`, leaving alone what is not encoded.
fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
