//! Builds of one app after another: what did not change is not done again.

use crate::build::{Built, Compiler, Options};
use crate::files::Folder;
use crate::journal::Journal;
use crate::memo::Memo;
use crate::sources::Sources;
use crate::units::Units;

/// What is kept from build to build. Types, variables of the environment and functions of the
/// [`Options`] must stay the same; whoever changes them starts anew.
#[derive(Default)]
pub struct Session {
    pub(crate) sources: Sources,
    pub(crate) memo: Memo,
    pub(crate) units: Units,
    n_builds: u64,
}

impl Session {
    /// The file at `path`, relative to the app's folder, is read again whatever its stamp says.
    pub fn touch(&mut self, path: &str) {
        self.sources.touch(path);
    }

    /// Builds the app of `folder`. It gives and says the same as a build that nothing went before.
    pub fn build(&mut self, folder: &dyn Folder, options: &Options<'_>) -> Built {
        self.n_builds += 1;
        self.sources.begin(self.n_builds);
        self.memo.begin(self.n_builds);
        self.units.begin(self.n_builds);
        let mut journal = Journal::default();
        let compiler = Compiler::new(folder, options, &self.sources, &self.memo, &mut journal);
        let built = compiler.run(&mut self.units);
        let is_whole = built.artifacts.is_some();
        self.sources.end(journal.order.keys().copied(), is_whole);
        self.memo.end(is_whole);
        self.units.end(is_whole);
        built
    }
}
