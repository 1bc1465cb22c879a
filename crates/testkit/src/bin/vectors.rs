//! `vectors [--json] [--misses N] [--only PREFIX] [FILE…]` runs recorded vectors and counts.
//!
//! Without files, every file of vectors in their directory is run. A bare file name is looked up there
//! too. Files of another kind are left out, with a note, so that `vectors/lowdefy/*` can be named.
//! `--only _string` leaves other groups out. The last lines have a line per family:
//! `family passed/total`, how many error texts are equal too, and what does not exist here and was not
//! run (`absent`).
#![expect(
    clippy::print_stderr,
    reason = "notes of a command whose output is on stdout"
)]

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
    let mut n_files = 0;
    for path in &options.paths {
        let lines = match files::is_of_lines(path) {
            true => files::lines(path)?,
            false => Vec::new(),
        };
        let Some(family) = families::of_lines(&lines) else {
            eprintln!("left out, no vectors of a known family: {}", path.display());
            continue;
        };
        n_files += 1;
        report.begin(family.name);
        (family.run)(&lines, &mut report)?;
    }
    if n_files == 0 {
        let known: Vec<&str> = families::ALL.iter().map(|f| f.name).collect();
        bail!("no file of vectors; families are {}", known.join(", "));
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
        options.paths = files::all()?;
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
