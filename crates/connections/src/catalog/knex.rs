//! SQL databases, as Knex.

mod builder;
mod query;
mod raw;
mod scan;
mod sql;
mod sqlite;

use std::sync::LazyLock;

use engine::Value;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use sqlite::Database;

/// An SQL database.
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
/// This build has SQLite. A relative file name is relative to the folder that the server was
/// started in; `:memory:` is a database that lasts as long as the app as it was loaded.
///
/// - `client`: `better-sqlite3`, `sqlite3` or `sqlite`.
/// - `pool`: how many connections are kept open.
/// - `connection`: the file name of the database, or `{ filename }`, with
///   `options: { readonly: true }` if nothing may change it.
/// - `pool.max`: how many requests run at the same time, at most 64. Default: twice the number of
///   processors, at most 8.
/// - `pool.min`: has no effect.
/// - `searchPath`: has no effect on SQLite.
/// - `seed`: the path in the build folder of an SQL script that makes the database when its file
///   does not exist. Lowdefy does not have it.
/// - `version`: has no effect on SQLite.
pub(crate) struct Knex;

impl Connection for Knex {
    const NAME: &'static str = "Knex";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<builder::KnexBuilder>(),
        RequestEntry::of::<raw::KnexRaw>(),
    ];
    type Client = Database;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("knex/connection.schema.json")));
        &SCHEMA
    }

    async fn connect(cx: &ConnectCx, properties: &Value) -> Result<Database, Error> {
        let client = properties.key("client").as_str().unwrap_or_default();
        match client {
            "better-sqlite3" | "sqlite3" | "sqlite" => Database::open(cx, properties).await,
            _ => Err(Error::config(format!(
                "Knex client \"{client}\" is not available in this build."
            ))),
        }
    }

    async fn close(client: &Database) {
        client.close().await;
    }
}

#[cfg(test)]
mod tests;
