//! Starting and ending a server.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
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

/// Runs the server, ends it and removes its folder when the process that started it is gone.
const KEEPER: &str = r#"
folder=$1; shift
"$@" >"$folder/log" 2>&1 </dev/null &
pid=$!
echo $pid >"$folder/pid"
cat >/dev/null
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
    /// Removed with this; the keeper does it for a server that is never dropped.
    _removed: TempDir,
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
        // The server is another user when we are root.
        fs::set_permissions(&place, Permissions::from_mode(0o777))?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        drop(listener);
        let server = Server {
            kind,
            port,
            arguments: arguments
                .iter()
                .map(|it| it.replace("{folder}", &place.display().to_string()))
                .collect(),
            folder: place,
            keeper: Mutex::new(None),
            _removed: folder,
        };
        server.prepare()?;
        for (name, text) in files {
            server.write(name, text)?;
        }
        server.run()?;
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
        self.run()
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

    fn run(&self) -> Result<()> {
        let mut command = vec![
            "sh".to_owned(),
            "-c".to_owned(),
            KEEPER.to_owned(),
            "keeper".to_owned(),
            self.folder.display().to_string(),
        ];
        command.extend(self.kind.serve(&self.folder, self.port));
        command.extend(self.arguments.iter().cloned());
        for old in ["keep", "log", "pid"] {
            let _ = fs::remove_file(self.folder.join(old));
        }
        let mut keeper = self
            .command(&command)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
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
        let is_root = fs::metadata("/proc/self").is_ok_and(|me| {
            use std::os::unix::fs::MetadataExt;
            me.uid() == 0
        });
        let mut command = match is_root {
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
        self.kill();
    }
}
