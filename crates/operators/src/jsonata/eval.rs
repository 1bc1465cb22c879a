//! Evaluation: a node with an input and variables gives a value.

mod call;
mod group;
mod operators;
mod path;
mod sort;
mod transform;
mod values;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use engine::{Cx, Function, Str};

pub(super) use call::groups;
pub(super) use operators::parse_int;
pub(super) use values::number;

use super::ast::{Kind, Lambda, Node, Op, Pattern, Stage, Transform};
use super::error::{Fault, Res, fail};
use super::frame::Frame;
use super::signature::Signature;
use super::stack::Stack;
use super::value::{List, Val};

/// A function.
pub(super) enum Func {
    /// One of [`super::functions`].
    Native(usize),
    /// One of those with some arguments given; it takes the others. Last, how deep it is nested.
    Partial(usize, Vec<Option<Val>>, u32),
    Lambda(Closure),
    /// A call that a function ended with.
    Thunk(Rc<super::ast::Call>, Val, Rc<Frame>),
    Regex(Rc<Pattern>),
    /// Gives the next match of a regular expression in a text, from a byte on.
    Next(Rc<Pattern>, Str, usize),
    Transform(Rc<Transform>, Rc<Frame>),
    /// The first, then the second. Last, how deep it is nested.
    Chain(Val, Val, u32),
    /// A function of the data.
    Host(Arc<Function>),
}

/// A function of the expression with what it sees.
pub(super) struct Closure {
    pub(super) lambda: Rc<Lambda>,
    /// Parameters that are left; some may have been given already.
    pub(super) params: Vec<Str>,
    pub(super) signature: Option<Rc<Signature>>,
    pub(super) input: Val,
    pub(super) frame: Rc<Frame>,
}

impl Func {
    /// How deep values are nested in it.
    pub(super) fn depth(&self) -> u32 {
        match self {
            Func::Partial(_, _, depth) | Func::Chain(_, _, depth) => *depth,
            Func::Lambda(closure) => closure.input.shape().depth + 1,
            Func::Thunk(_, input, _) => input.shape().depth + 1,
            _ => 1,
        }
    }

    /// A function with some arguments given.
    fn partial(id: usize, args: Vec<Option<Val>>) -> Func {
        let depths = args.iter().flatten().map(|arg| arg.shape().depth);
        let depth = depths.max().unwrap_or(0) + 1;
        Func::Partial(id, args, depth)
    }

    /// The first, then the second.
    fn chain(first: Val, second: Val) -> Func {
        let depth = first.shape().depth.max(second.shape().depth) + 1;
        Func::Chain(first, second, depth)
    }
}

/// How many expressions may be evaluated.
const MAX_STEPS: u32 = 3_000_000;

/// How deep values and frames may be nested.
const MAX_NESTING: u32 = 400;

/// Items of a list.
pub(super) const MAX_ITEMS: usize = 1_000_000;

/// An evaluation.
pub(super) struct Interp<'a> {
    /// The world.
    pub(super) cx: &'a Cx<'a>,
    stack: Stack,
    steps: Cell<u32>,
    /// Frames that hold functions, which may hold the frames.
    kept: RefCell<Vec<Rc<Frame>>>,
    /// Signatures of functions that were called, by number.
    signatures: RefCell<Vec<Option<Rc<Signature>>>>,
}

