//! Transactions, and rows one after the other; on SQLite too.

use std::time::Duration;

use engine::Value;

use super::super::v;
use super::{Db, all, entry, raw_request, run_on};
use crate::{Client, Clients, ConnectCx, RequestCx, find};

const INSERT: &str = "insert into notes (text) values ('in a transaction')";

async fn say(client: &Client, properties: &Value, query: &str) -> Result<Value, crate::Error> {
    let request = raw_request(query, Value::Undefined);
    run_on(client, properties, "KnexRaw", &request, None).await
}

/// A client of each database with a table `notes` of no rows, and its properties.
async fn clients() -> Vec<(Client, Value, Option<Db>)> {
    let mut found = Vec::new();
    for db in all().await {
        db.raw("delete from notes").await.expect("no notes");
        let client = db.client().await.expect("a client");
        found.push((client, db.properties.clone(), Some(db)));
    }
    let folder = tempfile::tempdir().expect("a folder").keep();
    let file = folder.join("db.sqlite").display().to_string();
    let properties = Value::object([("client", "sqlite".into()), ("connection", file.into())]);
    let clients = Clients::new(ConnectCx::new("."));
    let client = clients
        .get(find("Knex").expect("Knex"), "db", &properties)
        .await
        .expect("a client");
    say(
        &client,
        &properties,
        "create table notes (id integer primary key, text text unique)",
    )
    .await
    .expect("a table");
    found.push((client, properties, None));
    found
}

async fn count(client: &Client, properties: &Value) -> usize {
    let query = Value::object([("query", v("[]")), ("tableName", "notes".into())]);
    let rows = run_on(client, properties, "KnexBuilder", &query, None)
        .await
        .expect("rows");
    rows.items().len()
}

