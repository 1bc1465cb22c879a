//! The machine that runs a compiled pattern over a text.

mod search;
mod text;

pub(super) use search::find;

use super::compile::{Op, Program};
use super::sets::Cases;
use super::{Span, TooLong};
use text::Text;

/// No place: the group took no part.
pub(super) const NONE: u32 = u32::MAX;

/// The most that is remembered for going back: 32 MiB.
const MAX_STACK: usize = 2 << 20;

/// What to do when a way turns out wrong.
enum Undo {
    /// Go on there.
    Try {
        pc: u32,
        at: u32,
    },
    /// A greedy [`Op::Many`] gives one back: it ends at `at`, and may not end before `least`.
    Less {
        pc: u32,
        at: u32,
        least: u32,
    },
    /// A lazy [`Op::Many`] takes one more, of `left`.
    More {
        pc: u32,
        at: u32,
        left: u32,
    },
    Slot {
        slot: u32,
        was: u32,
    },
    Rounds {
        reg: u32,
        was: u32,
    },
    Began {
        reg: u32,
        was: u32,
    },
}

/// A loop that is run: its full rounds, and where the present one began.
#[derive(Clone, Copy)]
struct Round {
    rounds: u32,
    began: u32,
}

struct Machine<'a> {
    program: &'a Program,
    text: Text<'a>,
    slots: Vec<u32>,
    loops: Vec<Round>,
    stack: Vec<Undo>,
    steps: u64,
}

/// Where to go on, and at which place of the text; none for going back.
type Next = Option<(usize, usize)>;

