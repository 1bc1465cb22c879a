//! What a build says and what it refers to, in the order of the app.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use engine::Str;
use indexmap::IndexMap;

use crate::build::CHECKS;
use crate::finding::{Finding, Level, position};
use crate::node::{FileId, Place};
use crate::sources::{Content, SourceFile, Sources};

/// See the module. Threads that help a build have none: what they would write here is written down as
/// events, and done by the build itself in the order of the app.
#[derive(Default)]
pub(crate) struct Journal {
    /// Everything that was found.
    findings: Vec<Arc<Finding>>,
    seen: HashSet<(String, (usize, usize), String)>,
    /// There are more findings than are noted, and an error among the rest.
    is_over: bool,
    /// Where which checks were asked to be silent; all of them where none is named.
    pub(crate) quiet: Vec<(Place, Arc<[Str]>)>,
    /// The texts that the build refers to, each with the file that first did.
    pub(crate) order: IndexMap<FileId, Option<FileId>>,
    /// Paths that it asked for, and whether something is there.
    needed: BTreeMap<String, bool>,
}

/// A text that a build refers to.
pub(crate) struct Referred {
    /// Its number among all texts.
    pub(crate) id: FileId,
    /// The text.
    pub(crate) file: Arc<SourceFile>,
    /// The file that first referred to it.
    pub(crate) parent: Option<FileId>,
}

/// More findings are not noted.
const MAX_NOTED: usize = 50_000;

/// More warnings are not said.
const MAX_WARNINGS: usize = 1000;

impl Journal {
    /// Notes that the build refers to `file`, from `parent`.
    pub(crate) fn note(&mut self, file: FileId, parent: Option<FileId>) {
        self.order.entry(file).or_insert(parent);
    }

    /// Notes that the build asked for `path` and found this.
    pub(crate) fn need(&mut self, path: &str, content: &Content) {
        if !self.needed.contains_key(path) {
            let is_there = !matches!(content, Ok(None));
            self.needed.insert(path.to_owned(), is_there);
        }
    }

    /// Paths that were asked for and are there, or are not.
    pub(crate) fn paths(&self, there: bool) -> Vec<String> {
        let paths = self.needed.iter().filter(|(_, is)| **is == there);
        paths.map(|(path, _)| path.clone()).collect()
    }

    /// Notes a finding, unless it is there already.
    pub(crate) fn say(&mut self, finding: &Arc<Finding>) {
        let Finding {
            file,
            position,
            message,
            ..
        } = &**finding;
        if self.findings.len() >= MAX_NOTED {
            self.is_over |= finding.level == Level::Error;
            return;
        }
        let key = (file.clone(), *position, message.clone());
        if self.seen.insert(key) {
            self.findings.push(Arc::clone(finding));
        }
    }

    /// The texts that the build refers to, each with the file that first did.
    pub(crate) fn files(&self, sources: &Sources) -> Vec<Referred> {
        let file = |(id, parent): (&FileId, &Option<FileId>)| {
            let (id, parent) = (*id, *parent);
            let file = sources.get(id)?;
            Some(Referred { id, file, parent })
        };
        self.order.iter().filter_map(file).collect()
    }

    /// All that is to be said in the end.
    pub(crate) fn end(&mut self, sources: &Sources) -> Vec<Finding> {
        self.silence(sources);
        self.shorten();
        self.findings.iter().map(|f| Finding::clone(f)).collect()
    }

    /// Takes away warnings beyond those that anybody reads. Errors stay: they decide about the build.
    fn shorten(&mut self) {
        let mut n_warnings = 0;
        self.findings.retain(|finding| {
            n_warnings += usize::from(finding.level == Level::Warning);
            finding.level == Level::Error || n_warnings <= MAX_WARNINGS
        });
        if self.is_over {
            let message =
                format!("There are more than {MAX_NOTED} findings, and errors among the rest.");
            let finding = Finding::without_place(message);
            self.findings.push(Arc::new(finding));
        }
    }

    /// Takes away what was asked to be silent: warnings, and that there is no such type.
    fn silence(&mut self, sources: &Sources) {
        let quiet = std::mem::take(&mut self.quiet);
        let lines = quiet.iter().map(|(place, checks)| {
            let file = sources.get(place.file);
            let (path, text) = file
                .as_deref()
                .map_or(("", ""), |file| (&*file.path, &*file.text));
            let (start, end) = (place.start as usize, place.end as usize);
            let path = path.to_owned();
            (path, position(text, start), position(text, end), checks)
        });
        let lines: Vec<_> = lines.collect();
        self.findings.retain(|finding| {
            let is_quiet = lines.iter().any(|(path, from, to, checks)| {
                *path == finding.file
                    && (*from..=*to).contains(&finding.position)
                    && (checks.is_empty() || checks.iter().any(|c| **c == *finding.code))
            });
            let may_be = finding.level == Level::Warning || finding.code == "types";
            !(is_quiet && may_be && CHECKS.contains(&finding.code))
        });
    }
}
