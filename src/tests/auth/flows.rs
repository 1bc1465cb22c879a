//! The ways in and out that work.

use axum::http::StatusCode;

use super::{Browser, Provider, app, app_with, auth_json};
use crate::tests::TestApp;

#[tokio::test]
async fn a_login_with_openid_connect_and_the_way_out() {
    let provider = Provider::start().await;
    for strategy in ["database", "jwt"] {
        let more = format!(r#","session":{{"strategy":"{strategy}"}}"#);
        let app = app(&auth_json(&provider.issuer(), &more));
        let mut browser = Browser::of(&app);
        assert_eq!(browser.session().await, engine::Value::object([]));
        let answer = browser.log_in(&provider, "ann").await;
        assert_eq!(
            answer.status,
            StatusCode::FOUND,
            "{strategy}: {}",
            answer.text
        );
        assert_eq!(answer.header("location"), "http://lath.test/inside");
        let session = browser.session().await;
        let user = session.key("user");
        assert_eq!(user.key("name").as_str(), Some("ann"), "{strategy}");
        assert_eq!(user.key("sub").as_str(), Some("ann"));
        assert_eq!(user.key("email").as_str(), Some("ann@example.test"));
        assert!(
            session
                .key("expires")
                .as_str()
                .is_some_and(|t| t.ends_with('Z'))
        );
        let page = browser.get("/inside").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Hello ann"));
        assert_eq!(page.header("cache-control"), "no-store");
        let token = browser.csrf().await;
        let answer = browser
            .post(
                "/api/auth/signout",
                &[
                    ("csrfToken", &token),
                    ("callbackUrl", "/home"),
                    ("json", "true"),
                ],
            )
            .await;
        assert_eq!(
            answer.json().key("url").as_str(),
            Some("http://lath.test/home")
        );
        assert_eq!(browser.session().await, engine::Value::object([]));
        assert_eq!(
            browser.get("/inside").await.status,
            StatusCode::TEMPORARY_REDIRECT
        );
    }
}

#[tokio::test]
async fn keys_of_the_provider_may_change_at_any_time() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let mut browser = Browser::of(&app);
    browser.log_in(&provider, "ann").await;
    provider.change_key();
    browser.log_in(&provider, "bob").await;
    assert_eq!(
        browser.session().await.key("user").key("name").as_str(),
        Some("bob")
    );
    // Not more often than every few seconds, or tokens could have them fetched all the time.
    provider.change_key();
    let mut other = Browser::of(&app);
    let answer = other.log_in(&provider, "carl").await;
    assert!(answer.header("location").contains("error=OAuthCallback"));
    assert_eq!(other.session().await, engine::Value::object([]));
}

#[tokio::test]
async fn the_shapes_are_those_that_clients_of_nextauth_know() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let mut browser = Browser::of(&app);
    let providers = browser.get("/api/auth/providers").await.json();
    let oidc = providers.key("oidc");
    for (key, value) in [
        ("id", "oidc"),
        ("name", "OpenID Connect"),
        ("type", "oauth"),
        ("signinUrl", "http://lath.test/api/auth/signin/oidc"),
        ("callbackUrl", "http://lath.test/api/auth/callback/oidc"),
    ] {
        assert_eq!(oidc.key(key).as_str(), Some(value));
    }
    let first = browser.csrf().await;
    assert_eq!(
        browser.csrf().await,
        first,
        "the token stays while the session does"
    );
    let page = browser.get("/api/auth/signin?callbackUrl=/inside").await;
    assert!(
        page.text.contains("action=\"/api/auth/signin/oidc\""),
        "{}",
        page.text
    );
    assert!(page.text.contains("http://lath.test/inside"));
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    assert!(
        browser
            .get("/api/auth/verify-request")
            .await
            .text
            .contains("Look into your mail")
    );
    let denied = browser.get("/api/auth/error?error=AccessDenied").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let head = axum::http::Request::head("/api/auth/callback/oidc?code=x&state=y");
    assert_eq!(
        browser.send(head, String::new()).await.status,
        StatusCode::OK
    );
    assert_eq!(
        browser.get("/api/auth/nothing").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pages_of_the_app_stand_in_for_the_usual_ones() {
    let provider = Provider::start().await;
    let more = r#","authPages":{"signIn":"/home","error":"/home"}"#;
    let app = app(&auth_json(&provider.issuer(), more));
    let mut browser = Browser::of(&app);
    let answer = browser.get("/inside?a=1").await;
    let to = "http://lath.test/home?callbackUrl=http%3A%2F%2Flath.test%2Finside%3Fa%3D1";
    assert_eq!(answer.header("location"), to);
    let answer = browser.get("/api/auth/error?error=Configuration").await;
    assert_eq!(
        answer.header("location"),
        "http://lath.test/home?error=Configuration"
    );
}

#[tokio::test]
async fn on_https_the_cookies_are_of_this_host_alone() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let mut browser = Browser::of(&app);
    browser.https = true;
    browser.log_in(&provider, "ann").await;
    let token = "__Host-lath.session-token";
    assert!(
        browser.cookies.contains_key(token),
        "{:?}",
        browser.cookies.keys()
    );
    let user = browser.session().await;
    assert_eq!(user.key("user").key("name").as_str(), Some("ann"));
}

