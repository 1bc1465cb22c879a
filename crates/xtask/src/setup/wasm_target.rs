//! The compiler target of the browser's side.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail, ensure};

use crate::{project, run};

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the target's standard library from Debian's packages; says what it does as it goes.
const DEBIAN: &str = include_str!("../../setup-wasm.sh");

const PROBE: &str = r#"
#[unsafe(no_mangle)]
pub extern "C" fn f(n: u32) -> usize {
    let v: Vec<String> = (0..n).map(|i| i.to_string()).collect();
    v.concat().len()
}
"#;

pub(super) fn ensure() -> Result<String> {
    let route = run::env("LATH_WASM_ROUTE").unwrap_or_else(|| "auto".to_owned());
    ensure!(
        ["auto", "rustup", "debian"].contains(&route.as_str()),
        "LATH_WASM_ROUTE is `{route}`; it can be auto, rustup or debian"
    );
    if usable() && (route != "debian" || is_debian()?) {
        return version();
    }
    if route != "debian" && run::which("rustup").is_some() {
        match by_rustup() {
            Ok(()) => return version(),
            Err(error) if route == "rustup" => return Err(error),
            Err(error) => println!("setup: {error:#}"),
        }
    }
    if run::which("apt-get").is_none() {
        bail!(
            "`rustup target add {TARGET}` did not work and there is no apt-get; install the \
             target for {} by hand",
            version()?
        );
    }
    by_debian()?;
    version()
}

/// Whether code that uses std really compiles and links for the target.
fn usable() -> bool {
    let dir = std::env::temp_dir().join(format!("lath-probe-{}", std::process::id()));
    if fs::create_dir_all(&dir).is_err() || fs::write(dir.join("probe.rs"), PROBE).is_err() {
        return false;
    }
    let mut rustc = run::command("rustc");
    rustc.args([
        "--edition=2024",
        "--crate-type=cdylib",
        "--target",
        TARGET,
        "-o",
    ]);
    rustc.arg(dir.join("probe.wasm")).arg(dir.join("probe.rs"));
    let usable = run::capture(&mut rustc).is_ok();
    fs::remove_dir_all(dir).ok();
    usable
}

/// Whether the active compiler is the one of Debian's packages.
fn is_debian() -> Result<bool> {
    let sysroot = run::capture(run::command("rustc").args(["--print", "sysroot"]))?;
    let sysroot = fs::canonicalize(sysroot.trim()).context("no sysroot")?;
    Ok(sysroot.as_path() == "/usr")
}

fn by_rustup() -> Result<()> {
    println!("setup: rustup target add {TARGET}");
    let mut rustup = run::command("rustup");
    rustup.args(["target", "add", TARGET]);
    run::capture_within(&mut rustup, Duration::from_secs(60))?;
    ensure!(
        usable(),
        "rustup added {TARGET}, but it does not compile and link"
    );
    Ok(())
}

fn by_debian() -> Result<()> {
    let mut bash: Command = run::command("bash");
    bash.args(["-s"])
        .stdin(Stdio::piped())
        .env("LATH_ROOT", project::root());
    let mut child = bash.spawn().context("cannot start bash")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(DEBIAN.as_bytes())?;
    }
    ensure!(
        child.wait()?.success(),
        "Debian's packages did not give a compiler for {TARGET}"
    );
    ensure!(
        usable(),
        "{} is still the active compiler here; is another toolchain forced on this folder?",
        version()?
    );
    Ok(())
}

fn version() -> Result<String> {
    Ok(run::capture(run::command("rustc").arg("--version"))?
        .trim()
        .to_owned())
}
