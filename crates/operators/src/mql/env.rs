//! What an evaluation carries along: the document, variables, and how much work is left.

use std::cell::Cell;

use engine::{Cx, Value, js};

use super::Res;
use crate::instance;
use crate::mql::fail;

/// Steps that one call of the operator may take. A step is an expression that is evaluated or two
/// values that are compared; making an item of a list or a key of an object counts as four.
const MAX_STEPS: u32 = 20_000_000;

/// Stages that one call may run, with those of inner pipelines.
const MAX_STAGES: u32 = 1000;

/// Levels of lists and objects that an expression, filter or pipeline may have.
const MAX_PROGRAM_DEPTH: u32 = 100;

/// Levels that documents may have.
const MAX_DATA_DEPTH: u32 = 300;

/// Values that a list of documents may hold, when shared ones are counted each time.
const MAX_NODES: u32 = 10_000_000;

/// Levels that a growing value may get before it is looked at.
const GROWTH: u32 = 512;

/// One call of the operator.
pub(super) struct Run<'a> {
    cx: &'a Cx<'a>,
    steps: Cell<u32>,
    n_stages: Cell<u32>,
    growth: Cell<u32>,
}

impl<'a> Run<'a> {
    /// A call with all its work before it.
    pub(super) fn new(cx: &'a Cx<'a>) -> Run<'a> {
        Run {
            cx,
            steps: Cell::new(MAX_STEPS),
            n_stages: Cell::new(0),
            growth: Cell::new(0),
        }
    }
}

/// A variable, and those that were there before.
pub(super) struct Binding<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a Value,
    pub(super) next: Option<&'a Binding<'a>>,
}

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
pub(super) struct Env<'a> {
    run: &'a Run<'a>,
    /// The document that paths such as `$name` begin in; none where it is the object at hand.
    root: Option<&'a Value>,
    vars: Option<&'a Binding<'a>>,
    /// The `_id` of the group whose accumulators run.
    pub(super) group: &'a Value,
}

static UNDEFINED: Value = Value::Undefined;

