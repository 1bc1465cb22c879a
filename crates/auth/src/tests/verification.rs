//! Proving an address, and who cannot.

use secrecy::SecretString;

use super::logins::{HERE, enters, new, token};
use super::{Place, places, secret};
use crate::{Letter, LetterKind, LoginError, LoginRules, Logins, PasswordRules, Registered, User};

const BOB: &str = "bob@example.org";

/// Registers with Bob's address; the letter to Bob, and what the browser brings along.
async fn register(logins: &Logins, password: &str) -> (Letter, SecretString) {
    let done = logins.register(new(BOB), &secret(password), HERE).await;
    match done.unwrap() {
        (Registered::New(_, letter) | Registered::Known(letter), browser) => (letter, browser),
    }
}

/// Follows a link in the browser that asked for it.
async fn follows(logins: &Logins, asked: &(Letter, SecretString)) -> Option<User> {
    let (letter, browser) = asked;
    let done = logins
        .verify(token(letter), Some(browser), None, HERE)
        .await;
    done.unwrap()
}

/// Follows a link in another browser, with a password.
async fn elsewhere(
    logins: &Logins,
    letter: &Letter,
    password: Option<&str>,
) -> Result<Option<User>, LoginError> {
    let password = password.map(secret);
    let other = secret("what another browser has");
    logins
        .verify(token(letter), Some(&other), password.as_ref(), HERE)
        .await
}

#[tokio::test]
async fn who_is_not_verified_waits_for_the_letter() {
    let place = Place::sqlite().await;
    let rules = LoginRules {
        verified_only: true,
        passwords: PasswordRules {
            memory: 8,
            passes: 1,
            shortest: 8,
        },
        ..LoginRules::default()
    };
    let logins = Logins::new(place.store.clone(), b"app", rules).unwrap();
    let asked = register(&logins, "correct horse").await;
    let early = logins.log_in(BOB, &secret("correct horse"), HERE).await;
    let Err(LoginError::Unverified(user)) = early else {
        panic!("{early:?}");
    };
    // To whom does not know the password it looks like any other.
    let wrong = logins.log_in(BOB, &secret("wrong horse"), HERE).await;
    assert!(matches!(wrong, Err(LoginError::Wrong)));
    assert_eq!(asked.0.to.as_str(), BOB);
    let again = logins.verify_again(&user, HERE).await.unwrap().unwrap();
    assert!(follows(&logins, &again).await.is_some());
    // It works once, and ends the others.
    assert!(follows(&logins, &again).await.is_none());
    assert!(follows(&logins, &asked).await.is_none());
    let user = enters(&logins, BOB, "correct horse").await.unwrap();
    assert!(logins.verify_again(&user, HERE).await.unwrap().is_none());
}

#[tokio::test]
async fn a_stranger_s_letter_does_not_give_the_stranger_the_account() {
    for place in places().await {
        let logins = place.logins();
        // Eve registers with Bob's address. Bob follows the letter that comes of it.
        let (eves, _) = register(&logins, "eve's password").await;
        for password in [None, Some("bob's password"), Some("")] {
            let refused = elsewhere(&logins, &eves, password).await;
            assert!(matches!(refused, Err(LoginError::Wrong)), "{refused:?}");
        }
        let user = place.store.user_by_email(BOB).await.unwrap().unwrap();
        assert_eq!(user.email_verified, None);
        // The link still works for who knows the password, once.
        let done = elsewhere(&logins, &eves, Some("eve's password")).await;
        assert!(done.unwrap().is_some());
        let again = elsewhere(&logins, &eves, Some("eve's password")).await;
        assert!(again.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_password_of_a_letter_is_not_guessed_for_long() {
    let place = Place::sqlite().await;
    let logins = place.logins();
    let (letter, _) = register(&logins, "correct horse").await;
    let mut looked_at = 0;
    for i in 0..1000 {
        let guess = format!("guess number {i}");
        match elsewhere(&logins, &letter, Some(&guess)).await {
            Err(LoginError::Wrong) => looked_at += 1,
            Err(LoginError::Wait(_)) => {}
            other => panic!("{other:?}"),
        }
        place.wait(100);
    }
    assert!(looked_at <= 15, "{looked_at} guesses were looked at");
}

#[tokio::test]
async fn who_registers_an_address_first_keeps_no_way_in() {
    for place in places().await {
        let logins = place.logins();
        // Eve registers with Bob's address; Bob registers later and follows his own letter.
        let eves = register(&logins, "eve's password").await;
        let user = place.store.user_by_email(BOB).await.unwrap().unwrap();
        let linked = place.store.link_account(&user.id, "github", "eve").await;
        linked.unwrap();
        let bobs = register(&logins, "bob's password").await;
        assert_eq!(bobs.0.kind, LetterKind::Verify);
        assert!(follows(&logins, &bobs).await.is_some());
        assert!(enters(&logins, BOB, "eve's password").await.is_none());
        assert!(enters(&logins, BOB, "bob's password").await.is_some());
        assert_eq!(place.store.accounts_of(&user.id).await.unwrap(), []);
        // Her letter is nothing any more, even in her own browser.
        assert!(follows(&logins, &eves).await.is_none());
        // From now on another registration changes nothing and says so to Bob alone.
        place.wait(7 * 3_600_000);
        let (again, _) = register(&logins, "eve's password").await;
        assert_eq!(
            (again.kind, again.token.is_none()),
            (LetterKind::Known, true)
        );
        assert!(enters(&logins, BOB, "eve's password").await.is_none());
    }
}
