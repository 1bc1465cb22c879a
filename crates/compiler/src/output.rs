//! Artifacts: their texts, and writing them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use engine::json;

use crate::build::is_app;
use crate::files::real;
use crate::journal::Referred;
use crate::keys;
use crate::maps::Maps;
use crate::spread::spread;
use crate::steps::{App, Artifact, Part};
use crate::units::Made;

/// Texts of artifacts by path. One that stays the same from build to build is the same text.
pub type Artifacts = BTreeMap<String, Arc<str>>;

/// The texts of all artifacts, and the maps of their markers.
pub(crate) fn of(files: Vec<Referred>, app: App) -> (Artifacts, Maps) {
    let mut out = Artifacts::new();
    let mut nodes = Vec::new();
    let pages = app.parts.iter().filter_map(|part| match part {
        Part::Page(unit, _) => Some(unit),
        Part::One(_) => None,
    });
    let made: Vec<&Made> = pages.flat_map(|unit| &unit.artifacts).collect();
    let new: Vec<&Made> = made
        .into_iter()
        .filter(|m| m.text.get().is_none())
        .collect();
    spread(&new, |(_, made)| {
        made.text
            .get_or_init(|| keys::text(&made.path, &made.node).into());
    });
    for part in app.parts {
        match part {
            Part::One(Artifact { path, key, node }) => {
                out.insert(path.clone(), keys::text(&path, &node).into());
                nodes.push((path, key, node));
            }
            Part::Page(unit, key) => {
                for made in &unit.artifacts {
                    let text = made
                        .text
                        .get_or_init(|| keys::text(&made.path, &made.node).into());
                    out.insert(made.path.clone(), Arc::clone(text));
                    let key = format!("{key}{}", made.key);
                    nodes.push((made.path.clone(), key, made.node.clone()));
                }
            }
        }
    }
    let types = json::to_string(&app.types, keys::STYLE);
    out.insert("types.json".to_owned(), types.into());
    for (path, module) in app.scripts.modules() {
        out.insert(path.to_owned(), module.into());
    }
    (out, Maps::of(files, nodes))
}

/// Folders of artifacts: what is in them and was not built now is from an earlier build.
const FOLDERS: [&str; 3] = ["api", "connections", "pages"];

/// Files of the build that are there only sometimes.
const OPTIONAL: [&str; 2] = [
    "plugins/operators/clientJsMap.js",
    "plugins/operators/serverJsMap.js",
];

/// Why the artifacts of the app in `dir` must not be written to `out`, if so. What is no artifact of
/// this build is removed from there: it must not be what somebody wrote.
pub fn refusal(dir: &Path, out: &Path) -> Option<String> {
    let (real_dir, real_out) = (real(dir), real(out));
    let why = if real_dir.starts_with(&real_out) {
        "it holds the app"
    } else if is_app(out) {
        "it holds an app as its author writes it"
    } else if COPIED
        .iter()
        .any(|folder| real_out.starts_with(real_dir.join(folder)))
    {
        "it is in a folder that is copied there"
    } else {
        return None;
    };
    Some(format!(
        "The artifacts cannot be written to {}: {why}.",
        out.display()
    ))
}

/// Folders of an app that are copied to the artifacts as they are.
const COPIED: [&str; 2] = ["public", "seed"];

/// Writes `artifacts`, and the maps if they are given, to the folder `out`, and of the app in `dir` the
/// folders that are copied. Files that are already as they should be are left alone. A folder that is
/// not there yet comes all at once.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(artifacts: &Artifacts, maps: Option<&Maps>, dir: &Path, out: &Path) -> io::Result<()> {
    let out = &real(out);
    if fs::symlink_metadata(out).is_err() {
        match write_new(artifacts, maps, dir, out) {
            // Somebody else made it meanwhile.
            Err(_) if out.is_dir() => {}
            done => return done,
        }
    }
    fill(artifacts, maps, out, put)?;
    tidy(artifacts, out)?;
    copy_folders(dir, out)
}

/// Writes to the folder `out`, which is not there, by way of another one beside it.
fn write_new(artifacts: &Artifacts, maps: Option<&Maps>, dir: &Path, out: &Path) -> io::Result<()> {
    let (Some(around), Some(name)) = (out.parent(), out.file_name()) else {
        return Err(io::Error::other("it is no place for a folder"));
    };
    let new = format!(".{}.{}.new", name.to_string_lossy(), std::process::id());
    let new = &around.join(new);
    fs::create_dir_all(around).map_err(|e| named(&e, around))?;
    // One of a process of that number which did not come to its end.
    if let Err(e) = fs::remove_dir_all(new).or_else(ignore_absent) {
        return Err(named(&e, new));
    }
    fs::create_dir(new).map_err(|e| named(&e, new))?;
    let done = fill(artifacts, maps, new, create)
        .and_then(|()| copy_folders(dir, new))
        .and_then(|()| fs::rename(new, out).map_err(|e| named(&e, out)));
    if done.is_err() {
        fs::remove_dir_all(new).ok();
    }
    done
}

fn ignore_absent(e: io::Error) -> io::Result<()> {
    match e.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(e),
    }
}

/// How a file of these parts is written.
type Put = fn(&Path, &[&[u8]]) -> io::Result<()>;

fn fill(artifacts: &Artifacts, maps: Option<&Maps>, out: &Path, put: Put) -> io::Result<()> {
    let artifacts = || {
        let all: Vec<_> = artifacts.iter().collect();
        let done = spread(&all, |(_, (path, text))| {
            put(&out.join(path), &[text.as_bytes()])
        });
        done.into_iter().collect::<io::Result<()>>()
    };
    let Some(maps) = maps else {
        return artifacts();
    };
    // The maps are as large as all others together.
    let maps = || maps.write(out, put);
    std::thread::scope(|scope| {
        let helper = std::thread::Builder::new().spawn_scoped(scope, maps);
        artifacts()?;
        match helper.map(|helper| helper.join()) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => maps(),
        }
    })
}

