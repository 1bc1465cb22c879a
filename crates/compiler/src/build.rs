//! The build: all steps in their order, and what they leave.

use std::collections::{BTreeMap, HashMap};
use std::thread;

use engine::{Str, Value};

use crate::files::{Files, Folder};
use crate::finding::{Excerpt, Finding, Level, position};
use crate::known::Known;
use crate::node::{FileId, Node, Place};
use crate::parse::Language;
use crate::resolve::Memo;
use crate::steps;

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
    pub artifacts: Option<BTreeMap<String, String>>,
    /// The files that the app is made of, as they are referred to.
    pub files: Vec<String>,
}

/// Levels of a whole app, and references within references, need more stack than threads have.
const STACK: usize = 64 << 20;

/// The names of the file that an app begins with.
const ENTRIES: [&str; 4] = ["lath.yaml", "lath.yml", "lowdefy.yaml", "lowdefy.yml"];

/// Builds the app of `folder`.
pub fn build(folder: &dyn Folder, options: &Options<'_>) -> Built {
    thread::scope(|scope| {
        let name = "build".to_owned();
        let thread = thread::Builder::new().name(name).stack_size(STACK);
        let running = thread.spawn_scoped(scope, || Compiler::new(folder, options).run());
        let ended = running.map(|handle| handle.join());
        match ended {
            Ok(Ok(built)) => built,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Compiler::new(folder, options).run(),
        }
    })
}

/// A build that is going on.
pub(crate) struct Compiler<'a> {
    pub(crate) files: Files<'a>,
    pub(crate) options: &'a Options<'a>,
    pub(crate) findings: Vec<Finding>,
    /// Where which checks were asked to be silent; all of them where none is named.
    quiet: Vec<(Place, Vec<Str>)>,
    pub(crate) memo: Memo,
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(folder: &'a dyn Folder, options: &'a Options<'a>) -> Compiler<'a> {
        Compiler {
            files: Files::new(folder),
            options,
            findings: Vec::new(),
            quiet: Vec::new(),
            memo: Memo::default(),
        }
    }

    fn run(mut self) -> Built {
        let root = self.entry();
        let app = root.and_then(|root| self.resolve_app(root));
        let app = app.and_then(|app| steps::app(&mut self, &app));
        let is_error = |finding: &Finding| finding.level == Level::Error;
        self.silence();
        let artifacts = match app {
            Some(app) if !self.findings.iter().any(is_error) => {
                Some(crate::output::texts(&self.files, app))
            }
            _ => None,
        };
        Built {
            findings: self.findings,
            artifacts,
            files: self.files.paths(),
        }
    }

    /// The file that the app begins with.
    fn entry(&mut self) -> Option<FileId> {
        for path in ENTRIES {
            match self.files.load(path, None) {
                Ok(Some(file)) => return Some(file),
                Ok(None) => {}
                Err(e) => {
                    let file = self.files.add(path, "".into(), None);
                    let place = Place {
                        file,
                        ..Place::default()
                    };
                    self.error("files", place, format!("\"{path}\" cannot be read: {e}."));
                    return None;
                }
            }
        }
        let file = self.files.add("lowdefy.yaml", "".into(), None);
        let place = Place {
            file,
            ..Place::default()
        };
        let message = "The folder has no \"lowdefy.yaml\" or \"lath.yaml\".";
        self.error("files", place, message);
        None
    }

    /// The node of a file, parsed at the first time. None if it is broken, which is said once.
    pub(crate) fn parse(&mut self, file: FileId) -> Option<Node> {
        if let Some(known) = self.files.parsed(file) {
            return known.clone();
        }
        let source = self.files.get(file)?;
        let language = match source.path.strip_suffix(".njk") {
            Some(path) => Language::of(path),
            None => Language::of(&source.path),
        };
        let text = source.text.clone();
        let mut doubts = Vec::new();
        let node = match language.parse(&text, file, &mut doubts) {
            Ok(node) => Some(node),
            Err(fault) => {
                self.error("syntax", fault.place, fault.message);
                None
            }
        };
        for doubt in doubts {
            self.warn("yaml", doubt.place, doubt.message);
        }
        self.files.keep(file, node.clone());
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
        let source = self.files.get(place.file);
        let (file, text) = source.map_or(("", ""), |s| (&*s.path, &*s.text));
        let (start, end) = (place.start as usize, place.end as usize);
        let help = match source.is_some_and(|source| source.is_rendered) {
            true => {
                let note = "The line is that of the rendered template.";
                Some(help.map_or_else(|| note.to_owned(), |help| format!("{help} {note}")))
            }
            false => help,
        };
        let finding = Finding {
            level,
            code,
            message,
            help,
            file: file.to_owned(),
            position: position(text, start),
            excerpt: Excerpt::of(text, start, end),
        };
        if self.findings.len() < MAX_FINDINGS && !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// What is found within `place` by `checks`, or by any check, is not said.
    pub(crate) fn quiet(&mut self, place: Place, checks: Vec<Str>) {
        self.quiet.push((place, checks));
    }

    /// Takes away what was asked to be silent.
    fn silence(&mut self) {
        let quiet = std::mem::take(&mut self.quiet);
        let lines = quiet.iter().map(|(place, checks)| {
            let text = self.files.get(place.file).map_or("", |f| &f.text);
            let (start, end) = (place.start as usize, place.end as usize);
            let path = self.files.path(place.file).to_owned();
            (path, position(text, start), position(text, end), checks)
        });
        let lines: Vec<_> = lines.collect();
        self.findings.retain(|finding| {
            let is_quiet = lines.iter().any(|(path, from, to, checks)| {
                *path == finding.file
                    && (*from..=*to).contains(&finding.position)
                    && (checks.is_empty() || checks.iter().any(|c| **c == *finding.code))
            });
            !(is_quiet && CHECKS.contains(&finding.code))
        });
    }
}

/// More is not noted.
const MAX_FINDINGS: usize = 1000;

/// Checks that `~ignoreBuildChecks` can silence; anything else is needed to build.
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
