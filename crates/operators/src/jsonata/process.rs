//! From what is written to what is evaluated: paths become lists of steps, filters are put on their
//! steps, and parents are found.

use std::rc::Rc;

use super::ancestry::{Ancestry, gather, resolve, seek};
use super::ast::{Call, Kind, Lambda, Node, Pairs, Stage, Term, Transform};
use super::error::{Fault, Res, fail};
use super::lexer::Token;
use super::raw::{Raw, RawKind, RawPairs};
use super::value::Val;

/// The tree of a whole expression.
///
/// # Errors
/// For expressions that stand where they cannot.
pub(super) fn process(raw: Raw) -> Res<Node> {
    let node = Ancestry::new().node(raw)?;
    match gather([&node]).is_empty() {
        true => Ok(node),
        false => fail("S0217"),
    }
}

impl Ancestry {
    fn node(&mut self, raw: Raw) -> Res<Node> {
        self.stack.check()?;
        let keep = raw.keep;
        let mut node = self.kind(raw)?;
        node.keep |= keep;
        Ok(node)
    }

    fn boxed(&mut self, raw: Raw) -> Res<Box<Node>> {
        self.node(raw).map(Box::new)
    }

    fn all(&mut self, raws: Vec<Raw>) -> Res<Vec<Node>> {
        raws.into_iter().map(|raw| self.node(raw)).collect()
    }

    fn pairs(&mut self, pairs: RawPairs) -> Res<Pairs> {
        let pair = |(key, value)| Ok((self.node(key)?, self.node(value)?));
        pairs.into_iter().map(pair).collect()
    }

    fn kind(&mut self, raw: Raw) -> Res<Node> {
        let keep = raw.keep;
        match raw.kind {
            RawKind::Token(token) => token_node(token, keep),
            RawKind::Wildcard => Ok(Node::new(Kind::Wildcard)),
            RawKind::Descendant => Ok(Node::new(Kind::Descendant)),
            RawKind::Parent => Ok(Node::new(Kind::Parent(self.slot()))),
            RawKind::Step(lhs, rhs) => self.step(*lhs, *rhs),
            RawKind::Filter(lhs, filter) => self.filter(*lhs, *filter),
            RawKind::Group(lhs, pairs) => {
                let mut result = self.node(*lhs)?;
                if result.group.is_some() {
                    return fail("S0210");
                }
                result.group = Some(self.pairs(pairs)?);
                Ok(result)
            }
            RawKind::Sort(lhs, terms) => self.sort(*lhs, terms),
            RawKind::Focus(lhs, name) => {
                let mut result = self.node(*lhs)?;
                let step = last_step(&mut result);
                if !step.stages.is_empty() || !step.filters.is_empty() {
                    return fail("S0215");
                }
                if matches!(step.kind, Kind::Sort(_)) {
                    return fail("S0216");
                }
                step.keep |= keep;
                step.focus = Some(name);
                step.tuple = true;
                Ok(result)
            }
            RawKind::Index(lhs, name) => {
                let lhs = self.node(*lhs)?;
                let is_path = matches!(lhs.kind, Kind::Path { .. });
                let mut result = into_path(lhs);
                let step = last_step(&mut result);
                if !is_path {
                    step.stages = std::mem::take(&mut step.filters);
                }
                match step.stages.is_empty() {
                    true => step.index = Some(name),
                    false => step.stages.push(Stage::Index(name)),
                }
                step.tuple = true;
                Ok(result)
            }
            RawKind::Apply(lhs, rhs) => {
                let (lhs, rhs) = (self.boxed(*lhs)?, self.boxed(*rhs)?);
                let keep = lhs.keep || rhs.keep;
                let mut node = Node::new(Kind::Apply(lhs, rhs));
                node.keep = keep;
                Ok(node)
            }
            other => self.plain(other),
        }
    }

