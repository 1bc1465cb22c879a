//! Knex on real database servers: PostgreSQL and MariaDB.

mod answers;
mod encryption;
mod failures;
mod hostile;
mod places;
mod transactions;
mod types;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use engine::{Value, json};
use servers::{Kind, Server};

use crate::{Client, Clients, ConnectCx, Error, RequestCx, RequestEntry, RowStream, find};

/// A database on a server, as a connection of an app.
struct Db {
    kind: Kind,
    clients: Clients,
    properties: Value,
}

/// The databases that the machine has, each with the tables of the vectors.
async fn all() -> Vec<Db> {
    let servers = [
        (Kind::Postgres, servers::postgres()),
        (Kind::Mariadb, servers::mariadb()),
    ];
    let mut databases = Vec::new();
    for (kind, server) in servers {
        if let Some(server) = server {
            let db = Db::on(kind, server, "").await;
            db.seed().await;
            databases.push(db);
        }
    }
    databases
}

impl Db {
    /// A new database on a server; `more` are further properties as JSON members.
    async fn on(kind: Kind, server: &Server, more: &str) -> Db {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // Other processes can have databases there, too.
        let name = format!("db{}_{count}", std::process::id());
        let admin = match kind {
            Kind::Postgres => "postgres",
            _ => "mysql",
        };
        let admin = Db::open(kind, server.port(), admin, "");
        admin
            .raw(&format!("create database {name}"))
            .await
            .expect("a database");
        admin.clients.close().await;
        Db::open(kind, server.port(), &name, more)
    }

    fn open(kind: Kind, port: u16, database: &str, more: &str) -> Db {
        let (client, user) = match kind {
            Kind::Postgres => ("pg", "postgres"),
            _ => ("mysql2", "root"),
        };
        let text = format!(
            r#"{{"client":"{client}","connection":{{"host":"127.0.0.1","port":{port},
                "user":"{user}","database":"{database}"}}{more}}}"#
        );
        Db {
            kind,
            clients: Clients::new(ConnectCx::new(".")),
            properties: json::parse(text.as_bytes()).expect("properties"),
        }
    }

    async fn client(&self) -> Result<Client, Error> {
        let entry = find("Knex").expect("Knex");
        self.clients.get(entry, "db", &self.properties).await
    }

    async fn run(
        &self,
        kind: &str,
        request: &Value,
        timeout: Option<Duration>,
    ) -> Result<Value, Error> {
        run_on(
            &self.client().await?,
            &self.properties,
            kind,
            request,
            timeout,
        )
        .await
    }

    async fn raw(&self, query: &str) -> Result<Value, Error> {
        self.raw_with(query, Value::Undefined).await
    }

    async fn raw_with(&self, query: &str, parameters: Value) -> Result<Value, Error> {
        self.run("KnexRaw", &raw_request(query, parameters), None)
            .await
    }

    /// The rows of a raw answer.
    async fn rows(&self, query: &str, parameters: Value) -> Result<Value, Error> {
        let answer = self.raw_with(query, parameters).await?;
        Ok(match self.kind {
            Kind::Postgres => answer.key("rows").clone(),
            _ => answer.items()[0].clone(),
        })
    }

    async fn build(&self, table: &str, query: &str) -> Result<Value, Error> {
        let query = json::parse_wire(query.as_bytes()).expect("test JSON");
        let request = Value::object([("query", query), ("tableName", table.into())]);
        self.run("KnexBuilder", &request, None).await
    }

    async fn stream(&self, query: &str) -> Result<RowStream, Error> {
        let (client, cx) = (self.client().await?, RequestCx::new("db", "request"));
        let request = raw_request(query, Value::Undefined);
        let entry = entry("KnexRaw");
        entry.stream(&cx, &client, &self.properties, &request).await
    }

    /// Makes the tables anew.
    async fn seed(&self) {
        let script = match self.kind {
            Kind::Postgres => include_str!("../../vectors/knex.pg.sql"),
            _ => include_str!("../../vectors/knex.mysql.sql"),
        };
        for statement in script.split(";\n").filter(|text| !text.trim().is_empty()) {
            self.raw(statement).await.expect(statement);
        }
    }

    /// Everything in the tables.
    async fn dump(&self) -> Value {
        let mut tables = Vec::new();
        for table in ["users", "posts", "notes"] {
            let rows = self.build(table, r#"[{"orderBy":["id"]}]"#).await;
            tables.push(rows.unwrap_or_else(|_| "gone".into()));
        }
        tables.into()
    }
}

fn entry(kind: &str) -> &'static RequestEntry {
    let entry = find("Knex").and_then(|entry| entry.request(kind));
    entry.expect("a request")
}

fn raw_request(query: &str, parameters: Value) -> Value {
    Value::object([("query", query.into()), ("parameters", parameters)])
}

/// Runs a request on a client, which may be that of a transaction.
async fn run_on(
    client: &Client,
    properties: &Value,
    kind: &str,
    request: &Value,
    timeout: Option<Duration>,
) -> Result<Value, Error> {
    let cx = RequestCx {
        timeout,
        ..RequestCx::new("db", "request")
    };
    entry(kind).run(&cx, client, properties, request).await
}
