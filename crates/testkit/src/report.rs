//! Counts and misses of a run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use engine::{Map, Value, json};

/// How one vector went.
pub struct Check {
    /// Value equal, and an error exactly when the original has one.
    pub passed: bool,
    /// Whether error texts are equal; none where the original has no error.
    pub texts: Option<bool>,
    /// What was run.
    pub input: String,
    /// What the original gave.
    pub expected: String,
    /// What we gave.
    pub got: String,
}

/// Counts of one group, such as an operator.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Vectors that ran.
    pub total: usize,
    /// Those that passed.
    pub passed: usize,
    /// Those where the original has an error.
    pub texts: usize,
    /// Those of them with an equal text.
    pub texts_passed: usize,
    /// Vectors of things that do not exist here, not run.
    pub absent: usize,
}

/// A vector that did not pass.
pub struct Miss {
    /// Family of the vector.
    pub family: &'static str,
    /// Its group.
    pub group: String,
    /// What happened. `passed` is true where only a text differs.
    pub check: Check,
}

/// The outcome of a run.
#[derive(Default)]
pub struct Report {
    family: &'static str,
    only: Option<String>,
    counts: BTreeMap<(&'static str, String), Count>,
    misses: Vec<Miss>,
}

impl Report {
    /// An empty report; with `only`, everything but groups that begin so is left out.
    pub fn new(only: Option<String>) -> Report {
        Report {
            only,
            ..Report::default()
        }
    }

    /// What follows belongs to `family`.
    pub fn begin(&mut self, family: &'static str) {
        self.family = family;
    }

    /// Is `group` asked for?
    pub fn wants(&self, group: &str) -> bool {
        self.only
            .as_deref()
            .is_none_or(|only| group.starts_with(only))
    }

    /// Notes a vector of something that does not exist here.
    pub fn absent(&mut self, group: &str) {
        if self.wants(group) {
            self.count(group).absent += 1;
        }
    }

    /// Notes a vector that ran.
    pub fn add(&mut self, group: &str, check: Check) {
        if !self.wants(group) {
            return;
        }
        let count = self.count(group);
        count.total += 1;
        count.passed += usize::from(check.passed);
        count.texts += usize::from(check.texts.is_some());
        count.texts_passed += usize::from(check.texts == Some(true));
        if !check.passed || check.texts == Some(false) {
            self.misses.push(Miss {
                family: self.family,
                group: group.to_owned(),
                check,
            });
        }
    }

    fn count(&mut self, group: &str) -> &mut Count {
        self.counts
            .entry((self.family, group.to_owned()))
            .or_default()
    }

    /// For people: the first `n_misses` misses, a line per group, and at the end a line per family.
    pub fn to_text(&self, n_misses: usize) -> String {
        let mut out = String::new();
        for miss in self.misses.iter().take(n_misses) {
            let Check {
                passed,
                input,
                expected,
                got,
                ..
            } = &miss.check;
            let kind = if *passed { "text" } else { "miss" };
            let _ = writeln!(
                out,
                "{kind} {} {}\n  input    {input}",
                miss.family, miss.group
            );
            let _ = writeln!(out, "  expected {expected}\n  got      {got}");
        }
        for family in self.families() {
            let _ = writeln!(out, "== {family}");
            for ((_, group), count) in self.counts.iter().filter(|((f, _), _)| *f == family) {
                let _ = writeln!(out, "{}", line(group, count));
            }
        }
        let _ = writeln!(out, "== families");
        for family in self.families() {
            let _ = writeln!(out, "{}", line(family, &self.total(family)));
        }
        out
    }

    /// For machines.
    pub fn to_json(&self, n_misses: usize) -> String {
        let mut families = Map::new();
        for family in self.families() {
            let of_family = self.counts.iter().filter(|((f, _), _)| *f == family);
            let groups: Map = of_family
                .map(|((_, g), c)| (g.as_str(), count_value(c)))
                .collect();
            let total = count_value(&self.total(family));
            families.insert(
                family,
                Value::object([("total", total), ("groups", groups.into())]),
            );
        }
        let misses = self.misses.iter().take(n_misses).map(miss_value).collect();
        let all = Value::object([
            ("families", families.into()),
            ("misses", Value::list(misses)),
        ]);
        json::to_string(
            &all,
            json::Style {
                space: 2,
                ..json::Style::default()
            },
        )
    }

    /// Families with any vectors, sorted.
    pub fn families(&self) -> Vec<&'static str> {
        let mut families: Vec<&str> = self.counts.keys().map(|(f, _)| *f).collect();
        families.dedup();
        families
    }

    /// All groups of a family together.
    pub fn total(&self, family: &str) -> Count {
        let of_family = self.counts.iter().filter(|((f, _), _)| *f == family);
        of_family.fold(Count::default(), |sum, (_, c)| Count {
            total: sum.total + c.total,
            passed: sum.passed + c.passed,
            texts: sum.texts + c.texts,
            texts_passed: sum.texts_passed + c.texts_passed,
            absent: sum.absent + c.absent,
        })
    }
}

fn line(group: &str, count: &Count) -> String {
    let mut out = format!("{group} {}/{}", count.passed, count.total);
    if count.texts > 0 {
        let _ = write!(out, " texts {}/{}", count.texts_passed, count.texts);
    }
    if count.absent > 0 {
        let _ = write!(out, " absent {}", count.absent);
    }
    out
}

fn count_value(count: &Count) -> Value {
    Value::object([
        ("total", count.total.into()),
        ("passed", count.passed.into()),
        ("texts", count.texts.into()),
        ("textsPassed", count.texts_passed.into()),
        ("absent", count.absent.into()),
    ])
}

fn miss_value(miss: &Miss) -> Value {
    Value::object([
        ("family", miss.family.into()),
        ("group", miss.group.as_str().into()),
        ("onlyText", miss.check.passed.into()),
        ("input", miss.check.input.as_str().into()),
        ("expected", miss.check.expected.as_str().into()),
        ("got", miss.check.got.as_str().into()),
    ])
}
