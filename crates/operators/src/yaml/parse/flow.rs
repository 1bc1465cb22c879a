//! Lists and objects between brackets.

use engine::Value;

use super::block::ONE_LINE;
use super::collection::Entries;
use super::props::Props;
use super::scalar::is_flow_mark;
use super::{Node, Parser};
use crate::yaml::error::{Parsed, fault, span};

const NO_BLOCKS: &str = "Block collections are not allowed within flow collections";

/// What a flow collection is read with.
#[derive(Clone, Copy)]
struct Flow {
    is_map: bool,
    /// Indentation that its lines have at least.
    min: isize,
    /// It is in no other one.
    outer: bool,
    /// It is the whole document.
    at_root: bool,
}

impl Flow {
    fn name(self) -> &'static str {
        if self.is_map {
            "flow map"
        } else {
            "flow sequence"
        }
    }

    fn missing_end(self) -> String {
        let (name, end) = match self.is_map {
            true => ("Flow map", '}'),
            false => ("Flow sequence", ']'),
        };
        match self.at_root {
            true => format!("{name} must end with a {end}"),
            false => format!(
                "{name} in block collection must be sufficiently indented and end with a {end}"
            ),
        }
    }
}

/// What has been collected.
enum Items {
    List(Vec<Value>),
    Map(Entries),
}

