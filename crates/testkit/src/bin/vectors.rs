//! `vectors [--json] [--misses N] [--only PREFIX] [FILE…]` runs recorded vectors and counts.
//!
//! Without files, every file that a family knows in the directory of vectors is run. A bare file name
//! is looked up there too. `--only _string` leaves other groups out.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use testkit::families;
use testkit::files;
use testkit::report::Report;

struct Options {
    json: bool,
    n_misses: usize,
    only: Option<String>,
    paths: Vec<PathBuf>,
}

fn main() -> Result<()> {
    let options = options()?;
    std::panic::set_hook(Box::new(|_| {}));
    let mut report = Report::new(options.only);
    for path in &options.paths {
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        let Some(family) = families::of_file(name) else {
            let known: Vec<&str> = families::ALL.iter().map(|f| f.name).collect();
            bail!("no family for `{name}`; there are {}", known.join(", "));
        };
        report.begin(family.name);
        (family.run)(&files::lines(path)?, &mut report)?;
    }
    let text = match options.json {
        true => report.to_json(options.n_misses),
        false => report.to_text(options.n_misses),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn options() -> Result<Options> {
    let mut options = Options {
        json: false,
        n_misses: 0,
        only: None,
        paths: Vec::new(),
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--json" => options.json = true,
            "--misses" => {
                let n = args.next().context("`--misses` takes a number")?;
                options.n_misses = n.parse().context("`--misses` takes a number")?;
            }
            "--only" => options.only = Some(args.next().context("`--only` takes a prefix")?),
            flag if flag.starts_with('-') => bail!("unknown option `{flag}`"),
            path => options.paths.push(find(path)?),
        }
    }
    if options.paths.is_empty() {
        options.paths = all_files()?;
    }
    Ok(options)
}

fn find(path: &str) -> Result<PathBuf> {
    let here = PathBuf::from(path);
    Ok(if here.exists() {
        here
    } else {
        files::vectors_dir()?.join(path)
    })
}

fn all_files() -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(files::vectors_dir()?)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        let lines = name.ends_with(".jsonl") || name.ends_with(".jsonl.gz");
        if lines && families::of_file(name).is_some() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
