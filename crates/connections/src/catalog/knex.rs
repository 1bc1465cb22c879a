//! SQL databases, as Knex.

#![cfg_attr(
    not(all(feature = "mysql", feature = "postgres", feature = "sqlite")),
    allow(
        dead_code,
        unused_variables,
        reason = "shared with databases that are not in this build"
    )
)]

mod builder;
mod columns;
mod database;
mod dialect;
#[cfg(feature = "server")]
mod lease;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
mod query;
mod raw;
#[cfg(feature = "sqlite")]
mod scan;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "server")]
mod settings;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "server")]
mod words;

use std::sync::LazyLock;

use engine::Value;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use database::Database;

/// An SQL database: PostgreSQL, MySQL, MariaDB or SQLite.
///
/// ```yaml
/// id: db
/// type: Knex
/// properties:
///   client: pg
///   connection:
///     host: db.example.com
///     user: shop
///     password: { _secret: DB_PASSWORD }
///     database: shop
///     ssl: true
///   pool: { max: 20 }
/// ```
///
/// ```yaml
/// id: db
/// type: Knex
/// properties:
///   client: better-sqlite3
///   connection: { filename: data/shop.sqlite }
///   useNullAsDefault: true
///   seed: seed.sql
/// ```
///
/// Of SQLite a relative file name is relative to the folder that the server was started in;
/// `:memory:` is a database that lasts as long as the app as it was loaded. Connections to a server
/// are opened when they are needed; while it cannot be reached requests fail, and work again when
/// it can. A statement that nobody waits for any more, since its time is over or its caller is gone,
/// is ended in the database too (PostgreSQL from version 14 on).
///
/// Columns of bytes are given as `{ type: Buffer, data }` with a list of the bytes. As such a list
/// takes much room, an answer has at most 4 MiB of them.
///
/// - `client`: `pg`, `postgres` or `postgresql`; `mysql2`, `mysql` or `mariadb`; `better-sqlite3`,
///   `sqlite3` or `sqlite`. `mysql` gives exact numbers as numbers and JSON as text, the others
///   exact numbers as text and JSON as its value.
/// - `connection`: of a server a URL such as `postgres://user:password@host:5432/database`, or an
///   object with `host`, `port`, `user`, `password`, `database`, `ssl`, `socketPath`, `timezone`
///   (MySQL), `charset` (MySQL), `application_name` and `statement_timeout` (PostgreSQL), or
///   `connectionString` with any of these. Of SQLite the file name, or `{ filename }`, with
///   `options: { readonly: true }` if nothing may change it.
/// - `connection.ssl`: true for an encrypted connection to a server whose certificate is valid for
///   its name, or an object with `ca`, `cert` and `key` as PEM text, and
///   `rejectUnauthorized: false` if any certificate will do; false for none. If it is missing, the
///   connection is encrypted if the server can, whoever it is.
/// - `connection.timezone`: of MySQL, what dates and times without a zone are in, such as
///   `"+02:00"`. Default: UTC.
/// - `pool`: how many connections are kept open.
/// - `pool.max`: how many requests run at the same time. Default: 10; of SQLite twice the number of
///   processors, at most 8.
/// - `pool.min`: how many connections to a server are not closed although they are not used.
///   Default: 2.
/// - `pool.acquireTimeoutMillis`: how long a request waits for a connection. Default: 60000.
/// - `pool.idleTimeoutMillis`: a connection that was not used for so long is closed. Default: 30000.
/// - `searchPath`: the schemas that PostgreSQL looks for tables in.
/// - `seed`: of SQLite, the path in the build folder of an SQL script that makes the database when
///   its file does not exist. Lowdefy does not have it.
/// - `useNullAsDefault`: of SQLite, rows of an insert may leave out columns that other rows have.
/// - `version`: has no effect.
pub(crate) struct Knex;

impl Connection for Knex {
    const NAME: &'static str = "Knex";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<builder::KnexBuilder>(),
        RequestEntry::of::<raw::KnexRaw>(),
    ];
    const TRANSACTIONS: bool = true;
    type Client = Database;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("knex/connection.schema.json")));
        &SCHEMA
    }

    async fn connect(cx: &ConnectCx, properties: &Value) -> Result<Database, Error> {
        let client = properties.key("client").as_str().unwrap_or_default();
        match client {
            #[cfg(feature = "sqlite")]
            "better-sqlite3" | "sqlite3" | "sqlite" => sqlite::open(cx, properties).await,
            #[cfg(feature = "postgres")]
            "pg" | "postgres" | "postgresql" => postgres::open(cx, properties),
            #[cfg(feature = "mysql")]
            "mysql" | "mysql2" | "mariadb" => mysql::open(cx, properties),
            _ => Err(Error::config(format!(
                "Knex client \"{client}\" is not available in this build."
            ))),
        }
    }

    async fn close(client: &Database) {
        client.session().close().await;
    }

    async fn begin(client: &Database) -> Result<Database, Error> {
        client.session().begin().await.map(Database::new)
    }

    async fn end(client: &Database, commit: bool) -> Result<(), Error> {
        client.session().end(commit).await
    }
}

#[cfg(test)]
mod tests;
