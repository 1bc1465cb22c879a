//! Pages per second of Lath beside a bare axum handler that answers the same bytes, in one run, with
//! one load program, each server on one worker thread; and time to the first answer and memory.
//!
//! `cargo xtask bench pages [seconds]`. Machines differ and are noisy: look at the ratios.
#![expect(clippy::print_stdout, reason = "this is the output of a command")]

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use axum::http::header;
use bench_http::load::{self, Call};
use bench_http::server::{self, Server};

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
    server::serve(port, app).await
}

async fn compare(seconds: u64) -> Result<()> {
    let build = server::root()?.join("build");
    let mut lath = Server::lath(&build, &[])?;
    println!(
        "time to the first answer: {:.0} ms",
        lath.wait().await?.as_secs_f64() * 1000.0
    );
    println!("resident memory, idle: {:.1} MB", lath.memory()?);
    for path in ["/", "/customers", "/404"] {
        let call = Call::get(path);
        let page = load::once(lath.port, &call).await?;
        let file = std::env::temp_dir().join("lath-bench-page.html");
        std::fs::write(&file, &page)?;
        let mut bare = Server::bare(&[file.as_os_str()])?;
        bare.wait().await?;
        // Both in turns, so that what else the machine does meets both.
        let (mut ours, mut theirs) = (0.0, 0.0);
        for _ in 0..2 {
            let time = Duration::from_secs(seconds);
            ours += load::run(lath.port, &call, CONNECTIONS, time)
                .await?
                .per_second();
            theirs += load::run(bare.port, &call, CONNECTIONS, time)
                .await?
                .per_second();
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
