//! A template, parsed.

use std::sync::Arc;

use engine::{Str, Value};

/// Statements in order.
pub(super) type Body = Vec<Node>;

/// A statement.
pub(super) enum Node {
    /// Written as it is.
    Text(Str),
    /// `{{ … }}`
    Output(Expr),
    /// Conditions with their bodies, and what holds where none does.
    If(Vec<(Expr, Body)>, Body),
    /// A loop, and what is written where there is nothing to loop over.
    For {
        targets: Vec<Str>,
        items: Expr,
        body: Body,
        otherwise: Body,
    },
    /// `{% set a, b = … %}`
    Set(Vec<Str>, Expr),
    /// `{% macro … %}`
    Macro(Str, Arc<Macro>),
    /// `{% switch … %}`: cases with their bodies, and the default.
    Switch(Expr, Vec<(Expr, Body)>, Body),
    /// `{% block … %}`
    Block(Body),
    /// What needs other templates, of which there are none.
    Unsupported,
}

/// The parameters and body of a macro, or of the body of a `call`.
pub(super) struct Macro {
    pub(super) params: Vec<Str>,
    /// Parameters with defaults.
    pub(super) options: Vec<(Str, Expr)>,
    pub(super) body: Body,
}

/// An expression.
pub(super) enum Expr {
    Literal(Value),
    Name(Str),
    List(Vec<Expr>),
    Dict(Vec<(Expr, Expr)>),
    /// In parentheses.
    Group(Box<Expr>),
    /// `a.b`, `a[b]`
    Member(Box<Expr>, Box<Expr>),
    Call(Box<Expr>, Args),
    /// `a | name(…)`
    Filter(Str, Box<Expr>, Args),
    /// `a is name(…)`
    Test(Str, Box<Expr>, Args),
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Positive(Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    /// `b if a else c`, in the order a, b, c.
    Choice(Box<Expr>, Box<Expr>, Option<Box<Expr>>),
    /// What a body writes, as text.
    Capture(Body),
    /// The body of a `call`, as a macro.
    Caller(Arc<Macro>),
}

/// Arguments of a call.
#[derive(Default)]
pub(super) struct Args {
    pub(super) positional: Vec<Expr>,
    pub(super) named: Vec<(Str, Expr)>,
}
