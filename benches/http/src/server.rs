//! Servers as processes of their own, each on one worker thread.

use std::ffi::OsStr;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use axum::serve::ListenerExt as _;

use crate::load::{self, Call};

/// The root of the repository.
///
/// # Errors
/// It is not where it was when this was compiled.
pub fn root() -> Result<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Ok(root.canonicalize()?)
}

/// Serves `app` on a port of this machine.
///
/// # Errors
/// The port is taken.
pub async fn serve(port: u16, app: axum::Router) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let listener = listener.tap_io(|stream| {
        stream.set_nodelay(true).ok();
    });
    Ok(axum::serve(listener, app).await?)
}

/// A server as a process of its own; ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub port: u16,
    started: Instant,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Lath with the app in `build`: the server `LATH_SERVER`, or that of this clone, compiled if need be.
    ///
    /// # Errors
    /// It does not compile, or does not start.
    pub fn lath(build: &Path, vars: &[(&str, &str)]) -> Result<Server> {
        let root = root()?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let mut command = Command::new(match std::env::var_os("LATH_SERVER") {
            Some(server) => PathBuf::from(server),
            None => Server::compiled(&root, &target)?,
        });
        command
            .env("LATH_BUILD_DIR", build)
            .env("LEPTOS_SITE_ROOT", target.join("site"))
            .env("LATH_LOG", "error")
            .env("LEPTOS_OUTPUT_NAME", "lath")
            .envs(vars.iter().copied());
        Server::start(command, |command, port| {
            command.env("LATH_ADDR", format!("127.0.0.1:{port}"));
        })
    }

    fn compiled(root: &Path, target: &Path) -> Result<PathBuf> {
        let mut cargo = Command::new("cargo");
        cargo
            .args(["build", "--release", "--quiet", "--bin", "lath"])
            .args(["--features", "ssr"])
            .current_dir(root);
        // What cargo tells this program about its package is no reason to compile others anew.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                cargo.env_remove(&name);
            }
        }
        if !cargo.status()?.success() {
            bail!("the server does not build");
        }
        Ok(target.join("release/lath"))
    }

    /// This program again, as `bare <port> <args>`: what Lath is compared with.
    ///
    /// # Errors
    /// It does not start.
    pub fn bare(args: &[&OsStr]) -> Result<Server> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare");
        Server::start(command, move |command, port| {
            command.arg(port.to_string()).args(args);
        })
    }

    fn start(mut command: Command, with_port: impl FnOnce(&mut Command, u16)) -> Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        with_port(&mut command, port);
        // A folder of its own for the data that the app makes.
        let folder = tempfile::tempdir()?;
        command
            .env("TOKIO_WORKER_THREADS", "1")
            .current_dir(folder.path())
            .stdout(Stdio::null());
        let started = Instant::now();
        let child = command.spawn().context("the server does not start")?;
        Ok(Server {
            child,
            port,
            started,
            _folder: folder,
        })
    }

    /// Waits for the first answer and gives the time since the start.
    ///
    /// # Errors
    /// The server ended.
    pub async fn wait(&mut self) -> Result<Duration> {
        loop {
            if load::once(self.port, &Call::get("/health")).await.is_ok() {
                return Ok(self.started.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Resident memory, megabytes.
    ///
    /// # Errors
    /// The server is gone.
    pub fn memory(&self) -> Result<f64> {
        self.status("VmRSS")
    }

    /// The most that it ever was, megabytes.
    ///
    /// # Errors
    /// The server is gone.
    pub fn peak(&self) -> Result<f64> {
        self.status("VmHWM")
    }

    fn status(&self, name: &str) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|l| l.starts_with(name));
        let number = line.and_then(|l| l.split_whitespace().nth(1));
        let kilobytes: f64 = number.context("the system does not say")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