#[tokio::test]
async fn the_cookies_carry_the_app_s_name() {
    let provider = Provider::start().await;
    let auth = auth_json(&provider.issuer(), "");
    let mut files = super::PAGES.to_vec();
    files.push(("auth.json", &auth));
    files.push(("appMeta.json", r#"{"slug":"My Shop"}"#));
    let app = TestApp::with(&files);
    let mut browser = Browser::of(&app);
    browser.log_in(&provider, "ann").await;
    assert!(
        browser.cookies.contains_key("my-shop.lath.session-token"),
        "{:?}",
        browser.cookies
    );
}

#[tokio::test]
async fn users_see_and_end_their_sessions() {
    let provider = Provider::start().await;
    let app = app(&auth_json(&provider.issuer(), ""));
    let (mut here, mut there) = (Browser::of(&app), Browser::of(&app));
    here.log_in(&provider, "ann").await;
    there.log_in(&provider, "ann").await;
    let mut stranger = Browser::of(&app);
    stranger.log_in(&provider, "bob").await;
    let list = here.get("/api/auth/sessions").await.json();
    assert_eq!(list.items().len(), 2);
    let other = list
        .items()
        .iter()
        .find(|s| *s.key("current") != engine::Value::Bool(true));
    let name = other
        .expect("the other one")
        .key("id")
        .as_str()
        .expect("a name");
    let token = stranger.csrf().await;
    let fields = [("csrfToken", &*token), ("id", name)];
    stranger.post("/api/auth/sessions/revoke", &fields).await;
    assert_eq!(
        there.session().await.key("user").key("name").as_str(),
        Some("ann")
    );
    let token = here.csrf().await;
    let fields = [("csrfToken", &*token), ("id", name)];
    assert_eq!(
        here.post("/api/auth/sessions/revoke", &fields).await.status,
        StatusCode::OK
    );
    assert_eq!(there.session().await, engine::Value::object([]));
    assert_eq!(
        here.session().await.key("user").key("name").as_str(),
        Some("ann")
    );
}

#[tokio::test]
async fn callbacks_decide() {
    let provider = Provider::start().await;
    let more = r#""callbacks":[{"id":"c","type":"EndpointCallback","properties":{"on":"signIn","endpointId":"allow"}},
        {"id":"d","type":"EndpointCallback","properties":{"on":"jwt","endpointId":"enrich"}},
        {"id":"e","type":"EndpointCallback","properties":{"on":"redirect","endpointId":"lead"}}]"#;
    let auth = auth_json(&provider.issuer(), "").replace(r#""callbacks":[],"#, &format!("{more},"));
    let allow = r#"{"id":"endpoint:allow","endpointId":"allow","type":"InternalApi","auth":{"public":false},"routine":[{":return":{"_ne":[{"_payload":"user.name"},"eve"]}}]}"#;
    let enrich = r#"{"id":"endpoint:enrich","endpointId":"enrich","type":"InternalApi","auth":{"public":false},"routine":[{":return":{"_object.assign":[{"_payload":"token"},{"roles":["admin"],"team":"blue"}]}}]}"#;
    let lead = r#"{"id":"endpoint:lead","endpointId":"lead","type":"InternalApi","auth":{"public":false},"routine":[{":return":{"_if":{
        "test":{"_eq":[{"_payload":"url"},"http://lath.test/inside"]},"then":"/admin","else":"https://evil.test/"}}}]}"#;
    let mut files = super::PAGES.to_vec();
    files.extend([
        ("auth.json", &*auth),
        ("api/lead.json", lead),
        ("api/allow.json", allow),
        ("api/enrich.json", enrich),
    ]);
    let app = TestApp::with(&files);
    let mut browser = Browser::of(&app);
    let answer = browser.log_in(&provider, "eve").await;
    assert!(
        answer.header("location").contains("error=AccessDenied"),
        "{}",
        answer.header("location")
    );
    assert_eq!(browser.session().await, engine::Value::object([]));
    let answer = browser.log_in(&provider, "ann").await;
    assert_eq!(answer.header("location"), "http://lath.test/admin");
    let session = browser.session().await;
    assert_eq!(session.key("user").key("team").as_str(), Some("blue"));
    assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
    let token = browser.csrf().await;
    let fields = [("csrfToken", &*token), ("json", "true")];
    let answer = browser.post("/api/auth/signout", &fields).await;
    assert_eq!(
        answer.json().key("url").as_str(),
        Some("http://lath.test/"),
        "a callback leads to no other place"
    );
}

