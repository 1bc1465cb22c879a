//! Starting programs: in the project's folder, with the project's tools and toolchain.

use std::{
    ffi::OsString,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{project, setup};

/// An environment variable that is set and not empty.
pub(crate) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A command that runs in the project's folder.
///
/// `cargo xtask` itself runs under rustup, which pins its children to the toolchain that xtask
/// was started with by `RUSTUP_TOOLCHAIN`. On a fresh machine `setup` changes the folder's
/// toolchain after that, so the pin has to go. What cargo tells xtask about its own package has to go,
/// too: build scripts that look at it would run again, and half of the server be compiled anew, at each
/// change between `cargo` and `cargo xtask`.
pub(crate) fn command(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
        .current_dir(project::root())
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .env("PATH", path_with_tools());
    command
}

/// Cargo, as the project's toolchain has it.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(args);
    cargo
}

fn path_with_tools() -> OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let dirs = [setup::wasm_opt_dir()]
        .into_iter()
        .chain(std::env::split_paths(&old));
    std::env::join_paths(dirs).unwrap_or(old)
}

/// Where the shell would find a program.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path)
        .map(|dir| dir.join(&file))
        .find(|file| file.is_file())
}

/// Runs to the end on this terminal; anything but success is an error that names the command.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", line(command));
    }
    Ok(())
}

/// Runs to the end in silence and gives what it wrote to stdout; its stderr is in the error.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if !output.status.success() {
        bail!(
            "{} ended with {}\n{}{}",
            line(command),
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Like [`capture`], and stops the program after a time.
pub(crate) fn capture_within(command: &mut Command, limit: Duration) -> Result<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let outputs = [
        child.stdout.take().map(|pipe| drain(Box::new(pipe))),
        child.stderr.take().map(|pipe| drain(Box::new(pipe))),
    ];
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if start.elapsed() > limit {
            child.kill().ok();
            child.wait().ok();
            bail!("{} took longer than {} s", line(command), limit.as_secs());
        }
        thread::sleep(Duration::from_millis(20));
    };
    let text: String = outputs
        .into_iter()
        .flatten()
        .filter_map(|thread| thread.join().ok())
        .collect();
    if !status.success() {
        bail!("{} ended with {status}\n{text}", line(command));
    }
    Ok(text)
}

fn drain(mut pipe: Box<dyn Read + Send>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).ok();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Runs to the end on this terminal and gives all it printed, and whether it succeeded.
pub(crate) fn tee(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    let all = Arc::new(Mutex::new(String::new()));
    let out = child
        .stdout
        .take()
        .map(|pipe| echo(pipe, std::io::stdout(), all.clone()));
    let err = child
        .stderr
        .take()
        .map(|pipe| echo(pipe, std::io::stderr(), all.clone()));
    let status = child.wait()?;
    for thread in [out, err].into_iter().flatten() {
        thread.join().ok();
    }
    let text = all.lock().map(|text| text.clone()).unwrap_or_default();
    Ok((status.success(), text))
}

fn echo(
    pipe: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    all: Arc<Mutex<String>>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut reader = BufReader::new(pipe);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
            to.write_all(&bytes).ok();
            to.flush().ok();
            if let Ok(mut all) = all.lock() {
                all.push_str(&String::from_utf8_lossy(&bytes));
            }
            bytes.clear();
        }
    })
}

/// Becomes the program, so that signals reach it and not us.
pub(crate) fn become_program(command: &mut Command) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(command.exec()).with_context(|| format!("cannot start {}", line(command)))
    }
    #[cfg(not(unix))]
    run(command)
}

/// The command as one would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}
