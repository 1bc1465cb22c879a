//! What is in a stolen database.

use std::time::Duration;

use secrecy::ExposeSecret;
use sqlx::Row;

use super::{Place, secret};
use crate::{SessionStore, sessions};

#[tokio::test]
async fn there_is_nothing_in_it_to_log_in_with() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let password = "correct horse battery staple";
    let user = place.registered("bob@example.org", password).await;
    let mut secrets = vec![password.to_owned()];

    let session = super::sessions::log_in(&place.store.sessions(), &user.id).await;
    assert!(
        place
            .store
            .sessions()
            .load(&session)
            .await
            .unwrap()
            .is_some()
    );
    secrets.push(session.to_string());
    secrets.push(session.0.to_string());

    let (magic, browser) = logins
        .magic_link("bob@example.org", "::1", Duration::from_secs(9))
        .await
        .unwrap();
    let reset = logins
        .forgot("bob@example.org", "::1")
        .await
        .unwrap()
        .unwrap();
    for letter in [magic, reset] {
        secrets.push(letter.token.unwrap().expose_secret().to_owned());
    }
    secrets.push(browser.expose_secret().to_owned());
    let token = place
        .store
        .tokens()
        .issue("any", "bob", Duration::from_secs(9))
        .await
        .unwrap();
    secrets.push(token.expose_secret().to_owned());

    let enrolment = logins.enrol_totp(&user).await.unwrap();
    secrets.push(enrolment.secret.expose_secret().to_owned());
    for code in logins.new_recovery_codes(&user).await.unwrap() {
        secrets.push(code.expose_secret().to_owned());
        secrets.push(code.expose_secret().replace('-', ""));
    }
    // A password typed where the name goes.
    let _ = logins
        .log_in("my other secret password", &secret("x"), "::1")
        .await;
    secrets.push("my other secret password".to_owned());

    let all = everything(&place).await;
    assert!(all.contains("bob@example.org") && all.contains(sessions::LOGIN_KEY));
    for secret in secrets {
        let found = all.to_lowercase().contains(&secret.to_lowercase());
        assert!(!found, "`{secret}` is in the database");
    }
}

/// All texts of all tables.
async fn everything(place: &Place) -> String {
    let pool = &place.store.database.pool;
    let tables = sqlx::query("select name from sqlite_master where type = 'table'");
    let mut all = String::new();
    for table in tables.fetch_all(pool).await.unwrap() {
        let table: String = table.get("name");
        let sql = sqlx::AssertSqlSafe(format!("select * from {table}"));
        for row in sqlx::query(sql).fetch_all(pool).await.unwrap() {
            for i in 0..row.len() {
                let text: Option<String> = row.try_get(i).unwrap_or_default();
                all.push_str(&text.unwrap_or_default());
                all.push('\n');
            }
        }
    }
    all
}