impl Machine<'_> {
    fn push(&mut self, undo: Undo) -> Result<(), TooLong> {
        if self.stack.len() >= MAX_STACK {
            return Err(TooLong);
        }
        self.stack.push(undo);
        Ok(())
    }

    #[inline]
    fn spend(&mut self, steps: usize) -> Result<(), TooLong> {
        self.steps = self.steps.checked_sub(steps as u64).ok_or(TooLong)?;
        Ok(())
    }

    /// Runs from instruction `pc` at place `at` to an [`Op::Done`]; says where that was.
    fn run(&mut self, mut pc: usize, mut at: usize) -> Result<Option<usize>, TooLong> {
        let base = self.stack.len();
        let program = self.program;
        loop {
            self.spend(1)?;
            let next = match &program.ops[pc] {
                Op::Byte(b) if self.text.bytes.get(at) == Some(b) => Some(at + 1),
                Op::Byte(_) => None,
                Op::Text { bytes, back } => self.text.literal(bytes, at, *back),
                Op::Unit { unit, back } => self.one(at, *back, |c| c == *unit),
                Op::Set { set, back } => {
                    let set = &program.sets[*set as usize];
                    self.one(at, *back, |c| set.contains(c))
                }
                Op::Start(lines) => self.text.is_start(at, *lines).then_some(at),
                Op::End(lines) => self.text.is_end(at, *lines).then_some(at),
                Op::Word(negated, more) => {
                    (self.text.is_word_edge(at, *more) != *negated).then_some(at)
                }
                Op::BackRef {
                    groups,
                    icase,
                    back,
                } => self.back_ref(groups, *icase, *back, at)?,
                Op::Done => return Ok(Some(at)),
                _ => {
                    let next = self.turn(pc, at)?;
                    match next.map_or_else(|| self.undo(base), |next| Ok(Some(next)))? {
                        Some(next) => (pc, at) = next,
                        None => return Ok(None),
                    }
                    continue;
                }
            };
            match next {
                Some(next) => (pc, at) = (pc + 1, next),
                None => match self.undo(base)? {
                    Some(next) => (pc, at) = next,
                    None => return Ok(None),
                },
            }
        }
    }

    #[inline]
    fn one(&self, at: usize, back: bool, fits: impl Fn(u32) -> bool) -> Option<usize> {
        let (c, next) = self.text.step(at, back)?;
        fits(c).then_some(next)
    }

    /// An instruction that branches or remembers.
    fn turn(&mut self, pc: usize, at: usize) -> Result<Next, TooLong> {
        let program = self.program;
        let mark = at as u32;
        match &program.ops[pc] {
            Op::Many { .. } => return self.many(pc, at),
            Op::Save(slot) => self.save(*slot, mark)?,
            Op::Reset(groups) => self.reset(*groups)?,
            Op::Jump(to) => return Ok(Some((*to as usize, at))),
            Op::Split(first, second) => {
                self.push(Undo::Try {
                    pc: *second,
                    at: mark,
                })?;
                return Ok(Some((*first as usize, at)));
            }
            Op::Count(reg) => self.set_rounds(*reg, 0)?,
            Op::Loop {
                reg,
                min,
                max,
                greedy,
                exit,
            } => {
                let rounds = self.loops[*reg as usize].rounds;
                let (round, exit) = (pc as u32 + 1, *exit);
                if rounds >= *max {
                    return Ok(Some((exit as usize, at)));
                }
                if rounds >= *min {
                    let (first, second) = if *greedy {
                        (round, exit)
                    } else {
                        (exit, round)
                    };
                    self.push(Undo::Try {
                        pc: second,
                        at: mark,
                    })?;
                    return Ok(Some((first as usize, at)));
                }
            }
            Op::Round { reg, groups } => {
                let was = std::mem::replace(&mut self.loops[*reg as usize].began, mark);
                self.push(Undo::Began { reg: *reg, was })?;
                self.reset(*groups)?;
            }
            Op::Again { reg, min, head } => {
                let round = self.loops[*reg as usize];
                // A round beyond those that must be may not be empty.
                if round.rounds >= *min && round.began == mark {
                    return Ok(None);
                }
                self.set_rounds(*reg, round.rounds.saturating_add(1))?;
                return Ok(Some((*head as usize, at)));
            }
            Op::Look {
                negate,
                end,
                groups,
            } => return self.look(pc, at, *negate, *end, *groups),
            _ => {}
        }
        Ok(Some((pc + 1, at)))
    }

    fn save(&mut self, slot: u32, value: u32) -> Result<(), TooLong> {
        let was = std::mem::replace(&mut self.slots[slot as usize], value);
        if was == value {
            return Ok(());
        }
        self.push(Undo::Slot { slot, was })
    }

    fn reset(&mut self, groups: Span) -> Result<(), TooLong> {
        let slots = 2 * groups.0..2 * groups.1;
        self.spend(slots.len() / 8)?;
        slots.into_iter().try_for_each(|slot| self.save(slot, NONE))
    }

    fn set_rounds(&mut self, reg: u32, rounds: u32) -> Result<(), TooLong> {
        let was = std::mem::replace(&mut self.loops[reg as usize].rounds, rounds);
        self.push(Undo::Rounds { reg, was })
    }

    fn look(
        &mut self,
        pc: usize,
        at: usize,
        negate: bool,
        end: u32,
        groups: Span,
    ) -> Result<Next, TooLong> {
        let base = self.stack.len();
        if !negate {
            // What the groups hold now is what going back over the whole must restore.
            self.spend((groups.1 - groups.0) as usize / 4)?;
            for slot in 2 * groups.0..2 * groups.1 {
                let was = self.slots[slot as usize];
                self.push(Undo::Slot { slot, was })?;
            }
        }
        let kept = self.stack.len();
        let found = self.run(pc + 1, at)?.is_some();
        if found && negate {
            self.undo_values(base);
        } else if found {
            // The loops within begin anew whenever they are come to.
            self.stack.truncate(kept);
        }
        Ok((found != negate).then_some((end as usize, at)))
    }

    /// Takes back what was remembered since `base`, and tries nothing.
    fn undo_values(&mut self, base: usize) {
        while self.stack.len() > base {
            match self.stack.pop() {
                Some(Undo::Slot { slot, was }) => self.slots[slot as usize] = was,
                Some(Undo::Rounds { reg, was }) => self.loops[reg as usize].rounds = was,
                Some(Undo::Began { reg, was }) => self.loops[reg as usize].began = was,
                _ => {}
            }
        }
    }

    /// Goes back to the last choice since `base`.
    fn undo(&mut self, base: usize) -> Result<Next, TooLong> {
        while self.stack.len() > base {
            self.spend(1)?;
            match self.stack.pop() {
                Some(Undo::Try { pc, at }) => return Ok(Some((pc as usize, at as usize))),
                Some(Undo::Slot { slot, was }) => self.slots[slot as usize] = was,
                Some(Undo::Rounds { reg, was }) => self.loops[reg as usize].rounds = was,
                Some(Undo::Began { reg, was }) => self.loops[reg as usize].began = was,
                Some(Undo::Less { pc, at, least }) => {
                    if let Some(next) = self.less(pc, at, least)? {
                        return Ok(Some(next));
                    }
                }
                Some(Undo::More { pc, at, left }) => {
                    if let Some(next) = self.more(pc, at, left)? {
                        return Ok(Some(next));
                    }
                }
                None => break,
            }
        }
        Ok(None)
    }

    /// Does what one of `groups` took stand here too? A group that took no part is the empty text.
    fn back_ref(
        &mut self,
        groups: &[u32],
        icase: bool,
        back: bool,
        at: usize,
    ) -> Result<Option<usize>, TooLong> {
        let taken = groups.iter().find_map(|n| {
            let (start, end) = (self.slots[2 * *n as usize], self.slots[2 * *n as usize + 1]);
            (start != NONE && end != NONE).then_some((start as usize, end as usize))
        });
        let Some((start, end)) = taken else {
            return Ok(Some(at));
        };
        self.spend((end - start) / 8)?;
        if !icase && self.text.is_boundary(start) && self.text.is_boundary(end) {
            return Ok(self.text.literal(&self.text.bytes[start..end], at, back));
        }
        let cases = Cases::get(self.text.unicode);
        let (mut from, to) = if back { (end, start) } else { (start, end) };
        let mut at = at;
        while from != to {
            let (Some((a, next)), Some((b, place))) =
                (self.text.step(from, back), self.text.step(at, back))
            else {
                return Ok(None);
            };
            if a != b && !(icase && cases.equal(a, b)) {
                return Ok(None);
            }
            (from, at) = (next, place);
        }
        Ok(Some(at))
    }
}
