//! Reads a pattern, as Chromium does: the syntax of ECMAScript with its leniencies for the web, and
//! the errors in V8's words.

mod groups;

use std::rc::Rc;

use super::Node;
use super::sets::{Cases, Ranges, Set};

pub(super) type Result<T> = std::result::Result<T, &'static str>;

/// A pattern that was read.
pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) unicode: bool,
    /// How many groups take what they match.
    pub(super) groups: u32,
    /// Names, in the order of the pattern, and their groups.
    pub(super) names: Vec<(String, Vec<u32>)>,
    /// Names that are referred to, see [`Node::NamedRef`].
    pub(super) refs: Vec<String>,
}

pub(super) const TOO_LARGE: &str = "Regular expression too large";
const MAX_DEPTH: u32 = 128;
const MAX_GROUPS: u32 = 32767;
/// Runs of code points in all classes of a pattern together.
const MAX_RANGES: usize = 1 << 20;

pub(super) struct Parser {
    src: Vec<u32>,
    pub(super) at: usize,
    /// Flags `u` or `v`.
    pub(super) unicode: bool,
    /// Flag `v`.
    pub(super) sets: bool,
    pub(super) icase: bool,
    multiline: bool,
    dot_all: bool,
    /// Is `\k` a reference?
    pub(super) named: bool,
    /// Groups of the whole pattern, and those that were read.
    pub(super) total: u32,
    groups: u32,
    names: Vec<Named>,
    /// Has a name two groups that may both match?
    duplicate: bool,
    pub(super) refs: Vec<String>,
    /// The alternatives one is in: which disjunction, which of its alternatives.
    path: Vec<(u32, u32)>,
    disjunctions: u32,
    depth: u32,
    ranges: usize,
}

/// May a quantifier follow?
pub(super) enum Repeat {
    May,
    /// One would have nothing to repeat.
    No,
    /// One would be wrong itself.
    MustNot,
}

struct Named {
    name: String,
    group: u32,
    path: Vec<(u32, u32)>,
}