impl Parser<'_> {
    /// A flow collection at its bracket, whose lines are indented by `min` at least.
    pub(super) fn flow_collection(&mut self, min: isize, at_root: bool) -> Parsed<Node> {
        self.flow(min, true, at_root)
    }

    fn flow(&mut self, min: isize, outer: bool, at_root: bool) -> Parsed<Node> {
        self.enter()?;
        let start = self.pos;
        let flow = Flow {
            is_map: self.src[start] == b'{',
            min,
            outer,
            at_root,
        };
        self.pos += 1;
        let mut items = match flow.is_map {
            true => Items::Map(Entries::default()),
            false => Items::List(Vec::new()),
        };
        loop {
            self.flow_skip(flow)?;
            if self.flow_end(flow)? {
                break;
            }
            if self.peek() == Some(b',') {
                return fault(self.pos, format!("Unexpected , in {}", flow.name()));
            }
            self.flow_item(flow, &mut items)?;
            self.flow_skip(flow)?;
            match self.peek() {
                Some(b',') => self.pos += 1,
                _ if self.flow_end(flow)? => break,
                _ => {
                    let message = format!("Missing , between {} items", flow.name());
                    return fault(self.pos, message);
                }
            }
        }
        self.pos += 1;
        self.leave();
        let value = match items {
            Items::List(items) => Value::list(items),
            Items::Map(entries) => self.finish(entries),
        };
        Ok(Node {
            is_collection: true,
            ..Node::scalar(value, start, self.pos)
        })
    }

    /// Is the parser at the closing bracket?
    fn flow_end(&self, flow: Flow) -> Parsed<bool> {
        match (self.peek(), flow.is_map) {
            (Some(b'}'), true) | (Some(b']'), false) => Ok(true),
            (Some(b']' | b'}'), _) => fault(self.pos, flow.missing_end()),
            _ => Ok(false),
        }
    }

    /// White space and comments within brackets. The text must not end here, nor a line be indented
    /// too little. Was a line crossed?
    fn flow_skip(&mut self, flow: Flow) -> Parsed<bool> {
        let crossed = self.skip(true)?;
        let Some(b) = self.peek() else {
            return fault(self.pos, flow.missing_end());
        };
        if !crossed {
            return Ok(false);
        }
        let line = self.line_start(self.pos);
        let spaces = self.src[line..].iter().take_while(|b| **b == b' ');
        let indent = spaces.count() as isize;
        let too_little = indent < flow.min || (indent == 0 && self.is_marker(self.pos));
        let closes = indent == flow.min - 1 && flow.outer && matches!(b, b']' | b'}');
        if too_little && !closes {
            return fault(self.pos, flow.missing_end());
        }
        Ok(true)
    }

    /// An item: a node, or a key with or without value.
    fn flow_item(&mut self, flow: Flow, items: &mut Items) -> Parsed<()> {
        let start = self.pos;
        let explicit = self.peek() == Some(b'?') && self.flow_indicator();
        if explicit {
            self.pos += 1;
            self.flow_skip(flow)?;
        }
        let key = self.flow_node(flow)?;
        let key_end = self.pos;
        let json_like = matches!(self.src[key_end - 1], b'"' | b'\'' | b']' | b'}');
        let crossed = self.flow_skip(flow)?;
        let next = self.byte(self.pos + 1);
        let has_value =
            self.peek() == Some(b':') && (self.flow_indicator() || next == Some(b',') || json_like);
        if has_value && !flow.is_map && !explicit && self.strict {
            self.check_pair_key(&key, start, key_end, crossed)?;
        }
        if !has_value {
            self.check_no_value(flow)?;
            if let (Items::List(list), false) = (&mut *items, explicit) {
                let value = self.value(key);
                list.push(value);
                return Ok(());
            }
        }
        let value = if has_value {
            self.pos += 1;
            self.flow_skip(flow)?;
            self.flow_value(flow)?
        } else {
            Node::scalar(Value::Null, key_end, key_end)
        };
        match items {
            Items::Map(entries) => self.insert(entries, key, value),
            Items::List(list) => {
                let mut entries = Entries::default();
                self.insert(&mut entries, key, value)?;
                list.push(self.finish(entries));
                Ok(())
            }
        }
    }

    /// The value after `:`, which another `:` may not follow.
    fn flow_value(&mut self, flow: Flow) -> Parsed<Node> {
        let value = self.flow_node(flow)?;
        let end = self.pos;
        self.flow_skip(flow)?;
        if self.peek() == Some(b':') && self.flow_indicator() && value.end > value.start {
            if self.src[value.start..value.end].contains(&b'\n') {
                return fault(value.start, ONE_LINE);
            }
            return span(value.start, end, NO_BLOCKS);
        }
        Ok(value)
    }

    /// The key of a pair in a list must be short and on one line.
    fn check_pair_key(&self, key: &Node, start: usize, end: usize, crossed: bool) -> Parsed<()> {
        let message = "Implicit keys of flow sequence pairs need to be on a single line";
        if self.src[key.start..key.end].contains(&b'\n') {
            return span(key.start, key.end, message);
        }
        if crossed {
            return fault(end, message);
        }
        if self.pos > start + 1024 {
            return fault(
                self.pos,
                "The : indicator must be at most 1024 chars after the start of an implicit flow \
                 sequence key",
            );
        }
        Ok(())
    }

    /// After a key without value nothing else may stand.
    fn check_no_value(&self, flow: Flow) -> Parsed<()> {
        match self.peek() {
            Some(b',' | b'}' | b']') | None => Ok(()),
            Some(b':') => {
                let message = format!("Missing space after : in {}", flow.name());
                fault(self.pos, message)
            }
            _ => fault(
                self.pos,
                format!("Missing , or : between {} items", flow.name()),
            ),
        }
    }

    /// Is `?`, `:` or `-` here an indicator and not the start of a plain scalar?
    fn flow_indicator(&self) -> bool {
        self.is_empty(self.pos + 1) || is_flow_mark(self.byte(self.pos + 1))
    }

    /// A node between brackets, with its properties; empty before `,`, `:` and the end.
    fn flow_node(&mut self, flow: Flow) -> Parsed<Node> {
        let mut props = Props::default();
        loop {
            let before = self.pos;
            self.props(&mut props)?;
            if self.pos == before || !self.flow_skip(flow)? {
                break;
            }
        }
        let start = self.pos;
        let mut node = self.anchored(&props, |it| match it.peek() {
            Some(b',' | b']' | b'}') | None => it.empty(&props),
            Some(b':') if it.flow_indicator() => it.empty(&props),
            Some(b'-') if it.flow_indicator() => fault(start, NO_BLOCKS),
            Some(b'[' | b'{') => {
                let node = it.flow(flow.min, false, false)?;
                it.collection(node, &props)
            }
            Some(b'"' | b'\'') => {
                let text = it.quoted(flow.min)?;
                let value = it.resolve(&text, false, &props)?;
                Ok(Node::scalar(value, start, it.pos))
            }
            Some(b'*') => it.alias(&props),
            _ => {
                let text = it.plain(flow.min, true)?;
                it.plain_node(&text, start, &props)
            }
        })?;
        node.start = props.start.unwrap_or(start).min(node.end);
        Ok(node)
    }
}
