//! What share of each family's vectors must pass.

use crate::report::Count;

/// The least share of a family.
pub struct Floor {
    /// Name of the family.
    pub family: &'static str,
    /// Vectors that pass, of those that ran, in percent.
    pub passed: f64,
    /// Error texts that are equal, of those that the original has, in percent.
    pub texts: f64,
}

/// A floor for every family.
pub static ALL: &[Floor] = &[
    floor("api", 100.0, 0.0),
    floor("build", 100.0, 0.0),
    floor("engine.tests", 98.0, 0.0),
    floor("helpers", 100.0, 0.0),
    floor("operators.grid", 99.5, 97.0),
    floor("operators.tests", 98.0, 0.0),
    floor("pages", 98.0, 0.0),
    floor("routines", 100.0, 0.0),
    floor("schemas", 100.0, 100.0),
];

const fn floor(family: &'static str, passed: f64, texts: f64) -> Floor {
    Floor {
        family,
        passed,
        texts,
    }
}

impl Floor {
    /// Is a family with this count above its floor? Without any vector it is not.
    pub fn holds(&self, count: &Count) -> bool {
        let share = |part: usize, of: usize| part as f64 * 100.0 / of.max(1) as f64;
        share(count.passed, count.total) >= self.passed
            && (count.texts == 0 || share(count.texts_passed, count.texts) >= self.texts)
    }
}

#[cfg(test)]
mod tests;