impl<'a> Interp<'a> {
    pub(super) fn new(cx: &'a Cx<'a>) -> Interp<'a> {
        Interp {
            cx,
            stack: Stack::here(),
            steps: Cell::new(0),
            kept: RefCell::default(),
            signatures: RefCell::default(),
        }
    }

    /// Evaluates the whole expression for `data`.
    pub(super) fn run(&self, tree: &Node, data: &Val) -> Res<Val> {
        let frame = Frame::new(None);
        self.bind(&frame, "$".into(), data.clone());
        self.eval(tree, &wrap(data), &frame)
    }

    /// Lets go of all functions. They and the frames that they see hold one another.
    pub(super) fn forget(&self) {
        let frames = self.kept.take();
        let vars: Vec<_> = frames.iter().map(|frame| frame.clear()).collect();
        drop(vars);
    }

    /// The signature `text` of the function `id`.
    pub(super) fn signature(&self, id: usize, text: &str) -> Res<Rc<Signature>> {
        let mut known = self.signatures.borrow_mut();
        if known.len() <= id {
            known.resize(id + 1, None);
        }
        match &known[id] {
            Some(signature) => Ok(Rc::clone(signature)),
            None => {
                let signature = Rc::new(Signature::parse(text)?);
                known[id] = Some(Rc::clone(&signature));
                Ok(signature)
            }
        }
    }

    /// Counts `n` steps of work.
    ///
    /// # Errors
    /// When there were too many.
    pub(super) fn work(&self, n: usize) -> Res<()> {
        let steps = self.steps.get().saturating_add(n.min(1 << 30) as u32);
        self.steps.set(steps);
        match steps > MAX_STEPS {
            true => Err(Fault::new("D1012").value(5000.0)),
            false => Ok(()),
        }
    }

    /// Sets a variable.
    pub(super) fn bind(&self, frame: &Rc<Frame>, name: Str, value: Val) {
        if value.shape().has_func {
            self.kept.borrow_mut().push(Rc::clone(frame));
        }
        frame.bind(name, value);
    }

    /// A frame within `around`.
    pub(super) fn frame(&self, around: &Rc<Frame>) -> Res<Rc<Frame>> {
        match around.depth > MAX_NESTING {
            true => fail("D1011"),
            false => Ok(Frame::new(Some(around))),
        }
    }

    /// A frame with the bindings of a tuple.
    fn tuple_frame(&self, around: &Rc<Frame>, tuple: &Val) -> Res<Rc<Frame>> {
        let frame = self.frame(around)?;
        if let Val::Map(map) = tuple {
            for (name, value) in map.entries() {
                self.bind(&frame, name, value);
            }
        }
        Ok(frame)
    }

    /// The variable `name`, or the function of that name.
    pub(super) fn lookup(&self, frame: &Frame, name: &str) -> Val {
        if let Some(value) = frame.get(name) {
            return value;
        }
        match super::functions::find(name) {
            Some(id) => Val::Func(Rc::new(Func::Native(id))),
            None => Val::Undefined,
        }
    }

    /// Evaluates `node` for `input`.
    pub(super) fn eval(&self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        self.work(1)?;
        let level = self.stack.enter()?;
        let value = self.eval_whole(node, input, frame)?;
        drop(level);
        match value.shape().depth > MAX_NESTING {
            true => fail("D1011"),
            false => Ok(value),
        }
    }

    fn eval_whole(&self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let mut value = self.eval_kind(node, input, frame)?;
        for stage in &node.filters {
            if let Stage::Filter(filter) = stage {
                value = self.filter(filter, &value, frame)?;
            }
        }
        if let (Some(group), false) = (&node.group, matches!(node.kind, Kind::Path { .. })) {
            value = self.group(group, &value, frame)?;
        }
        let Val::List(list) = &mut value else {
            return Ok(value);
        };
        if !list.sequence || list.tuples {
            return Ok(value);
        }
        if node.keep && !list.keep {
            Rc::make_mut(list).keep = true;
        }
        Ok(match list.len() {
            0 => Val::Undefined,
            1 if !list.keep => list.get(0),
            _ => value,
        })
    }

    fn eval_kind(&self, node: &Node, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        Ok(match &node.kind {
            Kind::Path { steps, keep } => {
                return self.path(steps, *keep, node, input, frame);
            }
            Kind::Name(name) => return self.field(input, name),
            Kind::Literal(value) => value.clone(),
            Kind::Wildcard => return self.wildcard(input),
            Kind::Descendant => return self.descendants(input),
            Kind::Parent(slot) => self.lookup(frame, &slot.name()),
            Kind::Variable(name) if name.is_empty() => unwrap(input),
            Kind::Variable(name) => self.lookup(frame, name),
            Kind::Regex(pattern) => Val::Func(Rc::new(Func::Regex(Rc::clone(pattern)))),
            Kind::Binary(op, lhs, rhs) => return self.binary(*op, lhs, rhs, input, frame),
            Kind::Negate(value) => return self.negate(value, input, frame),
            Kind::Array(items) => return self.array(items, node.cons, input, frame),
            Kind::Object(pairs) => return self.group(pairs, input, frame),
            Kind::Block(items) => return self.block(items, input, frame),
            Kind::Bind(name, value) => {
                let value = self.eval(value, input, frame)?;
                self.bind(frame, name.clone(), value.clone());
                value
            }
            Kind::Condition {
                test,
                then,
                or_else,
            } => return self.condition(test, then, or_else.as_deref(), input, frame),
            Kind::Call(call) => return self.call(call, None, input, frame),
            Kind::Thunk(call) => {
                let thunk = Func::Thunk(Rc::clone(call), input.clone(), Rc::clone(frame));
                Val::Func(Rc::new(thunk))
            }
            Kind::Partial(call) => return self.partial(call, input, frame),
            Kind::Lambda(lambda) => closure(lambda, input, frame),
            Kind::Apply(lhs, rhs) => return self.apply_to(lhs, rhs, input, frame),
            Kind::Transform(transform) => {
                let transform = Func::Transform(Rc::clone(transform), Rc::clone(frame));
                Val::Func(Rc::new(transform))
            }
            Kind::Sort(_) | Kind::Placeholder => Val::Undefined,
        })
    }

    fn negate(&self, value: &Node, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let value = self.eval(value, input, frame)?;
        match (number(&value)?, &value) {
            (Some(n), _) => Ok(Val::Number(-n)),
            (None, Val::Undefined) => Ok(value),
            _ => Err(Fault::new("D1002").value(value)),
        }
    }

    fn block(&self, items: &[Node], input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let frame = self.frame(frame)?;
        let mut value = Val::Undefined;
        for item in items {
            value = self.eval(item, input, &frame)?;
        }
        Ok(value)
    }

    fn condition(
        &self,
        test: &Node,
        then: &Node,
        or_else: Option<&Node>,
        input: &Val,
        frame: &Rc<Frame>,
    ) -> Res<Val> {
        let test = self.eval(test, input, frame)?;
        match (self.truth(&test)?, or_else) {
            (Some(true), _) => self.eval(then, input, frame),
            (_, Some(or_else)) => self.eval(or_else, input, frame),
            _ => Ok(Val::Undefined),
        }
    }

    /// `[a, b..c]`
    fn array(&self, items: &[Node], cons: bool, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            let value = self.eval(item, input, frame)?;
            match (&item.kind, value) {
                (_, Val::Undefined) => {}
                (Kind::Array(_), value) => out.push(value),
                (_, Val::List(list)) => {
                    self.room(out.len() + list.len())?;
                    out.extend(list.iter());
                }
                (_, value) => out.push(value),
            }
        }
        self.work(out.len())?;
        let mut list = List::array(out);
        list.cons = cons;
        Ok(Val::List(Rc::new(list)))
    }

    /// # Errors
    /// Where a list would have more than a million items.
    pub(super) fn room(&self, n: usize) -> Res<()> {
        match n > MAX_ITEMS {
            true => Err(Fault::new("D2015").value(MAX_ITEMS)),
            false => Ok(()),
        }
    }
}

