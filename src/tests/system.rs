//! Health, ids, files, loading.

use axum::http::{Request, StatusCode};

use super::TestApp;
use crate::state::News;

#[tokio::test]
async fn health_is_up() {
    let app = TestApp::with(&[]);
    for path in ["/health", "/api/lowdefy-health"] {
        let answer = app.get(path).await;
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::OK, r#"{"status":"ok"}"#)
        );
    }
}

#[tokio::test]
async fn a_request_id_is_echoed_or_made() {
    let app = TestApp::with(&[]);
    let answer = app
        .send(Request::get("/health").header("x-request-id", "abc-1"))
        .await;
    assert_eq!(answer.header("x-request-id"), "abc-1");
    let answer = app
        .send(Request::get("/health").header("x-request-id", "bad id\u{e9}"))
        .await;
    assert_eq!(answer.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn root_config_has_home_global_and_menus() {
    let app = TestApp::with(&[("global.json", r#"{"a":1,"~k":"z"}"#)]);
    let root = app.get("/api/root").await.json();
    assert_eq!(root.key("home").key("pageId").as_str(), Some("home"));
    assert_eq!(
        engine::json::to_wire(root.key("lowdefyGlobal")),
        r#"{"a":1}"#
    );
    let links = root.key("menus").items()[0].key("links");
    assert_eq!(links.items().len(), 1);
    assert_eq!(
        engine::json::to_wire(links.items()[0].key("auth")),
        r#"{"public":true}"#
    );
}

#[tokio::test]
async fn usage_is_answered_locally() {
    let app = TestApp::with(&[]);
    let answer = app.post("/api/usage", r#"{"user":"u"}"#).await;
    assert_eq!(answer.json().key("offline"), &engine::Value::Bool(false));
    assert_eq!(
        app.get("/api/usage").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn an_unknown_api_is_not_found_and_auth_is_not_configured() {
    let app = TestApp::with(&[]);
    assert_eq!(app.get("/api/nonsense").await.status, StatusCode::NOT_FOUND);
    let answer = app.get("/api/auth/session").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.text, r#"{"message":"Auth not configured"}"#);
}

#[tokio::test]
async fn icons_come_as_svg_and_unknown_ones_as_a_mark() {
    let app = TestApp::with(&[]);
    let answer = app.get("/_lath/icons/AiOutlineShop.svg").await;
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    assert!(
        answer.text.starts_with("<svg") && answer.header("cache-control").contains("immutable")
    );
    let unknown = app.get("/_lath/icons/NoSuchIcon.svg").await;
    assert_eq!(unknown.status, StatusCode::OK);
    assert!(!unknown.header("cache-control").contains("immutable"));
}

#[tokio::test]
async fn public_files_have_tags_and_do_not_leave_their_folder() {
    let app = TestApp::with(&[("public/hello.txt", "hello"), ("public/.secret", "no")]);
    let answer = app.get("/hello.txt").await;
    assert_eq!(answer.text, "hello");
    let tag = answer.header("etag").to_owned();
    let again = app
        .send(Request::get("/hello.txt").header("if-none-match", &tag))
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let version = format!("/hello.txt?v={}", tag.trim_matches('"'));
    assert!(
        app.get(&version)
            .await
            .header("cache-control")
            .contains("immutable")
    );
    for path in [
        "/.secret",
        "/../config.json",
        "/%2e%2e/config.json",
        "/public/../config.json",
        "//config.json",
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{path}");
    }
}

#[tokio::test]
async fn no_path_of_a_file_leads_out_of_its_folder_in_development() {
    let elsewhere = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(elsewhere.path(), "hidden").expect("written");
    let outside = elsewhere.path().display().to_string();
    let files = [("public/in/hello.txt", "hello"), ("hello.txt", "hidden")];
    let app = TestApp::with_vars(&files, &[("LATH_DEV", "1")]);
    assert_eq!(app.get("/in/hello.txt").await.text, "hello");
    for path in [
        format!("/{outside}"),
        format!("//{outside}"),
        format!("/in/{outside}"),
        format!("/pkg/0123456789abcdef/{outside}"),
        "/../hello.txt".to_owned(),
        "/in/../../hello.txt".to_owned(),
        "/in//hello.txt".to_owned(),
        "/in/hello.txt/".to_owned(),
        "//in/hello.txt".to_owned(),
    ] {
        let answer = app.get(&path).await;
        assert!(!answer.status.is_success(), "{path}");
        assert!(!answer.text.contains("hidden"), "{path}");
    }
}

#[tokio::test]
async fn a_broken_reload_keeps_the_old_app_and_says_why() {
    let app = TestApp::with(&[]);
    let mut news = app.state.news.subscribe();
    app.write(
        "pages/home/home.json",
        "{\"id\": \"page:home\",\n  \"type\": ",
    );
    app.state.reload();
    match news.recv().await.expect("news") {
        News::Broken(found) => {
            assert_eq!(found.problems[0].file, "pages/home/home.json");
            assert_eq!(found.problems[0].position.map(|p| p.0), Some(2));
        }
        News::Reload => panic!("a broken app was loaded"),
    }
    assert!(app.get("/home").await.text.contains("Welcome"));
    app.write("pages/home/home.json", r#"{"id":"page:home","pageId":"home","blockId":"home","type":"Box","auth":{"public":true},"properties":{"content":"Changed"}}"#);
    app.state.reload();
    assert!(app.get("/home").await.text.contains("Changed"));
}

#[tokio::test]
async fn a_client_error_is_taken_and_nonsense_refused() {
    let app = TestApp::with(&[]);
    let answer = app
        .post(
            "/api/client-error",
            r#"{"~e":{"name":"ActionError","message":"x"}}"#,
        )
        .await;
    assert_eq!(answer.text, r#"{"success":true}"#);
    assert_eq!(
        app.post("/api/client-error", "{").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[test]
fn loading_collects_every_finding() {
    let dir = tempfile::tempdir().expect("folder");
    let build = dir.path().join("build");
    std::fs::create_dir_all(build.join("pages/a")).expect("folder");
    std::fs::write(build.join("config.json"), r#"{"basePath":"x"}"#).expect("file");
    std::fs::write(build.join("menus.json"), "[1,").expect("file");
    std::fs::write(build.join("pages/a/a.json"), r#"{"id":"page:b","pageId":"b","blockId":"b","type":"Box","events":{"onClick":{"try":[{"type":"SetState"}]}}}"#).expect("file");
    let vars = [("LATH_BUILD_DIR".to_owned(), build.display().to_string())].into();
    let found = crate::AppState::load(crate::Settings::of(&vars))
        .err()
        .expect("findings");
    let texts: Vec<String> = found.iter().map(ToString::to_string).collect();
    let all = texts.join("\n");
    for part in [
        "config.json: `basePath` must be a string that starts with \"/\"",
        "menus.json:1:3: EOF while parsing a value",
        "pages/a/a.json: `id` is missing (at events.onClick.try.0)",
        "pages/a/a.json: the file's name says page `a`, but its `pageId` is `b`",
    ] {
        assert!(all.contains(part), "{part}\nnot in\n{all}");
    }
    let missing = [(
        "LATH_BUILD_DIR".to_owned(),
        dir.path().join("none").display().to_string(),
    )]
    .into();
    assert!(crate::AppState::load(crate::Settings::of(&missing)).is_err());
}
