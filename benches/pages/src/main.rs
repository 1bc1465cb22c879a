//! Pages per second of Lath beside a bare axum handler that answers the same bytes, in one run, with
//! one load program, each server on one worker thread; and time to the first answer and memory.
//!
//! `cargo xtask bench pages [seconds]`. Machines differ and are noisy: look at the ratios.
#![expect(clippy::print_stdout, reason = "this is the output of a command")]

mod load;

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use axum::http::header;
use axum::serve::ListenerExt as _;

/// Connections that are open at the same time.
const CONNECTIONS: usize = 32;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    match args.as_slice() {
        [what, port, file] if what == "bare" => runtime.block_on(bare(port.parse()?, file.into())),
        [seconds] => runtime.block_on(compare(seconds.parse()?)),
        _ => runtime.block_on(compare(5)),
    }
}

/// Serves the bytes of a file at any path.
async fn bare(port: u16, file: PathBuf) -> Result<()> {
    let bytes = axum::body::Bytes::from(std::fs::read(file)?);
    let answer =
        move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], bytes) };
    let app = axum::Router::new().fallback(answer);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let listener = listener.tap_io(|stream| {
        stream.set_nodelay(true).ok();
    });
    Ok(axum::serve(listener, app).await?)
}

async fn compare(seconds: u64) -> Result<()> {
    let mut lath = Server::lath()?;
    println!(
        "time to the first answer: {:.0} ms",
        lath.wait().await?.as_secs_f64() * 1000.0
    );
    println!("resident memory, idle: {:.1} MB", lath.memory()?);
    for path in ["/", "/customers", "/404"] {
        let page = load::get(lath.port, path).await?;
        let file = std::env::temp_dir().join("lath-bench-page.html");
        std::fs::write(&file, &page)?;
        let mut bare = Server::bare(&file)?;
        bare.wait().await?;
        // Both in turns, so that what else the machine does meets both.
        let (mut ours, mut theirs) = (0.0, 0.0);
        for _ in 0..2 {
            ours += load::run(lath.port, path, CONNECTIONS, Duration::from_secs(seconds)).await?;
            theirs += load::run(bare.port, path, CONNECTIONS, Duration::from_secs(seconds)).await?;
        }
        println!(
            "{path}: {} bytes; lath {:.0}/s, bare axum {:.0}/s, ratio {:.2}",
            page.len(),
            ours / 2.0,
            theirs / 2.0,
            ours / theirs
        );
    }
    println!("resident memory, after load: {:.1} MB", lath.memory()?);
    Ok(())
}

/// A server as a process of its own; ends with this value.
struct Server {
    child: Child,
    port: u16,
    started: Instant,
}

impl Server {
    fn lath() -> Result<Server> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .canonicalize()?;
        let built = Command::new("cargo")
            .args([
                "build",
                "--release",
                "--quiet",
                "--bin",
                "lath",
                "--features",
                "ssr",
            ])
            .current_dir(&root)
            .status()?;
        if !built.success() {
            bail!("the server does not build");
        }
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let mut command = Command::new(target.join("release/lath"));
        command
            .env("LATH_BUILD_DIR", root.join("build"))
            .env("LEPTOS_SITE_ROOT", target.join("site"));
        command
            .env("LATH_LOG", "error")
            .env("LEPTOS_OUTPUT_NAME", "lath");
        Server::start(command, |command, port| {
            command.env("LATH_ADDR", format!("127.0.0.1:{port}"));
        })
    }

    fn bare(file: &std::path::Path) -> Result<Server> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare");
        let file = file.to_owned();
        Server::start(command, move |command, port| {
            command.arg(port.to_string()).arg(file);
        })
    }

    fn start(mut command: Command, with_port: impl FnOnce(&mut Command, u16)) -> Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        with_port(&mut command, port);
        // A folder of its own for the data that the app makes.
        let folder = std::env::temp_dir().join(format!("lath-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        command
            .env("TOKIO_WORKER_THREADS", "1")
            .current_dir(folder)
            .stdout(Stdio::null());
        let started = Instant::now();
        let child = command.spawn().context("the server does not start")?;
        Ok(Server {
            child,
            port,
            started,
        })
    }

    /// Waits for the first answer and gives the time since the start.
    async fn wait(&mut self) -> Result<Duration> {
        loop {
            if load::get(self.port, "/health").await.is_ok() {
                return Ok(self.started.elapsed());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended: {status}");
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Resident memory, megabytes.
    fn memory(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|l| l.starts_with("VmRSS"))
            .context("no VmRSS")?;
        let kilobytes: f64 = line
            .split_whitespace()
            .nth(1)
            .context("no number")?
            .parse()?;
        Ok(kilobytes / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
