//! Looks for where a match may begin, and for how often one character repeats.

use super::super::TooLong;
use super::super::compile::{Begin, Op, Program};
use super::super::sets::Set;
use super::{Machine, NONE, Next, Round, Text, Undo};

/// The first match at `from` or later (`sticky`: at `from`): where it begins and ends, and its groups.
pub(in super::super) fn find(
    program: &Program,
    text: &str,
    from: usize,
    sticky: bool,
    budget: &mut u64,
) -> Result<Option<Vec<u32>>, TooLong> {
    if text.len() >= NONE as usize {
        return Err(TooLong);
    }
    if from > text.len() {
        return Ok(None);
    }
    let mut machine = Machine {
        program,
        text: Text {
            bytes: text.as_bytes(),
            unicode: program.unicode,
        },
        slots: vec![NONE; 2 * program.groups as usize + 2],
        loops: vec![
            Round {
                rounds: 0,
                began: 0
            };
            program.loops as usize
        ],
        stack: Vec::new(),
        steps: *budget,
    };
    let found = machine.search(from, sticky);
    *budget = machine.steps;
    Ok(found?.map(|(start, end)| {
        machine.slots[0] = start as u32;
        machine.slots[1] = end as u32;
        machine.slots
    }))
}

impl Machine<'_> {
    fn search(&mut self, from: usize, sticky: bool) -> Result<Option<(usize, usize)>, TooLong> {
        let mut at = from;
        while let Some(start) = self.candidate(at) {
            if sticky && start != from {
                break;
            }
            if let Some(end) = self.run(0, start)? {
                return Ok(Some((start, end)));
            }
            match self.text.step(start, false) {
                Some((_, next)) if !sticky => at = next,
                _ => break,
            }
        }
        Ok(None)
    }

    /// The first place from `at` where a match may begin.
    fn candidate(&self, at: usize) -> Option<usize> {
        let rest = self.text.bytes.get(at..)?;
        let skipped = match &self.program.begin {
            Begin::Anything => Some(0),
            Begin::Anchor => (at == 0).then_some(0),
            Begin::Text(finder) => finder.find(rest),
            Begin::Byte(b) => memchr::memchr(*b, rest),
            Begin::Byte2(a, b) => memchr::memchr2(*a, *b, rest),
            Begin::Byte3(a, b, c) => memchr::memchr3(*a, *b, *c, rest),
            Begin::Bytes(bytes) => rest.iter().position(|b| bytes[*b as usize]),
        };
        skipped.map(|n| at + n)
    }

    /// [`Op::Many`] for the first time.
    pub(super) fn many(&mut self, pc: usize, at: usize) -> Result<Next, TooLong> {
        let program = self.program;
        let Op::Many {
            set,
            min,
            max,
            greedy,
            back,
            ..
        } = &program.ops[pc]
        else {
            return Ok(None);
        };
        let set = &program.sets[*set as usize];
        let (taken, least) = self.repeat(set, at, *min, *back)?;
        if taken < *min {
            return Ok(None);
        }
        let left = *max - *min;
        let pc32 = pc as u32;
        if !greedy {
            if left > 0 {
                self.push(Undo::More {
                    pc: pc32,
                    at: least as u32,
                    left,
                })?;
            }
            return Ok(Some((pc + 1, least)));
        }
        let (_, most) = self.repeat(set, least, left, *back)?;
        if most != least {
            self.push(Undo::Less {
                pc: pc32,
                at: most as u32,
                least: least as u32,
            })?;
        }
        Ok(Some((pc + 1, most)))
    }

    /// How often up to `max` a member of `set` stands at `at`, and where the last ends.
    fn repeat(
        &mut self,
        set: &Set,
        at: usize,
        max: u32,
        back: bool,
    ) -> Result<(u32, usize), TooLong> {
        let (text, start) = (self.text, at);
        let (mut at, mut count) = (at, 0);
        while count < max {
            match text.step(at, back) {
                Some((c, next)) if set.contains(c) => at = next,
                _ => break,
            }
            count += 1;
        }
        self.spend(at.abs_diff(start) / 8)?;
        Ok((count, at))
    }

    /// Can what follows the instruction `pc` begin at `at`?
    fn fits(then: Option<u8>, text: Text<'_>, at: usize) -> bool {
        then.is_none_or(|b| text.bytes.get(at) == Some(&b))
    }

    /// A greedy [`Op::Many`] gives back.
    pub(super) fn less(&mut self, pc: u32, at: u32, least: u32) -> Result<Next, TooLong> {
        let program = self.program;
        let Op::Many { back, then, .. } = &program.ops[pc as usize] else {
            return Ok(None);
        };
        let (start, end) = (at as usize, least as usize);
        let mut at = start;
        while at != end {
            let Some((_, before)) = self.text.step(at, !back) else {
                break;
            };
            at = before;
            if Self::fits(*then, self.text, at) {
                self.spend(start.abs_diff(at) / 8)?;
                if at != end {
                    let at = at as u32;
                    self.push(Undo::Less { pc, at, least })?;
                }
                return Ok(Some((pc as usize + 1, at)));
            }
        }
        self.spend(start.abs_diff(at) / 8)?;
        Ok(None)
    }

    /// A lazy [`Op::Many`] takes more.
    pub(super) fn more(&mut self, pc: u32, at: u32, left: u32) -> Result<Next, TooLong> {
        let program = self.program;
        let Op::Many {
            set, back, then, ..
        } = &program.ops[pc as usize]
        else {
            return Ok(None);
        };
        let set = &program.sets[*set as usize];
        let start = at as usize;
        let (mut at, mut left) = (start, left);
        while left > 0 {
            match self.text.step(at, *back) {
                Some((c, next)) if set.contains(c) => at = next,
                _ => break,
            }
            left -= 1;
            if Self::fits(*then, self.text, at) {
                self.spend(start.abs_diff(at) / 8)?;
                if left > 0 {
                    let at = at as u32;
                    self.push(Undo::More { pc, at, left })?;
                }
                return Ok(Some((pc as usize + 1, at)));
            }
        }
        self.spend(start.abs_diff(at) / 8)?;
        Ok(None)
    }
}
