//! The variables of a block or a call.

use std::cell::RefCell;
use std::rc::Rc;

use engine::Str;

use super::value::Val;

/// Variables, and those around.
pub(super) struct Frame {
    vars: RefCell<Vec<(Str, Val)>>,
    around: Option<Rc<Frame>>,
    /// How many are around.
    pub(super) depth: u32,
}

impl Frame {
    /// A frame within `around`.
    pub(super) fn new(around: Option<&Rc<Frame>>) -> Rc<Frame> {
        Rc::new(Frame {
            vars: RefCell::default(),
            around: around.cloned(),
            depth: around.map_or(0, |frame| frame.depth + 1),
        })
    }

    /// Sets a variable of this frame.
    pub(super) fn bind(&self, name: Str, value: Val) {
        let mut vars = self.vars.borrow_mut();
        match vars.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => vars.push((name, value)),
        }
    }

    /// The variable `name`, of this frame or around.
    pub(super) fn get(&self, name: &str) -> Option<Val> {
        let mut frame = self;
        loop {
            if let Some((_, value)) = frame
                .vars
                .borrow()
                .iter()
                .find(|(known, _)| **known == *name)
            {
                return Some(value.clone());
            }
            frame = frame.around.as_deref()?;
        }
    }

    /// Takes all variables out.
    pub(super) fn clear(&self) -> Vec<(Str, Val)> {
        self.vars.take()
    }
}