fn closure(lambda: &Rc<Lambda>, input: &Val, frame: &Rc<Frame>) -> Val {
    Val::Func(Rc::new(Func::Lambda(Closure {
        lambda: Rc::clone(lambda),
        params: lambda.params.clone(),
        signature: lambda.signature.clone(),
        input: input.clone(),
        frame: Rc::clone(frame),
    })))
}

/// The data as input: an array is one input, not several.
pub(super) fn wrap(data: &Val) -> Val {
    match data {
        Val::List(list) if !list.sequence => {
            let mut outer = List::sequence(vec![data.clone()]);
            outer.outer = true;
            Val::List(Rc::new(outer))
        }
        data => data.clone(),
    }
}

/// What [`wrap`] wrapped.
fn unwrap(input: &Val) -> Val {
    match input {
        Val::List(list) if list.outer => list.get(0),
        input => input.clone(),
    }
}

impl Interp<'_> {
    fn binary(&self, op: Op, lhs: &Node, rhs: &Node, input: &Val, frame: &Rc<Frame>) -> Res<Val> {
        let left = self.eval(lhs, input, frame)?;
        if let Op::And | Op::Or = op {
            let left = self.truth(&left)? == Some(true);
            if left == (op == Op::Or) {
                return Ok(Val::Bool(left));
            }
            let right = self.eval(rhs, input, frame)?;
            return Ok(Val::Bool(self.truth(&right)? == Some(true)));
        }
        let right = self.eval(rhs, input, frame)?;
        self.operate(op, &left, &right)
            .map_err(|fault| fault.token(op.text()))
    }
}
