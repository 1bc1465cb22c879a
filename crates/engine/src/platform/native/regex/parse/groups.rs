//! `(…)` and all that begins with `(?`.

use super::super::Node;
use super::{MAX_GROUPS, Named, Parser, Repeat, Result};

impl Parser {
    pub(super) fn group(&mut self) -> Result<(Node, Repeat)> {
        self.at += 1;
        let first = self.groups + 1;
        for (text, behind, negate) in [
            ("?=", false, false),
            ("?!", false, true),
            ("?<=", true, false),
            ("?<!", true, true),
        ] {
            if self.eat(text) {
                let node = Box::new(self.closed()?);
                let node = Node::Look {
                    behind,
                    negate,
                    node,
                    groups: (first, self.groups + 1),
                };
                let plain = !behind && !self.unicode;
                return Ok((node, if plain { Repeat::May } else { Repeat::MustNot }));
            }
        }
        if self.eat("?<") {
            let name = self.name().ok_or("Invalid capture group name")?;
            let conflict = |n: &Named| n.name == name && !apart(&n.path, &self.path);
            self.duplicate |= self.names.iter().any(conflict);
            self.names.push(Named {
                name,
                group: first,
                path: self.path.clone(),
            });
        } else if self.eat("?") {
            return Ok((self.modified()?, Repeat::May));
        }
        if first > MAX_GROUPS {
            return Err("Too many captures");
        }
        self.groups = first;
        let node = self.closed()?;
        Ok((Node::Group(first, Box::new(node)), Repeat::May))
    }

    /// What a group holds, and its `)`.
    fn closed(&mut self) -> Result<Node> {
        let flags = (self.icase, self.multiline, self.dot_all);
        let node = self.disjunction()?;
        (self.icase, self.multiline, self.dot_all) = flags;
        if self.eat(")") {
            Ok(node)
        } else {
            Err("Unterminated group")
        }
    }

    /// `(?:…)`, `(?i-s:…)`, from after the `?`.
    fn modified(&mut self) -> Result<Node> {
        let flags = (self.icase, self.multiline, self.dot_all);
        let (mut on, mut seen) = (true, String::new());
        let mut changed = flags;
        loop {
            let c = self.peek();
            self.at += 1;
            match c {
                Some(':') if on || !seen.is_empty() => break,
                Some(':') => return Err("Invalid flag group"),
                Some('-') if on => on = false,
                Some('-') => return Err("Multiple dashes in flag group"),
                Some(c @ ('i' | 'm' | 's')) => {
                    if seen.contains(c) {
                        return Err("Repeated flag in flag group");
                    }
                    seen.push(c);
                    match c {
                        'i' => changed.0 = on,
                        'm' => changed.1 = on,
                        _ => changed.2 = on,
                    }
                }
                _ => return Err("Invalid group"),
            }
        }
        (self.icase, self.multiline, self.dot_all) = changed;
        let node = self.closed();
        (self.icase, self.multiline, self.dot_all) = flags;
        node
    }
}

/// Are these paths in different alternatives of a disjunction, so that one alone can match?
fn apart(a: &[(u32, u32)], b: &[(u32, u32)]) -> bool {
    a.iter().any(|(id, alternative)| {
        b.iter()
            .any(|(other, elsewhere)| id == other && alternative != elsewhere)
    })
}
