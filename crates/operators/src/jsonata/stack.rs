//! How much of the thread's stack an expression may take.

use std::cell::Cell;

use super::error::{Res, fail};

/// Bytes: about half of what a thread of the server has, or the program in a browser.
const MAX_BYTES: usize = if usize::BITS == 32 {
    500 << 10
} else {
    1000 << 10
};

/// Levels, for places where bytes are not all that counts.
const MAX_LEVELS: u32 = 800;

/// Where the work began.
pub(super) struct Stack {
    start: usize,
    levels: Cell<u32>,
}

/// A level, until it is dropped.
pub(super) struct Level<'a>(&'a Stack);

/// The address of something on the stack.
#[inline(never)]
fn address() -> usize {
    let here = 0u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}

impl Stack {
    /// Work that begins here.
    pub(super) fn here() -> Stack {
        Stack {
            start: address(),
            levels: Cell::new(0),
        }
    }

    /// # Errors
    /// When too much is taken.
    pub(super) fn check(&self) -> Res<()> {
        let too_deep = self.start.abs_diff(address()) > MAX_BYTES;
        match too_deep || self.levels.get() > MAX_LEVELS {
            true => fail("D1011"),
            false => Ok(()),
        }
    }

    /// One level deeper.
    ///
    /// # Errors
    /// As [`Stack::check`].
    pub(super) fn enter(&self) -> Res<Level<'_>> {
        self.check()?;
        self.levels.set(self.levels.get() + 1);
        Ok(Level(self))
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.levels.set(self.0.levels.get() - 1);
    }
}
