//! Starting and ending a server.

use std::fs::{self, File};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::Kind;

/// How long it may take until a server is ready.
const START: Duration = Duration::from_secs(120);

/// Runs the server; ends it and removes its folder when the process that started it is gone, or, if
/// one is named, that process.
const KEEPER: &str = r#"
folder=$1; runner=$2; shift 2
"$@" >"$folder/log" 2>&1 </dev/null &
pid=$!
echo $pid >"$folder/pid"
case $runner in
-) cat >/dev/null ;;
*) while [ -d /proc/$runner ] || ps -p $runner >/dev/null 2>&1; do sleep 1; done ;;
esac
kill -QUIT $pid 2>/dev/null
sleep 0.2
kill -KILL $pid 2>/dev/null
[ -e "$folder/keep" ] || rm -rf "$folder"
"#;

/// A running server.
pub struct Server {
    kind: Kind,
    port: u16,
    folder: PathBuf,
    /// Arguments besides.
    arguments: Vec<String>,
    keeper: Mutex<Option<Child>>,
    /// Removed with this, if the server is ours alone; the keeper does it for one that is never
    /// dropped.
    own: Option<TempDir>,
}

impl Server {
    /// Starts one alone.
    ///
    /// # Errors
    /// It cannot be prepared, or is not ready in time.
    pub fn start(kind: Kind) -> Result<Server> {
        Server::start_with(kind, &[], &[])
    }

    /// Starts one alone, with files of its own in its folder and further arguments, in which
    /// `{folder}` is that folder.
    ///
    /// # Errors
    /// It cannot be prepared, or is not ready in time.
    pub fn start_with(kind: Kind, files: &[(&str, &str)], arguments: &[&str]) -> Result<Server> {
        let folder = tempfile::Builder::new().prefix("lath-server-").tempdir()?;
        let place = folder.path().to_path_buf();
        give(&place, kind)?;
        let server = Server {
            kind,
            port: free_port()?,
            arguments: arguments
                .iter()
                .map(|it| it.replace("{folder}", &place.display().to_string()))
                .collect(),
            folder: place,
            keeper: Mutex::new(None),
            own: Some(folder),
        };
        server.prepare()?;
        for (name, text) in files {
            server.write(name, text)?;
        }
        server.run("-")?;
        Ok(server)
    }

    /// One that all processes of a test run share, where every test has a process of its own: the
    /// first starts it, and it ends with the run.
    ///
    /// # Errors
    /// It cannot be prepared, or is not ready in time.
    pub(crate) fn of_run(kind: Kind, run: &str) -> Result<Server> {
        let run: String = run.chars().filter(char::is_ascii_alphanumeric).collect();
        let folder = std::env::temp_dir().join(format!("lath-run-{run}-{}", kind.name()));
        fs::create_dir_all(&folder)?;
        give(&folder, kind)?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        let started = fs::read_to_string(folder.join("port")).ok();
        let started = started.and_then(|port| port.parse().ok());
        let server = Server {
            kind,
            port: match started {
                Some(port) => port,
                None => free_port()?,
            },
            arguments: Vec::new(),
            folder,
            keeper: Mutex::new(None),
            own: None,
        };
        if started.is_none() {
            server.prepare()?;
            server.run(&std::os::unix::process::parent_id().to_string())?;
            fs::write(server.folder.join("port"), server.port.to_string())?;
        }
        Ok(server)
    }

    /// Its port on `127.0.0.1`.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where its socket and its log are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&self) {
        let keeper = self.keeper().take();
        // The folder stays for the next start.
        let _ = File::create(self.folder.join("keep"));
        self.signal(self.kind.death());
        self.wait_until_gone();
        if let Some(mut keeper) = keeper {
            drop(keeper.stdin.take());
            let _ = keeper.wait();
        }
    }

    /// Starts it again after [`Server::kill`], on the same port with the same data.
    ///
    /// # Errors
    /// It is not ready in time.
    pub fn restart(&self) -> Result<()> {
        self.run("-")
    }

    fn prepare(&self) -> Result<()> {
        let log = File::create(self.folder.join("prepare"))?;
        let command = self.kind.prepare(&self.folder);
        let status = self
            .command(&command)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .status()
            .with_context(|| format!("`{}` cannot be run", command[0]))?;
        if !status.success() {
            bail!("{}", self.text("prepare"));
        }
        Ok(())
    }

    /// Writes a file that only the server can read.
    fn write(&self, name: &str, text: &str) -> Result<()> {
        let script = format!("umask 077; cat >'{name}'");
        let words = ["sh".to_owned(), "-c".to_owned(), script];
        let mut writer = self.command(&words).stdin(Stdio::piped()).spawn()?;
        if let Some(mut stdin) = writer.stdin.take() {
            stdin.write_all(text.as_bytes())?;
        }
        if !writer.wait()?.success() {
            bail!("`{name}` cannot be written");
        }
        Ok(())
    }

    fn run(&self, runner: &str) -> Result<()> {
        let mut command = vec![
            "sh".to_owned(),
            "-c".to_owned(),
            KEEPER.to_owned(),
            "keeper".to_owned(),
            self.folder.display().to_string(),
            runner.to_owned(),
        ];
        command.extend(self.kind.serve(&self.folder, self.port));
        command.extend(self.arguments.iter().cloned());
        for old in ["keep", "log", "pid"] {
            let _ = fs::remove_file(self.folder.join(old));
        }
        let mut keeper = self
            .command(&command)
            .stdin(match runner {
                "-" => Stdio::piped(),
                _ => Stdio::null(),
            })
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // What ends a test must not end a server of others.
            .process_group(0)
            .spawn()?;
        let end = Instant::now() + START;
        while !self.kind.is_ready(&self.text("log")) {
            let ended = self.folder.join("pid").exists() && !self.signal("-0");
            if ended || keeper.try_wait()?.is_some() || Instant::now() > end {
                bail!("{}", self.text("log"));
            }
            thread::sleep(Duration::from_millis(30));
        }
        *self.keeper() = Some(keeper);
        Ok(())
    }

    /// A command as the user of the server.
    fn command(&self, words: &[String]) -> Command {
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("runuser");
                command.args(["-u", self.kind.user(), "--"]).args(words);
                command
            }
            false => {
                let mut command = Command::new(&words[0]);
                command.args(&words[1..]);
                command
            }
        };
        command.current_dir(&self.folder);
        command
    }

    fn text(&self, file: &str) -> String {
        let bytes = fs::read(self.folder.join(file)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn signal(&self, signal: &str) -> bool {
        let pid = self.text("pid");
        let done = Command::new("kill")
            .args([signal, pid.trim()])
            .stderr(Stdio::null())
            .status();
        done.is_ok_and(|status| status.success())
    }

    fn wait_until_gone(&self) {
        let end = Instant::now() + Duration::from_secs(10);
        while self.signal("-0") && Instant::now() < end {
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn keeper(&self) -> std::sync::MutexGuard<'_, Option<Child>> {
        self.keeper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.own.is_some() {
            self.kill();
        }
    }
}

/// Gives a folder to the user of the server, if we are root.
fn give(folder: &Path, kind: Kind) -> Result<()> {
    let id = Command::new("id").args(["-u", kind.user()]).output()?;
    let id = String::from_utf8_lossy(&id.stdout).trim().parse().ok();
    if fs::metadata(folder)?.uid() == 0 {
        chown(folder, id, None).with_context(|| format!("there is no user `{}`", kind.user()))?;
    }
    Ok(())
}

/// Are we root? No server runs as that.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}
