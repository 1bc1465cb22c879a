//! From tokens to expressions. Nunjucks writes JavaScript without parentheses of its own, so operators
//! bind as they do there: `not a == b` is `(not a) == b`.

use engine::{Str, Value};

use super::Failure;
use super::ast::{Args, Expr};
use super::lexer::Token;
use super::parser::Parser;

impl Parser {
    /// An expression.
    pub(super) fn expression(&mut self) -> Result<Expr, Failure> {
        self.deeper()?;
        let value = self.or()?;
        let choice = if self.skip_word("if") {
            let test = Box::new(self.or()?);
            let otherwise = if self.skip_word("else") {
                Some(Box::new(self.or()?))
            } else {
                None
            };
            Expr::Choice(test, Box::new(value), otherwise)
        } else {
            value
        };
        self.shallower();
        Ok(choice)
    }

    fn or(&mut self) -> Result<Expr, Failure> {
        let mut left = self.and()?;
        while self.skip_word("or") {
            self.link()?;
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, Failure> {
        let mut left = self.not()?;
        while self.skip_word("and") {
            self.link()?;
            left = Expr::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expr, Failure> {
        if !self.skip_word("not") {
            return self.contains();
        }
        self.deeper()?;
        let inner = self.not()?;
        self.shallower();
        Ok(negated(inner))
    }

    fn contains(&mut self) -> Result<Expr, Failure> {
        let mut left = self.test()?;
        loop {
            let inverted = self.skip_word("not");
            if !self.skip_word("in") {
                if inverted {
                    self.back();
                }
                return Ok(left);
            }
            self.link()?;
            left = Expr::Binary("in", Box::new(left), Box::new(self.test()?));
            if inverted {
                left = Expr::Not(Box::new(left));
            }
        }
    }

    fn test(&mut self) -> Result<Expr, Failure> {
        let left = self.comparison()?;
        if !self.skip_word("is") {
            return Ok(left);
        }
        let inverted = self.skip_word("not");
        let name = self.name()?;
        let name = if &*name == "none" {
            "null".into()
        } else {
            name
        };
        let args = self.optional_signature()?;
        let test = Expr::Test(name, Box::new(left), args);
        Ok(if inverted {
            Expr::Not(Box::new(test))
        } else {
            test
        })
    }

    fn comparison(&mut self) -> Result<Expr, Failure> {
        self.binary(
            &["===", "!==", "==", "!=", "<=", ">=", "<", ">"],
            Parser::sum,
        )
    }

    fn sum(&mut self) -> Result<Expr, Failure> {
        self.binary(&["+", "-", "~"], Parser::product)
    }

    fn product(&mut self) -> Result<Expr, Failure> {
        self.binary(&["*", "/", "%"], Parser::quotient)
    }

    fn quotient(&mut self) -> Result<Expr, Failure> {
        self.binary(&["//"], Parser::power)
    }

    fn power(&mut self) -> Result<Expr, Failure> {
        self.binary(&["**"], Parser::filtered)
    }

    fn binary(
        &mut self,
        ops: &[&'static str],
        operand: fn(&mut Parser) -> Result<Expr, Failure>,
    ) -> Result<Expr, Failure> {
        let mut left = operand(self)?;
        while let Some(op) = ops.iter().find(|op| self.skip(op)) {
            self.link()?;
            left = Expr::Binary(op, Box::new(left), Box::new(operand(self)?));
        }
        Ok(left)
    }

    fn filtered(&mut self) -> Result<Expr, Failure> {
        let mut value = self.unary()?;
        while self.skip("|") {
            self.link()?;
            let (name, args) = self.filter_call()?;
            value = Expr::Filter(name, Box::new(value), args);
        }
        Ok(value)
    }

    /// `name`, `name.part`, with arguments or not.
    pub(super) fn filter_call(&mut self) -> Result<(Str, Args), Failure> {
        let mut name = self.name()?;
        while self.skip(".") {
            name = format!("{name}.{}", self.name()?).into();
        }
        Ok((name, self.optional_signature()?))
    }

    fn unary(&mut self) -> Result<Expr, Failure> {
        let wrap = match (self.skip("-"), self.skip("+")) {
            (true, _) => Expr::Negative,
            (_, true) => Expr::Positive,
            _ => return self.primary(),
        };
        self.deeper()?;
        let inner = self.unary()?;
        self.shallower();
        Ok(wrap(Box::new(inner)))
    }

    /// A value with what follows it: calls and members.
    pub(super) fn primary(&mut self) -> Result<Expr, Failure> {
        let mut value = match self.next() {
            Some(Token::String(text)) => Expr::Literal(text.into()),
            Some(Token::Number(n)) => Expr::Literal(n.into()),
            Some(Token::Name(name)) => match &*name {
                "true" => Expr::Literal(true.into()),
                "false" => Expr::Literal(false.into()),
                "none" | "null" => Expr::Literal(Value::Null),
                _ => Expr::Name(name),
            },
            Some(Token::Operator("(")) => self.group()?,
            Some(Token::Operator("[")) => Expr::List(self.items("]")?),
            Some(Token::Operator("{")) => self.dict()?,
            _ => return Err(self.fail("a value is missing")),
        };
        loop {
            self.link()?;
            if let Some(Token::Operator("(")) = self.peek() {
                value = Expr::Call(Box::new(value), self.signature()?);
            } else if self.skip("[") {
                let key = self.expression()?;
                self.expect_operator("]")?;
                value = Expr::Member(Box::new(value), Box::new(key));
            } else if self.skip(".") {
                let key = Expr::Literal(self.name()?.into());
                value = Expr::Member(Box::new(value), Box::new(key));
            } else {
                return Ok(value);
            }
        }
    }

    /// In parentheses: one value, or the last of several as JavaScript's comma has it.
    fn group(&mut self) -> Result<Expr, Failure> {
        let last = self.items(")")?.pop();
        match last {
            Some(value) => Ok(Expr::Group(Box::new(value))),
            None => Err(self.fail("a value is missing")),
        }
    }

    fn items(&mut self, end: &str) -> Result<Vec<Expr>, Failure> {
        let mut items = Vec::new();
        while !self.skip(end) {
            if !items.is_empty() {
                self.expect_operator(",")?;
                if self.skip(end) {
                    break;
                }
            }
            items.push(self.expression()?);
        }
        Ok(items)
    }

    fn dict(&mut self) -> Result<Expr, Failure> {
        let mut entries = Vec::new();
        while !self.skip("}") {
            if !entries.is_empty() {
                self.expect_operator(",")?;
                if self.skip("}") {
                    break;
                }
            }
            let key = match self.next() {
                Some(Token::Name(name) | Token::String(name)) => Expr::Literal(name.into()),
                Some(Token::Number(n)) => Expr::Literal(n.into()),
                _ => return Err(self.fail("a key is missing")),
            };
            self.expect_operator(":")?;
            entries.push((key, self.expression()?));
        }
        Ok(Expr::Dict(entries))
    }

    fn optional_signature(&mut self) -> Result<Args, Failure> {
        match self.peek() {
            Some(Token::Operator("(")) => self.signature(),
            _ => Ok(Args::default()),
        }
    }

    /// Arguments, or parameters, in parentheses.
    pub(super) fn signature(&mut self) -> Result<Args, Failure> {
        self.expect_operator("(")?;
        let mut args = Args::default();
        while !self.skip(")") {
            if !(args.positional.is_empty() && args.named.is_empty()) {
                self.expect_operator(",")?;
                if self.skip(")") {
                    break;
                }
            }
            let value = self.expression()?;
            match value {
                Expr::Name(name) if self.skip("=") => args.named.push((name, self.expression()?)),
                value => args.positional.push(value),
            }
        }
        Ok(args)
    }
}

/// `!` before the JavaScript that stands for `value`.
fn negated(value: Expr) -> Expr {
    match value {
        Expr::Binary(op, left, right) if !matches!(op, "in" | "//" | "**") => {
            Expr::Binary(op, Box::new(negated(*left)), right)
        }
        value => Expr::Not(Box::new(value)),
    }
}
