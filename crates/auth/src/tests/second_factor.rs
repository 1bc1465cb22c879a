//! Codes of an authenticator app.

use secrecy::ExposeSecret;
use totp_rs::{Builder, Secret, Totp};

use super::{Place, places, secret};
use crate::{Enrolment, Entry, FactorError, Logins, User};

/// What is on the telephone.
fn telephone(enrolment: &Enrolment) -> Totp {
    let secret = Secret::try_from_base32(enrolment.secret.expose_secret()).unwrap();
    Builder::new().with_secret(secret).build_noncompliant()
}

fn code(place: &Place, telephone: &Totp) -> String {
    telephone
        .generate(place.store.now() as u64 / 1000)
        .to_string()
}

async fn is_taken(logins: &Logins, user: &User, code: &str) -> bool {
    match logins.second_factor(user, code).await {
        Ok(()) => true,
        Err(FactorError::Wrong) => false,
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn a_code_is_asked_for_and_works_once() {
    for place in places().await {
        let logins = place.logins();
        let user = place.registered("bob@example.org", "correct horse").await;
        let enrolment = logins.enrol_totp(&user).await.unwrap();
        let url = enrolment.url.expose_secret();
        assert!(
            url.starts_with("otpauth://totp/Shop%20%20North:bob%40example.org?secret="),
            "{url}"
        );
        let telephone = telephone(&enrolment);
        // Not in force before its first code.
        assert!(!is_taken(&logins, &user, &code(&place, &telephone)).await);
        assert!(!place.store.has_totp(&user.id).await.unwrap());
        let codes = logins
            .confirm_totp(&user, &code(&place, &telephone))
            .await
            .unwrap();
        let again = logins.enrol_totp(&user).await;
        assert!(matches!(again, Err(FactorError::Known)));

        let entry = logins
            .log_in("bob@example.org", &secret("correct horse"), "::1")
            .await;
        assert_eq!(entry.unwrap(), Entry::SecondFactor(user.clone()));
        // The code that confirmed it is used, and so is each other.
        assert!(!is_taken(&logins, &user, &code(&place, &telephone)).await);
        place.wait(30_000);
        let now = code(&place, &telephone);
        assert!(is_taken(&logins, &user, &format!("{} {}", &now[..3], &now[3..])).await);
        assert!(!is_taken(&logins, &user, &now).await);
        // Nor does an older one of the same window work after a newer.
        place.wait(30_000);
        let older = code(&place, &telephone);
        place.wait(30_000);
        assert!(is_taken(&logins, &user, &code(&place, &telephone)).await);
        assert!(!is_taken(&logins, &user, &older).await);

        let lost = codes[3].expose_secret().to_uppercase();
        assert!(is_taken(&logins, &user, &lost).await);
        assert!(!is_taken(&logins, &user, &lost).await);
        assert_eq!(place.store.recovery_codes_left(&user.id).await.unwrap(), 9);
        logins.remove_totp(&user.id).await.unwrap();
        assert!(!is_taken(&logins, &user, codes[4].expose_secret()).await);
    }
}

#[tokio::test]
async fn of_many_who_show_a_code_at_once_one_gets_in() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let user = place.registered("bob@example.org", "correct horse").await;
    let telephone = telephone(&logins.enrol_totp(&user).await.unwrap());
    logins
        .confirm_totp(&user, &code(&place, &telephone))
        .await
        .unwrap();
    place.wait(30_000);
    let code = code(&place, &telephone);
    let tries = (0..5).map(|_| {
        let (logins, user, code) = (logins.clone(), user.clone(), code.clone());
        tokio::spawn(async move { logins.second_factor(&user, &code).await.is_ok() })
    });
    let mut in_ = 0;
    for one in tries.collect::<Vec<_>>() {
        in_ += usize::from(one.await.unwrap());
    }
    assert_eq!(in_, 1);
}

#[tokio::test]
async fn ten_thousand_codes_are_not_looked_at() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let user = place.registered("bob@example.org", "correct horse").await;
    let telephone = telephone(&logins.enrol_totp(&user).await.unwrap());
    logins
        .confirm_totp(&user, &code(&place, &telephone))
        .await
        .unwrap();
    let mut looked_at = 0;
    for i in 0..10_000 {
        // Never the right one: its digits are six.
        let guess = format!("{i:05}");
        let tried = logins.second_factor(&user, &guess).await;
        looked_at += usize::from(matches!(tried, Err(FactorError::Wrong)));
        place.wait(100);
    }
    assert!(looked_at <= 20, "{looked_at} codes were looked at");
}

#[tokio::test]
async fn another_secret_of_the_app_does_not_open_the_factor() {
    let place = Place::sqlite().await;
    let user = place.registered("bob@example.org", "correct horse").await;
    place.logins().enrol_totp(&user).await.unwrap();
    let other = Logins::new(place.store.clone(), b"other", Default::default()).unwrap();
    let opened = other.confirm_totp(&user, "123456").await;
    assert!(matches!(opened, Err(FactorError::Sealed)), "{opened:?}");
}
