//! MySQL and MariaDB.

mod errors;
mod statement;
mod values;

use std::sync::Arc;
use std::time::Duration;

use engine::Value;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::database::{Database, Outcome};
use super::dialect::Dialect;
use super::lease::{Limits, Pool};
use super::server::{Failure, Pooled, Server, Work};
use super::settings::{Settings, TlsMode};
use crate::{ConnectCx, Error, RowSink};

/// How long ending a statement on the server may take.
const KILL: Duration = Duration::from_secs(10);

/// A MySQL or MariaDB server.
struct Mysql {
    options: MySqlConnectOptions,
    form: Form,
}

/// How values are written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Form {
    /// Exact numbers become numbers and JSON stays text, as the driver `mysql` has it; otherwise as
    /// `mysql2` has it.
    old: bool,
    /// Minutes that the times of the database are ahead of UTC.
    offset: i32,
}

/// A connection, and its number on the server.
struct Linked {
    connection: MySqlConnection,
    id: u64,
}

/// Opens what the properties of a connection name. Connections are made when they are needed.
pub(super) fn open(cx: &ConnectCx, properties: &Value) -> Result<Database, Error> {
    let settings = Settings::read(properties.key("connection"))?;
    let offset = offset(settings.timezone.as_deref())?;
    let server = Mysql {
        options: options(&settings, offset),
        form: Form {
            old: properties.key("client").as_str() == Some("mysql"),
            offset,
        },
    };
    let limits = Limits::read(properties, cx.connect_timeout);
    Ok(Database::new(Arc::new(Pooled::new(Pool::new(
        server, limits,
    )?))))
}

fn options(settings: &Settings, offset: i32) -> MySqlConnectOptions {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.unsigned_abs();
    let mut options = MySqlConnectOptions::new()
        .port(settings.port.unwrap_or(3306))
        .timezone(format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
        // `||` means what it means on this server.
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .disable_statement_logging();
    options = match &settings.socket {
        Some(socket) => options.socket(socket),
        None => options.host(settings.host.as_deref().unwrap_or("localhost")),
    };
    if let Some(user) = &settings.user {
        options = options.username(user);
    }
    if let Some(password) = &settings.password {
        options = options.password(password);
    }
    if let Some(database) = &settings.database {
        options = options.database(database);
    }
    // Text is UTF-8 on the wire whatever the tables have; only the way to compare it can be chosen.
    let collation = settings.charset.as_deref().map(str::to_lowercase);
    let plain = |it: &String| it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if let Some(it) = collation.filter(|it| it.starts_with("utf8mb4_") && plain(it)) {
        options = options.collation(&it);
    }
    let tls = &settings.tls;
    options = options.ssl_mode(match tls.mode {
        TlsMode::Off => MySqlSslMode::Disabled,
        TlsMode::Preferred => MySqlSslMode::Preferred,
        TlsMode::Unverified => MySqlSslMode::Required,
        TlsMode::Verified => MySqlSslMode::VerifyIdentity,
    });
    if let Some(ca) = tls.ca.as_ref().filter(|_| tls.mode == TlsMode::Verified) {
        options = options.ssl_ca_from_pem(ca.clone().into_bytes());
    }
    if let (Some(cert), Some(key)) = (&tls.cert, &tls.key) {
        options = options.ssl_client_cert_from_pem(cert);
        options = options.ssl_client_key_from_pem(key);
    }
    options
}

/// Minutes ahead of UTC of `Z`, `local` (which is UTC here) or `+02:00`.
fn offset(timezone: Option<&str>) -> Result<i32, Error> {
    let text = match timezone {
        None | Some("local" | "Z" | "") => return Ok(0),
        Some(text) => text,
    };
    let wrong = || {
        Error::config("Knex connection property \"connection.timezone\" should be like \"+02:00\".")
    };
    let (sign, rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return Err(wrong()),
    };
    let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "0"));
    let number = |text: &str| text.parse::<u8>().ok().map(i32::from);
    match (number(hours), number(minutes)) {
        (Some(hours @ 0..=13), Some(minutes @ 0..=59)) => Ok(sign * (hours * 60 + minutes)),
        _ => Err(wrong()),
    }
}

impl Server for Mysql {
    const DIALECT: Dialect = Dialect::Mysql;
    type Connection = Linked;

    async fn connect(&self) -> Result<Linked, Failure> {
        let mut connection = self.options.connect().await.map_err(errors::connecting)?;
        // As text, since versions differ in the type of the number.
        let id = sqlx::query_scalar::<_, String>("select cast(connection_id() as char)");
        let id = id.fetch_one(&mut connection).await;
        let id = id.map_err(errors::connecting)?;
        Ok(Linked {
            id: id.parse().unwrap_or(0),
            connection,
        })
    }

    async fn ping(linked: &mut Linked) -> bool {
        linked.connection.ping().await.is_ok()
    }

    async fn run(&self, linked: &mut Linked, work: &Work) -> Result<Outcome, Failure> {
        statement::run(&mut linked.connection, self.form, work).await
    }

    async fn rows(&self, linked: &mut Linked, work: &Work, sink: &RowSink) -> Result<(), Failure> {
        statement::rows(&mut linked.connection, self.form, work, sink).await
    }

    async fn say(linked: &mut Linked, statement: &'static str) -> Result<(), Failure> {
        // Not every server can prepare these.
        let said = linked.connection.execute(sqlx::raw_sql(statement)).await;
        said.map(drop).map_err(errors::failure)
    }

    fn abandon(&self, linked: Linked) {
        let Linked { connection, id } = linked;
        drop(connection);
        // The server does not look whether we still are there: it has to be told.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let options = self.options.clone();
        runtime.spawn(async move {
            let kill = async {
                let mut other = options.connect().await?;
                let statement = AssertSqlSafe(format!("kill {id}"));
                other.execute(sqlx::raw_sql(statement)).await?;
                other.close().await
            };
            // It may have ended by itself.
            let _ = tokio::time::timeout(KILL, kill).await;
        });
    }
}
