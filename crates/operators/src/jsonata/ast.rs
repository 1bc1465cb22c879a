//! The tree of an expression, as it is evaluated.

use std::cell::Cell;
use std::rc::Rc;

use engine::Str;
use engine::platform::Regex;

use super::signature::Signature;
use super::value::Val;

/// An expression.
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Filters of an expression that is no step.
    pub(super) filters: Vec<Stage>,
    /// Filters and bindings of a step.
    pub(super) stages: Vec<Stage>,
    /// `{…}` behind it.
    pub(super) group: Option<Pairs>,
    /// `[]` behind it: a single result stays a list.
    pub(super) keep: bool,
    /// `[…]` at the start or the end of a path.
    pub(super) cons: bool,
    /// It makes objects of bindings.
    pub(super) tuple: bool,
    /// `@$name`
    pub(super) focus: Option<Str>,
    /// `#$name`
    pub(super) index: Option<Str>,
    /// What its input is called for `%`.
    pub(super) ancestor: Option<Rc<Slot>>,
    /// The `%` in it whose step is not found yet.
    pub(super) seeking: Vec<Rc<Slot>>,
}

/// Keys and values of `{…}`.
pub(super) type Pairs = Vec<(Node, Node)>;

/// What is done to the result of a step.
pub(super) enum Stage {
    Filter(Node),
    Index(Str),
}

/// A `%`: the variable that will hold the parent, and how many steps up that is.
pub(super) struct Slot {
    pub(super) label: Cell<usize>,
    pub(super) level: Cell<i32>,
}

impl Slot {
    /// The name of the variable; no expression can name it.
    pub(super) fn name(&self) -> Str {
        format!("!{}", self.label.get()).into()
    }
}

/// The kinds of expressions.
pub(super) enum Kind {
    Path {
        steps: Vec<Node>,
        keep: bool,
    },
    Name(Str),
    Literal(Val),
    Wildcard,
    Descendant,
    Parent(Rc<Slot>),
    Variable(Str),
    Regex(Rc<Pattern>),
    Binary(Op, Box<Node>, Box<Node>),
    Negate(Box<Node>),
    Array(Vec<Node>),
    Object(Pairs),
    Block(Vec<Node>),
    Bind(Str, Box<Node>),
    Condition {
        test: Box<Node>,
        then: Box<Node>,
        or_else: Option<Box<Node>>,
    },
    /// A call; in a tail position it is returned and not made.
    Call(Rc<Call>),
    Thunk(Rc<Call>),
    Partial(Rc<Call>),
    Lambda(Rc<Lambda>),
    Apply(Box<Node>, Box<Node>),
    Transform(Rc<Transform>),
    Sort(Vec<Term>),
    /// `?` as an argument.
    Placeholder,
}

/// A regular expression.
pub(super) struct Pattern {
    pub(super) regex: Regex,
}

/// Binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Concat,
    Range,
    In,
    And,
    Or,
}

impl Op {
    /// As written.
    pub(super) fn text(self) -> &'static str {
        match self {
            Op::Add => "+",
            Op::Sub => "-",
            Op::Mul => "*",
            Op::Div => "/",
            Op::Rem => "%",
            Op::Eq => "=",
            Op::Ne => "!=",
            Op::Lt => "<",
            Op::Le => "<=",
            Op::Gt => ">",
            Op::Ge => ">=",
            Op::Concat => "&",
            Op::Range => "..",
            Op::In => "in",
            Op::And => "and",
            Op::Or => "or",
        }
    }
}

/// A function and its arguments.
pub(super) struct Call {
    pub(super) procedure: Node,
    pub(super) args: Vec<Node>,
}

impl Call {
    /// What faults call the function.
    pub(super) fn name(&self) -> Val {
        match &self.procedure.kind {
            Kind::Variable(name) => Val::Text(name.clone()),
            Kind::Path { steps, .. } => match steps.first().map(|step| &step.kind) {
                Some(Kind::Name(name) | Kind::Variable(name)) => Val::Text(name.clone()),
                _ => Val::Undefined,
            },
            _ => Val::Undefined,
        }
    }
}

/// A function of the expression.
pub(super) struct Lambda {
    pub(super) params: Vec<Str>,
    pub(super) signature: Option<Rc<Signature>>,
    pub(super) body: Node,
}

/// `| where | update, delete |`
pub(super) struct Transform {
    pub(super) pattern: Node,
    pub(super) update: Node,
    pub(super) delete: Option<Node>,
}

/// A term of `^(…)`.
pub(super) struct Term {
    pub(super) descending: bool,
    pub(super) expr: Node,
}

impl Node {
    pub(super) fn new(kind: Kind) -> Node {
        Node {
            kind,
            filters: Vec::new(),
            stages: Vec::new(),
            group: None,
            keep: false,
            cons: false,
            tuple: false,
            focus: None,
            index: None,
            ancestor: None,
            seeking: Vec::new(),
        }
    }
}
