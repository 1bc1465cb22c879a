//! The build: all steps in their order, and what they leave.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::thread;

use engine::{Str, Value};

use crate::files::Folder;
use crate::finding::{Excerpt, Finding, Level, position};
use crate::journal::Journal;
use crate::known::Known;
use crate::maps::Maps;
use crate::memo::{Event, Key, Memo, Record};
use crate::node::{FileId, Node, Place};
use crate::output::Artifacts;
use crate::parse::{Fault, Language};
use crate::resolve::Module;
use crate::session::Session;
use crate::sources::{Content, Parsed, Sources};
use crate::spread::spread;
use crate::steps;
use crate::units::Units;

/// What a build needs besides the files.
pub struct Options<'a> {
    /// Types that the app may use.
    pub known: &'a Known<'a>,
    /// What `_build.env` reads.
    pub env: &'a HashMap<String, String>,
    /// Calls the default export of a module: its name, its text, the arguments. References name such
    /// modules as resolver or transformer.
    pub javascript: &'a Javascript,
    /// Milliseconds since 1970, for `_build.date`.
    pub now: f64,
    /// Where `_build.random` and `_build.uuid` begin.
    pub seed: u64,
}

/// See [`Options::javascript`].
pub type Javascript = dyn Fn(&str, &str, &[Value]) -> Result<Value, String> + Sync;

/// What a build gives.
pub struct Built {
    /// Everything that was found, in the order in which it was.
    pub findings: Vec<Finding>,
    /// Texts of the artifacts by path; none if there is an error.
    pub artifacts: Option<Artifacts>,
    /// From markers to files and lines; none if there is an error.
    pub maps: Option<Maps>,
    /// The files that the app is made of, as they are referred to.
    pub files: Vec<String>,
    /// Files that it refers to and that are not there.
    pub missing: Vec<String>,
    /// The version that the app names for what serves it: `lowdefy` or `lath`.
    pub version: Option<String>,
}

/// Levels of a whole app, and references within references, need more stack than threads have.
pub(crate) const STACK: usize = 64 << 20;

/// The names of the file that an app begins with.
const ENTRIES: [&str; 4] = ["lath.yaml", "lath.yml", "lowdefy.yaml", "lowdefy.yml"];

/// Does the folder hold an app as its author writes it?
pub fn is_app(dir: &Path) -> bool {
    ENTRIES.iter().any(|name| dir.join(name).is_file())
}

/// Builds the app of `folder`. The maps are among the artifacts.
pub fn build(folder: &dyn Folder, options: &Options<'_>) -> Built {
    let mut session = Session::default();
    let mut built = session.build(folder, options);
    // Letting all of it go takes a fifth of the time of a build; nobody has to wait for that.
    thread::Builder::new().spawn(move || drop(session)).ok();
    if let (Some(artifacts), Some(maps)) = (&mut built.artifacts, &built.maps) {
        artifacts.extend(maps.texts());
    }
    built
}

/// A build that is going on.
pub(crate) struct Compiler<'a> {
    pub(crate) folder: &'a dyn Folder,
    pub(crate) sources: &'a Sources,
    pub(crate) memo: &'a Memo,
    pub(crate) options: &'a Options<'a>,
    /// None for a helper: see [`Compiler::by_all_cores`].
    pub(crate) journal: Option<&'a mut Journal>,
    /// What is written down of references, the innermost last.
    pub(crate) records: Vec<Record>,
    /// Modules of the app.
    pub(crate) modules: Arc<Vec<Module>>,
    /// See [`Compiler::modules_key`].
    pub(crate) modules_key: Key,
    /// References of the app so far: those that were followed here, by helpers or in builds before. A
    /// helper does not know.
    pub(crate) n_references: u32,
    /// References are within one another without end: no more are followed here.
    pub(crate) is_endless: bool,
    /// What tells this helper from others, and the evaluations so far whose answers another time may
    /// be different.
    pub(crate) chance: (u64, u64),
}

