//! Building the app of an author, again and again, into a folder from which it is loaded.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;
use compiler::{Artifacts, Disk, Level, Session};
use model::server::PlaceSource;

use super::{Looked, Problem};
use crate::build;
use crate::settings::{self, Settings};

/// Builds one app.
pub struct Builder {
    dir: PathBuf,
    out: PathBuf,
    looked: Arc<ArcSwap<Looked>>,
    work: Mutex<Work>,
}

/// An artifact that every build has.
const ALWAYS: &str = "app.json";

/// What is kept from build to build.
#[derive(Default)]
struct Work {
    session: Session,
    /// What `_build.env` reads; none before the first build.
    env: Option<HashMap<String, String>>,
    /// What is in the folder.
    written: Option<Artifacts>,
    /// The version that the app named at first.
    version: Option<String>,
    /// The folder may be written to, and is kept apart.
    is_apart: bool,
}

/// A build without errors.
pub struct Made {
    /// From place markers to the author's files.
    pub places: PlaceSource,
    /// What is odd.
    pub warnings: Vec<Problem>,
    /// Number of files that the app is made of.
    pub n_files: usize,
    /// The artifacts are those of the build before.
    pub is_same: bool,
}

impl Builder {
    /// For the app of `settings.config_dir`; none if there is none.
    pub fn of(settings: &Settings) -> Option<Builder> {
        let dir = settings.config_dir.clone()?;
        Some(Builder {
            // Editors are told whole paths.
            dir: std::path::absolute(&dir).unwrap_or(dir),
            out: std::path::absolute(&settings.build_dir).unwrap_or(settings.build_dir.clone()),
            looked: Arc::default(),
            work: Mutex::default(),
        })
    }

    /// What the last build looked at.
    pub fn looked(&self) -> Arc<ArcSwap<Looked>> {
        Arc::clone(&self.looked)
    }

    /// The app's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Builds what depends on the files `changed`, or on others that are not as they were.
    ///
    /// # Errors
    /// What is wrong with the app. The folder of artifacts stays as it is then.
    pub fn build(&self, changed: &[PathBuf]) -> Result<Made, Vec<Problem>> {
        let mut work = self.work();
        let work = &mut *work;
        // Somebody may have cleaned up.
        if work.written.is_some() && !self.out.join(ALWAYS).is_file() {
            (work.written, work.is_apart) = (None, false);
        }
        // A folder that was removed is not made again.
        if !work.is_apart && self.dir.is_dir() {
            self.keep_apart()?;
            work.is_apart = true;
        }
        let looked = self.looked.load();
        for path in changed {
            let names = looked.names(path).iter();
            names.for_each(|name| work.session.touch(name));
            if let Ok(path) = path.strip_prefix(&self.dir) {
                work.session.touch(&path.to_string_lossy());
            }
        }
        let vars = || settings::build_env(&settings::environment(Some(&self.dir)));
        let env = work.env.get_or_insert_with(vars);
        let disk = Disk(self.dir.clone());
        let session = &mut work.session;
        let built = build::with_options(env, |options| session.build(&disk, options));
        // Files that were written anew are where they were.
        let is_files = !changed.is_empty() && changed.iter().all(|path| super::is_file(path));
        if !is_files || !looked.is_of(&built.files, &built.missing) {
            let looked = Looked::of(&self.dir, &built.files, &built.missing);
            self.looked.store(Arc::new(looked));
        }
        let problems = built.findings.iter();
        let mut problems: Vec<Problem> = problems.map(|f| Problem::found(f, &self.dir)).collect();
        let (Some(artifacts), Some(maps)) = (built.artifacts, built.maps) else {
            // What prevents the build comes first.
            problems.sort_by_key(|problem| problem.level != Level::Error);
            return Err(problems);
        };
        let before = work.written.take();
        let is_same = before.as_ref() == Some(&artifacts);
        let written = match before {
            Some(before) => compiler::write_changes(&artifacts, &before, &self.out)
                .and_then(|()| self.copy("seed")),
            None => compiler::write(&artifacts, None, &self.dir, &self.out),
        };
        if let Err(e) = written {
            return Err(vec![self.unwritten(&e)]);
        }
        work.written = Some(artifacts);
        problems.extend(work.other_version(built.version));
        Ok(Made {
            places: Arc::new(move || (maps.keys(), maps.refs())),
            warnings: problems,
            n_files: built.files.len(),
            is_same,
        })
    }

    /// Copies a folder of files to the artifacts.
    ///
    /// # Errors
    /// Where that fails.
    pub fn copy(&self, folder: &str) -> io::Result<()> {
        compiler::copy_folder(folder, &self.dir, &self.out)
    }

    /// What is built is no part of what the author keeps, and does not take its place.
    fn keep_apart(&self) -> Result<(), Vec<Problem>> {
        if let Some(why) = compiler::refusal(&self.dir, &self.out) {
            return Err(vec![Problem::of_message("files", Level::Error, why)]);
        }
        let own = self.dir.join(".lath");
        if !self.out.starts_with(&own) {
            return Ok(());
        }
        std::fs::create_dir_all(&own)
            .and_then(|()| std::fs::write(own.join(".gitignore"), "*\n"))
            .and_then(|()| crate::schema::write(&self.dir))
            .map_err(|e| vec![self.unwritten(&e)])
    }

    /// Variables of the environment may be others now: the next build does everything anew.
    pub fn forget(&self) {
        let mut work = self.work();
        work.env = None;
        work.session = Session::default();
    }

    fn unwritten(&self, e: &io::Error) -> Problem {
        let message = format!(
            "The artifacts cannot be written to {}: {e}.",
            self.out.display()
        );
        Problem::of_message("files", Level::Error, message)
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Work {
    /// A warning if the app names another version than at the start.
    fn other_version(&mut self, version: Option<String>) -> Option<Problem> {
        let version = version?;
        let first = self.version.get_or_insert_with(|| version.clone());
        if *first == version {
            return None;
        }
        let message = format!(
            "The app names version {version} now, and {first} when the server started. This server \
             stays the same; nothing is installed for a version."
        );
        Some(Problem::of_message("version", Level::Warning, message))
    }
}
