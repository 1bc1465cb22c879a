//! The engines of a thread. A call takes one out and puts it back, so that a call within a call finds
//! another; one that was stopped is not used again.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Weak};

use engine::{OpError, ScriptAnswer};

use crate::library::Inner;
use crate::vm::{Health, Vm};

/// Engines that a thread keeps. Each takes about half a megabyte.
const MAX_KEPT: usize = 8;

/// Calls within calls. Each has a stack of its own within that of the thread.
const MAX_NESTED: u32 = 3;

thread_local! {
    /// The one used last is at the end.
    static KEPT: RefCell<Vec<(Weak<Inner>, Vm)>> = const { RefCell::new(Vec::new()) };
    static NESTED: Cell<u32> = const { Cell::new(0) };
}

/// Keeps an engine for the next call.
pub(crate) fn keep(library: &Arc<Inner>, vm: Vm) {
    let dropped = KEPT.with_borrow_mut(|kept| {
        let mut dropped: Vec<_> = kept
            .extract_if(.., |(of, _)| of.strong_count() == 0)
            .collect();
        if kept.len() == MAX_KEPT {
            dropped.push(kept.remove(0));
        }
        kept.push((Arc::downgrade(library), vm));
        dropped
    });
    drop(dropped);
}

fn take(library: &Arc<Inner>) -> Option<Vm> {
    KEPT.with_borrow_mut(|kept| {
        let at = kept
            .iter()
            .rposition(|(of, _)| std::ptr::eq(of.as_ptr(), Arc::as_ptr(library)))?;
        Some(kept.remove(at).1)
    })
}

/// Runs `run` with an engine that has the functions of `library`.
pub(crate) fn with(
    library: &Arc<Inner>,
    run: impl FnOnce(&Vm) -> (ScriptAnswer, Health),
) -> ScriptAnswer {
    let nested = Nested::enter();
    if nested.0 >= MAX_NESTED {
        return Err(OpError::new("_js functions are nested too deeply.")).into();
    }
    let vm = match take(library) {
        Some(vm) => vm,
        None => match Vm::new(library) {
            Ok(vm) => vm,
            Err(fault) => return Err(OpError::new(format!("_js cannot run: {fault}."))).into(),
        },
    };
    let (answer, health) = run(&vm);
    if health == Health::Good {
        keep(library, vm);
    }
    answer
}

/// How many calls are around this one.
struct Nested(u32);

impl Nested {
    fn enter() -> Nested {
        let around = NESTED.get();
        NESTED.set(around + 1);
        Nested(around)
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        NESTED.set(self.0);
    }
}
