//! What templates compute with, and where names live while one runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use engine::{Str, Value};

use super::ast::Macro;

/// A value in a template.
#[derive(Clone)]
pub(super) enum Val {
    /// Any value of the language.
    Plain(Value),
    /// Text that is not escaped when it is written.
    Safe(Str),
    /// Something that can be called.
    Callable(Rc<Callable>),
}

/// What can be called.
pub(super) enum Callable {
    /// A macro; the body of a `call` has the frame that it stands in.
    Macro(Arc<Macro>, Option<Rc<Frame>>),
    /// `range`, `cycler`, `joiner`.
    Global(&'static str),
    /// What `joiner` gave: the separator, and whether it was called before.
    Joiner(Value, Cell<bool>),
    /// What `cycler` gave: the items, and which comes next.
    Cycler(Vec<Value>, Cell<usize>),
}

impl Val {
    pub(super) const UNDEFINED: Val = Val::Plain(Value::Undefined);

    /// As a value of the language. What can be called is undefined there.
    pub(super) fn to_value(&self) -> Value {
        match self {
            Val::Plain(value) => value.clone(),
            Val::Safe(text) => Value::String(text.clone()),
            Val::Callable(_) => Value::Undefined,
        }
    }

    pub(super) fn truthy(&self) -> bool {
        match self {
            Val::Plain(value) => engine::js::truthy(value),
            _ => true,
        }
    }
}

impl<T: Into<Value>> From<T> for Val {
    fn from(value: T) -> Val {
        Val::Plain(value.into())
    }
}

/// Names and their values, in a scope within others.
#[derive(Default)]
pub(super) struct Frame {
    names: RefCell<Vec<(Str, Val)>>,
    parent: Option<Rc<Frame>>,
    /// `set` here does not reach the frames around.
    isolated: bool,
    /// The outermost frame of the template.
    pub(super) top: bool,
}

impl Frame {
    /// The outermost frame.
    pub(super) fn top() -> Rc<Frame> {
        Rc::new(Frame {
            top: true,
            ..Frame::default()
        })
    }

    /// A frame within `parent`, or one by itself.
    pub(super) fn within(parent: Option<Rc<Frame>>, isolated: bool) -> Rc<Frame> {
        Rc::new(Frame {
            parent,
            isolated,
            ..Frame::default()
        })
    }

    /// The value of `name` here or in the frames around.
    pub(super) fn lookup(&self, name: &str) -> Option<Val> {
        self.own(name)
            .or_else(|| self.parent.as_ref()?.lookup(name))
    }

    fn own(&self, name: &str) -> Option<Val> {
        let names = self.names.borrow();
        let found = names.iter().find(|(known, _)| &**known == name)?;
        Some(found.1.clone()).filter(|v| !matches!(v, Val::Plain(Value::Undefined)))
    }

    /// Sets `name` in this frame.
    pub(super) fn set(&self, name: &Str, value: Val) {
        let mut names = self.names.borrow_mut();
        match names.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => names.push((name.clone(), value)),
        }
    }

    /// Sets `name` where it exists, else here.
    pub(super) fn assign(&self, name: &Str, value: Val) {
        let mut frame = self;
        while frame.own(name).is_none() {
            match &frame.parent {
                Some(parent) if !frame.isolated => frame = parent,
                _ => return self.set(name, value),
            }
        }
        frame.set(name, value);
    }
}
