//! Nodes become instructions, and what a match must begin with is found.

mod op;
mod shape;

pub(super) use op::Op;

use std::collections::HashMap;
use std::rc::Rc;

use memchr::memmem::Finder;

use super::parse::Parsed;
use super::sets::Set;
use super::{Node, Span};
use shape::{can_be_empty, first_bytes, size};

/// What a match begins with.
pub(super) enum Begin {
    Anything,
    /// The begin of the text.
    Anchor,
    Text(Box<Finder<'static>>),
    Byte(u8),
    Byte2(u8, u8),
    Byte3(u8, u8, u8),
    Bytes(Box<[bool; 256]>),
}

impl Begin {
    fn of(bytes: Box<[bool; 256]>) -> Begin {
        let mut few = (0..=255).filter(|b| bytes[*b as usize]);
        match [few.next(), few.next(), few.next(), few.next()] {
            [Some(a), None, ..] => Begin::Byte(a),
            [Some(a), Some(b), None, _] => Begin::Byte2(a, b),
            [Some(a), Some(b), Some(c), None] => Begin::Byte3(a, b, c),
            _ => Begin::Bytes(bytes),
        }
    }
}

/// A compiled pattern.
pub(super) struct Program {
    pub(super) ops: Vec<Op>,
    pub(super) sets: Vec<Set>,
    pub(super) begin: Begin,
    pub(super) unicode: bool,
    pub(super) groups: u32,
    pub(super) loops: u32,
    pub(super) names: Vec<(String, Vec<u32>)>,
}

pub(super) fn compile(parsed: &Parsed) -> Program {
    let mut compiler = Compiler {
        parsed,
        ops: Vec::new(),
        sets: Vec::new(),
        known: HashMap::new(),
        loops: 0,
    };
    compiler.node(&parsed.node, false);
    compiler.ops.push(Op::Done);
    compiler.look_past_many();
    Program {
        begin: compiler.begin(),
        ops: compiler.ops,
        sets: compiler.sets,
        unicode: parsed.unicode,
        groups: parsed.groups,
        loops: compiler.loops,
        names: parsed.names.clone(),
    }
}

struct Compiler<'a> {
    parsed: &'a Parsed,
    ops: Vec<Op>,
    sets: Vec<Set>,
    /// Places of sets by where they are in memory.
    known: HashMap<*const Set, u32>,
    loops: u32,
}

/// A body of no more instructions is written twice for `+`.
const SMALL: usize = 24;

