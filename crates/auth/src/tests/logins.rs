//! Passwords, registration, links by mail.

use secrecy::{ExposeSecret, SecretString};

use super::{Place, places, secret};
use crate::{
    Entry, Letter, LetterKind, LoginError, Logins, NewUser, PasswordError, RegisterError, User,
};

/// How long a link works.
const QUARTER: std::time::Duration = std::time::Duration::from_secs(15 * 60);

pub(super) const HERE: &str = "192.0.2.1";

pub(super) fn new(email: &str) -> NewUser {
    NewUser {
        email: Some(email.to_owned()),
        ..NewUser::default()
    }
}

pub(super) fn token(letter: &Letter) -> &str {
    letter.token.as_ref().unwrap().expose_secret()
}

pub(super) async fn enters(logins: &Logins, email: &str, password: &str) -> Option<User> {
    match logins.log_in(email, &secret(password), HERE).await {
        Ok(Entry::In(user)) => Some(user),
        Err(LoginError::Wrong) => None,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn someone_registers_and_logs_in() {
    for place in places().await {
        let logins = place.logins();
        let user = place.registered("Bob@Example.org", "correct horse").await;
        assert_eq!(user.email_verified, None);
        let entered = enters(&logins, " BOB@example.org", "correct horse").await;
        assert_eq!(entered.map(|user| user.id), Some(user.id));
        for wrong in ["correct hors", "Correct horse", "correct horse ", "", "\0"] {
            assert_eq!(enters(&logins, "bob@example.org", wrong).await, None);
            place.wait(3_600_000);
        }
        assert_eq!(
            enters(&logins, "eve@example.org", "correct horse").await,
            None
        );
        assert_eq!(enters(&logins, "' or 1=1 --", "correct horse").await, None);
    }
}

#[tokio::test]
async fn a_password_is_the_same_however_its_accents_are_typed() {
    let place = Place::sqlite().await;
    place.registered("bob@example.org", "pässwörter").await;
    let composed = enters(
        &place.logins(),
        "bob@example.org",
        "pa\u{308}sswo\u{308}rter",
    )
    .await;
    assert!(composed.is_some());
}

#[tokio::test]
async fn a_password_of_a_megabyte_costs_nothing_and_is_wrong() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    place.registered("bob@example.org", "correct horse").await;
    let huge = "x".repeat(1 << 20);
    assert_eq!(enters(&logins, "bob@example.org", &huge).await, None);
    for (text, error) in [
        (huge.as_str(), PasswordError::TooLong),
        ("short", PasswordError::TooShort(8)),
    ] {
        let refused = logins
            .register(new("a@example.org"), &secret(text), HERE)
            .await;
        assert!(matches!(refused, Err(RegisterError::Password(e)) if e == error));
    }
}

#[tokio::test]
async fn hashes_from_elsewhere_are_made_better() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let old = bcrypt::hash("correct horse", 4).unwrap();
    for (email, hash) in [
        ("a@example.org", old.as_str()),
        (
            "b@example.org",
            "$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$vm5WamLwdMIxCrFWQNQKUJjHs0tQU8bpO1k6Hqmh6yQ",
        ),
    ] {
        let user = place.user(email).await;
        place.store.set_password(&user.id, hash).await.unwrap();
    }
    let user = enters(&logins, "a@example.org", "correct horse")
        .await
        .unwrap();
    let kept = place.store.password_of(&user.id).await.unwrap().unwrap();
    assert!(kept.starts_with("$argon2id$"), "{kept}");
    assert!(
        enters(&logins, "a@example.org", "correct horse")
            .await
            .is_some()
    );
    assert!(enters(&logins, "b@example.org", "anything").await.is_none());

    // Hashes that would take hours or all memory are not computed.
    let user = place.user("c@example.org").await;
    let endless = old.replace("$04$", "$31$");
    for hash in [
        endless.as_str(),
        "$argon2id$v=19$m=4000000000,t=99,p=1$c29tZXNhbHQ$Y2hlYXA",
    ] {
        place.store.set_password(&user.id, hash).await.unwrap();
        assert!(
            enters(&logins, "c@example.org", "correct horse")
                .await
                .is_none()
        );
    }
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_once_and_all_sessions_end() {
    for place in places().await {
        let logins = place.logins();
        let user = place.registered("bob@example.org", "correct horse").await;
        let first = logins
            .forgot("BOB@example.org", HERE)
            .await
            .unwrap()
            .unwrap();
        let second = logins
            .forgot("bob@example.org", HERE)
            .await
            .unwrap()
            .unwrap();
        assert!(
            logins
                .forgot("nobody@example.org", HERE)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            logins
                .forgot("not an address", HERE)
                .await
                .unwrap()
                .is_none()
        );

        let short = logins.reset(token(&first), &secret("short")).await;
        assert!(matches!(short, Err(RegisterError::Password(_))));
        let peeked = logins.peek(LetterKind::Reset, token(&first)).await.unwrap();
        assert_eq!(peeked.as_deref(), Some("bob@example.org"));
        assert!(
            logins
                .peek(LetterKind::Magic, token(&first))
                .await
                .unwrap()
                .is_none()
        );
        let done = logins.reset(token(&first), &secret("battery staple")).await;
        assert!(
            done.unwrap()
                .is_some_and(|user| user.email_verified.is_some())
        );
        for used in [&first, &second] {
            let again = logins.reset(token(used), &secret("eve's password")).await;
            assert!(again.unwrap().is_none());
        }
        assert!(
            enters(&logins, "bob@example.org", "correct horse")
                .await
                .is_none()
        );
        assert!(
            enters(&logins, "bob@example.org", "battery staple")
                .await
                .is_some()
        );
        let stamp = place.store.user(&user.id).await.unwrap().unwrap().stamp;
        assert_ne!(stamp, user.stamp);
    }
}

#[tokio::test]
async fn a_link_for_a_new_password_survives_what_is_no_fault_of_its_user() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let user = place.registered("bob@example.org", "correct horse").await;
    let letter = logins.forgot("bob@example.org", HERE).await.unwrap();
    let letter = letter.unwrap();
    let crowd = logins.passwords().crowd();
    let busy = logins
        .reset(token(&letter), &secret("battery staple"))
        .await;
    let is_busy = matches!(busy, Err(RegisterError::Password(PasswordError::Busy)));
    assert!(is_busy, "{busy:?}");
    drop(crowd);
    let known = enters(&logins, "bob@example.org", "correct horse").await;
    assert!(known.is_some(), "nothing has changed");
    let done = logins
        .reset(token(&letter), &secret("battery staple"))
        .await;
    assert!(done.unwrap().is_some());

    // Whoever sets the password in another way ends the links that would set it, too.
    let letter = logins.forgot("bob@example.org", HERE).await.unwrap();
    let letter = letter.unwrap();
    let changed = logins.set_password(&user.id, &secret("a third one")).await;
    changed.unwrap();
    let late = logins
        .reset(token(&letter), &secret("eve's password"))
        .await;
    assert!(late.unwrap().is_none());
}

