//! The instructions of the machine.

use super::super::Span;

/// An instruction. `back` says that it looks at what lies before the place, as in `(?<=…)`.
#[derive(Debug)]
pub(in super::super) enum Op {
    /// These bytes.
    Text {
        bytes: Box<[u8]>,
        back: bool,
    },
    /// One ASCII character ahead.
    Byte(u8),
    /// One unit, half of a surrogate pair.
    Unit {
        unit: u32,
        back: bool,
    },
    Set {
        set: u32,
        back: bool,
    },
    /// One of a set many times.
    Many {
        set: u32,
        min: u32,
        max: u32,
        greedy: bool,
        back: bool,
        /// The ASCII character that must follow.
        then: Option<u8>,
    },
    Start(bool),
    End(bool),
    Word(bool, bool),
    BackRef {
        groups: Box<[u32]>,
        icase: bool,
        back: bool,
    },
    Save(u32),
    /// Forgets what these groups took.
    Reset(Span),
    Jump(u32),
    /// The first; if that fails, the second.
    Split(u32, u32),
    /// Begins to count the rounds of a loop.
    Count(u32),
    /// Another round or out; the next instruction begins a round, the one after it is the body.
    Loop {
        reg: u32,
        min: u32,
        max: u32,
        greedy: bool,
        exit: u32,
    },
    Round {
        reg: u32,
        groups: Span,
    },
    /// A round is over: back to the [`Op::Loop`].
    Again {
        reg: u32,
        min: u32,
        head: u32,
    },
    /// Looks ahead or behind with what follows up to a [`Op::Done`], and goes on at `end`.
    Look {
        negate: bool,
        end: u32,
        groups: Span,
    },
    Done,
}