/// Takes away what an earlier build left.
fn tidy(artifacts: &Artifacts, out: &Path) -> io::Result<()> {
    for folder in FOLDERS {
        sweep(out, folder, artifacts)?;
    }
    for path in OPTIONAL.into_iter().filter(|p| !artifacts.contains_key(*p)) {
        let removed = fs::remove_file(out.join(path)).or_else(ignore_absent);
        removed.map_err(|e| named(&e, path))?;
    }
    Ok(())
}

fn copy_folders(dir: &Path, out: &Path) -> io::Result<()> {
    COPIED
        .iter()
        .try_for_each(|folder| copy_folder(folder, dir, out))
}

/// Makes the folder of that name in `out` the same as that of the app in `dir`. Files that are already as
/// they should be are left alone; what the app does not have is removed.
///
/// # Errors
/// Where a file cannot be written or removed.
pub fn copy_folder(folder: &str, dir: &Path, out: &Path) -> io::Result<()> {
    let (from, to) = (dir.join(folder), out.join(folder));
    // Not through a link: what it leads to is no folder of a build.
    if fs::symlink_metadata(&to).is_ok_and(|facts| facts.is_dir()) {
        clear(&from, &to)?;
    }
    match from.is_dir() {
        true => copy(&from, &to),
        false => Ok(()),
    }
}

/// Writes those of `artifacts` that are other texts than `before`, and removes what is no more: the
/// folder holds `before`.
///
/// # Errors
/// Where a file cannot be written.
pub fn write_changes(artifacts: &Artifacts, before: &Artifacts, out: &Path) -> io::Result<()> {
    let is_new = |(path, text): &(&String, &Arc<str>)| {
        before.get(*path).is_none_or(|old| !Arc::ptr_eq(old, text))
    };
    let new: Vec<_> = artifacts.iter().filter(is_new).collect();
    let done = spread(&new, |(_, (path, text))| {
        put(&out.join(path), &[text.as_bytes()])
    });
    done.into_iter().collect::<io::Result<()>>()?;
    for path in before.keys().filter(|path| !artifacts.contains_key(*path)) {
        let removed = fs::remove_file(out.join(path)).or_else(ignore_absent);
        removed.map_err(|e| named(&e, path))?;
    }
    Ok(())
}

fn named(e: &io::Error, path: impl AsRef<Path>) -> io::Error {
    io::Error::new(e.kind(), format!("{}: {e}", path.as_ref().display()))
}

/// Writes a file of these parts, unless it is already as it should be. Whoever reads it has the old or
/// the new one, and never half of one.
fn put(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    if is_made_of(path, parts) {
        return Ok(());
    }
    let new = path.with_added_extension("tmp");
    create(&new, parts)?;
    fs::rename(&new, path).map_err(|e| named(&e, path))
}

/// Makes a file of these parts, and the folders around it.
fn create(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let write = || {
        let mut file = match (fs::File::create(path), path.parent()) {
            (Err(e), Some(folder)) if e.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder)?;
                fs::File::create(path)?
            }
            (file, _) => file?,
        };
        parts.iter().try_for_each(|part| file.write_all(part))
    };
    write().map_err(|e| named(&e, path))
}

/// Is the file already as it should be?
fn is_made_of(path: &Path, parts: &[&[u8]]) -> bool {
    let size: u64 = parts.iter().map(|part| part.len() as u64).sum();
    if !fs::metadata(path).is_ok_and(|facts| facts.len() == size) {
        return false;
    }
    let Ok(old) = fs::read(path) else {
        return false;
    };
    let mut rest = &*old;
    parts.iter().all(|part| match rest.strip_prefix(*part) {
        Some(after) => {
            rest = after;
            true
        }
        None => false,
    })
}

/// Removes the JSON files of `folder` that are not among `artifacts`.
fn sweep(out: &Path, folder: &str, artifacts: &Artifacts) -> io::Result<()> {
    let entries = match fs::read_dir(out.join(folder)) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(named(&e, folder)),
    };
    for entry in entries {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let path = format!("{folder}/{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() {
            sweep(out, &path, artifacts)?;
            // Only an empty folder goes.
            fs::remove_dir(entry.path()).ok();
        } else if kind.is_file() && name.ends_with(".json") && !artifacts.contains_key(&path) {
            fs::remove_file(entry.path()).map_err(|e| named(&e, &path))?;
        }
    }
    Ok(())
}

/// Removes from `to` what `from` does not have.
fn clear(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(to).map_err(|e| named(&e, to))? {
        let entry = entry?;
        let (path, source) = (entry.path(), from.join(entry.file_name()));
        let facts = fs::symlink_metadata(&source).ok();
        if entry.file_type()?.is_dir() {
            clear(&source, &path)?;
            if !facts.is_some_and(|facts| facts.is_dir()) {
                fs::remove_dir(&path).map_err(|e| named(&e, &path))?;
            }
        } else if !facts.is_some_and(|facts| facts.is_file()) {
            fs::remove_file(&path).map_err(|e| named(&e, &path))?;
        }
    }
    Ok(())
}

/// Copies files and folders; links are not followed.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from).map_err(|e| named(&e, from))? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).map_err(|e| named(&e, entry.path()))?;
            put(&target, &[&bytes])?;
        }
    }
    Ok(())
}