#[tokio::test]
async fn what_is_written_does_not_tell_who_is_a_user() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    place.registered("bob@example.org", "correct horse").await;
    let rows = async || {
        let sql = "select count(*) from auth_tokens";
        let row: (i64,) = sqlx::query_as(sql)
            .fetch_one(&place.store.database.pool)
            .await
            .unwrap();
        row.0
    };
    let mut before = rows().await;
    for email in ["bob@example.org", "nobody@example.org"] {
        logins.forgot(email, HERE).await.unwrap();
        assert_eq!(rows().await, before + 1, "{email}");
        before += 1;
    }
    let bob = place.store.user_by_email("bob@example.org").await.unwrap();
    let proven = place
        .store
        .prove_email(&bob.unwrap().id, "bob@example.org")
        .await;
    assert!(proven.unwrap());
    before = rows().await;
    for email in ["bob@example.org", "nobody@example.org"] {
        logins
            .register(new(email), &secret("correct horse"), HERE)
            .await
            .unwrap();
        assert_eq!(rows().await, before + 1, "{email}");
        before += 1;
    }
}

#[tokio::test]
async fn a_link_for_logging_in_works_once_and_knows_its_browser() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let (letter, browser) = logins
        .magic_link("new@example.org", HERE, QUARTER)
        .await
        .unwrap();
    let peeked = logins
        .peek(LetterKind::Magic, token(&letter))
        .await
        .unwrap();
    assert_eq!(peeked.as_deref(), Some("new@example.org"));
    let kind = LetterKind::Magic;
    let is_from = async |browser: &SecretString| {
        let is_from = logins.is_from(kind, token(&letter), browser).await;
        is_from.unwrap()
    };
    assert!(is_from(&browser).await);
    let (_, other) = logins
        .magic_link("new@example.org", HERE, QUARTER)
        .await
        .unwrap();
    assert!(!is_from(&other).await);
    let link = logins.follow_magic_link(token(&letter)).await.unwrap();
    assert_eq!(link.as_deref(), Some("new@example.org"));
    let again = logins.follow_magic_link(token(&letter)).await.unwrap();
    assert!(again.is_none());
    assert!(!is_from(&browser).await);

    let (letter, _) = logins
        .magic_link("new@example.org", HERE, QUARTER)
        .await
        .unwrap();
    place.wait(15 * 60_000);
    let late = logins.follow_magic_link(token(&letter)).await.unwrap();
    assert!(late.is_none());
}

#[tokio::test]
async fn nobody_is_buried_in_mail() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    place.registered("bob@example.org", "correct horse").await;
    let mut sent = 0;
    for i in 0..1000 {
        let from = format!("198.51.{}.{}", i / 250, i % 250);
        match logins.forgot("bob@example.org", &from).await {
            Ok(letter) => sent += usize::from(letter.is_some()),
            Err(LoginError::Wait(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
        place.wait(3600);
    }
    assert!(sent < 12, "{sent} letters in an hour");
}