impl Compiler<'_> {
    fn here(&self) -> u32 {
        self.ops.len() as u32
    }

    fn set(&mut self, set: &Rc<Set>) -> u32 {
        *self.known.entry(Rc::as_ptr(set)).or_insert_with(|| {
            self.sets.push(Set::clone(set));
            self.sets.len() as u32 - 1
        })
    }

    fn node(&mut self, node: &Node, back: bool) {
        match node {
            Node::Empty => {}
            Node::Char(c) => self.text(&[*c], back),
            Node::Set(set) => {
                let set = self.set(set);
                self.ops.push(Op::Set { set, back });
            }
            Node::Cat(nodes) => self.cat(nodes, back),
            Node::Alt(nodes) => self.alternatives(nodes, back),
            Node::Group(n, node) => {
                self.ops.push(Op::Save(2 * n + u32::from(back)));
                self.node(node, back);
                self.ops.push(Op::Save(2 * n + u32::from(!back)));
            }
            Node::BackRef { groups, icase } => self.back_ref(groups, *icase, back),
            Node::NamedRef { name, icase } => {
                let name = self.parsed.refs.get(*name);
                let mut names = self.parsed.names.iter();
                let groups = names
                    .find(|(n, _)| Some(n) == name)
                    .map(|(_, g)| g.as_slice());
                self.back_ref(groups.unwrap_or_default(), *icase, back);
            }
            Node::Look {
                behind,
                negate,
                node,
                groups,
            } => {
                let at = self.ops.len();
                self.ops.push(Op::Done);
                self.node(node, *behind);
                self.ops.push(Op::Done);
                self.ops[at] = Op::Look {
                    negate: *negate,
                    end: self.here(),
                    groups: *groups,
                };
            }
            Node::Repeat { .. } => self.repeat(node, back),
            Node::Start(lines) => self.ops.push(Op::Start(*lines)),
            Node::End(lines) => self.ops.push(Op::End(*lines)),
            Node::Word(negated, more) => self.ops.push(Op::Word(*negated, *more)),
        }
    }

    fn back_ref(&mut self, groups: &[u32], icase: bool, back: bool) {
        self.ops.push(Op::BackRef {
            groups: groups.into(),
            icase,
            back,
        });
    }

    fn cat(&mut self, nodes: &[Node], back: bool) {
        // Characters side by side are compared at once.
        let runs = nodes.chunk_by(|a, b| matches!((a, b), (Node::Char(_), Node::Char(_))));
        let mut runs: Vec<&[Node]> = runs.collect();
        if back {
            runs.reverse();
        }
        for run in runs {
            let chars: Vec<u32> = run.iter().filter_map(as_char).collect();
            if chars.is_empty() {
                run.iter().for_each(|node| self.node(node, back));
            } else {
                self.text(&chars, back);
            }
        }
    }

    fn text(&mut self, chars: &[u32], back: bool) {
        let mut ops = Vec::new();
        let mut text = String::new();
        let flush = |text: &mut String, ops: &mut Vec<Op>| match text.as_bytes() {
            [] => {}
            [byte] if !back => ops.push(Op::Byte(*byte)),
            bytes => ops.push(Op::Text {
                bytes: bytes.into(),
                back,
            }),
        };
        let mut at = 0;
        while let Some(c) = chars.get(at) {
            at += 1;
            let pair = pair(*c, chars.get(at).copied()).filter(|_| !self.parsed.unicode);
            at += usize::from(pair.is_some());
            match pair.or_else(|| char::from_u32(*c)) {
                Some(c) => text.push(c),
                None => {
                    flush(&mut text, &mut ops);
                    text.clear();
                    ops.push(Op::Unit { unit: *c, back });
                }
            }
        }
        flush(&mut text, &mut ops);
        if back {
            ops.reverse();
        }
        self.ops.extend(ops);
    }

    fn alternatives(&mut self, nodes: &[Node], back: bool) {
        let mut ends = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.node(node, back);
                break;
            }
            let split = self.ops.len();
            self.ops.push(Op::Done);
            self.node(node, back);
            ends.push(self.ops.len());
            self.ops.push(Op::Done);
            self.ops[split] = Op::Split(split as u32 + 1, self.here());
        }
        for end in ends {
            self.ops[end] = Op::Jump(self.here());
        }
    }

    fn repeat(&mut self, repeat: &Node, back: bool) {
        let Node::Repeat {
            node,
            min,
            max,
            greedy,
            groups,
        } = repeat
        else {
            return;
        };
        let (min, max, greedy) = (*min, *max, *greedy);
        if max == 0 || matches!(**node, Node::Empty) {
            return;
        }
        if let Some(set) = self.single(node) {
            self.ops.push(Op::Many {
                set,
                min,
                max,
                greedy,
                back,
                then: None,
            });
            return;
        }
        if (min, max) == (1, 1) {
            return self.node(node, back);
        }
        let uncounted = min <= 1 && (max == 1 || max == u32::MAX);
        if can_be_empty(node) || !uncounted || (min == 1 && size(node) > SMALL) {
            return self.counted_loop(repeat, node, back);
        }
        if min == 1 {
            self.node(node, back);
        }
        self.simple_loop(node, back, max == 1, greedy, *groups);
    }

    /// `(…)*` or `(…)?` whose rounds are never empty.
    fn simple_loop(&mut self, node: &Node, back: bool, once: bool, greedy: bool, groups: Span) {
        let head = self.ops.len();
        self.ops.push(Op::Done);
        if groups.0 < groups.1 {
            self.ops.push(Op::Reset(groups));
        }
        self.node(node, back);
        if !once {
            self.ops.push(Op::Jump(head as u32));
        }
        let (body, exit) = (head as u32 + 1, self.here());
        self.ops[head] = if greedy {
            Op::Split(body, exit)
        } else {
            Op::Split(exit, body)
        };
    }

    fn counted_loop(&mut self, repeat: &Node, node: &Node, back: bool) {
        let Node::Repeat {
            min,
            max,
            greedy,
            groups,
            ..
        } = repeat
        else {
            return;
        };
        let reg = self.loops;
        self.loops += 1;
        self.ops.push(Op::Count(reg));
        let head = self.ops.len();
        self.ops.push(Op::Done);
        self.ops.push(Op::Round {
            reg,
            groups: *groups,
        });
        self.node(node, back);
        self.ops.push(Op::Again {
            reg,
            min: *min,
            head: head as u32,
        });
        self.ops[head] = Op::Loop {
            reg,
            min: *min,
            max: *max,
            greedy: *greedy,
            exit: self.here(),
        };
    }

    /// The set of a node that is one character.
    fn single(&mut self, node: &Node) -> Option<u32> {
        match node {
            Node::Set(set) => Some(self.set(set)),
            Node::Char(c) => {
                self.sets.push(Set::one(*c));
                Some(self.sets.len() as u32 - 1)
            }
            _ => None,
        }
    }

    /// Tells every [`Op::Many`] the character that must follow it.
    fn look_past_many(&mut self) {
        for at in 1..self.ops.len() {
            let next = match &self.ops[at] {
                Op::Byte(b) => *b,
                Op::Text { bytes, back: false } if bytes[0] < 128 => bytes[0],
                _ => continue,
            };
            // What a group takes is noted in between.
            let before = (0..at).rev().find(|i| !matches!(self.ops[*i], Op::Save(_)));
            if let Some(Op::Many {
                then, back: false, ..
            }) = before.map(|i| &mut self.ops[i])
            {
                *then = Some(next);
            }
        }
    }

    fn begin(&self) -> Begin {
        let first = self.ops.iter().find(|op| !matches!(op, Op::Save(_)));
        match first {
            Some(Op::Start(false)) => return Begin::Anchor,
            Some(Op::Byte(b)) => return Begin::Byte(*b),
            Some(Op::Text { bytes, .. }) => {
                return Begin::Text(Box::new(Finder::new(bytes).into_owned()));
            }
            _ => {}
        }
        let mut bytes = Box::new([false; 256]);
        match first_bytes(&self.parsed.node, self.parsed.unicode, &mut bytes) {
            Some(false) => Begin::of(bytes),
            _ => Begin::Anything,
        }
    }
}

fn as_char(node: &Node) -> Option<u32> {
    match node {
        Node::Char(c) => Some(*c),
        _ => None,
    }
}

fn pair(high: u32, low: Option<u32>) -> Option<char> {
    let low = low.filter(|low| (0xdc00..0xe000).contains(low))?;
    let high = Some(high).filter(|high| (0xd800..0xdc00).contains(high))?;
    char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))
}