    /// What is neither path nor token.
    fn plain(&mut self, raw: RawKind) -> Res<Node> {
        let (kind, seeking) = match raw {
            RawKind::Binary(op, lhs, rhs) => {
                let (lhs, rhs) = (self.boxed(*lhs)?, self.boxed(*rhs)?);
                let seeking = gather([&*lhs, &*rhs]);
                (Kind::Binary(op, lhs, rhs), seeking)
            }
            RawKind::Bind(name, value) => {
                let value = self.boxed(*value)?;
                let seeking = gather([&*value]);
                (Kind::Bind(name, value), seeking)
            }
            RawKind::Negate(value) => {
                let mut value = self.boxed(*value)?;
                if let Kind::Literal(Val::Number(n)) = &mut value.kind {
                    *n = -*n;
                    return Ok(*value);
                }
                let seeking = gather([&*value]);
                (Kind::Negate(value), seeking)
            }
            RawKind::Array(items) => {
                let items = self.all(items)?;
                let seeking = gather(&items);
                (Kind::Array(items), seeking)
            }
            RawKind::Object(pairs) => {
                let pairs = self.pairs(pairs)?;
                let seeking = gather(pairs.iter().flat_map(|(key, value)| [key, value]));
                (Kind::Object(pairs), seeking)
            }
            RawKind::Block(items) => {
                let items = self.all(items)?;
                let starts_cons = |item: &Node| match &item.kind {
                    Kind::Path { steps, .. } => steps[0].cons,
                    _ => item.cons,
                };
                let cons = items.iter().any(starts_cons);
                let seeking = gather(&items);
                let mut node = Node::new(Kind::Block(items));
                (node.cons, node.seeking) = (cons, seeking);
                return Ok(node);
            }
            RawKind::Condition(test, then, or_else) => {
                let (test, then) = (self.boxed(*test)?, self.boxed(*then)?);
                let or_else = or_else.map(|raw| self.boxed(*raw)).transpose()?;
                let mut seeking = gather([&*test, &*then]);
                seeking.extend(gather(or_else.as_deref()));
                (
                    Kind::Condition {
                        test,
                        then,
                        or_else,
                    },
                    seeking,
                )
            }
            other => return self.function(other),
        };
        let mut node = Node::new(kind);
        node.seeking = seeking;
        Ok(node)
    }

    /// Calls, and what makes functions.
    fn function(&mut self, raw: RawKind) -> Res<Node> {
        let (kind, seeking) = match raw {
            RawKind::Call {
                procedure,
                args,
                partial,
            } => {
                let args = self.all(args)?;
                let seeking = gather(&args);
                let procedure = self.node(*procedure)?;
                let call = Rc::new(Call { procedure, args });
                let kind = match partial {
                    true => Kind::Partial(call),
                    false => Kind::Call(call),
                };
                (kind, seeking)
            }
            RawKind::Lambda {
                params,
                signature,
                body,
            } => {
                let body = tail(self.node(*body)?);
                let lambda = Lambda {
                    params,
                    signature,
                    body,
                };
                (Kind::Lambda(Rc::new(lambda)), Vec::new())
            }
            RawKind::Transform(pattern, update, delete) => {
                let transform = Transform {
                    pattern: self.node(*pattern)?,
                    update: self.node(*update)?,
                    delete: delete.map(|raw| self.node(*raw)).transpose()?,
                };
                (Kind::Transform(Rc::new(transform)), Vec::new())
            }
            _ => return fail("S0206"),
        };
        let mut node = Node::new(kind);
        node.seeking = seeking;
        Ok(node)
    }

    /// `lhs.rhs`
    fn step(&mut self, lhs: Raw, rhs: Raw) -> Res<Node> {
        let first = self.node(lhs)?;
        let seeking = match &first.kind {
            Kind::Parent(slot) => vec![Rc::clone(slot)],
            _ => Vec::new(),
        };
        let mut result = into_path(first);
        result.seeking.extend(seeking);
        let mut rest = self.node(rhs)?;
        let Kind::Path { steps, keep } = &mut result.kind else {
            return Ok(result);
        };
        match rest.kind {
            Kind::Path { steps: more, .. } => steps.extend(more),
            _ => {
                if !rest.filters.is_empty() {
                    rest.stages = std::mem::take(&mut rest.filters);
                }
                steps.push(rest);
            }
        }
        for step in steps.iter_mut() {
            match &step.kind {
                Kind::Literal(Val::Text(name)) => step.kind = Kind::Name(name.clone()),
                Kind::Literal(value) => return Err(Fault::new("S0213").value(value)),
                _ => {}
            }
        }
        *keep |= steps.iter().any(|step| step.keep);
        for at in [0, steps.len() - 1] {
            if matches!(steps[at].kind, Kind::Array(_)) {
                steps[at].cons = true;
            }
        }
        resolve(&mut result)?;
        Ok(result)
    }

