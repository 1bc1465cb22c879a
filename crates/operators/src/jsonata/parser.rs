//! The grammar: operators by their binding power.

use std::rc::Rc;

use engine::Str;

use super::ast::{Node, Op};
use super::error::{Fault, Res};
use super::lexer::{Lexer, Token};
use super::process;
use super::raw::{Raw, RawKind, RawPairs};
use super::signature::Signature;
use super::value::Val;

/// The tree of `text`, ready to be evaluated.
///
/// # Errors
/// A syntax error.
pub(super) fn parse(text: &str) -> Res<Node> {
    let mut parser = Parser {
        lexer: Lexer::new(text),
        token: Token::End,
        depth: 0,
    };
    parser.token = parser.lexer.next(false)?;
    let raw = parser.expression(0)?;
    if !matches!(parser.token, Token::End) {
        return Err(Fault::new("S0201").token(parser.token.value()));
    }
    process::process(raw)
}

/// How deep expressions may be nested.
const MAX_DEPTH: u32 = 100;

struct Parser<'a> {
    lexer: Lexer<'a>,
    token: Token,
    depth: u32,
}

/// How strongly an operator binds what stands before it.
fn power(token: &Token) -> u8 {
    let Token::Op(op) = token else {
        return 0;
    };
    match *op {
        "[" | "(" | "@" | "#" => 80,
        "." => 75,
        "{" => 70,
        "*" | "/" | "%" => 60,
        "+" | "-" | "&" => 50,
        "=" | "<" | ">" | "^" | "!=" | "<=" | ">=" | "~>" | "?:" | "??" | "in" => 40,
        "and" => 30,
        "or" => 25,
        "?" => 20,
        ":=" => 10,
        _ => 0,
    }
}

fn binary(op: &str) -> Option<Op> {
    Some(match op {
        "+" => Op::Add,
        "-" => Op::Sub,
        "*" => Op::Mul,
        "/" => Op::Div,
        "%" => Op::Rem,
        "=" => Op::Eq,
        "!=" => Op::Ne,
        "<" => Op::Lt,
        "<=" => Op::Le,
        ">" => Op::Gt,
        ">=" => Op::Ge,
        "&" => Op::Concat,
        "in" => Op::In,
        "and" => Op::And,
        "or" => Op::Or,
        _ => return None,
    })
}