impl<'a> Env<'a> {
    /// The start: no document and no variables.
    pub(super) fn new(run: &'a Run<'a>) -> Env<'a> {
        Env {
            run,
            root: None,
            vars: None,
            group: &UNDEFINED,
        }
    }

    /// The same call, as at its start.
    pub(super) fn fresh(&self) -> Env<'a> {
        Env::new(self.run)
    }

    /// With paths that begin in `root`.
    pub(super) fn with_root(&self, root: &'a Value) -> Env<'a> {
        Env {
            root: Some(root),
            ..*self
        }
    }

    /// With paths that begin in `obj`, unless they begin somewhere already.
    pub(super) fn rooted(&self, obj: &'a Value) -> Env<'a> {
        match self.root {
            Some(root) if !root.is_none() => *self,
            _ => self.with_root(obj),
        }
    }

    /// With paths that begin in the object at hand.
    pub(super) fn unrooted(&self) -> Env<'a> {
        Env {
            root: None,
            ..*self
        }
    }

    /// Within the group `id`.
    pub(super) fn in_group(&self, id: &'a Value) -> Env<'a> {
        Env { group: id, ..*self }
    }

    /// With the variables of `vars`.
    pub(super) fn with_vars(&self, vars: &'a Binding<'a>) -> Env<'a> {
        Env {
            vars: Some(vars),
            ..*self
        }
    }

    /// The variables.
    pub(super) fn vars(&self) -> Option<&'a Binding<'a>> {
        self.vars
    }

    /// The document.
    pub(super) fn root(&self) -> &'a Value {
        self.root.unwrap_or(&UNDEFINED)
    }

    /// The variable `name`.
    pub(super) fn var(&self, name: &str) -> Option<&'a Value> {
        let mut next = self.vars;
        while let Some(binding) = next {
            if binding.name == name {
                return Some(binding.value);
            }
            next = binding.next;
        }
        None
    }

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> f64 {
        self.run.cx.scope.now()
    }

    /// A number in [0, 1).
    pub(super) fn random(&self) -> f64 {
        self.run.cx.scope.random()
    }

    /// Reads text as `Date.parse` does.
    pub(super) fn parse_date(&self, text: &str) -> f64 {
        crate::date_text::parse(text, &|ms| self.run.cx.scope.timezone_offset(ms))
    }

    /// Takes `n` steps.
    ///
    /// # Errors
    /// When there are no more.
    pub(super) fn charge(&self, n: usize) -> Res<()> {
        let left = self
            .run
            .steps
            .get()
            .checked_sub(n.min(u32::MAX as usize) as u32);
        match left {
            Some(left) => {
                self.run.steps.set(left);
                Ok(())
            }
            None => fail("This is too much work: use less data or fewer steps."),
        }
    }

    /// Takes the steps of making a list of `n` items, or an object of `n` keys.
    ///
    /// # Errors
    /// As [`Env::charge`], and for more than a million items.
    pub(super) fn charge_items(&self, n: usize) -> Res<()> {
        instance::check_items(n)?;
        self.charge(n.saturating_mul(4))
    }

    /// Takes the steps of looking through `value` once, which counts for long text.
    ///
    /// # Errors
    /// As [`Env::charge`].
    pub(super) fn charge_look(&self, value: &Value) -> Res<()> {
        match value {
            Value::String(text) => self.charge(text.len() / 64),
            _ => Ok(()),
        }
    }

    /// `text` as a value, with its steps taken.
    ///
    /// # Errors
    /// As [`Env::charge`], and for text of more than 16 MiB.
    pub(super) fn text(&self, text: String) -> Res {
        instance::check_text(text.len() as f64)?;
        self.charge(text.len() / 8)?;
        Ok(text.into())
    }

    /// `String(value)`.
    ///
    /// # Errors
    /// When `value` is too large for that.
    pub(super) fn text_of(&self, value: &Value) -> Res<String> {
        if matches!(value, Value::List(_)) {
            self.check(value)?;
        }
        let text = js::to_text(value);
        self.charge(text.len() / 8)?;
        Ok(text)
    }

    /// Notes that `n` stages run.
    ///
    /// # Errors
    /// For more than a thousand.
    pub(super) fn count_stages(&self, n: usize) -> Res<()> {
        let n = self.run.n_stages.get() as usize + n;
        self.run.n_stages.set(n.min(u32::MAX as usize) as u32);
        if n > MAX_STAGES as usize {
            return fail("A pipeline has at most 1000 stages.");
        }
        Ok(())
    }

    /// # Errors
    /// When `program` (a pipeline, filter or expression) is nested too deeply.
    pub(super) fn check_program(&self, program: &Value) -> Res<()> {
        self.measure(program, MAX_PROGRAM_DEPTH)
    }

    /// # Errors
    /// When `data` is nested too deeply or has too many parts. What walks through values relies on it.
    pub(super) fn check(&self, data: &Value) -> Res<()> {
        self.measure(data, MAX_DATA_DEPTH)
    }

    fn measure(&self, value: &Value, depth: u32) -> Res<()> {
        let mut left = MAX_NODES;
        match measure(value, depth, &mut left) {
            Fit::Good => self.charge((MAX_NODES - left) as usize / 8),
            Fit::Deep => fail("Data or expressions are nested too deeply."),
            Fit::Large => fail("There is too much data."),
        }
    }

    /// Levels that loops added so far.
    pub(super) fn growth(&self) -> u32 {
        self.run.growth.get()
    }

    /// Notes that a loop added `levels` to `value` at most. When many came together since `since`, the
    /// value is checked.
    ///
    /// # Errors
    /// As [`Env::check`].
    pub(super) fn grow(&self, value: &Value, levels: u32, since: &mut u32) -> Res<()> {
        let growth = self.run.growth.get().wrapping_add(levels);
        self.run.growth.set(growth);
        if growth.wrapping_sub(*since) >= GROWTH {
            *since = growth;
            self.check(value)?;
        }
        Ok(())
    }
}

enum Fit {
    Good,
    Deep,
    Large,
}

fn measure(value: &Value, depth: u32, left: &mut u32) -> Fit {
    let Some(less) = left.checked_sub(1) else {
        return Fit::Large;
    };
    *left = less;
    let mut each = |child: &Value| match depth.checked_sub(1) {
        Some(depth) => measure(child, depth, left),
        None => Fit::Deep,
    };
    match value {
        Value::List(items) => {
            for item in items.iter() {
                match each(item) {
                    Fit::Good => {}
                    bad => return bad,
                }
            }
        }
        Value::Map(map) => {
            for item in map.values() {
                match each(item) {
                    Fit::Good => {}
                    bad => return bad,
                }
            }
        }
        _ => {}
    }
    Fit::Good
}

/// Levels of lists and objects in `value`, which was measured before.
pub(super) fn depth_of(value: &Value) -> u32 {
    match value {
        Value::List(items) => 1 + items.iter().map(depth_of).max().unwrap_or(0),
        Value::Map(map) => 1 + map.values().map(depth_of).max().unwrap_or(0),
        _ => 1,
    }
}
