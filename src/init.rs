//! `lath init`: writes a small working app.

mod starters;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use starters::{ALL, Starter};

/// What `lath init` was told.
#[derive(Debug, PartialEq)]
pub struct Arguments {
    /// The folder to write.
    pub dir: PathBuf,
    /// Name of a starter.
    pub template: String,
}

/// The arguments after `init`.
///
/// # Errors
/// For what is none.
pub fn arguments(args: &[&str]) -> Result<Arguments, String> {
    let (mut dir, mut template) = (None, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--template" => match args.next() {
                Some(name) => template = Some((*name).to_owned()),
                None => return Err(format!("`--template` is one of {}", names())),
            },
            arg if arg.starts_with('-') => return Err(format!("there is no option `{arg}`")),
            arg if dir.is_none() => dir = Some(PathBuf::from(arg)),
            arg => return Err(format!("one folder is written, not `{arg}` too")),
        }
    }
    Ok(Arguments {
        dir: dir.unwrap_or_else(|| ".".into()),
        template: template.unwrap_or_else(|| ALL[0].name.to_owned()),
    })
}

/// Writes a starter; nothing that is there already is written over.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the words of a command"
)]
pub fn main(arguments: &Arguments) -> ExitCode {
    let Arguments { dir, template } = arguments;
    let Some(starter) = ALL.iter().find(|starter| starter.name == template) else {
        eprintln!(
            "error: there is no template `{template}`; there are {}",
            names()
        );
        return ExitCode::FAILURE;
    };
    match write(starter, dir) {
        Ok(()) => {
            println!("{}: {}", dir.display(), starter.about);
            println!("next: cd {} && lath dev", dir.display());
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("error: {}: {e}", dir.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes the files of `starter` to the folder `dir`, and the schemas for editors.
///
/// # Errors
/// Where one of them is there already, or cannot be written.
pub fn write(starter: &Starter, dir: &Path) -> io::Result<()> {
    let known = |(path, _): &&(&str, &str)| dir.join(path).exists();
    if let Some((path, _)) = starter.files.iter().find(known) {
        return Err(io::Error::other(format!("`{path}` is there already")));
    }
    for (path, text) in starter.files {
        let path = dir.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    crate::schema::write(dir)
}

fn names() -> String {
    let names: Vec<&str> = ALL.iter().map(|starter| starter.name).collect();
    names.join(", ")
}
