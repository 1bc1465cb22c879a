//! What the kinds of servers are called and how they are started.

use std::path::{Path, PathBuf};

/// A kind of database server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MariaDB, which speaks MySQL's language.
    Mariadb,
    /// Redis, or Valkey where that is there instead.
    Redis,
}

impl Kind {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Postgres => "PostgreSQL",
            Kind::Mariadb => "MariaDB",
            Kind::Redis => "Redis",
        }
    }

    /// Is it on this machine?
    pub fn is_installed(self) -> bool {
        let [prepare, serve] = self.programs();
        find(prepare).is_some() && find(serve).is_some()
    }

    /// The user that it runs as when we are root.
    pub(crate) fn user(self) -> &'static str {
        match self {
            Kind::Postgres => "postgres",
            Kind::Mariadb => "mysql",
            // Its own user is there with Debian's package alone.
            Kind::Redis => "nobody",
        }
    }

    /// What it says in its log when it takes connections.
    pub(crate) fn is_ready(self, log: &str) -> bool {
        log.contains(match self {
            Kind::Postgres => "ready to accept connections",
            Kind::Mariadb => "ready for connections",
            Kind::Redis => "Ready to accept connections",
        })
    }

    /// The signal that ends it at once, without closing anything.
    pub(crate) fn death(self) -> &'static str {
        match self {
            // With KILL its children would live on.
            Kind::Postgres => "-QUIT",
            Kind::Mariadb | Kind::Redis => "-KILL",
        }
    }

    /// The command that makes an empty database in `folder`.
    pub(crate) fn prepare(self, folder: &Path) -> Vec<String> {
        let data = folder.join("data").display().to_string();
        let program = self.program(0);
        match self {
            Kind::Postgres => vec![
                program,
                "-D".into(),
                data,
                "-U".into(),
                "postgres".into(),
                "-A".into(),
                "trust".into(),
                "-E".into(),
                "UTF8".into(),
                "--locale=C.UTF-8".into(),
                "--no-sync".into(),
            ],
            Kind::Mariadb => vec![
                program,
                "--no-defaults".into(),
                format!("--datadir={data}"),
                "--auth-root-authentication-method=normal".into(),
            ],
            Kind::Redis => vec![program, "--version".into()],
        }
    }

    /// The command that serves what is in `folder` on `port`.
    pub(crate) fn serve(self, folder: &Path, port: u16) -> Vec<String> {
        let data = folder.join("data").display().to_string();
        let place = folder.display();
        let program = self.program(1);
        match self {
            Kind::Postgres => {
                let mut command = vec![program, "-D".into(), data];
                for setting in [
                    format!("port={port}"),
                    "listen_addresses=127.0.0.1".into(),
                    format!("unix_socket_directories={place}"),
                    "fsync=off".into(),
                    "shared_buffers=32MB".into(),
                    "max_connections=100".into(),
                    // Not that of this machine: times must not depend on it.
                    "timezone=UTC".into(),
                ] {
                    command.push("-c".into());
                    command.push(setting);
                }
                command
            }
            Kind::Mariadb => vec![
                program,
                "--no-defaults".into(),
                format!("--datadir={data}"),
                "--bind-address=127.0.0.1".into(),
                format!("--port={port}"),
                // A server removes what others left in the folder for temporary files.
                format!("--tmpdir={place}"),
                format!("--socket={place}/m.sock"),
                format!("--pid-file={place}/m.pid"),
                "--innodb-buffer-pool-size=32M".into(),
                "--innodb-flush-log-at-trx-commit=0".into(),
                "--innodb-flush-method=nosync".into(),
                "--skip-innodb-doublewrite".into(),
                "--character-set-server=utf8mb4".into(),
            ],
            Kind::Redis => vec![
                program,
                "--bind".into(),
                "127.0.0.1".into(),
                "--port".into(),
                port.to_string(),
                "--dir".into(),
                place.to_string(),
                "--save".into(),
                String::new(),
                "--appendonly".into(),
                "no".into(),
            ],
        }
    }

    fn programs(self) -> [&'static str; 2] {
        match self {
            Kind::Postgres => ["initdb", "postgres"],
            Kind::Mariadb => ["mariadb-install-db", "mariadbd"],
            Kind::Redis => match find("redis-server") {
                Some(_) => ["redis-server", "redis-server"],
                None => ["valkey-server", "valkey-server"],
            },
        }
    }

    fn program(self, i: usize) -> String {
        let name = self.programs()[i];
        find(name).map_or(name.to_owned(), |path| path.display().to_string())
    }
}

/// Where a program is: on the path, or where Debian keeps servers.
fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.push("/usr/sbin".into());
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        folders.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    folders
        .iter()
        .map(|folder| folder.join(name))
        .find(|path| path.is_file())
}
