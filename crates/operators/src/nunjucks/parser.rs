//! From tokens to statements.

use std::sync::Arc;

use engine::Str;

use super::Failure;
use super::ast::{Args, Body, Expr, Macro, Node};
use super::lexer::{self, Token};

/// How deep statements and expressions may be nested.
const MAX_DEPTH: usize = 100;

/// How many operators, members and filters one tag may have.
const MAX_LINKS: usize = 500;

/// Parses a template.
///
/// # Errors
/// The first thing that cannot be understood, with its line.
pub(super) fn parse(template: &str) -> Result<Body, Failure> {
    let mut parser = Parser {
        tokens: lexer::tokens(template)?,
        at: 0,
        depth: 0,
        links: 0,
    };
    parser.body(&[])
}

pub(super) struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
    links: usize,
}

impl Parser {
    /// Statements up to a tag that begins with one of the words `ends` (or up to the end of the
    /// template, if there are none). That tag's `{%` is skipped, its word is not.
    fn body(&mut self, ends: &[&str]) -> Result<Body, Failure> {
        self.deeper()?;
        let mut body = Vec::new();
        while let Some(token) = self.next() {
            self.links = 0;
            match token {
                Token::Text(text) => body.push(Node::Text(text)),
                Token::OutputStart => {
                    body.push(Node::Output(self.expression()?));
                    self.expect(&Token::OutputEnd)?;
                }
                Token::BlockStart => {
                    let word = self.name()?;
                    if ends.contains(&&*word) {
                        self.at -= 1;
                        self.depth -= 1;
                        return Ok(body);
                    }
                    body.push(self.statement(&word)?);
                }
                _ => return Err(self.fail("not understood here")),
            }
        }
        self.depth -= 1;
        if ends.is_empty() {
            Ok(body)
        } else {
            Err(self.fail("a block does not end"))
        }
    }

    fn statement(&mut self, word: &str) -> Result<Node, Failure> {
        match word {
            "if" | "ifAsync" => self.condition(),
            "for" | "asyncEach" | "asyncAll" => self.for_loop(word),
            "set" => self.set(),
            "macro" => self.macro_definition(),
            "call" => self.call_block(),
            "filter" => self.filter_block(),
            "switch" => self.switch(),
            "block" => self.block(),
            "include" | "extends" | "import" | "from" => {
                while !matches!(self.peek(), None | Some(Token::BlockEnd)) {
                    self.at += 1;
                }
                self.end_of_tag()?;
                Ok(Node::Unsupported)
            }
            _ => Err(self.fail("an unknown tag")),
        }
    }

    fn condition(&mut self) -> Result<Node, Failure> {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        let mut word: Str = "if".into();
        while &*word != "endif" {
            if &*word == "else" {
                self.end_of_tag()?;
                otherwise = self.body(&["endif"])?;
            } else {
                let test = self.expression()?;
                self.end_of_tag()?;
                branches.push((test, self.body(&["elif", "elseif", "else", "endif"])?));
            }
            word = self.name()?;
        }
        self.end_of_tag()?;
        Ok(Node::If(branches, otherwise))
    }

    fn for_loop(&mut self, word: &str) -> Result<Node, Failure> {
        let end = match word {
            "for" => "endfor",
            "asyncEach" => "endeach",
            _ => "endall",
        };
        let targets = self.names()?;
        self.expect_word("in")?;
        let items = self.expression()?;
        self.end_of_tag()?;
        let body = self.body(&[end, "else"])?;
        let mut otherwise = Vec::new();
        if &*self.name()? == "else" {
            self.end_of_tag()?;
            otherwise = self.body(&[end])?;
            self.at += 1;
        }
        self.end_of_tag()?;
        Ok(Node::For {
            targets,
            items,
            body,
            otherwise,
        })
    }

    fn set(&mut self) -> Result<Node, Failure> {
        let targets = self.names()?;
        if self.skip("=") {
            let value = self.expression()?;
            self.end_of_tag()?;
            return Ok(Node::Set(targets, value));
        }
        self.end_of_tag()?;
        let body = self.body(&["endset"])?;
        self.at += 1;
        self.end_of_tag()?;
        Ok(Node::Set(targets, Expr::Capture(body)))
    }

    fn macro_definition(&mut self) -> Result<Node, Failure> {
        let name = self.name()?;
        let signature = self.signature()?;
        Ok(Node::Macro(
            name,
            Arc::new(self.macro_body(signature, "endmacro")?),
        ))
    }

