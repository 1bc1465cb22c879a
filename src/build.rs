//! `lath build`: makes artifacts of an app's YAML.

use std::collections::HashMap;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use compiler::{Built, Disk, Known, Level, Options, Session};

use engine::Value;
use js::Limits;

use crate::settings;

/// Builds the app in `dir` into the folder `out`; findings go to the standard error.
pub fn main(dir: &Path, out: &Path) -> ExitCode {
    let started = Instant::now();
    if let Some(why) = compiler::refusal(dir, out) {
        return failed(&format!("error: {why}"));
    }
    let mut session = Session::default();
    let built = build(dir, &mut session);
    // The process ends when this does, and the system takes all memory back at once.
    let (built, _) = (ManuallyDrop::new(built), ManuallyDrop::new(session));
    let n_errors = print(&built);
    let (Some(artifacts), Some(maps)) = (&built.artifacts, &built.maps) else {
        return failed(&format!("Build failed with {}.", count(n_errors, "error")));
    };
    if let Err(e) = compiler::write(artifacts, Some(maps), dir, out) {
        return failed(&format!("error: cannot write the artifacts: {e}"));
    }
    let is_page = |path: &&String| path.starts_with("pages/") && !path.contains("/requests/");
    let pages = artifacts.keys().filter(is_page).count();
    say(&format!(
        "{} → {}: {}, {}, {:.0} ms",
        dir.display(),
        out.display(),
        count(pages, "page"),
        count(built.files.len(), "file"),
        started.elapsed().as_secs_f64() * 1000.0
    ));
    ExitCode::SUCCESS
}

/// The arguments after `build`: a folder, and `--out` with another.
///
/// # Errors
/// For anything else.
pub fn arguments(args: &[&str]) -> Result<(PathBuf, Option<PathBuf>), String> {
    let (mut dir, mut out) = (None, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--out" => match args.next() {
                Some(path) => out = Some(PathBuf::from(path)),
                None => return Err("`--out` needs a folder".to_owned()),
            },
            arg if arg.starts_with('-') => return Err(format!("there is no option `{arg}`")),
            arg if dir.is_none() => dir = Some(PathBuf::from(arg)),
            arg => return Err(format!("one folder is built, not `{arg}` too")),
        }
    }
    Ok((dir.unwrap_or_else(|| ".".into()), out))
}

/// Builds the app in `dir` with the types that this server has, and variables of `.env` in it.
pub fn build(dir: &Path, session: &mut Session) -> Built {
    let env = settings::build_env(&settings::environment(Some(dir)));
    with_options(&env, |options| {
        session.build(&Disk(dir.to_owned()), options)
    })
}

/// Calls `build` with the types that this server has and the variables `env`.
pub(crate) fn with_options<T>(
    env: &HashMap<String, String>,
    build: impl FnOnce(&Options<'_>) -> T,
) -> T {
    let requests = connections::ALL.iter().flat_map(|entry| entry.requests);
    let known = Known {
        blocks: blocks::all().map(|entry| entry.name).collect(),
        actions: runtime::ACTIONS.iter().map(|entry| entry.name).collect(),
        connections: connections::ALL.iter().map(|entry| entry.name).collect(),
        requests: requests.map(|entry| entry.name).collect(),
        // Users are kept by the server itself.
        adapters: Vec::new(),
        callbacks: vec!["EndpointCallback"],
        events: vec!["EndpointEvent"],
        providers: auth::providers::ALL
            .iter()
            .map(|entry| entry.name)
            .collect(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    build(&Options {
        known: &known,
        env,
        javascript: &javascript,
        now: now.map_or(0.0, |passed| passed.as_millis() as f64),
        seed: uuid::Uuid::new_v4().as_u64_pair().0,
    })
}

/// What one call of a resolver or transformer may take.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(10),
    memory: 256 << 20,
};

fn javascript(file: &str, source: &str, args: &[Value]) -> Result<Value, String> {
    js::call_default(file, source, args, LIMITS).map_err(|fault| fault.message)
}

/// Prints all findings; gives the number of errors.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
fn print(built: &Built) -> usize {
    for finding in &built.findings {
        eprintln!("{}\n", finding.render());
    }
    let errors = built.findings.iter().filter(|f| f.level == Level::Error);
    errors.count()
}

#[expect(clippy::print_stderr, reason = "the command line's own words")]
fn failed(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}

#[expect(clippy::print_stdout, reason = "this is the output of a command")]
fn say(message: &str) {
    println!("{message}");
}

/// `1 page`, `2 pages`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}
