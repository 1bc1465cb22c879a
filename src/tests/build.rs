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
    let built = build::build(dir.path(), &mut compiler::Session::default());
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

#[test]
fn what_the_guide_says_of_logging_in_is_built() {
    let guide =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/auth.md")).expect("a guide");
    let mut n_examples = 0;
    for example in guide.split("```yaml\n").skip(1) {
        let example = example.split("```").next().expect("an example");
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join("lath.yaml"), format!("lath: 1\n{example}")).expect("written");
        let built = build::build(dir.path(), &mut compiler::Session::default());
        let of_types: Vec<_> = built
            .findings
            .iter()
            .filter(|f| f.code == "types")
            .collect();
        assert!(of_types.is_empty(), "{of_types:#?}");
        assert!(built.artifacts.is_some(), "{:#?}", built.findings);
        n_examples += 1;
    }
    assert!(n_examples >= 4, "{n_examples}");
}

#[test]
fn secrets_of_the_server_are_no_variables_of_the_build() {
    let names = [
        "AUTH_SECRET",
        "NEXTAUTH_SECRET",
        "DATABASE_URL",
        "LATH_METRICS",
        "LATH_SECRET_A",
        "LOWDEFY_SECRET_A",
        "STAGE",
    ];
    let vars = names.map(|name| (name.to_owned(), "x".to_owned()));
    let env = crate::settings::build_env(&vars.into_iter().collect());
    assert_eq!(env.into_keys().collect::<Vec<_>>(), ["STAGE"]);
}

#[test]
fn commands_read_the_variables_beside_the_app() {
    let dir = tempfile::tempdir().expect("a folder");
    let app = "lath: 1\nmenus: [{ id: default }]\nglobal: { at: { _build.env: STAGE_BESIDE } }\n";
    fs::write(dir.path().join("lath.yaml"), app).expect("written");
    fs::write(dir.path().join(".env"), "STAGE_BESIDE=here\n").expect("written");
    let built = build::build(dir.path(), &mut compiler::Session::default());
    assert!(built.findings.is_empty(), "{:#?}", built.findings);
    assert!(built.artifacts.expect("artifacts")["global.json"].contains("here"));
}