    fn macro_body(&mut self, signature: Args, end: &str) -> Result<Macro, Failure> {
        let mut params = Vec::new();
        for param in signature.positional {
            match param {
                Expr::Name(name) => params.push(name),
                _ => return Err(self.fail("a parameter has to be a name")),
            }
        }
        self.end_of_tag()?;
        let body = self.body(&[end])?;
        self.at += 1;
        self.end_of_tag()?;
        Ok(Macro {
            params,
            options: signature.named,
            body,
        })
    }

    fn call_block(&mut self) -> Result<Node, Failure> {
        let own = match self.peek() {
            Some(Token::Operator("(")) => self.signature()?,
            _ => Args::default(),
        };
        let Expr::Call(callee, mut args) = self.primary()? else {
            return Err(self.fail("`call` takes the call of a macro"));
        };
        let caller = Expr::Caller(Arc::new(self.macro_body(own, "endcall")?));
        args.named.push(("caller".into(), caller));
        Ok(Node::Output(Expr::Call(callee, args)))
    }

    fn filter_block(&mut self) -> Result<Node, Failure> {
        let (name, args) = self.filter_call()?;
        self.end_of_tag()?;
        let body = self.body(&["endfilter"])?;
        self.at += 1;
        self.end_of_tag()?;
        Ok(Node::Output(Expr::Filter(
            name,
            Box::new(Expr::Capture(body)),
            args,
        )))
    }

    fn switch(&mut self) -> Result<Node, Failure> {
        let ends = ["case", "default", "endswitch"];
        let subject = self.expression()?;
        self.end_of_tag()?;
        // What stands before the first case belongs to none.
        self.body(&ends)?;
        let mut cases = Vec::new();
        let mut otherwise = Vec::new();
        loop {
            match &*self.name()? {
                "case" => {
                    let value = self.expression()?;
                    self.end_of_tag()?;
                    cases.push((value, self.body(&ends)?));
                }
                "default" => {
                    self.end_of_tag()?;
                    otherwise = self.body(&["endswitch"])?;
                }
                _ => break,
            }
        }
        self.end_of_tag()?;
        Ok(Node::Switch(subject, cases, otherwise))
    }

    fn block(&mut self) -> Result<Node, Failure> {
        self.name()?;
        self.end_of_tag()?;
        let body = self.body(&["endblock"])?;
        self.at += 1;
        if let Some(Token::Name(_)) = self.peek() {
            self.at += 1;
        }
        self.end_of_tag()?;
        Ok(Node::Block(body))
    }

    /// Names with commas between.
    fn names(&mut self) -> Result<Vec<Str>, Failure> {
        let mut names = vec![self.name()?];
        while self.skip(",") {
            names.push(self.name()?);
        }
        Ok(names)
    }

    // What the parser of expressions uses, too.

    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        let token = self.peek().cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Skips the operator `op`, if it comes next.
    pub(super) fn skip(&mut self, op: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Operator(next)) if *next == op);
        self.at += usize::from(found);
        found
    }

    /// Skips the word `word`, if it comes next.
    pub(super) fn skip_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(next)) if &**next == word);
        self.at += usize::from(found);
        found
    }

    /// Goes back by one token.
    pub(super) fn back(&mut self) {
        self.at -= 1;
    }

    pub(super) fn name(&mut self) -> Result<Str, Failure> {
        match self.next() {
            Some(Token::Name(name)) => Ok(name),
            _ => Err(self.fail("a name is missing")),
        }
    }

    pub(super) fn expect_operator(&mut self, op: &'static str) -> Result<(), Failure> {
        self.expect(&Token::Operator(op))
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Failure> {
        if self.skip_word(word) {
            Ok(())
        } else {
            Err(self.fail("`in` is missing"))
        }
    }

    fn end_of_tag(&mut self) -> Result<(), Failure> {
        self.expect(&Token::BlockEnd)
    }

    fn expect(&mut self, token: &Token) -> Result<(), Failure> {
        match self.next() {
            Some(next) if next == *token => Ok(()),
            _ => Err(self.fail("something else was expected here")),
        }
    }

    /// One more part of a chain, which is evaluated by recursion.
    pub(super) fn link(&mut self) -> Result<(), Failure> {
        self.links += 1;
        if self.links > MAX_LINKS {
            Err(self.fail("too long an expression"))
        } else {
            Ok(())
        }
    }

    /// One level further in.
    pub(super) fn deeper(&mut self) -> Result<(), Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            Err(self.fail("nested too deeply"))
        } else {
            Ok(())
        }
    }

    /// One level further out.
    pub(super) fn shallower(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn fail(&self, message: &'static str) -> Failure {
        let near = self
            .tokens
            .get(self.at.saturating_sub(1))
            .or(self.tokens.last());
        Failure::new(message).at(near.map_or(1, |(_, line)| *line))
    }
}
