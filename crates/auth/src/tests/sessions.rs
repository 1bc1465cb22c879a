//! Sessions, through what tower-sessions makes of a store.

use std::sync::Arc;

use serde_json::json;
use tower_sessions_core::Session;
use tower_sessions_core::session::Id;

use super::{Place, places};
use crate::sessions::{CLIENT_KEY, LOGIN_KEY};
use crate::{Lifetimes, SessionStore, Sessions};

const MINUTE: i64 = 60_000;

/// Logs a user in, as axum-login does.
pub(super) async fn log_in(sessions: &Sessions, user: &str) -> Id {
    let session = Session::new(None, Arc::new(sessions.clone()), None);
    let login = json!({ "user_id": user, "auth_hash": [1, 2] });
    session.insert(LOGIN_KEY, login).await.unwrap();
    let client = json!({ "address": "192.0.2.1", "agent": "Browser\r\n\0 1" });
    session.insert(CLIENT_KEY, client).await.unwrap();
    session.save().await.unwrap();
    session.id().unwrap()
}

async fn is_there(sessions: &Sessions, id: Id) -> bool {
    sessions.load(&id).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_is_listed_and_ended_everywhere() {
    for place in places().await {
        let bob = place.user("bob@example.org").await;
        let here = place.store.sessions();
        let there = place.elsewhere().await.sessions();
        let first = log_in(&here, &bob.id).await;
        place.wait(10);
        let second = log_in(&here, &bob.id).await;
        assert!(is_there(&there, first).await);

        let list = here.list_of(&bob.id).await.unwrap();
        let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(
            names,
            [Sessions::name_of(&second), Sessions::name_of(&first)]
        );
        assert_eq!(list[0].address.as_deref(), Some("192.0.2.1"));
        assert_eq!(list[0].agent.as_deref(), Some("Browser 1"));

        // Nobody ends what is someone else's.
        assert!(!here.revoke_of("someone", names[1]).await.unwrap());
        assert!(is_there(&here, first).await);
        assert!(here.revoke_of(&bob.id, names[1]).await.unwrap());
        assert!(!is_there(&here, first).await);
        place.wait(Sessions::FRESH + 1);
        assert!(!is_there(&there, first).await);

        assert!(is_there(&here, second).await && is_there(&there, second).await);
        place.store.sign_out_everywhere(&bob.id).await.unwrap();
        assert!(!is_there(&here, second).await);
        let stamp = place.store.user(&bob.id).await.unwrap().unwrap().stamp;
        assert_ne!(stamp, bob.stamp);
    }
}

#[tokio::test]
async fn a_session_that_was_ended_does_not_come_back_by_a_late_save() {
    for place in places().await {
        let bob = place.user("bob@example.org").await;
        let sessions = place.store.sessions();
        let id = log_in(&sessions, &bob.id).await;
        let late = Session::new(Some(id), Arc::new(sessions.clone()), None);
        late.insert("cart", 1).await.unwrap();
        sessions.revoke_all_of(&bob.id).await.unwrap();
        late.save().await.unwrap();
        assert!(!is_there(&sessions, id).await);
    }
}

#[tokio::test]
async fn who_logs_in_gets_another_session_than_was_put_upon_them() {
    for place in places().await {
        let bob = place.user("bob@example.org").await;
        let sessions = place.store.sessions();
        // An id that the attacker made up is not taken over.
        let made_up = Session::new(Some(Id(42)), Arc::new(sessions.clone()), None);
        made_up.insert("n", 1).await.unwrap();
        made_up.save().await.unwrap();
        assert_ne!(made_up.id(), Some(Id(42)));
        assert!(!is_there(&sessions, Id(42)).await);
        // One that the attacker got from us is left at login.
        let planted = made_up.id().unwrap();
        made_up.cycle_id().await.unwrap();
        let login = json!({ "user_id": bob.id, "auth_hash": [] });
        made_up.insert(LOGIN_KEY, login).await.unwrap();
        made_up.save().await.unwrap();
        assert!(!is_there(&sessions, planted).await);
        assert!(is_there(&sessions, made_up.id().unwrap()).await);
    }
}

#[tokio::test]
async fn sessions_end_when_they_are_not_used_and_when_they_are_old() {
    for place in places().await {
        let bob = place.user("bob@example.org").await;
        let sessions = place.store.sessions().with_lifetimes(Lifetimes {
            idle: 30 * MINUTE,
            absolute: 100 * MINUTE,
            touch: MINUTE,
        });
        let idle = log_in(&sessions, &bob.id).await;
        let used = log_in(&sessions, &bob.id).await;
        for _ in 0..4 {
            place.wait(20 * MINUTE);
            assert!(is_there(&sessions, used).await);
        }
        assert!(!is_there(&sessions, idle).await);
        place.wait(19 * MINUTE);
        assert!(is_there(&sessions, used).await);
        // In memory or not, an hour and 40 minutes are all.
        place.wait(MINUTE);
        assert!(!is_there(&sessions, used).await);
        assert_eq!(sessions.list_of(&bob.id).await.unwrap(), []);
        assert_eq!(sessions.delete_expired().await.unwrap(), 2);

        let nobody = Session::new(None, Arc::new(sessions.clone()), None);
        nobody.insert("state", "x").await.unwrap();
        nobody.save().await.unwrap();
        place.wait(61 * MINUTE);
        assert!(!is_there(&sessions, nobody.id().unwrap()).await);
    }
}

#[tokio::test]
async fn a_session_of_someone_who_is_gone_is_gone() {
    let place = Place::sqlite().await;
    let bob = place.user("bob@example.org").await;
    let sessions = place.store.sessions();
    let id = log_in(&sessions, &bob.id).await;
    assert!(is_there(&sessions, id).await);
    place.store.delete_user(&bob.id).await.unwrap();
    assert!(!is_there(&sessions, id).await);
}