impl Parser<'_> {
    /// Takes the word that stands there; `infix` says that a `/` after it divides.
    fn take(&mut self, infix: bool) -> Res<Token> {
        let next = self.lexer.next(infix)?;
        if next.is("!") || next.is("~") {
            return Err(Fault::new("S0204").token(next.value()));
        }
        Ok(std::mem::replace(&mut self.token, next))
    }

    /// Takes the word `op`, which must stand there.
    fn expect(&mut self, op: &'static str, infix: bool) -> Res<()> {
        if !self.token.is(op) {
            let code = match self.token {
                Token::End => "S0203",
                _ => "S0202",
            };
            return Err(Fault::new(code).token(self.token.value()).value(op));
        }
        self.take(infix).map(drop)
    }

    /// Takes `op` if it stands there.
    fn eat(&mut self, op: &str) -> Res<bool> {
        let found = self.token.is(op);
        if found {
            self.take(false)?;
        }
        Ok(found)
    }

    fn expression(&mut self, min: u8) -> Res<Raw> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new("D1011"));
        }
        let token = self.take(true)?;
        let mut left = self.prefix(token)?;
        let mut n_infix = 0;
        while min < power(&self.token) {
            // A chain is a tree that leans to the left, and is walked from its root.
            n_infix += 1;
            if n_infix > 500 {
                return Err(Fault::new("D1011"));
            }
            let Token::Op(op) = self.take(false)? else {
                break;
            };
            left = self.infix(op, left)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn boxed(&mut self, min: u8) -> Res<Box<Raw>> {
        self.expression(min).map(Box::new)
    }

    fn prefix(&mut self, token: Token) -> Res<Raw> {
        let Token::Op(op) = token else {
            return Ok(RawKind::Token(token).raw());
        };
        Ok(match op {
            "and" | "or" | "in" => RawKind::Token(Token::Name(op.into())),
            "-" => RawKind::Negate(self.boxed(70)?),
            "*" => RawKind::Wildcard,
            "**" => RawKind::Descendant,
            "%" => RawKind::Parent,
            "(" => self.block()?,
            "[" => self.array()?,
            "{" => RawKind::Object(self.pairs()?),
            "|" => self.transform()?,
            _ => return Err(Fault::new("S0211").token(op)),
        }
        .raw())
    }

    fn infix(&mut self, op: &'static str, left: Raw) -> Res<Raw> {
        if let Some(op) = binary(op) {
            let right = self.boxed(power(&Token::Op(op.text())))?;
            return Ok(RawKind::Binary(op, Box::new(left), right).raw());
        }
        let lhs = Box::new(left);
        Ok(match op {
            "." => RawKind::Step(lhs, self.boxed(75)?),
            "~>" => RawKind::Apply(lhs, self.boxed(40)?),
            "(" => return self.call(lhs),
            "[" if self.token.is("]") => {
                self.take(false)?;
                let mut left = *lhs;
                let mut step = &mut left;
                while let RawKind::Filter(inner, _) = &mut step.kind {
                    step = inner;
                }
                step.keep = true;
                return Ok(left);
            }
            "[" => {
                let filter = self.boxed(0)?;
                self.expect("]", true)?;
                RawKind::Filter(lhs, filter)
            }
            "{" => RawKind::Group(lhs, self.pairs()?),
            "^" => RawKind::Sort(lhs, self.terms()?),
            ":=" => match lhs.kind {
                RawKind::Token(Token::Variable(name)) => RawKind::Bind(name, self.boxed(9)?),
                _ => return Err(Fault::new("S0212")),
            },
            "@" => RawKind::Focus(lhs, self.variable("@")?),
            "#" => RawKind::Index(lhs, self.variable("#")?),
            "?" => {
                let then = self.boxed(0)?;
                let or_else = match self.eat(":")? {
                    true => Some(self.boxed(0)?),
                    false => None,
                };
                RawKind::Condition(lhs, then, or_else)
            }
            "?:" => RawKind::Condition(lhs.clone(), lhs, Some(self.boxed(0)?)),
            "??" => {
                let exists = RawKind::Token(Token::Variable("exists".into())).raw();
                let test = RawKind::Call {
                    procedure: Box::new(exists),
                    args: vec![(*lhs).clone()],
                    partial: false,
                };
                RawKind::Condition(Box::new(test.raw()), lhs, Some(self.boxed(0)?))
            }
            _ => return Err(Fault::new("S0201").token(op)),
        }
        .raw())
    }

    fn variable(&mut self, op: &str) -> Res<Str> {
        match self.expression(80)?.kind {
            RawKind::Token(Token::Variable(name)) => Ok(name),
            _ => Err(Fault::new("S0214").token(op)),
        }
    }

    fn block(&mut self) -> Res<RawKind> {
        let mut items = Vec::new();
        while !self.token.is(")") {
            items.push(self.expression(0)?);
            if !self.eat(";")? {
                break;
            }
        }
        self.expect(")", true)?;
        Ok(RawKind::Block(items))
    }

    fn array(&mut self) -> Res<RawKind> {
        let mut items = Vec::new();
        if !self.token.is("]") {
            loop {
                let mut item = self.expression(0)?;
                if self.eat("..")? {
                    let to = self.boxed(0)?;
                    item = RawKind::Binary(Op::Range, Box::new(item), to).raw();
                }
                items.push(item);
                if !self.eat(",")? {
                    break;
                }
            }
        }
        self.expect("]", true)?;
        Ok(RawKind::Array(items))
    }

    fn pairs(&mut self) -> Res<RawPairs> {
        let mut pairs = Vec::new();
        if !self.token.is("}") {
            loop {
                let key = self.expression(0)?;
                self.expect(":", false)?;
                pairs.push((key, self.expression(0)?));
                if !self.eat(",")? {
                    break;
                }
            }
        }
        self.expect("}", true)?;
        Ok(pairs)
    }

    fn terms(&mut self) -> Res<Vec<(bool, Raw)>> {
        self.expect("(", false)?;
        let mut terms = Vec::new();
        loop {
            let descending = !self.eat("<")? && self.eat(">")?;
            terms.push((descending, self.expression(0)?));
            if !self.eat(",")? {
                break;
            }
        }
        self.expect(")", false)?;
        Ok(terms)
    }

    fn transform(&mut self) -> Res<RawKind> {
        let pattern = self.boxed(20)?;
        self.expect("|", false)?;
        let update = self.boxed(20)?;
        let delete = match self.eat(",")? {
            true => Some(self.boxed(20)?),
            false => None,
        };
        self.expect("|", false)?;
        Ok(RawKind::Transform(pattern, update, delete))
    }

    fn call(&mut self, procedure: Box<Raw>) -> Res<Raw> {
        let mut args = Vec::new();
        let mut partial = false;
        if !self.token.is(")") {
            loop {
                if self.token.is("?") {
                    partial = true;
                    let token = self.take(false)?;
                    args.push(RawKind::Token(token).raw());
                } else {
                    args.push(self.expression(0)?);
                }
                if !self.eat(",")? {
                    break;
                }
            }
        }
        self.expect(")", true)?;
        match &procedure.kind {
            RawKind::Token(Token::Name(name)) if matches!(&**name, "function" | "λ") => {
                self.lambda(args)
            }
            _ => Ok(RawKind::Call {
                procedure,
                args,
                partial,
            }
            .raw()),
        }
    }

    fn lambda(&mut self, args: Vec<Raw>) -> Res<Raw> {
        let mut params = Vec::with_capacity(args.len());
        for (i, arg) in args.into_iter().enumerate() {
            match arg.kind {
                RawKind::Token(Token::Variable(name)) => params.push(name),
                _ => return Err(Fault::new("S0208").value(i + 1)),
            }
        }
        let signature = match self.token.is("<") {
            true => Some(Rc::new(self.signature()?)),
            false => None,
        };
        self.expect("{", false)?;
        let body = self.boxed(0)?;
        self.expect("}", false)?;
        Ok(RawKind::Lambda {
            params,
            signature,
            body,
        }
        .raw())
    }

    fn signature(&mut self) -> Res<Signature> {
        let mut text = "<".to_owned();
        let mut depth = 1;
        while depth > 0 {
            self.take(false)?;
            match &self.token {
                Token::End => break,
                token if token.is("{") => break,
                token if token.is(">") => depth -= 1,
                token if token.is("<") => depth += 1,
                _ => {}
            }
            if let Val::Text(word) = self.token.value() {
                text.push_str(&word);
            }
        }
        self.expect(">", false)?;
        Signature::parse(&text)
    }
}
