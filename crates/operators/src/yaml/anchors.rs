//! Anchors and aliases. An alias gives the value of its anchor, which is shared and not copied; how
//! often is bounded as in the package `yaml`, so that a small text cannot grow without end.

use std::ops::Range;

use engine::Value;

struct Anchor {
    name: String,
    /// None while the node is being read.
    value: Option<Value>,
    /// The aliases within the node, as positions in the list of all.
    inside: Range<usize>,
    /// Whether there is a scalar within.
    has_leaf: bool,
    count: f64,
    weight: f64,
}

/// The anchors of a document so far.
#[derive(Default)]
pub(super) struct Anchors {
    all: Vec<Anchor>,
    /// The anchors that aliases named, in order.
    used: Vec<usize>,
}

/// Why an alias has no value.
pub(super) const TOO_MANY: &str =
    "Excessive alias count indicates a resource exhaustion attack";

impl Anchors {
    /// Notes that the node called `name` begins.
    pub(super) fn open(&mut self, name: &str) -> usize {
        let at = self.used.len();
        self.all.push(Anchor {
            name: name.to_owned(),
            value: None,
            inside: at..at,
            has_leaf: false,
            count: 1.0,
            weight: 0.0,
        });
        self.all.len() - 1
    }

    /// Notes that the node opened as `id` has `value`.
    pub(super) fn close(&mut self, id: usize, value: &Value) {
        let end = self.used.len();
        let anchor = &mut self.all[id];
        anchor.inside.end = end;
        anchor.has_leaf = has_leaf(value);
        anchor.value = Some(value.clone());
    }

    /// The value of the last anchor called `name`, without counting.
    ///
    /// # Errors
    /// Where there is none, or its node is not read to its end.
    pub(super) fn peek(&self, name: &str) -> Result<Value, String> {
        let Some(id) = self.find(name) else {
            return Err(format!(
                "Unresolved alias (the anchor must be set before the alias): {name}"
            ));
        };
        match &self.all[id].value {
            Some(value) => Ok(value.clone()),
            None => Err("Converting circular structure to JSON".to_owned()),
        }
    }

    /// The value of the last anchor called `name`.
    ///
    /// # Errors
    /// As [`Anchors::peek`], and when anchors are used too often.
    pub(super) fn take(&mut self, name: &str, max: f64) -> Result<Value, String> {
        let value = self.peek(name)?;
        let Some(id) = self.find(name) else {
            return Ok(value);
        };
        self.used.push(id);
        if max < 0.0 {
            return Ok(value);
        }
        self.all[id].count += 1.0;
        if self.all[id].weight == 0.0 {
            self.all[id].weight = self.weight(id);
        }
        if self.all[id].count * self.all[id].weight > max {
            return Err(TOO_MANY.to_owned());
        }
        Ok(value)
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.all.iter().rposition(|anchor| anchor.name == name)
    }

    /// How often the most used anchor within the node stands for something.
    fn weight(&self, id: usize) -> f64 {
        let anchor = &self.all[id];
        let leaf = if anchor.has_leaf { 1.0 } else { 0.0 };
        self.used[anchor.inside.clone()]
            .iter()
            .map(|used| self.all[*used].count * self.all[*used].weight)
            .fold(leaf, f64::max)
    }
}

fn has_leaf(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().any(has_leaf),
        Value::Map(map) => !map.is_empty(),
        _ => true,
    }
}
