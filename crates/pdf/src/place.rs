//! Where in the definition something stands.

use std::fmt;
use std::rc::Rc;

/// A path that is written only where an error needs it: each step knows the one before.
#[derive(Clone)]
pub(crate) struct Place(Option<Rc<Step>>);

struct Step {
    before: Place,
    name: Name,
}

enum Name {
    Key(Rc<str>),
    Index(usize),
}

impl Place {
    /// The definition itself.
    pub(crate) fn root() -> Place {
        Place(None)
    }

    /// The value of a key of what is here.
    pub(crate) fn key(&self, key: &str) -> Place {
        self.step(Name::Key(key.into()))
    }

    /// The item of what is here.
    pub(crate) fn index(&self, index: usize) -> Place {
        self.step(Name::Index(index))
    }

    fn step(&self, name: Name) -> Place {
        Place(Some(Rc::new(Step {
            before: self.clone(),
            name,
        })))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(step) = &self.0 else { return Ok(()) };
        step.before.fmt(f)?;
        match &step.name {
            Name::Index(index) => write!(f, "[{index}]"),
            Name::Key(key) if step.before.0.is_none() => f.write_str(key),
            Name::Key(key) => write!(f, ".{key}"),
        }
    }
}
