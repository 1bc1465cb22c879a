//! Building the app of an author, again and again, into a folder from which it is loaded.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use compiler::{Artifacts, Disk, Level, Session};
use model::server::PlaceSource;

use super::Problem;
use crate::build;
use crate::settings::{self, Settings};

/// Builds one app.
pub struct Builder {
    dir: PathBuf,
    out: PathBuf,
    work: Mutex<Work>,
}

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
}

/// A build without errors.
pub struct Made {
    /// From place markers to the author's files.
    pub places: PlaceSource,
    /// What is odd.
    pub warnings: Vec<Problem>,
    /// Number of files that the app is made of.
    pub n_files: usize,
}

impl Builder {
    /// For the app of `settings.config_dir`; none if there is none.
    pub fn of(settings: &Settings) -> Option<Builder> {
        let dir = settings.config_dir.clone()?;
        Some(Builder {
            // Editors are told whole paths.
            dir: std::path::absolute(&dir).unwrap_or(dir),
            out: std::path::absolute(&settings.build_dir).unwrap_or(settings.build_dir.clone()),
            work: Mutex::default(),
        })
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
        for path in changed
            .iter()
            .filter_map(|path| path.strip_prefix(&self.dir).ok())
        {
            work.session.touch(&path.to_string_lossy());
        }
        let vars = || settings::build_env(&settings::environment(Some(&self.dir)));
        let env = work.env.get_or_insert_with(vars);
        let disk = Disk(self.dir.clone());
        let session = &mut work.session;
        let built = build::with_options(env, |options| session.build(&disk, options));
        let problems = built.findings.iter();
        let mut problems: Vec<Problem> = problems.map(|f| Problem::found(f, &self.dir)).collect();
        let (Some(artifacts), Some(maps)) = (built.artifacts, built.maps) else {
            // What prevents the build comes first.
            problems.sort_by_key(|problem| problem.level != Level::Error);
            return Err(problems);
        };
        let written = match work.written.take() {
            Some(before) => compiler::write_changes(&artifacts, &before, &self.out),
            None => compiler::write(&artifacts, &self.dir.join("public"), &self.out)
                .and_then(|()| self.copy("seed"))
                .and_then(|()| self.keep_apart()),
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
        })
    }

    /// Copies a folder of files to the artifacts.
    ///
    /// # Errors
    /// Where that fails.
    pub fn copy(&self, folder: &str) -> io::Result<()> {
        compiler::copy_folder(&self.dir.join(folder), &self.out.join(folder))
    }

    /// What is built is no part of what the author keeps.
    fn keep_apart(&self) -> io::Result<()> {
        let own = self.dir.join(".lath");
        match self.out.starts_with(&own) {
            true => {
                std::fs::write(own.join(".gitignore"), "*\n")?;
                crate::schema::write(&self.dir)
            }
            false => Ok(()),
        }
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
