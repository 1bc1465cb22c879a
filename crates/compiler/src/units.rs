//! Pages as they were built, kept from build to build: a page whose content and rule stay the same is
//! not built again.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::finding::Finding;
use crate::memo::{Event, Record};
use crate::node::{Node, Place};
use crate::scripts::Scripts;
use crate::steps::Types;

/// A file of a page.
pub(crate) struct Made {
    /// Its path in the build folder.
    pub(crate) path: String,
    /// Where it is in the page.
    pub(crate) key: String,
    /// What is in it.
    pub(crate) node: Node,
    /// Its text, once it was wanted.
    pub(crate) text: OnceLock<Arc<str>>,
}

/// A page as it was built, and what that did besides.
pub(crate) struct Unit {
    /// The page as it was written, with all references in.
    pub(crate) source: Node,
    /// Who may see it.
    pub(crate) rule: Node,
    /// What it became; none where it is broken.
    pub(crate) page: Option<Node>,
    /// Its files.
    pub(crate) artifacts: Vec<Made>,
    /// Types that it uses.
    pub(crate) types: Types,
    /// Its functions.
    pub(crate) scripts: Scripts,
    /// Pages that its actions name.
    pub(crate) linked: Vec<(String, Place)>,
    /// What was found.
    pub(crate) findings: Vec<Arc<Finding>>,
}

impl Unit {
    /// With what was found while it was made.
    pub(crate) fn with(mut self, record: Record) -> Unit {
        let found = record.events.into_iter().filter_map(|event| match event {
            Event::Found(finding) => Some(finding),
            _ => None,
        });
        self.findings = found.collect();
        self
    }
}

/// All that is kept.
#[derive(Default)]
pub(crate) struct Units {
    by_id: HashMap<String, (Arc<Unit>, u64)>,
    build: u64,
    /// The last build without errors.
    whole: u64,
}

impl Units {
    /// Begins a build.
    pub(crate) fn begin(&mut self, build: u64) {
        self.build = build;
    }

    /// Ends a build. Pages that neither it nor the last one without errors had are let go.
    pub(crate) fn end(&mut self, is_whole: bool) {
        let build = self.build;
        if is_whole {
            self.whole = build;
        }
        let whole = self.whole;
        self.by_id
            .retain(|_, (_, used)| *used == build || *used == whole);
    }

    /// The page as it was built, if it is still the same.
    pub(crate) fn find(&mut self, id: &str, source: &Node, rule: &Node) -> Option<Arc<Unit>> {
        let (unit, used) = self.by_id.get_mut(id)?;
        if unit.source != *source || unit.rule != *rule {
            return None;
        }
        *used = self.build;
        Some(Arc::clone(unit))
    }

    /// Keeps a page as it was built now.
    pub(crate) fn keep(&mut self, id: &str, unit: Unit) -> Arc<Unit> {
        let unit = Arc::new(unit);
        self.by_id
            .insert(id.to_owned(), (Arc::clone(&unit), self.build));
        unit
    }
}
