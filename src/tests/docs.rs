//! The reference at `/docs`.

use axum::http::StatusCode;

use super::TestApp;

const DEV: &[(&str, &str)] = &[("LATH_DEV", "1")];

#[tokio::test]
async fn everything_in_the_catalogs_has_a_page() {
    let app = TestApp::with_vars(&[], DEV);
    let operators = operators::all().map(|entry| ("operators", entry.name));
    let actions = runtime::ACTIONS.iter().map(|entry| ("actions", entry.name));
    let blocks = blocks::all().map(|entry| ("blocks", entry.name));
    let connections = connections::ALL.iter();
    let requests = connections.clone().flat_map(|entry| entry.requests);
    let things = operators
        .chain(actions)
        .chain(blocks)
        .chain(connections.map(|entry| ("connections", entry.name)))
        .chain(requests.map(|entry| ("requests", entry.name)));
    for (kind, name) in things {
        let answer = app.get(&format!("/docs/{kind}/{name}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{kind}/{name}");
        let text = answer.text.split("<div class=\"l-md\">").nth(1);
        let text = text.unwrap_or_default();
        assert!(text.starts_with("<p>") && text.len() > 100, "{kind}/{name}");
        assert!(text.contains("<pre"), "{kind}/{name} has no example");
    }
}

#[tokio::test]
async fn pages_are_as_careful_as_others() {
    let app = TestApp::with_vars(&[], DEV);
    let answer = app.get("/docs/operators/_if").await;
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("object-src 'none'"), "{policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let searched = app.get("/docs?q=%3Cscript%3Ealert(1)").await;
    assert!(!searched.text.contains("<script>alert"));
    assert_eq!(app.get("/_lath/docs.css").await.status, StatusCode::OK);
    assert_eq!(app.get("/_lath/docs.js").await.status, StatusCode::OK);
    let posted = app.post("/docs", "{}").await.status;
    assert_eq!(posted, app.post("/home", "{}").await.status);
}

#[tokio::test]
async fn a_search_is_a_form_and_unknown_names_are_guessed() {
    let app = TestApp::with_vars(&[], DEV);
    let index = app.get("/docs").await;
    assert!(index.text.contains("action=\"/docs\""));
    assert!(index.text.contains("href=\"/docs/settings\""));
    let found = app.get("/docs?q=setstate").await;
    assert!(found.text.contains("href=\"/docs/actions/SetState\""));
    let missing = app.get("/docs/operators/_fi").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let main = missing.text.split("<main").nth(1).unwrap_or_default();
    assert!(main.contains("href=\"/docs/operators/_if\""), "{main}");
}

#[tokio::test]
async fn pages_of_the_app_come_first() {
    let page = |id: &str| {
        format!(
            r#"{{"id":"page:{id}","pageId":"{id}","blockId":"{id}","type":"Box","auth":{{"public":true}},"properties":{{"content":"Ours"}}}}"#
        )
    };
    let docs = page("docs");
    let app = TestApp::with_vars(&[("pages/docs/docs.json", &docs)], DEV);
    assert!(app.get("/docs").await.text.contains("Ours"));
    let other = app.get("/docs/actions").await.text;
    assert!(other.contains("action=\"/docs/index\""), "{other}");
    let found = app.get("/docs/index?q=setstate").await.text;
    assert!(found.contains("href=\"/docs/actions/SetState\""));
}

#[tokio::test]
async fn links_have_the_base_path() {
    let app = TestApp::with_vars(&[("config.json", r#"{"basePath":"/shop"}"#)], DEV);
    let text = app.get("/shop/docs/operators/_gte").await.text;
    assert!(text.contains("href=\"/shop/docs/operators/_gt\""), "{text}");
    assert!(!text.contains("href=\"/docs"), "{text}");
}

#[tokio::test]
async fn outside_of_development_there_is_nothing() {
    let app = TestApp::with(&[]);
    for path in ["/docs", "/docs/operators", "/docs/operators/_if"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT, "{path}");
        assert_eq!(answer.header("location"), "/404", "{path}");
    }
}
