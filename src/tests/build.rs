//! What `lath build` makes is what the server serves.

use std::fs;

use axum::http::StatusCode;

use super::TestApp;
use crate::build;

const FILES: &[(&str, &str)] = &[
    (
        "lowdefy.yaml",
        "
lowdefy: 4.0.0
pages:
  - _ref: { path: pages/hello.yaml, vars: { who: World } }
api:
  - id: double
    type: Api
    routine:
      - :return: { _product: [{ _payload: n }, 2] }
",
    ),
    (
        "pages/hello.yaml",
        "
id: hello
type: Box
blocks:
  - id: title
    type: Title
    properties:
      content: { _build.string.concat: ['Hello ', { _var: who }] }
  - id: sum
    type: Title
    properties:
      content: { _js: 'return `${40 + 2} in all`' }
  - _ref:
      path: pages/note.yaml
      transformer: upper.mjs
",
    ),
    (
        "pages/note.yaml",
        "id: note\ntype: Title\nproperties: { content: quiet }",
    ),
    (
        "upper.mjs",
        "export default (block) => { block.properties.content = block.properties.content.toUpperCase(); \
         return block; };",
    ),
];

#[tokio::test]
async fn an_app_of_yaml_is_served() {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in FILES {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }
    let built = build::build(dir.path());
    let artifacts = built.artifacts.expect("artifacts");
    let files: Vec<(&str, &str)> = artifacts
        .iter()
        .map(|(path, text)| (path.as_str(), &**text))
        .collect();
    let app = TestApp::with(&files);
    let page = app.get("/hello").await;
    assert_eq!(page.status, StatusCode::OK);
    for text in ["Hello World", "42 in all", "QUIET"] {
        assert!(page.text.contains(text), "{text}");
    }
    let answer = app
        .post("/api/endpoints/double", r#"{"payload":{"n":21}}"#)
        .await;
    assert_eq!(
        answer.json().key("response").as_number(),
        Some(42.0),
        "{answer:?}"
    );
}

#[test]
fn arguments_are_a_folder_and_where_to() {
    let (dir, out) = build::arguments(&["app", "--out", "there"]).expect("arguments");
    assert_eq!((dir, out), ("app".into(), Some("there".into())));
    for wrong in [&["--out"][..], &["a", "b"], &["--watch"]] {
        assert!(build::arguments(wrong).is_err(), "{wrong:?}");
    }
}
