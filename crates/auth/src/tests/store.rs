//! Users, accounts and tokens.

use std::time::Duration;

use engine::Value;
use secrecy::ExposeSecret;

use super::{Place, places};
use crate::{NewUser, Store, StoreError};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn users_are_kept_and_found() {
    for place in places().await {
        let store = &place.store;
        let new = NewUser {
            name: Some("Robert'); drop table auth_users;--".to_owned()),
            email: Some(" Bob@Exämple.ORG ".to_owned()),
            email_verified: true,
            roles: vec!["admin".to_owned(), "a,b\"c".to_owned()],
            data: Value::object([("age", Value::Number(41.5))]),
            ..NewUser::default()
        };
        let user = store
            .create_user_with_account(new, "github", "42")
            .await
            .unwrap();
        assert_eq!(user.email.as_deref(), Some("bob@xn--exmple-cua.org"));
        assert_eq!(user.email_verified, Some(user.created));
        assert_eq!(store.user(&user.id).await.unwrap().as_ref(), Some(&user));
        let by_email = store.user_by_email("BOB@exämple.org").await.unwrap();
        assert_eq!(by_email.as_ref(), Some(&user));
        let by_account = store.user_by_account("github", "42").await.unwrap();
        assert_eq!(by_account.as_ref(), Some(&user));
        for other in [("github", "43"), ("gitlab", "42"), ("github", "4\0")] {
            assert_eq!(store.user_by_account(other.0, other.1).await.unwrap(), None);
        }

        let changed = crate::User {
            name: Some("Bob".to_owned()),
            email_verified: None,
            ..user.clone()
        };
        store.update_user(&changed).await.unwrap();
        let strange = store.prove_email(&user.id, "someone@else.org").await;
        assert!(!strange.unwrap());
        assert_eq!(store.user(&user.id).await.unwrap(), Some(changed));

        let eve = place.user("eve@example.org").await;
        let taken = store.link_account(&eve.id, "github", "42").await;
        assert!(matches!(taken, Err(StoreError::AccountTaken)), "{taken:?}");
        store.link_account(&user.id, "github", "42").await.unwrap();
        let nobody = store.link_account("nobody", "github", "44").await;
        assert!(matches!(nobody, Err(StoreError::NoUser)), "{nobody:?}");
        let taken = store
            .create_user(NewUser {
                email: user.email.clone(),
                ..NewUser::default()
            })
            .await;
        assert!(matches!(taken, Err(StoreError::EmailTaken)), "{taken:?}");

        assert!(store.delete_user(&user.id).await.unwrap());
        assert_eq!(store.user_by_account("github", "42").await.unwrap(), None);
        assert_eq!(store.accounts_of(&user.id).await.unwrap(), []);
    }
}

#[tokio::test]
async fn addresses_that_look_alike_are_not_the_same() {
    let place = Place::sqlite().await;
    place.user("admin@example.org").await;
    let others = [
        "ａdmin@example.org", // full width
        "аdmin@example.org",  // Cyrillic
        "admın@example.org",  // dotless i, which upper case makes an I
        "admin@ｅxample.org.evil.org",
        "\"admin\"@example.org",
        "admin@example.org\0",
        "admin@example.org\r\nBcc: eve@evil.org",
        "admin@example.org,eve@evil.org",
        "admin@evil.org@example.org",
        "admin(eve)@example.org",
        "ad..min@example.org",
        "admin@127.0.0.1",
        "admin@-example.org",
        "admin",
        "@example.org",
        "",
    ];
    for other in others {
        assert_eq!(
            place.store.user_by_email(other).await.unwrap(),
            None,
            "{other:?}"
        );
        let new = NewUser {
            email: Some(other.to_owned()),
            ..NewUser::default()
        };
        match place.store.create_user(new).await {
            Err(StoreError::Email(_)) => {}
            Ok(user) => assert!(user.email.is_none_or(|email| email != "admin@example.org")),
            Err(error) => panic!("{other:?}: {error:?}"),
        }
    }
    // A domain in another script is another domain, and shows it.
    let email = crate::Email::parse("admin@еxample.org").unwrap();
    assert_eq!(email.as_str(), "admin@xn--xample-2of.org");
}

#[tokio::test]
async fn a_token_works_once_for_what_it_was_made_for_until_it_expires() {
    for place in places().await {
        let tokens = place.store.tokens();
        let raw = tokens
            .issue("reset", "bob@example.org", HOUR)
            .await
            .unwrap();
        let raw = raw.expose_secret();
        assert_eq!(tokens.consume("verify", raw).await.unwrap(), None);
        assert_eq!(
            tokens.consume("reset", &raw.to_uppercase()).await.unwrap(),
            None
        );
        assert_eq!(
            tokens.consume("reset", &"x".repeat(1 << 20)).await.unwrap(),
            None
        );
        let peeked = tokens.peek("reset", raw).await.unwrap();
        assert!(peeked.is_some_and(|token| token.identifier == "bob@example.org"));
        let used = tokens.consume("reset", raw).await.unwrap();
        assert_eq!(used.as_deref(), Some("bob@example.org"));
        assert_eq!(tokens.consume("reset", raw).await.unwrap(), None);

        let late = tokens
            .issue("reset", "bob@example.org", HOUR)
            .await
            .unwrap();
        place.wait(3_600_000);
        assert_eq!(
            tokens.consume("reset", late.expose_secret()).await.unwrap(),
            None
        );
        let cancelled = tokens
            .issue("reset", "bob@example.org", HOUR)
            .await
            .unwrap();
        tokens.cancel("reset", "bob@example.org").await.unwrap();
        let used = tokens
            .consume("reset", cancelled.expose_secret())
            .await
            .unwrap();
        assert_eq!(used, None);
    }
}

#[tokio::test]
async fn of_many_who_use_a_token_at_once_one_gets_it() {
    for place in places().await {
        let other = place.elsewhere().await;
        let raw = place
            .store
            .tokens()
            .issue("magic", "bob", HOUR)
            .await
            .unwrap();
        let tries = (0..20).map(|i| {
            let tokens = if i % 2 == 0 {
                place.store.tokens()
            } else {
                other.tokens()
            };
            let raw = raw.expose_secret().to_owned();
            tokio::spawn(async move { tokens.consume("magic", &raw).await.unwrap() })
        });
        let mut winners = 0;
        for one in tries.collect::<Vec<_>>() {
            winners += usize::from(one.await.unwrap().is_some());
        }
        assert_eq!(winners, 1);
    }
}

#[tokio::test]
async fn many_processes_open_a_new_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{}/users.db", folder.path().display());
    let opened = (0..8).map(|_| {
        let file = file.clone();
        tokio::spawn(async move { Store::open(&file).await.map(drop) })
    });
    for one in opened.collect::<Vec<_>>() {
        one.await.unwrap().unwrap();
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let store = Store::open(&file).await.unwrap();
    let sql = "insert into auth_schema (version) values (1000)";
    sqlx::query(sql)
        .execute(&store.database.pool)
        .await
        .unwrap();
    let newer = Store::open(&file).await.map(drop);
    assert!(matches!(newer, Err(StoreError::Newer { found: 1000, .. })));
}

#[tokio::test]
async fn an_address_that_is_not_valid_is_not_shown() {
    for url in [
        "mysql://u:hunter2@h/d",
        "postgres://u:hunter2@h:port/d",
        "sqlite:",
    ] {
        let error = Store::open(url).await.map(drop).unwrap_err();
        assert!(
            !format!("{error} {error:?}").contains("hunter2"),
            "{error:?}"
        );
    }
}
