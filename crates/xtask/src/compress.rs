//! Precompression: what is compressed once, at the highest level, is not compressed per request.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::project;

/// Smaller files travel as they are: one packet either way.
const SMALLEST: u64 = 1024;

/// Compressed by nature, or by us.
const SKIPPED: [&str; 12] = [
    "br", "gz", "png", "jpg", "jpeg", "gif", "webp", "avif", "woff", "woff2", "mp4", "zip",
];

/// Writes `.br` and `.gz` beside every file below a folder that gains by it and has none yet.
pub(crate) fn folder(folder: &Path) -> Result<usize> {
    let mut files: Vec<PathBuf> = project::files_below(folder)
        .into_iter()
        .filter(|file| wanted(file))
        .collect();
    // The largest first, so that the threads end at about the same time.
    files.sort_by_key(|file| fs::metadata(file).map_or(0, |meta| meta.len()));
    let count = files.len();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let queue = std::sync::Mutex::new(files);
    thread::scope(|scope| {
        let work = || -> Result<()> {
            while let Some(path) = queue
                .lock()
                .map_err(|_| anyhow!("a thread panicked"))?
                .pop()
            {
                file(&path).with_context(|| format!("cannot compress {}", path.display()))?;
            }
            Ok(())
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            thread
                .join()
                .map_err(|_| anyhow!("a compression thread panicked"))??;
        }
        Ok(count)
    })
}

fn wanted(file: &Path) -> bool {
    let extension = file
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let large = fs::metadata(file).is_ok_and(|meta| meta.len() > SMALLEST);
    large && !SKIPPED.contains(&extension) && !beside(file, "br").is_file()
}

fn file(path: &Path) -> Result<()> {
    let bytes = fs::read(path)?;
    fs::write(beside(path, "gz"), gzip(&bytes)?)?;
    fs::write(beside(path, "br"), brotli(&bytes)?)?;
    Ok(())
}

/// `lath.js` → `lath.js.br`
pub(crate) fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

pub(crate) fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
