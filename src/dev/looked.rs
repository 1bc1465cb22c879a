//! Which files a build looked at: no other change of the machine's files can change what it gives.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use compiler::real;

/// Files that a build looked for, whether they are there or not.
#[derive(Default)]
pub struct Looked {
    /// By where they are: how the app names them.
    names: HashMap<PathBuf, Vec<String>>,
    /// All folders around them.
    around: HashSet<PathBuf>,
    /// The names of those that are there, and of those that are not.
    of: (Vec<String>, Vec<String>),
}

impl Looked {
    /// The files of these names, which are relative to the app's folder `dir`, and others that are
    /// not there.
    pub fn of(dir: &Path, files: &[String], missing: &[String]) -> Looked {
        let mut looked = Looked {
            of: (files.to_vec(), missing.to_vec()),
            ..Looked::default()
        };
        let mut folders: HashMap<PathBuf, PathBuf> = HashMap::new();
        let here = real(dir);
        for name in files.iter().chain(missing) {
            let whole = dir.join(name);
            let Some((folder, file)) = whole.parent().zip(whole.file_name()) else {
                continue;
            };
            let folder = folders
                .entry(folder.to_owned())
                .or_insert_with(|| real(folder));
            looked.add(folder.join(file), name);
            if whole.is_symlink() {
                looked.add(real(&whole), name);
            }
            // A folder on the way may be a link, which can come to lead elsewhere.
            if Path::new(name).components().all(is_plain) {
                looked.add(here.join(name), name);
            }
        }
        looked
    }

    /// Is it made of these?
    pub fn is_of(&self, files: &[String], missing: &[String]) -> bool {
        self.of.0 == files && self.of.1 == missing
    }

    fn add(&mut self, path: PathBuf, name: &str) {
        for up in path.ancestors().skip(1) {
            if !self.around.insert(up.to_owned()) {
                break;
            }
        }
        let names = self.names.entry(path).or_default();
        if names.iter().all(|known| known != name) {
            names.push(name.to_owned());
        }
    }

    /// May a change of what is at `path` change what a build gives?
    pub fn counts(&self, path: &Path) -> bool {
        self.names.contains_key(path) || self.around.contains(path)
    }

    /// How the app names what is at `path`.
    pub fn names(&self, path: &Path) -> &[String] {
        self.names.get(path).map_or(&[], Vec::as_slice)
    }

    /// The folders in which changes are to be seen: those of the files, or what is there around them.
    pub fn folders(&self) -> BTreeSet<PathBuf> {
        let folders: BTreeSet<&Path> = self.names.keys().filter_map(|path| path.parent()).collect();
        folders.into_iter().filter_map(nearest).collect()
    }
}

/// Is it a file, and no link to one?
pub fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|facts| facts.is_file())
}

fn is_plain(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(_))
}

/// The folder, or the first around it that is there.
pub fn nearest(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|up| up.is_dir()).map(real)
}
