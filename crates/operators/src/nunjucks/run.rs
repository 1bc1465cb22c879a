//! Running a template.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use engine::{Cx, Map, Str, Value, js};

use super::Failure;
use super::ast::{Args, Expr, Macro, Node};
use super::frame::{Callable, Frame, Val};
use super::{checks, filters, globals, ops};
use crate::instance;

/// Statements and expressions that one template may evaluate.
const FUEL: u32 = 2_000_000;

/// Macros within macros that may run.
const MAX_DEPTH: u32 = 50;

/// A running template.
pub(super) struct Run<'a> {
    pub(super) cx: &'a Cx<'a>,
    data: &'a Value,
    /// Names that were set at the top, which macros see.
    top: RefCell<Vec<(Str, Val)>>,
    fuel: Cell<u32>,
    depth: Cell<u32>,
    /// Names that were set so far.
    n_set: Cell<usize>,
}

/// Values of arguments.
#[derive(Default)]
pub(super) struct Given {
    pub(super) positional: Vec<Val>,
    pub(super) named: Vec<(Str, Val)>,
}

type Answer = Result<Val, Failure>;

impl<'a> Run<'a> {
    pub(super) fn new(cx: &'a Cx<'a>, data: &'a Value) -> Run<'a> {
        Run {
            cx,
            data,
            top: RefCell::default(),
            fuel: Cell::new(FUEL),
            depth: Cell::new(0),
            n_set: Cell::new(0),
        }
    }

    /// Takes `n` steps, if there are as many left.
    pub(super) fn spend(&self, n: usize) -> Result<(), Failure> {
        let left = u32::try_from(n)
            .ok()
            .and_then(|n| self.fuel.get().checked_sub(n));
        left.map(|left| self.fuel.set(left))
            .ok_or(Failure::new("the template does too much"))
    }

    /// Takes the steps that making `bytes` of text costs.
    pub(super) fn spend_text(&self, bytes: usize) -> Result<(), Failure> {
        self.spend(bytes / 8)
    }

    /// A name that is set in a loop to more and more of itself must come to an end.
    fn check_set(&self, value: &Val) -> Result<(), Failure> {
        let i = self.n_set.replace(self.n_set.get() + 1);
        match value {
            Val::Plain(value) => instance::check_step(i, value)
                .map_err(|_| Failure::new("a value is too large or nested too deeply")),
            _ => Ok(()),
        }
    }

    /// Fails for a value that would be longer as text than all the steps that there are can write.
    pub(super) fn check(&self, value: &Value) -> Result<(), Failure> {
        match value.exceeds(FUEL as usize * 8) {
            true => Err(Failure::new("the template does too much")),
            false => Ok(()),
        }
    }

    /// What `body` writes.
    pub(super) fn body(&self, body: &[Node], frame: &Rc<Frame>) -> Result<String, Failure> {
        let mut out = String::new();
        self.write_all(body, frame, &mut out)?;
        Ok(out)
    }

    fn write_all(&self, body: &[Node], frame: &Rc<Frame>, out: &mut String) -> Result<(), Failure> {
        body.iter()
            .try_for_each(|node| self.write(node, frame, out))
    }

    fn write(&self, node: &Node, frame: &Rc<Frame>, out: &mut String) -> Result<(), Failure> {
        self.spend(1)?;
        match node {
            Node::Text(text) => self.push(text, out)?,
            Node::Output(value) => match self.eval(value, frame)? {
                Val::Safe(text) => self.push(&text, out)?,
                Val::Plain(value) if value.is_none() => {}
                Val::Plain(value) => self.push(&ops::escape(&js::to_text(&value)), out)?,
                Val::Callable(_) => out.push_str("function"),
            },
            Node::If(branches, otherwise) => {
                for (test, body) in branches {
                    if self.eval(test, frame)?.truthy() {
                        return self.write_all(body, frame, out);
                    }
                }
                self.write_all(otherwise, frame, out)?;
            }
            Node::For {
                targets,
                items,
                body,
                otherwise,
            } => {
                let rows = rows(&self.eval(items, frame)?.to_value(), targets.len());
                if rows.is_empty() {
                    return self.write_all(otherwise, frame, out);
                }
                self.repeat(&rows, targets, body, frame, out)?;
            }
            Node::Set(targets, value) => {
                let value = self.eval(value, frame)?;
                self.check_set(&value)?;
                targets
                    .iter()
                    .for_each(|name| self.assign(name, &value, frame));
            }
            Node::Macro(name, definition) => {
                let value = Val::Callable(Rc::new(Callable::Macro(definition.clone(), None)));
                self.assign(name, &value, frame);
            }
            Node::Switch(subject, cases, otherwise) => {
                let subject = self.eval(subject, frame)?.to_value();
                let body = self.case(&subject, cases, otherwise, frame)?;
                self.write_all(body, frame, out)?;
            }
            Node::Block(body) => {
                let frame = Frame::within(Some(frame.clone()), true);
                self.write_all(body, &frame, out)?;
            }
            Node::Unsupported => return Err(Failure::new("there are no other templates")),
        }
        Ok(())
    }

    fn push(&self, text: &str, out: &mut String) -> Result<(), Failure> {
        self.spend_text(text.len())?;
        out.push_str(text);
        Ok(())
    }

    fn repeat(
        &self,
        rows: &[Vec<Val>],
        targets: &[Str],
        body: &[Node],
        frame: &Rc<Frame>,
        out: &mut String,
    ) -> Result<(), Failure> {
        let frame = Frame::within(Some(frame.clone()), false);
        let n = rows.len();
        for (i, row) in rows.iter().enumerate() {
            targets
                .iter()
                .zip(row)
                .for_each(|(name, value)| frame.set(name, value.clone()));
            let state = Value::object([
                ("index", (i + 1).into()),
                ("index0", i.into()),
                ("revindex", (n - i).into()),
                ("revindex0", (n - i - 1).into()),
                ("first", (i == 0).into()),
                ("last", (i + 1 == n).into()),
                ("length", n.into()),
            ]);
            frame.set(&"loop".into(), state.into());
            self.write_all(body, &frame, out)?;
        }
        Ok(())
    }

    /// The body of the first case that is `subject`; a case without a body shares that of the next.
    fn case<'n>(
        &self,
        subject: &Value,
        cases: &'n [(Expr, Vec<Node>)],
        otherwise: &'n [Node],
        frame: &Rc<Frame>,
    ) -> Result<&'n [Node], Failure> {
        for (i, (value, _)) in cases.iter().enumerate() {
            if js::strict_eq(&self.eval(value, frame)?.to_value(), subject) {
                let bodies = cases[i..].iter().map(|(_, body)| body.as_slice());
                return Ok(bodies
                    .into_iter()
                    .find(|b| !b.is_empty())
                    .unwrap_or(otherwise));
            }
        }
        Ok(otherwise)
    }

    fn assign(&self, name: &Str, value: &Val, frame: &Frame) {
        frame.assign(name, value.clone());
        if frame.top {
            let mut top = self.top.borrow_mut();
            top.retain(|(known, _)| known != name);
            top.push((name.clone(), value.clone()));
        }
    }

    fn lookup(&self, name: &str, frame: &Frame) -> Val {
        if let Some(value) = frame.lookup(name) {
            return value;
        }
        if let Some((_, value)) = self.top.borrow().iter().find(|(known, _)| &**known == name) {
            return value.clone();
        }
        match self.data.as_map().and_then(|data| data.get(name)) {
            Some(value) => value.clone().into(),
            None => globals::find(name).unwrap_or(Val::UNDEFINED),
        }
    }

    /// The value of `expr`. New text costs by its length.
    pub(super) fn eval(&self, expr: &Expr, frame: &Rc<Frame>) -> Answer {
        self.spend(1)?;
        let value = self.compute(expr, frame)?;
        if !matches!(expr, Expr::Literal(_) | Expr::Name(_) | Expr::Member(..))
            && let Val::Plain(Value::String(text)) | Val::Safe(text) = &value
        {
            self.spend_text(text.len())?;
        }
        Ok(value)
    }

    fn compute(&self, expr: &Expr, frame: &Rc<Frame>) -> Answer {
        Ok(match expr {
            Expr::Literal(value) => value.clone().into(),
            Expr::Name(name) => self.lookup(name, frame),
            Expr::Group(inner) => self.eval(inner, frame)?,
            Expr::List(items) => {
                let values = items.iter().map(|e| self.value(e, frame));
                values.collect::<Result<Vec<Value>, _>>()?.into()
            }
            Expr::Dict(entries) => self.dict(entries, frame)?,
            Expr::Member(object, key) => {
                let object = self.eval(object, frame)?;
                globals::member(&object, &self.value(key, frame)?)
            }
            Expr::Call(callee, args) => self.call_expr(callee, args, frame)?,
            Expr::Filter(name, input, args) => {
                let input = self.eval(input, frame)?;
                let given = self.given(args, frame)?;
                filters::apply(self, name, input, &given)?
            }
            Expr::Test(name, subject, args) => {
                let subject = self.eval(subject, frame)?;
                let given = self.given(args, frame)?;
                checks::check(name, &subject, &given)?.into()
            }
            Expr::Not(inner) => (!self.eval(inner, frame)?.truthy()).into(),
            Expr::Negative(inner) => (-js::to_number(&self.value(inner, frame)?)).into(),
            Expr::Positive(inner) => js::to_number(&self.value(inner, frame)?).into(),
            Expr::And(left, right) => match self.eval(left, frame)? {
                left if left.truthy() => self.eval(right, frame)?,
                left => left,
            },
            Expr::Or(left, right) => match self.eval(left, frame)? {
                left if left.truthy() => left,
                _ => self.eval(right, frame)?,
            },
            Expr::Binary(op, left, right) => {
                let left = self.value(left, frame)?;
                ops::binary(op, &left, &self.value(right, frame)?)?.into()
            }
            Expr::Choice(test, then, otherwise) => {
                match (self.eval(test, frame)?.truthy(), otherwise) {
                    (true, _) => self.eval(then, frame)?,
                    (false, Some(otherwise)) => self.eval(otherwise, frame)?,
                    (false, None) => "".into(),
                }
            }
            Expr::Capture(body) => self.body(body, frame)?.into(),
            Expr::Caller(body) => {
                Val::Callable(Rc::new(Callable::Macro(body.clone(), Some(frame.clone()))))
            }
        })
    }

    fn value(&self, expr: &Expr, frame: &Rc<Frame>) -> Result<Value, Failure> {
        Ok(self.eval(expr, frame)?.to_value())
    }

    fn dict(&self, entries: &[(Expr, Expr)], frame: &Rc<Frame>) -> Answer {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(
                js::to_text(&self.value(key, frame)?),
                self.value(value, frame)?,
            );
        }
        Ok(Value::from(map).into())
    }

    fn given(&self, args: &Args, frame: &Rc<Frame>) -> Result<Given, Failure> {
        let mut given = Given::default();
        for arg in &args.positional {
            given.positional.push(self.eval(arg, frame)?);
        }
        for (name, arg) in &args.named {
            given.named.push((name.clone(), self.eval(arg, frame)?));
        }
        Ok(given)
    }

    fn call_expr(&self, callee: &Expr, args: &Args, frame: &Rc<Frame>) -> Answer {
        if let Expr::Member(object, key) = callee {
            let object = self.eval(object, frame)?;
            let key = self.value(key, frame)?;
            return match globals::member(&object, &key) {
                Val::Callable(function) => self.call(&function, &self.given(args, frame)?),
                Val::Plain(Value::Undefined) => {
                    globals::method(self, &object, &key, &self.given(args, frame)?)
                }
                value => self.call_value(&value, &self.given(args, frame)?),
            };
        }
        let function = self.eval(callee, frame)?;
        self.call_value(&function, &self.given(args, frame)?)
    }

    fn call_value(&self, function: &Val, given: &Given) -> Answer {
        match function {
            Val::Callable(function) => self.call(function, given),
            Val::Plain(Value::Function(function)) => {
                let args: Vec<Value> = given.positional.iter().map(Val::to_value).collect();
                let answer = self.cx.call(function, &args);
                answer
                    .map(Val::from)
                    .map_err(|_| Failure::new("a function failed"))
            }
            _ => Err(Failure::new("what is called is no function")),
        }
    }

    fn call(&self, function: &Callable, given: &Given) -> Answer {
        match function {
            Callable::Macro(definition, around) => self.call_macro(definition, around, given),
            other => globals::call(self, other, given),
        }
    }

    fn call_macro(
        &self,
        definition: &Arc<Macro>,
        around: &Option<Rc<Frame>>,
        given: &Given,
    ) -> Answer {
        if self.depth.get() >= MAX_DEPTH {
            return Err(Failure::new("macros are nested too deeply"));
        }
        let frame = Frame::within(around.clone(), true);
        let named = |name: &Str| {
            given
                .named
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, v)| v)
        };
        if let Some(caller) = named(&"caller".into()) {
            frame.set(&"caller".into(), caller.clone());
        }
        let mut positional = given.positional.iter();
        for name in &definition.params {
            let value = positional.next().or_else(|| named(name)).cloned();
            frame.set(name, value.unwrap_or(Val::UNDEFINED));
        }
        for (name, default) in &definition.options {
            let value = match positional.next().or_else(|| named(name)) {
                Some(value) => value.clone(),
                None => self.eval(default, &frame)?,
            };
            frame.set(name, value);
        }
        self.depth.set(self.depth.get() + 1);
        let out = self.body(&definition.body, &frame);
        self.depth.set(self.depth.get() - 1);
        Ok(Val::Safe(out?.into()))
    }
}

/// What the targets of a loop become, turn by turn.
fn rows(items: &Value, n_targets: usize) -> Vec<Vec<Val>> {
    match items {
        Value::Map(map) if n_targets > 1 => map
            .iter()
            .map(|(k, v)| vec![k.clone().into(), v.clone().into()])
            .collect(),
        Value::String(_) if n_targets > 1 => {
            let chars = ops::iterate(items).into_iter().enumerate();
            chars
                .map(|(i, c)| vec![i.to_string().into(), c.into()])
                .collect()
        }
        items if n_targets > 1 => {
            let parts = |item: &Value| -> Vec<Val> {
                let part = |i| ops::member(item, &Value::from(i)).into();
                (0..n_targets).map(part).collect()
            };
            ops::iterate(items).iter().map(parts).collect()
        }
        items => ops::iterate(items)
            .into_iter()
            .map(|item| vec![item.into()])
            .collect(),
    }
}
