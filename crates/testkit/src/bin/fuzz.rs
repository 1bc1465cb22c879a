//! `fuzz TARGET [--seconds N] [--seed N]` runs cases for a time, and `fuzz TARGET --case FILE` one.
//!
//! Cases run in a process of their own, whose memory is limited and whose every case has a time.
//! Where it fails or dies, the case is made as small as it can be and printed, with the command that
//! runs it again, and the next case goes on. The same failure is printed once. Linux and macOS only.
#![expect(clippy::print_stdout, reason = "a command that tells what it finds")]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use engine::{Value, json};
use testkit::fuzz::{Target, smaller};

/// What a case may take. A machine that is busy with other things is slow, and so is what is not
/// optimised.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 5 });

/// Address space of the process that runs cases, in kilobytes.
const MEMORY_KB: u64 = 1024 * 1024;

/// Time for making a case smaller.
const SHRINKING: Duration = Duration::from_secs(60);

struct Options {
    target: &'static Target,
    seconds: u64,
    seed: u64,
    from: u64,
    case: Option<PathBuf>,
    worker: bool,
}

fn main() -> Result<ExitCode> {
    let options = options()?;
    let n_failures = match (&options.case, options.worker) {
        (Some(case), _) => return one(options.target, case),
        (None, true) => {
            work(&options)?;
            0
        }
        (None, false) => fuzz(&options)?,
    };
    Ok(if n_failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn options() -> Result<Options> {
    let mut args = std::env::args().skip(1);
    let name = args.next().unwrap_or_default();
    let target = Target::find(&name).with_context(|| {
        let names: Vec<_> = testkit::fuzz::ALL.iter().map(|t| t.name).collect();
        format!("no target `{name}`; there are {}", names.join(", "))
    })?;
    let mut options = Options {
        target,
        seconds: 60,
        seed: 1,
        from: 0,
        case: None,
        worker: false,
    };
    while let Some(arg) = args.next() {
        let mut number = || -> Result<u64> {
            let next = args.next().and_then(|text| text.parse().ok());
            next.with_context(|| format!("`{arg}` takes a number"))
        };
        match arg.as_str() {
            "--seconds" => options.seconds = number()?,
            "--seed" => options.seed = number()?,
            "--from" => options.from = number()?,
            "--worker" => options.worker = true,
            "--case" => options.case = Some(args.next().context("`--case` takes a file")?.into()),
            _ => bail!("unknown argument `{arg}`"),
        }
    }
    Ok(options)
}

/// Runs one case in this process.
fn one(target: &Target, path: &Path) -> Result<ExitCode> {
    let case = json::parse(&std::fs::read(path)?)?;
    match target.check(&case) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            println!("{error}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Runs cases and says which, one line each: its number before, `ok` or what went wrong after.
fn work(options: &Options) -> Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    let mut out = std::io::stdout().lock();
    for number in options.from.. {
        let case = options.target.case(options.seed, number);
        writeln!(out, "{number}")?;
        if let Err(error) = options.target.check(&case) {
            writeln!(out, "failed {}", error.replace('\n', " "))?;
        }
    }
    Ok(())
}

/// Gives how many different failures there were.
fn fuzz(options: &Options) -> Result<usize> {
    let end = Instant::now() + Duration::from_secs(options.seconds);
    let (mut next, mut known) = (options.from, BTreeSet::new());
    while Instant::now() < end {
        let mut worker = Worker::start(options, next)?;
        let stopped = worker.follow(end);
        worker.end();
        next = worker.number + 1;
        if let Some(failure) = stopped
            && known.insert(kind(&failure))
        {
            tell(options, worker.number, &failure)?;
        }
    }
    println!(
        "{}: seed {}, {next} cases, {} kinds of failures",
        options.target.name,
        options.seed,
        known.len()
    );
    Ok(known.len())
}

/// A failure without what differs from case to case.
fn kind(failure: &str) -> String {
    match failure.split_once(": ") {
        Some((place, _)) if place.starts_with("panic at ") => place.to_owned(),
        _ => {
            let text = failure.chars().filter(|c| !c.is_ascii_digit());
            text.take(60).collect()
        }
    }
}

struct Worker {
    child: Child,
    lines: Receiver<String>,
    /// The case that it is at.
    number: u64,
}

impl Worker {
    fn start(options: &Options, from: u64) -> Result<Worker> {
        let mut command = limited()?;
        command.args([options.target.name, "--worker", "--seed"]);
        command.args([
            options.seed.to_string(),
            "--from".to_owned(),
            from.to_string(),
        ]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().context("a pipe")?;
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            for line in lines {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Worker {
            child,
            lines,
            number: from,
        })
    }

    /// Waits for a failure, and gives it; none where the time is over first.
    fn follow(&mut self, end: Instant) -> Option<String> {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => match line.strip_prefix("failed ") {
                    Some(failure) => return Some(failure.to_owned()),
                    None => self.number = line.parse().unwrap_or(self.number),
                },
                Err(RecvTimeoutError::Timeout) => return Some("it does not end".to_owned()),
                Err(RecvTimeoutError::Disconnected) => {
                    let status = self.child.wait();
                    return Some(format!(
                        "it died: {}",
                        status.map_or_else(|e| e.to_string(), |s| s.to_string())
                    ));
                }
            }
            if Instant::now() > end {
                return None;
            }
        }
    }

    fn end(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// This program in a process whose memory is limited.
fn limited() -> Result<Command> {
    let mut command = Command::new("sh");
    let limit = format!("ulimit -v {MEMORY_KB} 2>/dev/null; exec \"$0\" \"$@\"");
    command.arg("-c").arg(limit).arg(std::env::current_exe()?);
    Ok(command)
}

/// Prints a failure, made small.
fn tell(options: &Options, number: u64, failure: &str) -> Result<()> {
    let name = options.target.name;
    let folder = std::env::temp_dir();
    let file = folder.join(format!("fuzz-{name}-{}-{number}.json", options.seed));
    let end = Instant::now() + SHRINKING;
    let mut case = options.target.case(options.seed, number);
    'smaller: while Instant::now() < end {
        for candidate in smaller(&case) {
            if Instant::now() > end {
                break 'smaller;
            }
            if fails(options.target, &candidate, &file)?.is_some_and(|f| kind(&f) == kind(failure))
            {
                case = candidate;
                continue 'smaller;
            }
        }
        break;
    }
    let text = json::to_wire(&case);
    std::fs::write(&file, &text)?;
    println!(
        "{name} {number}: {failure}\n  {text}\n  fuzz {name} --case {}",
        file.display()
    );
    Ok(())
}

/// How a case fails in a process of its own.
fn fails(target: &Target, case: &Value, file: &Path) -> Result<Option<String>> {
    std::fs::write(file, json::to_wire(case))?;
    let mut child = limited()?
        .args([target.name, "--case"])
        .arg(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            let mut said = String::new();
            if let Some(mut out) = child.stdout.take() {
                std::io::Read::read_to_string(&mut out, &mut said)?;
            }
            return Ok(match status.code() {
                Some(0) => None,
                Some(_) => Some(said.trim().replace('\n', " ")),
                None => Some(format!("it died: {status}")),
            });
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(Some("it does not end".to_owned()));
        }
        std::thread::sleep(Duration::from_micros(500));
    }
}