#[tokio::test]
async fn what_is_committed_stays_and_nothing_else() {
    for (client, properties, _db) in clients().await {
        let transaction = client.begin().await.expect("a transaction");
        let inner = transaction.client();
        say(inner, &properties, INSERT).await.expect("inserted");
        assert_eq!(count(inner, &properties).await, 1);
        assert_eq!(count(&client, &properties).await, 0, "nobody else sees it");
        assert!(inner.begin().await.is_err());
        transaction.commit().await.expect("committed");
        assert_eq!(count(&client, &properties).await, 1);

        let transaction = client.begin().await.expect("a transaction");
        say(transaction.client(), &properties, "delete from notes")
            .await
            .expect("deleted");
        let left = transaction.client().clone();
        transaction.rollback().await.expect("rolled back");
        assert_eq!(count(&client, &properties).await, 1);
        let error = say(&left, &properties, INSERT)
            .await
            .expect_err("it has ended");
        assert_eq!(error.message(), "The transaction has ended.");

        let transaction = client.begin().await.expect("a transaction");
        say(transaction.client(), &properties, "delete from notes")
            .await
            .expect("deleted");
        drop(transaction);
        // The server needs a moment to see that nobody is there.
        for _ in 0..50 {
            if say(&client, &properties, "update notes set text = 'free'")
                .await
                .is_ok()
            {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(
            count(&client, &properties).await,
            1,
            "a dropped one is rolled back"
        );
    }
}

#[tokio::test]
async fn a_statement_that_fails_ends_the_transaction() {
    for (client, properties, db) in clients().await {
        let transaction = client.begin().await.expect("a transaction");
        let inner = transaction.client();
        say(inner, &properties, INSERT).await.expect("inserted");
        say(inner, &properties, "select * from nope")
            .await
            .expect_err("no such table");
        let error = say(inner, &properties, INSERT)
            .await
            .expect_err("it has failed");
        assert!(
            error.message().contains("nothing more can be done"),
            "{error}"
        );
        let error = transaction.commit().await.expect_err("not committed");
        assert!(error.message().contains("was rolled back"), "{error}");
        assert_eq!(count(&client, &properties).await, 0);
        for statement in [
            "begin",
            "commit",
            "rollback",
            "savepoint a",
            "drop table notes",
        ] {
            let transaction = client.begin().await.expect("a transaction");
            let done = say(transaction.client(), &properties, statement).await;
            // MariaDB cannot undo that a table is dropped.
            let mariadb = db
                .as_ref()
                .is_some_and(|db| db.kind == servers::Kind::Mariadb);
            let allowed = statement.starts_with("drop") && !mariadb;
            assert_eq!(done.is_ok(), allowed, "{statement}");
            transaction.rollback().await.expect("rolled back");
        }
        assert_eq!(count(&client, &properties).await, 0);
    }
}

#[tokio::test]
async fn a_transaction_ends_with_a_statement_that_is_too_slow() {
    for (client, properties, db) in clients().await {
        let Some(db) = db else { continue };
        say(&client, &properties, INSERT).await.expect("inserted");
        let transaction = client.begin().await.expect("a transaction");
        let inner = transaction.client();
        say(inner, &properties, "update notes set text = 'changed'")
            .await
            .expect("updated");
        let slow = match db.kind {
            servers::Kind::Postgres => "select pg_sleep(60)",
            _ => "select sleep(60)",
        };
        let request = raw_request(slow, Value::Undefined);
        let limit = Some(Duration::from_millis(200));
        let error = run_on(inner, &properties, "KnexRaw", &request, limit).await;
        assert_eq!(
            error.expect_err("too slow").message(),
            "Request timed out after 200 ms."
        );
        say(inner, &properties, INSERT)
            .await
            .expect_err("it has failed");
        transaction.commit().await.expect_err("not committed");
        // The rows are free again, as soon as the server has seen it.
        let request = raw_request("update notes set text = 'free'", Value::Undefined);
        let limit = Some(Duration::from_secs(30));
        let updated = run_on(&client, &properties, "KnexRaw", &request, limit).await;
        updated.expect("updated");
    }
}

#[tokio::test]
async fn other_connections_have_no_transactions_and_no_rows() {
    let clients = Clients::new(ConnectCx::new("."));
    let http = find("AxiosHttp").expect("AxiosHttp");
    let properties = Value::object([]);
    let client = clients
        .get(http, "http", &properties)
        .await
        .expect("a client");
    let error = client.begin().await.err().expect("refused");
    assert_eq!(
        error.message(),
        "Connection type \"AxiosHttp\" does not support transactions."
    );
    let cx = RequestCx::new("http", "request");
    let error = http.requests[0]
        .stream(&cx, &client, &properties, &properties)
        .await;
    let error = error.err().expect("refused");
    assert!(error.message().contains("one after the other"), "{error}");
}

/// The bytes of memory that the process has.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}

const MANY: &str = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000) \
     select i, ";

#[tokio::test]
async fn rows_come_one_after_the_other() {
    for (client, properties, db) in clients().await {
        // About 100 MB in all.
        let text = match &db {
            Some(_) => "repeat('x', 10000) as t from n",
            None => "hex(zeroblob(5000)) as t from n",
        };
        if let Some(db) = db.as_ref().filter(|db| db.kind == servers::Kind::Mariadb) {
            let root = "set global max_recursive_iterations = 100000";
            db.raw(root).await.expect("set");
        }
        let request = raw_request(&format!("{MANY}{text}"), Value::Undefined);
        let cx = RequestCx::new("db", "request");
        let stream = entry("KnexRaw").stream(&cx, &client, &properties, &request);
        let mut rows = stream.await.expect("a stream");
        let (mut n, mut before) = (0, 0);
        while let Some(row) = rows.next().await {
            n += 1;
            assert_eq!(
                row.expect("a row").key("t").as_str().map(str::len),
                Some(10_000)
            );
            if n == 1000 {
                before = memory();
            }
        }
        assert_eq!(n, 10_000);
        assert!(memory() < before + 30_000_000, "{} {before}", memory());

        // Whoever has enough lets go, and the connection is there for others.
        let stream = entry("KnexRaw").stream(&cx, &client, &properties, &request);
        let mut rows = stream.await.expect("a stream");
        assert!(rows.next().await.is_some_and(|row| row.is_ok()));
        drop(rows);
        say(&client, &properties, "select 1 as a")
            .await
            .expect("an answer");

        // In a transaction as well; an error is the last item.
        let transaction = client.begin().await.expect("a transaction");
        let request = raw_request("select * from nope", Value::Undefined);
        let stream = entry("KnexRaw").stream(&cx, transaction.client(), &properties, &request);
        let mut rows = stream.await.expect("a stream");
        assert!(rows.next().await.is_some_and(|row| row.is_err()));
        assert!(rows.next().await.is_none());
        drop(rows);
        transaction.rollback().await.expect("rolled back");
    }
}

#[tokio::test]
async fn an_error_amid_rows_is_an_item() {
    for db in all()
        .await
        .into_iter()
        .filter(|db| db.kind == servers::Kind::Postgres)
    {
        let query = "select 1 / (500 - i) as n from generate_series(1, 1000) as s(i)";
        let mut rows = db.stream(query).await.expect("a stream");
        let mut n = 0;
        let error = loop {
            match rows.next().await.expect("an item") {
                Ok(_) => n += 1,
                Err(error) => break error,
            }
        };
        assert_eq!((n, error.message()), (499, "division by zero"));
        assert!(rows.next().await.is_none());
    }
}
