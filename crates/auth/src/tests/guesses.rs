//! Ten thousand guesses.

use super::{Place, places, secret};
use crate::LoginError;

/// How many of 10,000 guesses are looked at, one every `every` milliseconds, each from where `from`
/// says.
async fn looked_at(
    place: &Place,
    email: &str,
    every: i64,
    from: impl Fn(usize) -> String,
) -> usize {
    let logins = place.logins();
    let mut looked_at = 0;
    for i in 0..10_000 {
        let guess = secret(&format!("guess number {i}"));
        match logins.log_in(email, &guess, &from(i)).await {
            Err(LoginError::Wrong) => looked_at += 1,
            Err(LoginError::Wait(wait)) => assert!(wait.0 > 0 && wait.seconds() > 0),
            other => panic!("{other:?}"),
        }
        place.wait(every);
    }
    looked_at
}

#[tokio::test]
async fn from_one_address() {
    let place = Place::sqlite().await;
    place.registered("bob@example.org", "correct horse").await;
    let n = looked_at(&place, "bob@example.org", 100, |_| "192.0.2.1".into()).await;
    assert!(n <= 20, "{n} guesses were looked at");
    // The owner comes in from elsewhere, at once or after a minute at most.
    place.wait(60_000);
    let owner = place.logins();
    let owner = owner
        .log_in("bob@example.org", &secret("correct horse"), "203.0.113.5")
        .await;
    assert!(owner.is_ok(), "{owner:?}");
}

#[tokio::test]
async fn from_ten_thousand_addresses() {
    let place = Place::sqlite().await;
    place.registered("bob@example.org", "correct horse").await;
    let from = |i: usize| format!("10.{}.{}.1", i / 250, i % 250);
    // In a quarter of an hour.
    let n = looked_at(&place, "bob@example.org", 90, from).await;
    assert!(n <= 55, "{n} guesses were looked at");
}

#[tokio::test]
async fn from_one_network_of_many_addresses_at_many_users() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let mut looked_at = 0;
    for i in 0..2000 {
        let email = format!("user{i}@example.org");
        let from = format!("2001:db8:1:2:{:x}::{:x}", i % 7, i + 1);
        let tried = logins.log_in(&email, &secret("Password1"), &from).await;
        looked_at += usize::from(matches!(tried, Err(LoginError::Wrong)));
        place.wait(100);
    }
    assert!(looked_at <= 115, "{looked_at} guesses were looked at");
}

#[tokio::test]
async fn who_is_kept_waiting_by_others_does_not_wait_longer_for_trying() {
    let place = Place::sqlite().await;
    place.registered("bob@example.org", "correct horse").await;
    let logins = place.logins();
    let (wrong, right) = (secret("a wrong guess"), secret("correct horse"));
    let owner = "203.0.113.5";
    for i in 0..240 {
        let from = format!("10.0.{i}.1");
        logins.log_in("bob@example.org", &wrong, &from).await.ok();
        if i < 40 {
            continue;
        }
        let tried = logins.log_in("bob@example.org", &right, owner).await;
        assert!(matches!(tried, Err(LoginError::Wait(_))), "{tried:?}");
        place.wait(2000);
    }
    // The wait of the account is a minute at most, and none of those tries counts.
    place.wait(60_000);
    let tried = logins.log_in("bob@example.org", &right, owner).await;
    assert!(tried.is_ok(), "{tried:?}");
}

#[tokio::test]
async fn a_user_that_is_none_is_told_to_wait_like_any_other() {
    let place = Place::sqlite().await;
    place.registered("bob@example.org", "correct horse").await;
    let logins = place.logins();
    let mut answers = [Vec::new(), Vec::new()];
    for (answers, email) in answers
        .iter_mut()
        .zip(["bob@example.org", "nobody@example.org"])
    {
        for _ in 0..20 {
            let tried = logins
                .log_in(email, &secret("a wrong guess"), "192.0.2.1")
                .await;
            answers.push(tried.map(drop).map_err(|error| error.to_string()));
        }
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn all_at_once() {
    for place in places().await {
        place.registered("bob@example.org", "correct horse").await;
        let tries = (0..60).map(|i| {
            let logins = place.logins();
            tokio::spawn(async move {
                let guess = secret(&format!("guess number {i}"));
                let tried = logins.log_in("bob@example.org", &guess, "192.0.2.1").await;
                matches!(tried, Err(LoginError::Wrong))
            })
        });
        let mut looked_at = 0;
        for one in tries.collect::<Vec<_>>() {
            looked_at += usize::from(one.await.unwrap());
        }
        assert!(looked_at <= 6, "{looked_at} guesses were looked at");
    }
}
