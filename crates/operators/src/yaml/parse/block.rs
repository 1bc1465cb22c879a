//! Nodes that indentation delimits, and scalars and flow collections within them.

use super::props::Props;
use super::{Node, Parser};
use crate::yaml::error::{Parsed, fault, span};

/// What a node follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// Nothing: it is the document.
    Start,
    /// `---`
    Marker,
    /// `-`
    Dash,
    /// `?`, or `:` on a line of its own.
    Question,
    /// `:` after a key on the same line.
    Colon,
}

const COMPACT: &str = "Nested mappings are not allowed in compact mappings";
/// What is said of a key with several lines.
pub(super) const ONE_LINE: &str = "Implicit keys need to be on a single line";
/// What is said of a line that is no entry.
pub(super) const NO_VALUE: &str = "Implicit map keys need to be followed by map values";

impl Parser<'_> {
    /// The node after an indicator, which is deeper than column `parent`; or nothing.
    pub(super) fn block_node(&mut self, parent: isize, after: After) -> Parsed<Node> {
        self.enter()?;
        let node = self.node(parent, after);
        self.leave();
        node
    }

    fn node(&mut self, parent: isize, after: After) -> Parsed<Node> {
        let at_root = matches!(after, After::Start | After::Marker);
        let mut crossed = self.skip(at_root)? || after == After::Start;
        // What stands on lines above the node belongs to it; what stands on its own line may belong
        // to its first key.
        let (mut props, mut inner) = (Props::default(), Props::default());
        if self.is_over(parent, after, crossed) {
            return self.anchored(&props, |it| it.empty(&props));
        }
        loop {
            self.props(&mut inner)?;
            if inner.is_empty() || !self.ends_line() {
                break;
            }
            props.absorb(std::mem::take(&mut inner))?;
            crossed = self.skip(at_root)? || crossed;
            if self.is_over(parent, after, true) {
                return self.anchored(&props, |it| it.empty(&props));
            }
        }
        let column = self.column(inner.start.unwrap_or(self.pos));
        let indicator = self.is_empty(self.pos + 1);
        match self.peek() {
            Some(b'-') if indicator => {
                if !inner.is_empty() {
                    self.pos += 1;
                    self.spaces();
                    return self.unexpected("at node end");
                }
                if after == After::Colon && !crossed {
                    self.pos += 1;
                    self.spaces();
                    let end = self.token_end("scalar");
                    return span(self.pos, end, NO_VALUE);
                }
                self.check_start(after, crossed)?;
                self.anchored(&props, |it| {
                    let node = it.sequence(column)?;
                    it.collection(node, &props)
                })
            }
            Some(b'?') if indicator => {
                if !inner.is_empty() {
                    let message = "Anchors and tags must be after the ? indicator";
                    return fault(self.pos, message);
                }
                self.check_start(after, crossed)?;
                self.anchored(&props, |it| {
                    let node = it.mapping(column, None)?;
                    it.collection(node, &props)
                })
            }
            Some(b'|' | b'>') => {
                props.absorb(inner)?;
                self.anchored(&props, |it| it.block_text(parent, &props))
            }
            _ if self.is_key_ahead() => {
                if after == After::Colon && !crossed {
                    return fault(inner.start.unwrap_or(self.pos), COMPACT);
                }
                self.check_start(after, crossed)?;
                self.anchored(&props, |it| {
                    let key = match it.peek() {
                        Some(b':') if indicator => it.anchored(&inner, |it| it.empty(&inner))?,
                        _ => it.leaf(parent, &inner, false)?,
                    };
                    let node = it.mapping(column, Some(key))?;
                    it.collection(node, &props)
                })
            }
            _ => {
                props.absorb(inner)?;
                self.single(parent, after, crossed, &props)
            }
        }
    }

    /// A scalar, an alias or a flow collection, after which the line must end.
    fn single(
        &mut self,
        parent: isize,
        after: After,
        crossed: bool,
        props: &Props,
    ) -> Parsed<Node> {
        let start = self.pos;
        let at_root = matches!(after, After::Start | After::Marker);
        let node = self.leaf(parent, props, at_root)?;
        self.spaces();
        if self.peek() == Some(b':') && self.is_empty(self.pos + 1) {
            if after == After::Colon && !crossed {
                return fault(start, COMPACT);
            }
            return span(node.start, node.end, ONE_LINE);
        }
        self.line_rest()?;
        Ok(node)
    }

    fn block_text(&mut self, parent: isize, props: &Props) -> Parsed<Node> {
        let start = self.pos;
        let text = self.block_scalar(parent)?;
        let value = self.resolve(&text, false, props)?;
        Ok(Node::scalar(value, start, self.pos))
    }

    /// Is there nothing for a node deeper than `parent`? `crossed`: its line is not the indicator's.
    fn is_over(&self, parent: isize, after: After, crossed: bool) -> bool {
        if self.peek().is_none() {
            return true;
        }
        if !crossed {
            return false;
        }
        let column = self.column(self.pos);
        if column == 0 && self.is_marker(self.pos) {
            return true;
        }
        let list = self.peek() == Some(b'-') && self.is_empty(self.pos + 1);
        let allowed = match after {
            After::Question => list,
            After::Colon => list || matches!(self.peek(), Some(b'|' | b'>')),
            _ => false,
        };
        column < parent || (column == parent && !allowed)
    }

    /// Has the line nothing more than a comment?
    pub(super) fn ends_line(&self) -> bool {
        self.is_line_end(self.pos) || self.peek() == Some(b'#')
    }

    /// A list or an object may not begin on the line of `---`.
    fn check_start(&self, after: After, crossed: bool) -> Parsed<()> {
        match after {
            After::Marker if !crossed => fault(
                self.pos,
                "Block collection cannot start on same line with directives-end marker",
            ),
            _ => Ok(()),
        }
    }

    /// Is the node, which begins here, followed by `:` on its own line?
    fn is_key_ahead(&self) -> bool {
        let mut i = self.pos;
        match self.byte(i) {
            Some(b'[' | b'{') => match self.after_brackets(i) {
                Some(end) => i = end,
                None => return false,
            },
            Some(b'"' | b'\'') => match self.after_quotes(i) {
                Some(end) => i = end,
                None => return false,
            },
            Some(b'*') => {
                while !self.is_empty(i) {
                    i += 1;
                }
            }
            _ => loop {
                match self.byte(i) {
                    None | Some(b'\n') => return false,
                    Some(b':') if self.is_empty(i + 1) => return true,
                    Some(b'#') if i > self.pos && self.is_empty(i - 1) => return false,
                    _ => i += 1,
                }
            },
        }
        while let Some(b' ' | b'\t') = self.byte(i) {
            i += 1;
        }
        self.byte(i) == Some(b':') && self.is_empty(i + 1)
    }

    /// Where the quoted text at `i` ends, if on its line.
    fn after_quotes(&self, mut i: usize) -> Option<usize> {
        let quote = self.byte(i)?;
        loop {
            i += 1;
            match self.byte(i)? {
                b'\n' => return None,
                b'\\' if quote == b'"' => i += 1,
                b'\'' if quote == b'\'' && self.byte(i + 1) == Some(b'\'') => i += 1,
                b if b == quote => return Some(i + 1),
                _ => {}
            }
        }
    }

    /// Where the brackets at `i` end, if on their line. Nothing within is looked at but quotes.
    fn after_brackets(&self, mut i: usize) -> Option<usize> {
        let mut depth = 0usize;
        loop {
            match self.byte(i)? {
                b'\n' => return None,
                b'"' | b'\'' if matches!(self.byte(i - 1)?, b' ' | b'[' | b'{' | b',' | b':') => {
                    i = self.after_quotes(i)?;
                    continue;
                }
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            i += 1;
            if depth == 0 {
                return Some(i);
            }
        }
    }

    /// A scalar, an alias or a flow collection.
    pub(super) fn leaf(&mut self, parent: isize, props: &Props, at_root: bool) -> Parsed<Node> {
        let start = self.pos;
        let min = parent + 1;
        self.anchored(props, |it| match it.peek() {
            Some(b'[' | b'{') => {
                let node = it.flow_collection(min, at_root)?;
                it.collection(node, props)
            }
            Some(b']' | b'}') => it.unexpected("at node end"),
            Some(b'"' | b'\'') => {
                let text = it.quoted(min)?;
                let value = it.resolve(&text, false, props)?;
                Ok(Node::scalar(value, start, it.pos))
            }
            Some(b'*') => it.alias(props),
            _ => {
                let text = it.plain(min, false)?;
                it.plain_node(&text, start, props)
            }
        })
    }

    /// The node of the plain scalar `text`.
    pub(super) fn plain_node(&mut self, text: &str, start: usize, props: &Props) -> Parsed<Node> {
        let value = self.resolve(text, true, props)?;
        Ok(Node {
            is_merge: text == "<<" && self.language.merge,
            ..Node::scalar(value, start, self.pos)
        })
    }

    /// `*name`
    pub(super) fn alias(&mut self, props: &Props) -> Parsed<Node> {
        let start = self.pos;
        let name = self.name();
        if !props.is_empty() {
            let message = "An alias node must not specify any properties";
            return span(start, self.pos, message);
        }
        if name.is_empty() {
            return fault(start, "Alias cannot be an empty string");
        }
        Ok(Node {
            alias: Some(name),
            ..Node::scalar(engine::Value::Null, start, self.pos)
        })
    }

    /// The node where there is none.
    pub(super) fn empty(&mut self, props: &Props) -> Parsed<Node> {
        let value = self.resolve("", true, props)?;
        Ok(Node::scalar(value, self.pos, self.pos))
    }

    /// Runs `read` for a node with `props`, whose anchor gets the value.
    pub(super) fn anchored(
        &mut self,
        props: &Props,
        read: impl FnOnce(&mut Self) -> Parsed<Node>,
    ) -> Parsed<Node> {
        let id = props.anchor.as_deref().map(|name| self.anchors.open(name));
        let node = read(self)?;
        if let Some(id) = id {
            self.anchors.close(id, &node.value);
        }
        Ok(node)
    }
}
