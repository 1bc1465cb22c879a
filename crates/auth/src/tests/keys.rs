//! Keys for programs.

use secrecy::ExposeSecret;

use super::{places, secret};
use crate::{NewApiKey, StoreError};

#[tokio::test]
async fn a_key_is_shown_once_and_known_until_it_ends() {
    for place in places().await {
        let store = &place.store;
        let user = place.user("bob@example.org").await;
        let new = NewApiKey {
            user_id: Some(user.id.clone()),
            name: "Nightly import".to_owned(),
            roles: Some(vec!["import".to_owned()]),
            expires: Some(store.now() + 1000),
        };
        let (key, raw) = store.create_api_key(new).await.unwrap();
        assert!(raw.expose_secret().starts_with(&key.prefix) && key.prefix.len() < 12);
        let known = store.api_key(&raw).await.unwrap().unwrap();
        assert_eq!((&known.id, &known.roles), (&key.id, &key.roles));
        for wrong in [
            "",
            "lath_",
            &raw.expose_secret().to_uppercase(),
            &"lath_x".repeat(1 << 18),
        ] {
            assert_eq!(store.api_key(&secret(wrong)).await.unwrap(), None);
        }
        let listed = store.api_keys_of(&user.id).await.unwrap();
        assert_eq!(listed[0].last_used, Some(store.now()));
        assert!(!store.revoke_api_key("someone else", &key.id).await.unwrap());
        place.wait(1000);
        assert_eq!(store.api_key(&raw).await.unwrap(), None);

        let new = NewApiKey {
            user_id: Some(user.id.clone()),
            ..NewApiKey::default()
        };
        let (key, raw) = store.create_api_key(new).await.unwrap();
        assert!(store.revoke_api_key(&user.id, &key.id).await.unwrap());
        assert_eq!(store.api_key(&raw).await.unwrap(), None);
        let nobody = NewApiKey {
            user_id: Some("nobody".to_owned()),
            ..NewApiKey::default()
        };
        let refused = store.create_api_key(nobody).await;
        assert!(matches!(refused, Err(StoreError::NoUser)), "{refused:?}");
    }
}
