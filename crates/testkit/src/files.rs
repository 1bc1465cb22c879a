//! Where the vectors are, and how their lines are read.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use engine::{Value, json};
use flate2::read::GzDecoder;

/// The directory of vectors: `vectors/lowdefy` below `LATH_SHARED`, which is `../shared` if unset.
///
/// # Errors
/// Where there is no such directory, with what to do about it.
pub fn vectors_dir() -> Result<PathBuf> {
    let dir = shared().join("vectors/lowdefy");
    if !dir.is_dir() {
        bail!(
            "no vectors in `{}`: set LATH_SHARED to the directory that holds `vectors/lowdefy`",
            dir.display()
        );
    }
    Ok(dir)
}

/// `LATH_SHARED`, or `../shared` beside the repository, whatever the working directory is.
fn shared() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("LATH_SHARED").map_or_else(beside, PathBuf::from)
}

/// The `build` directory of an app. One that is packed is unpacked into `target/artifacts`, once.
///
/// # Errors
/// Where there is no such app, or it cannot be unpacked.
pub fn artifact(app: &str) -> Result<PathBuf> {
    let artifacts = shared().join("artifacts");
    let build = artifacts.join(app).join("build");
    if build.is_dir() {
        return Ok(build);
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/artifacts");
    let build = target.join(app).join("build");
    if build.is_dir() {
        return Ok(build);
    }
    let packed = artifacts.join(format!("{app}.tar.gz"));
    std::fs::create_dir_all(&target)?;
    let unpacked = Command::new("tar")
        .arg("-xzf")
        .arg(&packed)
        .arg("-C")
        .arg(&target)
        .status();
    match unpacked {
        Ok(status) if status.success() && build.is_dir() => Ok(build),
        _ => bail!("cannot unpack `{}`", packed.display()),
    }
}

/// Every file of lines in the directory of vectors, sorted.
///
/// # Errors
/// As [`vectors_dir`], and where the directory cannot be read.
pub fn all() -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(vectors_dir()?)?;
    let mut paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    paths.retain(|path| is_of_lines(path));
    paths.sort();
    Ok(paths)
}

/// Is it a file with a JSON text on every line, packed or not?
pub fn is_of_lines(path: &Path) -> bool {
    let name = path.to_string_lossy();
    name.ends_with(".jsonl") || name.ends_with(".jsonl.gz")
}

/// The lines of `path`, parsed with the markers as plain keys. A file ending in `.gz` is unpacked.
///
/// # Errors
/// Where the file cannot be read, or a line is no JSON; says which.
pub fn lines(path: &Path) -> Result<Vec<Value>> {
    let file = File::open(path).with_context(|| format!("cannot open `{}`", path.display()))?;
    let packed = path.extension().is_some_and(|e| e == "gz");
    let reader: Box<dyn Read> = if packed {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut out = Vec::new();
    for (i, line) in BufReader::new(reader).lines().enumerate() {
        let at = || format!("`{}` line {}", path.display(), i + 1);
        let line = line.with_context(at)?;
        if !line.trim().is_empty() {
            out.push(json::parse(line.as_bytes()).with_context(at)?);
        }
    }
    Ok(out)
}

/// The one JSON document in `name` of the directory of vectors.
///
/// # Errors
/// As [`vectors_dir`], and where the file cannot be read or is no JSON.
pub fn document(name: &str) -> Result<Value> {
    let path = vectors_dir()?.join(name);
    let text = std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    json::parse(&text).with_context(|| format!("`{}`", path.display()))
}
