//! Passkeys, with a device made of ring.

mod device;

use secrecy::ExposeSecret;

use self::device::Device;
use super::{Place, places};
use crate::{PasskeyError, Passkeys, User};

const ORIGIN: &str = "https://shop.example";

fn passkeys(place: &Place) -> Passkeys {
    Passkeys::new(place.store.clone(), ORIGIN, "Shop").unwrap()
}

/// A device that a user has made a passkey with.
async fn registered(passkeys: &Passkeys, user: &User) -> Device {
    let device = Device::new(ORIGIN);
    let begun = passkeys.begin_registration(user).await.unwrap();
    let answer = device.create(&begun.options);
    let token = begun.token.expose_secret();
    passkeys
        .finish_registration(user, token, &answer, "Telephone")
        .await
        .unwrap();
    device
}

/// Whom a device logs in.
async fn entered(passkeys: &Passkeys, device: &Device) -> Result<User, PasskeyError> {
    let begun = passkeys.begin_login().await.unwrap();
    let answer = device.get(&begun.options);
    passkeys
        .finish_login(begun.token.expose_secret(), &answer)
        .await
}

#[tokio::test]
async fn a_device_logs_its_user_in_without_a_name() {
    for place in places().await {
        let passkeys = passkeys(&place);
        let bob = place.user("bob@example.org").await;
        let eve = place.user("eve@example.org").await;
        let device = registered(&passkeys, &bob).await;
        let other = registered(&passkeys, &eve).await;
        assert_eq!(entered(&passkeys, &device).await.unwrap().id, bob.id);
        assert_eq!(entered(&passkeys, &other).await.unwrap().id, eve.id);
        let list = place.store.list_passkeys(&bob.id).await.unwrap();
        assert_eq!((list.len(), list[0].name.as_str()), (1, "Telephone"));
        assert_eq!(list[0].last_used, Some(place.store.now()));
        assert!(
            !place
                .store
                .remove_passkey(&eve.id, &list[0].id)
                .await
                .unwrap()
        );
        assert!(
            place
                .store
                .remove_passkey(&bob.id, &list[0].id)
                .await
                .unwrap()
        );
        assert!(entered(&passkeys, &device).await.is_err());
    }
}

#[tokio::test]
async fn an_answer_works_once_for_its_own_challenge() {
    let place = Place::sqlite().await;
    let passkeys = passkeys(&place);
    let bob = place.user("bob@example.org").await;
    let device = registered(&passkeys, &bob).await;

    let begun = passkeys.begin_login().await.unwrap();
    let answer = device.get(&begun.options);
    let other = passkeys.begin_login().await.unwrap();
    let mixed = passkeys
        .finish_login(other.token.expose_secret(), &answer)
        .await;
    assert!(matches!(mixed, Err(PasskeyError::Refused(_))), "{mixed:?}");
    let token = begun.token.expose_secret();
    assert!(passkeys.finish_login(token, &answer).await.is_ok());
    let again = passkeys.finish_login(token, &answer).await;
    assert!(matches!(again, Err(PasskeyError::Expired)), "{again:?}");

    let begun = passkeys.begin_login().await.unwrap();
    let answer = device.get(&begun.options);
    place.wait(5 * 60_000);
    let late = passkeys
        .finish_login(begun.token.expose_secret(), &answer)
        .await;
    assert!(matches!(late, Err(PasskeyError::Expired)), "{late:?}");
}

#[tokio::test]
async fn a_device_that_lies_is_refused() {
    let place = Place::sqlite().await;
    let passkeys = passkeys(&place);
    let bob = place.user("bob@example.org").await;
    let eve = place.user("eve@example.org").await;
    let device = registered(&passkeys, &bob).await;
    type Lie = fn(&Device) -> Device;
    let lies: [(&str, Lie); 5] = [
        ("another page asked", |d| Device {
            origin: "https://shop.example.evil.org".into(),
            ..d.clone()
        }),
        ("another app's key", |d| Device {
            rp_id: "evil.org".into(),
            ..d.clone()
        }),
        ("nobody was asked for a PIN", |d| Device {
            flags: 0x01,
            ..d.clone()
        }),
        ("another key", |d| Device {
            key: Device::new(ORIGIN).key,
            ..d.clone()
        }),
        ("another user", |d| Device {
            user: Some(vec![7; 16]),
            ..d.clone()
        }),
    ];
    for (what, lie) in lies {
        let liar = lie(&device);
        assert!(entered(&passkeys, &liar).await.is_err(), "{what}");
    }
    // Eve's user id with Bob's key.
    let mine = registered(&passkeys, &eve).await;
    let mixed = Device {
        user: Some(mine.named.lock().unwrap().clone()),
        ..device.clone()
    };
    assert!(entered(&passkeys, &mixed).await.is_err());
    // Somebody else's half of a ceremony.
    let begun = passkeys.begin_registration(&bob).await.unwrap();
    let answer = Device::new(ORIGIN).create(&begun.options);
    let token = begun.token.expose_secret();
    let stolen = passkeys
        .finish_registration(&eve, token, &answer, "x")
        .await;
    assert!(matches!(stolen, Err(PasskeyError::Expired)), "{stolen:?}");
    for garbage in ["", "{}", "[", &"[".repeat(60_000), &"x".repeat(1 << 20)] {
        let begun = passkeys.begin_login().await.unwrap();
        let answer = passkeys
            .finish_login(begun.token.expose_secret(), garbage)
            .await;
        assert!(matches!(answer, Err(PasskeyError::Refused(_))));
    }
    assert!(entered(&passkeys, &device).await.is_ok());
}

#[tokio::test]
async fn an_address_must_have_a_name_and_be_safe() {
    let place = Place::sqlite().await;
    for origin in [
        "http://shop.example",
        "https://127.0.0.1",
        "shop.example",
        "",
    ] {
        assert!(
            Passkeys::new(place.store.clone(), origin, "Shop").is_err(),
            "{origin}"
        );
    }
    assert!(Passkeys::new(place.store, "http://localhost:3000", "Shop").is_ok());
}
