//! PostgreSQL.
//!
//! Every statement is prepared first: the server says which types its parameters and columns have,
//! and values are written and read by that. A value in a form that only the server can read, such as
//! `"tomorrow"` for a date, goes there as text with a cast; so comes back, as text, a type that
//! has no form here.

mod arrays;
mod errors;
mod numeric;
mod params;
mod statement;
mod values;

use std::sync::Arc;

use engine::{Value, js};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgSslMode};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::database::{Database, Outcome};
use super::dialect::Dialect;
use super::lease::{Limits, Pool};
use super::server::{Failure, Pooled, Server, Work};
use super::settings::{Settings, TlsMode};
use crate::{ConnectCx, Error, RowSink};

/// What the server has to say besides can hold values, and nobody hears it.
const QUIET: &str = "set client_min_messages = error";

/// Besides, has the server look, while a statement runs, whether we still are there: so a statement
/// ends when its connection is closed. Versions before 14 do not have it.
const WATCHED: &str =
    "set client_min_messages = error; set client_connection_check_interval = 1000";

/// A PostgreSQL server.
struct Postgres {
    options: PgConnectOptions,
    /// Set on every connection.
    search_path: Option<String>,
}

/// Opens what the properties of a connection name. Connections are made when they are needed.
pub(super) fn open(cx: &ConnectCx, properties: &Value) -> Result<Database, Error> {
    let settings = Settings::read(properties.key("connection"))?;
    let search_path = search_path(properties.key("searchPath"))?;
    let server = Postgres {
        options: options(&settings),
        search_path,
    };
    let limits = Limits::read(properties, cx.connect_timeout);
    Ok(Database::new(Arc::new(Pooled::new(Pool::new(
        server, limits,
    )?))))
}

fn options(settings: &Settings) -> PgConnectOptions {
    let mut options = PgConnectOptions::new_without_pgpass()
        .port(settings.port.unwrap_or(5432))
        .application_name(settings.application_name.as_deref().unwrap_or("lath"))
        // Numbers come as they are and not as text, where it makes a difference.
        .extra_float_digits(None)
        .disable_statement_logging();
    let host = settings.host.as_deref().unwrap_or("localhost");
    options = match (&settings.socket, host.starts_with('/')) {
        (Some(socket), _) => options.socket(socket),
        (None, true) => options.socket(host),
        (None, false) => options.host(host),
    };
    if let Some(user) = &settings.user {
        options = options.username(user);
        // What is not said is the name of the user.
        options = options.database(settings.database.as_deref().unwrap_or(user));
    } else if let Some(database) = &settings.database {
        options = options.database(database);
    }
    if let Some(password) = &settings.password {
        options = options.password(password);
    }
    if let Some(ms) = settings.statement_timeout {
        options = options.options([("statement_timeout", ms.to_string())]);
    }
    let tls = &settings.tls;
    options = options.ssl_mode(match tls.mode {
        TlsMode::Off => PgSslMode::Disable,
        TlsMode::Preferred => PgSslMode::Prefer,
        TlsMode::Unverified => PgSslMode::Require,
        TlsMode::Verified => PgSslMode::VerifyFull,
    });
    if let Some(ca) = tls.ca.as_ref().filter(|_| tls.mode == TlsMode::Verified) {
        options = options.ssl_root_cert_from_pem(ca.clone().into_bytes());
    }
    if let (Some(cert), Some(key)) = (&tls.cert, &tls.key) {
        options = options.ssl_client_cert_from_pem(cert);
        options = options.ssl_client_key_from_pem(key);
    }
    options
}

/// `set search_path to …`, with names in quotes.
fn search_path(path: &Value) -> Result<Option<String>, Error> {
    let one = std::slice::from_ref(path);
    let names = match path {
        path if !js::truthy(path) => return Ok(None),
        Value::List(names) => names.as_slice(),
        _ => one,
    };
    let mut text = "set search_path to ".to_owned();
    for (i, name) in names.iter().enumerate() {
        let name = name.as_str().filter(|name| !name.contains('\0'));
        let Some(name) = name else {
            return Err(Error::config(
                "Knex connection property \"searchPath\" should be a string.",
            ));
        };
        text.push_str(if i > 0 { ", \"" } else { "\"" });
        text.push_str(&name.replace('"', "\"\""));
        text.push('"');
    }
    Ok(Some(text))
}

impl Server for Postgres {
    const DIALECT: Dialect = Dialect::Postgres;
    type Connection = PgConnection;

    async fn connect(&self) -> Result<PgConnection, Failure> {
        let mut connection = self.options.connect().await.map_err(errors::connecting)?;
        let settings = match connection.server_version_num() {
            Some(version) if version < 140_000 => QUIET,
            _ => WATCHED,
        };
        // Where they are not to be had, a statement that nobody waits for runs to its end.
        let _ = connection.execute(settings).await;
        if let Some(path) = &self.search_path {
            let set = connection.execute(AssertSqlSafe(path.clone())).await;
            set.map_err(errors::connecting)?;
        }
        Ok(connection)
    }

    async fn ping(connection: &mut PgConnection) -> bool {
        connection.ping().await.is_ok()
    }

    async fn run(&self, connection: &mut PgConnection, work: &Work) -> Result<Outcome, Failure> {
        statement::run(connection, work).await
    }

    async fn rows(
        &self,
        connection: &mut PgConnection,
        work: &Work,
        sink: &RowSink,
    ) -> Result<(), Failure> {
        statement::rows(connection, work, sink).await
    }

    async fn say(connection: &mut PgConnection, statement: &'static str) -> Result<(), Failure> {
        let said = connection.execute(statement).await;
        said.map(drop).map_err(errors::failure)
    }

    fn abandon(&self, connection: PgConnection) {
        // Closes the socket; within a second the server sees it and ends the statement.
        drop(connection);
    }
}
