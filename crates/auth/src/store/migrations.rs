//! The tables, and how they came to be.
//!
//! A file of `migrations/` is never changed once it was released: the next one changes what it made.

use sqlx::Executor;

use super::database::Kind;
use super::{Database, StoreError};

/// The steps, in order. The version of a database is how many of them it has seen.
const STEPS: &[&str] = &[include_str!("migrations/0001_users.sql")];

/// The number under which PostgreSQL knows that someone is at it.
const LOCK: i64 = 0x6c61_7468_6175_7468;

/// Does the steps that the database has not seen, all or none of them, one process at a time.
pub(super) async fn run(database: &Database) -> Result<(), StoreError> {
    let mut tx = database.begin().await?;
    if database.kind == Kind::Postgres {
        sqlx::query("select 1 from (select pg_advisory_xact_lock($1)) as lock")
            .bind(LOCK)
            .execute(&mut *tx)
            .await?;
    }
    tx.execute("create table if not exists auth_schema (version bigint not null)")
        .await?;
    let (found,): (i64,) = sqlx::query_as("select coalesce(max(version), 0) from auth_schema")
        .fetch_one(&mut *tx)
        .await?;
    let known = STEPS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (step, sql) in STEPS.iter().enumerate().skip(found as usize) {
        for statement in sql.split(";\n").filter(|text| !text.trim().is_empty()) {
            tx.execute(statement).await?;
        }
        sqlx::query("insert into auth_schema (version) values ($1)")
            .bind(step as i64 + 1)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