fn mixed(a: u64, b: u64) -> u64 {
    (a ^ b.wrapping_add(1))
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .rotate_left(29)
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(
        folder: &'a dyn Folder,
        options: &'a Options<'a>,
        sources: &'a Sources,
        memo: &'a Memo,
        journal: &'a mut Journal,
    ) -> Compiler<'a> {
        Compiler {
            folder,
            sources,
            memo,
            options,
            journal: Some(journal),
            records: Vec::new(),
            modules: Arc::default(),
            modules_key: Key::default(),
            n_references: 0,
            is_endless: false,
            chance: (0, 0),
        }
    }

    /// What `work` gives for each of `items`, in their order, done by all cores. Each item has a helper
    /// of its own, whose record of what it did besides comes with the outcome: [`Compiler::adopt`] does
    /// that here. What is referred to on the way is so from the file `caller`.
    pub(crate) fn by_all_cores<T: Sync, R: Send>(
        &self,
        items: &[T],
        caller: FileId,
        work: impl Fn(&mut Compiler<'_>, &T) -> R + Sync,
    ) -> Vec<(R, Record)> {
        let idle = &self.helper(caller, 0);
        spread(items, |(i, item)| {
            idle.apart(caller, i as u64, |helper| work(helper, item))
        })
    }

    /// What `work` gives, done by a helper.
    pub(crate) fn apart<R>(
        &self,
        caller: FileId,
        i: u64,
        work: impl FnOnce(&mut Compiler<'_>) -> R,
    ) -> (R, Record) {
        let mut helper = self.helper(caller, i);
        let done = work(&mut helper);
        let record = helper.records.pop().unwrap_or_default();
        let n_varying = helper.chance.1;
        (
            done,
            Record {
                n_varying,
                ..record
            },
        )
    }

    fn helper(&self, caller: FileId, i: u64) -> Compiler<'a> {
        let caller = self.records.last().map_or(caller, |record| record.caller);
        let (line, n) = self.chance;
        Compiler {
            journal: None,
            records: vec![Record::of(caller)],
            modules: Arc::clone(&self.modules),
            is_endless: false,
            chance: (mixed(line, n.wrapping_shl(32) ^ i), 0),
            ..*self
        }
    }

    /// Where chance begins for the next evaluation. Builds that evaluate the same have the same.
    pub(crate) fn chance(&self) -> u64 {
        let (line, n) = self.chance;
        mixed(self.options.seed ^ line, n)
    }

    /// Builds, on a thread with a large stack.
    pub(crate) fn run(mut self, units: &mut Units) -> Built {
        thread::scope(|scope| {
            let name = "build".to_owned();
            let thread = thread::Builder::new().name(name).stack_size(STACK);
            let running = thread.spawn_scoped(scope, || self.app(units));
            match running.map(|handle| handle.join()) {
                Ok(Ok(built)) => built,
                Ok(Err(panic)) => std::panic::resume_unwind(panic),
                Err(e) => Built {
                    findings: vec![Finding::without_place(format!("No thread to build: {e}."))],
                    artifacts: None,
                    maps: None,
                    files: Vec::new(),
                    missing: Vec::new(),
                    version: None,
                },
            }
        })
    }

    fn app(&mut self, units: &mut Units) -> Built {
        let root = self.entry();
        let app = root.and_then(|root| self.resolve_app(root));
        let version = app.as_ref().and_then(|app| {
            let version = app.get("lath").or_else(|| app.get("lowdefy"))?;
            Some(engine::js::to_text(&version.to_value()))
        });
        let app = app.and_then(|app| steps::app(self, units, &app));
        let sources = self.sources;
        // Only helpers have none.
        let mut none = Journal::default();
        let journal = self.journal.as_deref_mut().unwrap_or(&mut none);
        let findings = journal.end(sources);
        let is_error = |finding: &Finding| finding.level == Level::Error;
        let app = app.filter(|_| !findings.iter().any(is_error));
        let files = app.as_ref().map(|_| journal.files(sources));
        let (artifacts, maps) = app
            .zip(files)
            .map(|(app, files)| crate::output::of(files, app))
            .unzip();
        Built {
            findings,
            artifacts,
            maps,
            files: journal.paths(true),
            missing: journal.paths(false),
            version,
        }
    }

    /// The file at `path`, which is referred to from `parent`.
    pub(crate) fn load(&mut self, path: &str, parent: Option<FileId>) -> Content {
        let content = self.sources.look(self.folder, path);
        if let Some(journal) = &mut self.journal {
            journal.need(path, &content);
        }
        self.record(Event::Looked(path.to_owned(), content.clone()));
        if let Ok(Some(file)) = content {
            self.note(file, parent);
        }
        content
    }

    /// Notes that the build refers to `file`.
    pub(crate) fn note(&mut self, file: FileId, parent: Option<FileId>) {
        if let Some(journal) = &mut self.journal {
            journal.note(file, parent);
        }
        let caller = self.records.last().map(|record| record.caller);
        self.record(Event::Noted(
            file,
            parent.filter(|parent| Some(*parent) != caller),
        ));
    }

    /// The file that the app begins with.
    fn entry(&mut self) -> Option<FileId> {
        for path in ENTRIES {
            match self.load(path, None) {
                Ok(Some(file)) => return Some(file),
                Ok(None) => {}
                Err(e) => {
                    let place = self.nowhere(path);
                    self.error("files", place, format!("\"{path}\" cannot be read: {e}."));
                    return None;
                }
            }
        }
        let place = self.nowhere("lowdefy.yaml");
        let message = "The folder has no \"lowdefy.yaml\" or \"lath.yaml\".";
        self.error("files", place, message);
        None
    }

    /// The place of a file that cannot be read.
    fn nowhere(&mut self, path: &str) -> Place {
        let file = self.sources.made(path, "".into(), false);
        self.note(file, None);
        Place {
            file,
            ..Place::default()
        }
    }

    /// The node of a file, parsed at the first time. None if it is broken, which is said.
    pub(crate) fn parse(&mut self, file: FileId) -> Option<Node> {
        if let Some(known) = self.sources.parsed(file) {
            let Parsed { node, findings } = known;
            findings.into_iter().for_each(|finding| self.tell(finding));
            return node;
        }
        let source = self.sources.get(file)?;
        let language = match source.path.strip_suffix(".njk") {
            Some(path) => Language::of(path),
            None => Language::of(&source.path),
        };
        let text = source.text.clone();
        let mut doubts = Vec::new();
        let outcome = language.parse(&text, file, &mut doubts);
        let mut findings = Vec::new();
        let node = match outcome {
            Ok(node) => Some(node),
            Err(fault) => {
                let Fault { place, message } = fault;
                findings.push(self.finding(Level::Error, "syntax", place, message, None));
                None
            }
        };
        for Fault { place, message } in doubts {
            findings.push(self.finding(Level::Warning, "yaml", place, message, None));
        }
        let Parsed { node, findings } = self.sources.keep(file, Parsed { node, findings });
        findings.into_iter().for_each(|finding| self.tell(finding));
        node
    }

    /// Notes an error.
    pub(crate) fn error(&mut self, code: &'static str, place: Place, message: impl Into<String>) {
        self.find(Level::Error, code, place, message.into(), None);
    }

    /// Notes a warning.
    pub(crate) fn warn(&mut self, code: &'static str, place: Place, message: impl Into<String>) {
        self.find(Level::Warning, code, place, message.into(), None);
    }

    /// Notes a finding, unless it is there already.
    pub(crate) fn find(
        &mut self,
        level: Level,
        code: &'static str,
        place: Place,
        message: String,
        help: Option<String>,
    ) {
        let finding = self.finding(level, code, place, message, help);
        self.tell(finding);
    }

    fn finding(
        &self,
        level: Level,
        code: &'static str,
        place: Place,
        message: String,
        help: Option<String>,
    ) -> Arc<Finding> {
        let source = self.sources.get(place.file);
        let source = source.as_deref();
        let (file, text) = source.map_or(("", ""), |s| (&*s.path, &*s.text));
        let (start, end) = (place.start as usize, place.end as usize);
        let help = match source.is_some_and(|source| source.is_rendered) {
            true => {
                let note = "The line is that of the rendered template.";
                Some(help.map_or_else(|| note.to_owned(), |help| format!("{help} {note}")))
            }
            false => help,
        };
        Arc::new(Finding {
            level,
            code,
            message,
            help,
            file: file.to_owned(),
            position: position(text, start),
            excerpt: Excerpt::of(text, start, end),
        })
    }

    /// Notes a finding, unless it is there already, and writes it down.
    fn tell(&mut self, finding: Arc<Finding>) {
        if finding.level == Level::Error {
            self.single();
        }
        if let Some(journal) = &mut self.journal {
            journal.say(&finding);
        }
        self.record(Event::Found(finding));
    }

    /// What is found within `place` by `checks`, or by any check, is not said.
    pub(crate) fn quiet(&mut self, place: Place, checks: Vec<Str>) {
        let checks: Arc<[Str]> = checks.into();
        if let Some(journal) = &mut self.journal {
            journal.quiet.push((place, Arc::clone(&checks)));
        }
        self.record(Event::Quieted(place, checks));
    }
}

/// Checks whose warnings `~ignoreBuildChecks` can silence. Of their errors it silences only those of
/// `types`, which a server with more types does not find; all others are needed to build.
pub(crate) const CHECKS: [&str; 8] = [
    "connection-refs",
    "link-refs",
    "payload-refs",
    "request-refs",
    "schema",
    "state-refs",
    "step-refs",
    "types",
];

/// Text of a value as messages have it.
pub(crate) fn received(node: Option<&Node>) -> String {
    match node {
        Some(node) => {
            let text = engine::json::show(&node.to_value());
            match text.char_indices().nth(MAX_SHOWN) {
                Some((at, _)) => format!("{}…", &text[..at]),
                None => text,
            }
        }
        None => engine::json::show(&Value::Undefined),
    }
}

/// Characters of a value that a message shows.
const MAX_SHOWN: usize = 300;
