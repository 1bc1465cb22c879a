//! Real database servers for tests: PostgreSQL, MariaDB and Redis as the machine has them, each in a
//! folder of its own on a free port of the loopback address.
//!
//! A server ends with the process that started it, however that ends, and its folder is removed. It
//! keeps nothing and is not safe from a power cut. [`postgres`], [`mariadb`] and [`redis`] give one
//! that all tests of a run share (of nextest's run, where every test has its own process), and
//! nothing, with a line that says so, where it is not installed. [`Server::start`] gives one alone,
//! for tests that kill it.

mod kind;
mod process;

use std::sync::OnceLock;

pub use kind::Kind;
pub use process::Server;

/// The PostgreSQL of this process: user `postgres`, no password, database `postgres`.
pub fn postgres() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    shared(&SERVER, Kind::Postgres)
}

/// The MariaDB of this process: user `root`, no password, database `test`.
pub fn mariadb() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    shared(&SERVER, Kind::Mariadb)
}

/// The Redis of this process: no password.
pub fn redis() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    shared(&SERVER, Kind::Redis)
}

fn shared(server: &'static OnceLock<Option<Server>>, kind: Kind) -> Option<&'static Server> {
    let start = || match std::env::var("NEXTEST_RUN_ID") {
        Ok(run) => ready(kind, || Server::of_run(kind, &run)),
        Err(_) => start(kind),
    };
    server.get_or_init(start).as_ref()
}

/// A server of a kind alone; nothing, with a line that says so, where it is not installed.
///
/// # Panics
/// It is installed and does not start.
pub fn start(kind: Kind) -> Option<Server> {
    start_with(kind, &[], &[])
}

/// The same, see [`Server::start_with`].
///
/// # Panics
/// It is installed and does not start.
pub fn start_with(kind: Kind, files: &[(&str, &str)], arguments: &[&str]) -> Option<Server> {
    ready(kind, || Server::start_with(kind, files, arguments))
}

fn ready(kind: Kind, start: impl FnOnce() -> anyhow::Result<Server>) -> Option<Server> {
    if !kind.is_installed() {
        #[expect(clippy::print_stderr, reason = "a test that was not run must say so")]
        {
            eprintln!("{} is not installed: not run", kind.name());
        }
        return None;
    }
    match start() {
        Ok(server) => Some(server),
        Err(error) => panic!("{} does not start: {error:#}", kind.name()),
    }
}
