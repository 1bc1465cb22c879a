//! Pictures of pages, taken by a Chromium that the machine has.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use engine::Value;
use mcp::{Answer, Parameter, Tool};
use tokio::process::Command;

use super::{Row, pages::PATH, text};
use crate::AppState;

/// When the picture is taken, and how long the browser may take for it: after two seconds of the page's own
/// time, by which it has fetched and drawn what it wants; where that time does not pass (the connection that
/// pages in development keep open can hold it up on a busy machine), when it is loaded.
const WAYS: [(&str, Duration); 2] = [
    ("--virtual-time-budget=2000", Duration::from_secs(10)),
    ("--timeout=4000", Duration::from_secs(35)),
];

/// Sizes of the window, pixels.
const SIZES: std::ops::RangeInclusive<i64> = 100..=4_000;

const fn size(name: &'static str, about: &'static str) -> Parameter {
    Parameter {
        name,
        kind: "integer",
        about,
        required: false,
    }
}

pub(super) static SCREENSHOT: Row = Row {
    tool: Tool {
        name: "screenshot",
        about: "A picture of a page as a browser shows it to who is not logged in. The page does what it \
                does when it is visited, requests that write included.",
        parameters: &[
            PATH,
            size("width", "Width of the window in pixels, 1280 if left out."),
            size("height", "Height of the window in pixels, 800 if left out."),
        ],
        only_reads: false,
    },
    run: |state, arguments| Box::pin(async move { take(&state, &arguments).await }),
};

async fn take(state: &AppState, arguments: &Value) -> Result<Answer, String> {
    let path = text(arguments, "path");
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(format!("\"{path}\" is no path of a page."));
    }
    let Some(browser) = &state.settings.chromium else {
        return Err("There is no Chromium here. LATH_CHROMIUM can say where one is.".to_owned());
    };
    let Some(address) = state.address.get() else {
        return Err("The server does not listen yet.".to_owned());
    };
    let base = &state.snapshot().app.config.base_path;
    let url = format!("http://{}{base}{path}", reached(*address));
    let size = |key: &str, default: i64| {
        let size = arguments.key(key).as_integer().unwrap_or(default);
        size.clamp(*SIZES.start(), *SIZES.end())
    };
    let window = format!(
        "--window-size={},{}",
        size("width", 1280),
        size("height", 800)
    );
    let mut why = String::new();
    for (way, longest) in WAYS {
        match picture(browser, &[&window, way, &url], longest).await {
            Ok(picture) => return Ok(Answer::Png(picture)),
            Err(error) => why = error,
        }
    }
    Err(why)
}

/// One try, with these arguments.
async fn picture(browser: &Path, args: &[&str], longest: Duration) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().map_err(|e| format!("No folder for the picture: {e}."))?;
    let file = folder.path().join("page.png");
    let mut command = command(browser, folder.path());
    command
        .arg(format!("--screenshot={}", file.display()))
        .args(args);
    let ended = tokio::time::timeout(longest, command.status()).await;
    let ended = ended.map_err(|_| "The browser took too long.".to_owned())?;
    let ended = ended.map_err(|e| format!("The browser does not start: {e}."))?;
    let read = tokio::fs::read(&file).await;
    read.map_err(|_| format!("The browser took no picture ({ended})."))
}

/// Where a browser of this machine reaches who listens at `address`.
fn reached(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// The browser with a profile of its own in `folder`.
fn command(browser: &Path, folder: &Path) -> Command {
    let mut command = Command::new(browser);
    command
        .args([
            "--headless=new",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    // Chromium's sandbox does not work for root, as whom containers run.
    if is_root() {
        command.arg("--no-sandbox");
    }
    command
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