pub(super) fn parse(pattern: &str, flags: &str) -> Result<Parsed> {
    let unicode = flags.contains(['u', 'v']);
    let src = if unicode {
        pattern.chars().map(u32::from).collect()
    } else {
        pattern.encode_utf16().map(u32::from).collect()
    };
    let mut parser = Parser {
        src,
        at: 0,
        unicode,
        sets: flags.contains('v'),
        icase: flags.contains('i'),
        multiline: flags.contains('m'),
        dot_all: flags.contains('s'),
        named: unicode,
        total: 0,
        groups: 0,
        names: Vec::new(),
        duplicate: false,
        refs: Vec::new(),
        path: Vec::new(),
        disjunctions: 0,
        depth: 0,
        ranges: 0,
    };
    parser.count_groups();
    let node = parser.disjunction()?;
    if parser.at < parser.src.len() {
        return Err("Unmatched ')'");
    }
    if parser.duplicate {
        return Err("Duplicate capture group name");
    }
    let mut names: Vec<(String, Vec<u32>)> = Vec::new();
    for named in parser.names {
        match names.iter_mut().find(|(name, _)| *name == named.name) {
            Some((_, groups)) => groups.push(named.group),
            None => names.push((named.name, vec![named.group])),
        }
    }
    let known = |r: &String| names.iter().any(|(name, _)| name == r);
    if !parser.refs.iter().all(known) {
        return Err("Invalid named capture referenced");
    }
    Ok(Parsed {
        node,
        unicode,
        groups: parser.groups,
        names,
        refs: parser.refs,
    })
}

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    /// The character `n` further; a unit that is none reads as U+FFFD.
    pub(super) fn ahead(&self, n: usize) -> Option<char> {
        let c = *self.src.get(self.at + n)?;
        Some(char::from_u32(c).unwrap_or('\u{fffd}'))
    }

    pub(super) fn next_unit(&mut self) -> Option<u32> {
        let c = *self.src.get(self.at)?;
        self.at += 1;
        Some(c)
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let there = text
            .chars()
            .enumerate()
            .all(|(i, c)| self.ahead(i) == Some(c));
        if there {
            self.at += text.len();
        }
        there
    }

    /// Counts the groups ahead of reading them, as `\1` may come before its group.
    fn count_groups(&mut self) {
        let mut class = 0;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '\\' => self.at += 1,
                '[' if self.sets || class == 0 => class += 1,
                ']' if class > 0 => class -= 1,
                '(' if class == 0 => {
                    let name = self.peek() == Some('?')
                        && self.ahead(1) == Some('<')
                        && !matches!(self.ahead(2), Some('=' | '!'));
                    self.named |= name;
                    if name || self.peek() != Some('?') {
                        self.total += 1;
                    }
                }
                _ => {}
            }
        }
        self.at = 0;
    }

    pub(super) fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(TOO_LARGE);
        }
        Ok(())
    }

    pub(super) fn shallower(&mut self) {
        self.depth -= 1;
    }

    fn disjunction(&mut self) -> Result<Node> {
        self.deeper()?;
        self.path.push((self.disjunctions, 0));
        self.disjunctions += 1;
        let mut alternatives = vec![self.alternative()?];
        while self.eat("|") {
            if let Some(last) = self.path.last_mut() {
                last.1 += 1;
            }
            alternatives.push(self.alternative()?);
        }
        self.path.pop();
        self.shallower();
        if alternatives.len() == 1 {
            return Ok(alternatives.remove(0));
        }
        let chars: Option<Vec<_>> = alternatives
            .iter()
            .map(|node| match node {
                Node::Char(c) => Some((*c, *c)),
                _ => None,
            })
            .collect();
        match chars {
            Some(chars) => self.set(&Ranges::of(&chars)),
            None => Ok(Node::Alt(alternatives)),
        }
    }

    fn alternative(&mut self) -> Result<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, '|' | ')')) {
            let first = self.groups + 1;
            let (node, repeat) = self.term(c)?;
            nodes.push(match repeat {
                Repeat::No => node,
                Repeat::May => self.quantified(node, first)?,
                Repeat::MustNot => match self.quantified(node, first)? {
                    Node::Repeat { .. } => return Err("Invalid quantifier"),
                    node => node,
                },
            });
        }
        Ok(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.remove(0),
            _ => Node::Cat(nodes),
        })
    }

    /// One term that begins with `c`, and what a quantifier after it is.
    fn term(&mut self, c: char) -> Result<(Node, Repeat)> {
        match c {
            '^' | '$' => {
                self.at += 1;
                let (start, end) = (Node::Start(self.multiline), Node::End(self.multiline));
                Ok((if c == '^' { start } else { end }, Repeat::No))
            }
            '(' => self.group(),
            '.' => {
                self.at += 1;
                let ends = Ranges::of(if self.dot_all { &[] } else { &LINE_ENDS });
                Ok((self.set(&ends.inverted())?, Repeat::May))
            }
            '[' => {
                self.at += 1;
                let node = if self.sets {
                    self.unicode_class()?
                } else {
                    self.class()?
                };
                Ok((node, Repeat::May))
            }
            '\\' => self.escape(),
            '*' | '+' | '?' => Err("Nothing to repeat"),
            '{' if self.interval().is_some() => Err("Nothing to repeat"),
            '{' | '}' | ']' if self.unicode => Err("Lone quantifier brackets"),
            _ => {
                let c = self.next_unit().unwrap_or_default();
                Ok((self.character(c)?, Repeat::May))
            }
        }
    }

    /// `node` with the quantifier that follows, if one does; `first` is the first group in it.
    fn quantified(&mut self, node: Node, first: u32) -> Result<Node> {
        let (min, max) = match self.peek() {
            Some(c @ ('*' | '+' | '?')) => {
                self.at += 1;
                (u32::from(c == '+'), if c == '?' { 1 } else { u32::MAX })
            }
            Some('{') => match self.interval() {
                Some((min, max)) if min > max => {
                    return Err("numbers out of order in {} quantifier");
                }
                Some(range) => range,
                None if self.unicode => return Err("Incomplete quantifier"),
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        let greedy = !self.eat("?");
        Ok(Node::Repeat {
            node: Box::new(node),
            min,
            max,
            greedy,
            groups: (first, self.groups + 1),
        })
    }

    /// `{2}`, `{2,}` or `{2,3}`; where there is none nothing is read.
    fn interval(&mut self) -> Option<(u32, u32)> {
        let start = self.at;
        let range = self.interval_inner();
        if range.is_none() {
            self.at = start;
        }
        range
    }

    fn interval_inner(&mut self) -> Option<(u32, u32)> {
        if !self.eat("{") {
            return None;
        }
        let min = self.decimal()?;
        if self.eat("}") {
            return Some((min, min));
        }
        if !self.eat(",") {
            return None;
        }
        if self.eat("}") {
            return Some((min, u32::MAX));
        }
        let max = self.decimal()?;
        self.eat("}").then_some((min, max))
    }

    /// A number, at most `u32::MAX - 1`.
    pub(super) fn decimal(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            let before = number.unwrap_or(0_u32);
            number = Some(
                before
                    .saturating_mul(10)
                    .saturating_add(digit)
                    .min(u32::MAX - 1),
            );
            self.at += 1;
        }
        number
    }

    /// The node of one code point or unit.
    pub(super) fn character(&mut self, c: u32) -> Result<Node> {
        if self.icase && Cases::get(self.unicode).same(c).len() > 1 {
            let any = Ranges(vec![(c, c)]).any_case(self.unicode);
            return self.set(&any);
        }
        Ok(Node::Char(c))
    }

    pub(super) fn set(&mut self, ranges: &Ranges) -> Result<Node> {
        self.ranges += ranges.0.len();
        if self.ranges > MAX_RANGES {
            return Err(TOO_LARGE);
        }
        Ok(Node::Set(Rc::new(Set::new(ranges))))
    }
}

const LINE_ENDS: [(u32, u32); 3] = [(10, 10), (13, 13), (0x2028, 0x2029)];