    /// `lhs[filter]`
    fn filter(&mut self, lhs: Raw, filter: Raw) -> Res<Node> {
        let mut result = self.node(lhs)?;
        let is_path = matches!(result.kind, Kind::Path { .. });
        let step = last_step(&mut result);
        if step.group.is_some() {
            return fail("S0209");
        }
        let filter = self.node(filter)?;
        for slot in &filter.seeking {
            match slot.level.get() {
                1 => seek(step, slot)?,
                level => slot.level.set(level - 1),
            }
        }
        step.seeking.extend(gather([&filter]));
        let stages = match is_path {
            true => &mut step.stages,
            false => &mut step.filters,
        };
        stages.push(Stage::Filter(filter));
        Ok(result)
    }

    /// `lhs^(terms)`
    fn sort(&mut self, lhs: Raw, terms: Vec<(bool, Raw)>) -> Res<Node> {
        let mut result = into_path(self.node(lhs)?);
        let term = |(descending, raw)| {
            let expr = self.node(raw)?;
            Ok(Term { descending, expr })
        };
        let terms: Vec<Term> = terms.into_iter().map(term).collect::<Res<_>>()?;
        let seeking = gather(terms.iter().map(|term| &term.expr));
        let mut step = Node::new(Kind::Sort(terms));
        step.seeking = seeking;
        if let Kind::Path { steps, .. } = &mut result.kind {
            steps.push(step);
        }
        resolve(&mut result)?;
        Ok(result)
    }
}

fn token_node(token: Token, keep: bool) -> Res<Node> {
    Ok(Node::new(match token {
        Token::Name(name) => {
            let mut step = Node::new(Kind::Name(name));
            step.keep = keep;
            Kind::Path {
                steps: vec![step],
                keep,
            }
        }
        Token::Variable(name) => Kind::Variable(name),
        Token::Text(text) => Kind::Literal(Val::Text(text)),
        Token::Number(n) => Kind::Literal(Val::Number(n)),
        Token::Literal(value) => Kind::Literal(value),
        Token::Regex(pattern) => Kind::Regex(pattern),
        Token::End => return Err(Fault::new("S0207").token(token.value())),
        Token::Op("?") => Kind::Placeholder,
        token => return Err(Fault::new("S0201").token(token.value())),
    }))
}

/// The last step of a path; any other expression itself.
fn last_step(node: &mut Node) -> &mut Node {
    if matches!(&node.kind, Kind::Path { steps, .. } if !steps.is_empty()) {
        match &mut node.kind {
            Kind::Path { steps, .. } => return steps.last_mut().expect("it is not empty"),
            _ => unreachable!("it is a path"),
        }
    }
    node
}

/// `node` as a path.
fn into_path(node: Node) -> Node {
    match node.kind {
        Kind::Path { .. } => node,
        _ => Node::new(Kind::Path {
            steps: vec![node],
            keep: false,
        }),
    }
}

/// Calls that a function ends with are returned to the caller of the function, so that recursion
/// needs no room.
fn tail(mut node: Node) -> Node {
    node.kind = match node.kind {
        Kind::Call(call) if node.filters.is_empty() && node.group.is_none() => Kind::Thunk(call),
        Kind::Condition {
            test,
            then,
            or_else,
        } => Kind::Condition {
            test,
            then: Box::new(tail(*then)),
            or_else: or_else.map(|node| Box::new(tail(*node))),
        },
        Kind::Block(mut items) => {
            let last = items.pop().map(tail);
            items.extend(last);
            Kind::Block(items)
        }
        kind => kind,
    };
    node
}
