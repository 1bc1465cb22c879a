//! The parent operator `%`: which step of the path around it stands for, so that this step notes its
//! input under a variable.

use std::cell::Cell;
use std::rc::Rc;

use super::ast::{Kind, Node, Slot};
use super::error::{Res, fail};
use super::stack::Stack;

/// Numbers for the variables that hold parents.
pub(super) struct Ancestry {
    n_slots: usize,
    /// How deep the tree is walked.
    pub(super) stack: Stack,
}

impl Ancestry {
    pub(super) fn new() -> Ancestry {
        Ancestry {
            n_slots: 0,
            stack: Stack::here(),
        }
    }

    /// For a new `%`.
    pub(super) fn slot(&mut self) -> Rc<Slot> {
        self.n_slots += 1;
        Rc::new(Slot {
            label: Cell::new(self.n_slots),
            level: Cell::new(1),
        })
    }
}

/// What `node` leaves to be found further out.
fn open(node: &Node) -> impl Iterator<Item = Rc<Slot>> {
    let own = match &node.kind {
        Kind::Parent(slot) => Some(Rc::clone(slot)),
        _ => None,
    };
    node.seeking.iter().cloned().chain(own)
}

/// What all of `nodes` leave to be found further out.
pub(super) fn gather<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> Vec<Rc<Slot>> {
    nodes.into_iter().flat_map(open).collect()
}

/// Looks for the step that `slot` stands for in `node`, from its end.
///
/// # Errors
/// Where `node` is nothing that has a parent.
pub(super) fn seek(node: &mut Node, slot: &Rc<Slot>) -> Res<()> {
    match &mut node.kind {
        Kind::Name(_) | Kind::Wildcard => {
            slot.level.set(slot.level.get() - 1);
            if slot.level.get() == 0 {
                if let Some(known) = &node.ancestor {
                    slot.label.set(known.label.get());
                }
                node.ancestor = Some(Rc::clone(slot));
                node.tuple = true;
            }
            Ok(())
        }
        Kind::Parent(_) => {
            slot.level.set(slot.level.get() + 1);
            Ok(())
        }
        Kind::Block(items) => match items.last_mut() {
            Some(last) => {
                node.tuple = true;
                seek(last, slot)
            }
            None => Ok(()),
        },
        Kind::Path { steps, .. } => {
            node.tuple = true;
            for (i, step) in steps.iter_mut().rev().enumerate() {
                if i > 0 && slot.level.get() <= 0 {
                    break;
                }
                seek(step, slot)?;
            }
            Ok(())
        }
        _ => fail("S0217"),
    }
}

/// Finds the steps that the parents in the last step of `path` stand for; those that lie before it
/// are left open.
///
/// # Errors
/// As [`seek`].
pub(super) fn resolve(path: &mut Node) -> Res<()> {
    let Kind::Path { steps, .. } = &mut path.kind else {
        return Ok(());
    };
    let Some((last, before)) = steps.split_last_mut() else {
        return Ok(());
    };
    for slot in gather([&*last]) {
        let mut at = before.len();
        while slot.level.get() > 0 {
            if at == 0 {
                path.seeking.push(Rc::clone(&slot));
                break;
            }
            at -= 1;
            // Steps that only bind a variable keep their input.
            while at > 0 && before[at].focus.is_some() && before[at - 1].focus.is_some() {
                at -= 1;
            }
            seek(&mut before[at], &slot)?;
        }
    }
    Ok(())
}
