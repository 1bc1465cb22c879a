//! Nunjucks templates, as `_nunjucks` and `.njk` files have them.
//!
//! The language is that of mozilla/nunjucks, which is JavaScript in disguise: values are compared,
//! added and printed as there, lists are true when they are empty, a loop with two names goes over an
//! object. Everything that is written is escaped for HTML unless it is `safe`. There are no other
//! templates to include or extend.
//!
//! [`render`] is all there is to call; `parser` makes an `ast`, `run` runs it.

mod ast;
mod checks;
mod expression;
mod filters;
mod frame;
mod globals;
mod lexer;
mod ops;
mod parser;
mod run;

use std::fmt;
use std::sync::{Arc, Mutex};

use engine::{Cx, Map, Value};

use self::frame::Frame;
use self::run::Run;

/// Why a template gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What is wrong.
    pub message: &'static str,
    /// The line of the template; 0 where it is not known.
    pub line: usize,
}

impl Failure {
    fn new(message: &'static str) -> Failure {
        Failure { message, line: 0 }
    }

    fn at(mut self, line: usize) -> Failure {
        self.line = line;
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(self.message),
            line => write!(f, "{} in line {line}", self.message),
        }
    }
}

impl std::error::Error for Failure {}

/// What is known of a template: how it parsed, and whether it runs without any data. The original
/// refuses templates that do not.
type Known = Result<Arc<ast::Body>, Failure>;

/// Templates that were used lately, the latest at the end.
static KNOWN: Mutex<Vec<(Box<str>, Known)>> = Mutex::new(Vec::new());

/// How many are kept.
const MAX_KNOWN: usize = 128;

/// What `template` writes with the names of the object `data`. Anything else than an object or list
/// is called `value`.
///
/// # Errors
/// The template cannot be parsed, or does something that fails, with `data` or with no data at all.
pub fn render(cx: &Cx<'_>, template: &str, data: &Value) -> Result<String, Failure> {
    let body = known(cx, template)?;
    match data {
        Value::Map(_) | Value::List(_) | Value::Error(_) => run(cx, &body, data),
        value => run(cx, &body, &Value::object([("value", value.clone())])),
    }
}

fn known(cx: &Cx<'_>, template: &str) -> Known {
    let lock = || {
        KNOWN
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    };
    let found = |all: &[(Box<str>, Known)]| {
        let latest = all.iter().rev().find(|(known, _)| **known == *template);
        latest.map(|(_, known)| known.clone())
    };
    if let Some(known) = found(&lock()) {
        return known;
    }
    let made = parser::parse(template).and_then(|body| {
        run(cx, &body, &Map::new().into())?;
        Ok(Arc::new(body))
    });
    let mut all = lock();
    if all.len() >= MAX_KNOWN {
        all.drain(..1);
    }
    all.push((template.into(), made.clone()));
    made
}

fn run(cx: &Cx<'_>, body: &ast::Body, data: &Value) -> Result<String, Failure> {
    Run::new(cx, data).body(body, &Frame::top())
}

#[cfg(test)]
mod tests;
