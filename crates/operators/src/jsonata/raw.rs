//! An expression as it is written, before filters and steps are put together.

use std::rc::Rc;

use engine::Str;

use super::ast::Op;
use super::lexer::Token;
use super::signature::Signature;

/// An expression as written.
#[derive(Clone)]
pub(super) struct Raw {
    pub(super) kind: RawKind,
    /// `[]` behind it.
    pub(super) keep: bool,
}

/// Keys and values of `{…}`.
pub(super) type RawPairs = Vec<(Raw, Raw)>;

/// What is written.
#[derive(Clone)]
pub(super) enum RawKind {
    Token(Token),
    Wildcard,
    Descendant,
    Parent,
    Binary(Op, Box<Raw>, Box<Raw>),
    Step(Box<Raw>, Box<Raw>),
    Filter(Box<Raw>, Box<Raw>),
    Group(Box<Raw>, RawPairs),
    /// Terms, with whether they descend.
    Sort(Box<Raw>, Vec<(bool, Raw)>),
    Bind(Str, Box<Raw>),
    Focus(Box<Raw>, Str),
    Index(Box<Raw>, Str),
    Apply(Box<Raw>, Box<Raw>),
    Negate(Box<Raw>),
    Array(Vec<Raw>),
    Object(RawPairs),
    Block(Vec<Raw>),
    Condition(Box<Raw>, Box<Raw>, Option<Box<Raw>>),
    Call {
        procedure: Box<Raw>,
        args: Vec<Raw>,
        partial: bool,
    },
    Lambda {
        params: Vec<Str>,
        signature: Option<Rc<Signature>>,
        body: Box<Raw>,
    },
    Transform(Box<Raw>, Box<Raw>, Option<Box<Raw>>),
}

impl RawKind {
    pub(super) fn raw(self) -> Raw {
        Raw {
            kind: self,
            keep: false,
        }
    }
}