#[tokio::test]
async fn events_are_told() {
    let provider = Provider::start().await;
    let names = "createUser updateUser linkAccount signIn signOut session";
    let event = |name: &str| {
        format!(
            r#"{{"id":"{name}","type":"EndpointEvent","properties":{{"on":"{name}","endpointId":"note_{name}"}}}}"#
        )
    };
    let events: Vec<String> = names.split(' ').map(event).collect();
    let events = format!(r#""events":[{}]"#, events.join(","));
    let auth = auth_json(&provider.issuer(), "")
        .replace(r#""events":[]"#, &events)
        .replace(r#""public":["inner"]"#, r#""public":["told"]"#);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("told.sqlite");
    let db = format!(
        r#"{{"id":"connection:db","connectionId":"db","type":"Knex","properties":{{"client":"better-sqlite3","connection":{{"filename":{file:?}}}}}}}"#
    );
    let step = |id: &str, query: &str| {
        format!(
            r#"{{"id":"request:e:{id}","stepId":"{id}","type":"KnexRaw","connectionId":"db","properties":{{"query":"{query}"}}}}"#
        )
    };
    let table = step("t", "create table if not exists told (name text)");
    let notes = names.split(' ').map(|name| {
        let insert = step("i", &format!("insert into told values ('{name}')"));
        let endpoint = format!(
            r#"{{"id":"endpoint:note_{name}","endpointId":"note_{name}","type":"InternalApi","auth":{{"public":false}},"routine":[{table},{insert}]}}"#
        );
        (format!("api/note_{name}.json"), endpoint)
    });
    let notes: Vec<_> = notes.collect();
    let select = step("s", "select name from told order by rowid");
    let told = format!(
        r#"{{"id":"endpoint:told","endpointId":"told","type":"Api","auth":{{"public":true}},"routine":[{table},{select},{{":return":{{"_step":"s"}}}}]}}"#
    );
    let mut files = super::PAGES.to_vec();
    files.extend(notes.iter().map(|(path, text)| (&**path, &**text)));
    files.extend([
        ("auth.json", &*auth),
        ("connections/db.json", &*db),
        ("api/told.json", &*told),
    ]);
    let app = TestApp::with(&files);
    let mut browser = Browser::of(&app);
    browser.log_in(&provider, "ann").await;
    browser.session().await;
    let token = browser.csrf().await;
    let fields = [("csrfToken", &*token), ("json", "true")];
    browser.post("/api/auth/signout", &fields).await;
    let wanted = ["createUser", "session", "signIn", "signOut"];
    let mut seen = String::new();
    // Nobody waits for the end of what is told.
    for _ in 0..100 {
        let answer = browser.post("/api/endpoints/told", &[]).await.json();
        let rows = answer.key("response");
        let mut found: Vec<&str> = rows
            .items()
            .iter()
            .filter_map(|row| row.key("name").as_str())
            .collect();
        found.sort_unstable();
        if found == wanted {
            return;
        }
        seen = engine::json::stringify(&answer);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("not all events were told: {seen}");
}

#[tokio::test]
async fn in_development_everybody_may_be_one_user() {
    let more = r#","dev":{"mockUser":{"id":"1","name":"Dev","roles":["admin"]}}"#;
    let auth = auth_json("http://127.0.0.1:1", more);
    let developed = app_with(&auth, &[("LATH_DEV", "1")]);
    let mut browser = Browser::of(&developed);
    assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
    let served = app(&auth);
    let mut browser = Browser::of(&served);
    assert_eq!(
        browser.get("/admin").await.status,
        StatusCode::TEMPORARY_REDIRECT
    );
}
