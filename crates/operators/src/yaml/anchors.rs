//! Anchors and aliases. An alias gives the value of its anchor, which is shared and not copied; how
//! often is bounded as in the package `yaml`, so that a small text cannot grow without end.

use std::ops::Range;

use engine::{Map, Value};

struct Anchor {
    /// None while the node is being read.
    value: Option<Value>,
    /// The aliases within the node, as positions in the list of all.
    inside: Range<usize>,
    count: f64,
    weight: f64,
}

/// The anchors of a document so far.
#[derive(Default)]
pub(super) struct Anchors {
    all: Vec<Anchor>,
    /// The last anchor of each name.
    names: Map,
    /// The anchors that aliases named, in order.
    used: Vec<usize>,
}

/// Why an alias has no value.
const TOO_MANY: &str = "Excessive alias count indicates a resource exhaustion attack";

impl Anchors {
    /// Notes that the node called `name` begins.
    pub(super) fn open(&mut self, name: &str) -> usize {
        let (id, at) = (self.all.len(), self.used.len());
        self.all.push(Anchor {
            value: None,
            inside: at..at,
            count: 1.0,
            weight: 0.0,
        });
        self.names.insert(name, id.into());
        id
    }

    /// Notes that the node opened as `id` has `value`.
    pub(super) fn close(&mut self, id: usize, value: &Value) {
        let end = self.used.len();
        let anchor = &mut self.all[id];
        anchor.inside.end = end;
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
    /// As [`Anchors::peek`], and when anchors are used more than `max` times.
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
        self.names.get(name)?.as_integer().map(|id| id as usize)
    }

    /// How often the most used anchor within the node stands for something, 1 at least.
    fn weight(&self, id: usize) -> f64 {
        self.used[self.all[id].inside.clone()]
            .iter()
            .map(|used| self.all[*used].count * self.all[*used].weight)
            .fold(1.0, f64::max)
    }
}
