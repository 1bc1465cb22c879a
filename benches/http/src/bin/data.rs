//! A select through the whole way of a request beside a bare axum handler with sqlx that does the same
//! select, in one run, with one load program, each server on one worker thread; then many requests,
//! and what they leave in memory.
//!
//! `cargo xtask bench data [seconds]`. Machines differ and are noisy: look at the ratios.
#![expect(clippy::print_stdout, reason = "this is the output of a command")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use axum::extract::State;
use axum::routing::post;
use bench_http::load::{self, Call};
use bench_http::server::{self, Server};
use engine::{Value, json};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};

/// Clients at the same time.
const CLIENTS: usize = 64;

/// Requests after which memory is looked at.
const MANY: usize = 200_000;

/// Rows of the table.
const ROWS: usize = 10_000;

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

async fn open(file: &Path) -> Result<SqlitePool> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    Ok(SqlitePoolOptions::new().connect_with(options).await?)
}

/// The same select, as one would write it by hand.
async fn bare(port: u16, file: PathBuf) -> Result<()> {
    let pool = open(&file).await?;
    let app = axum::Router::new()
        .route("/select", post(select))
        .route("/health", axum::routing::get(|| async { "ok" }))
        .with_state(pool);
    server::serve(port, app).await
}

async fn select(
    State(pool): State<SqlitePool>,
    body: axum::body::Bytes,
) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    let body = json::parse(&body).unwrap_or_default();
    let id = body.key("payload").key("id").as_integer().unwrap_or(0);
    let rows = sqlx::query("select id, name, n from t where id = ?")
        .bind(id)
        .fetch_all(&pool)
        .await
        .unwrap_or_default();
    let rows = rows.iter().map(|row| {
        Value::object([
            ("id", Value::Number(row.get::<i64, _>(0) as f64)),
            ("name", row.get::<String, _>(1).into()),
            ("n", Value::Number(row.get::<f64, _>(2))),
        ])
    });
    let answer = Value::object([("response", Value::list(rows.collect()))]);
    let kind = [("content-type", "application/json")];
    (kind, json::stringify(&answer)).into_response()
}

async fn compare(seconds: u64) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("bench.sqlite");
    fill(&file).await?;
    write_app(dir.path(), &file)?;
    let mut lath = Server::lath(&dir.path().join("build"), &[])?;
    lath.wait().await?;
    let mut bare = Server::bare(&[file.as_os_str()])?;
    bare.wait().await?;
    let body = r#"{"blockId":"b","payload":{"id":4711}}"#;
    let ours = Call::post("/api/request/p/one", body);
    let theirs = Call::post("/select", body);
    println!(
        "lath answers {}",
        String::from_utf8_lossy(&load::once(lath.port, &ours).await?)
    );
    let time = Duration::from_secs(seconds);
    // Both in turns, so that what else the machine does meets both.
    for _ in 0..3 {
        let a = load::run(lath.port, &ours, CLIENTS, time).await?;
        let b = load::run(bare.port, &theirs, CLIENTS, time).await?;
        println!(
            "select: lath {:.0}/s (p50 {:.2} ms, p99 {:.2} ms), bare axum and sqlx {:.0}/s (p50 {:.2} ms, p99 {:.2} ms), ratio {:.2}",
            a.per_second(),
            a.within(0.5),
            a.within(0.99),
            b.per_second(),
            b.within(0.5),
            b.within(0.99),
            a.per_second() / b.per_second()
        );
    }
    println!("resident memory of lath: {:.1} MB", lath.memory()?);
    for part in 1..=4 {
        load::times(lath.port, &ours, CLIENTS, MANY / 4).await?;
        println!(
            "after {} requests more: {:.1} MB",
            part * MANY / 4,
            lath.memory()?
        );
    }
    Ok(())
}

async fn fill(file: &Path) -> Result<()> {
    let pool = open(file).await?;
    sqlx::query("create table t (id integer primary key, name text, n real)")
        .execute(&pool)
        .await?;
    let sql = format!(
        "with recursive c(i) as (select 1 union all select i + 1 from c where i < {ROWS})
         insert into t select i, 'name ' || i, i * 0.5 from c"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await?;
    pool.close().await;
    Ok(())
}

fn write_app(dir: &Path, file: &Path) -> Result<()> {
    let connection = format!(
        r#"{{"connectionId":"db","type":"Knex","properties":{{"client":"better-sqlite3","connection":{{"filename":"{}"}}}}}}"#,
        file.display()
    );
    let request = |id: &str, query: &str, parameters: &str| {
        format!(
            r#"{{"requestId":"{id}","pageId":"p","type":"KnexRaw","connectionId":"db","auth":{{"public":true}},"properties":{{"query":"{query}","parameters":{parameters}}}}}"#
        )
    };
    let files = [
        ("config.json", "{}".to_owned()),
        ("connections/db.json", connection),
        (
            "pages/p/p.json",
            r#"{"pageId":"p","blockId":"p","type":"Box","auth":{"public":true}}"#.to_owned(),
        ),
        (
            "pages/p/requests/one.json",
            request(
                "one",
                "select id, name, n from t where id = :id",
                r#"{"id":{"_payload":"id"}}"#,
            ),
        ),
    ];
    for (path, text) in files {
        let path = dir.join("build").join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}
