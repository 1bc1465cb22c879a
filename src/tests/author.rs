//! Apps as authors write them: the examples, what `lath init` writes, and the server that builds them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use engine::{Value, json, serializer};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::dev::State;
use crate::listen::Peer;
use crate::{AppState, Settings, build, init, router, schema};

fn root() -> PathBuf {
    env!("CARGO_MANIFEST_DIR").into()
}

/// The build of an app without any finding.
fn built(dir: &Path) -> compiler::Artifacts {
    let built = build::build(dir, &mut compiler::Session::default());
    assert!(built.findings.is_empty(), "{:#?}", built.findings);
    built.artifacts.expect("artifacts")
}

#[test]
fn the_console_is_built_to_the_app_that_is_served_by_default() {
    let made = built(&root().join("examples/console"));
    // Of the server that made it.
    let apart = ["types.json", "keyMap.json", "refMap.json"];
    let read = |text: &[u8]| serializer::without_places(&json::parse(text).expect("JSON"));
    let made: BTreeMap<String, Value> = made
        .iter()
        .filter(|(path, _)| !apart.contains(&path.as_str()))
        .map(|(path, text)| (path.clone(), read(text.as_bytes())))
        .collect();
    let mut kept = BTreeMap::new();
    let folder = root().join("build");
    let mut rest = vec![folder.clone()];
    while let Some(dir) = rest.pop() {
        for entry in fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .strip_prefix(&folder)
                .expect("below")
                .display()
                .to_string();
            if path.is_dir() {
                rest.push(path);
            } else if name.ends_with(".json") && !apart.contains(&name.as_str()) {
                kept.insert(name, read(&fs::read(&path).expect("a file")));
            } else if !name.ends_with(".json") {
                let own = fs::read(root().join("examples/console").join(&name));
                assert_eq!(own.ok(), fs::read(&path).ok(), "{name}");
            }
        }
    }
    assert_eq!(
        made.keys().collect::<Vec<_>>(),
        kept.keys().collect::<Vec<_>>()
    );
    for (path, value) in &kept {
        assert_eq!(&made[path], value, "{path}");
    }
}

#[test]
fn examples_and_starters_have_nothing_wrong() {
    built(&root().join("examples/gallery"));
    for starter in &init::ALL {
        let dir = tempfile::tempdir().expect("a folder");
        init::write(starter, dir.path()).expect("written");
        built(dir.path());
        let again = init::write(starter, dir.path()).expect_err("files are kept");
        assert!(again.to_string().contains("is there already"));
        let files = fs::read_dir(root().join("examples/starters").join(starter.name));
        for entry in files.expect("a folder").flatten() {
            let name = entry.file_name();
            let is_made = ["build", "data", ".lath"].iter().any(|made| name == *made);
            assert!(is_made || dir.path().join(&name).exists(), "{name:?}");
        }
    }
}

#[test]
fn schemas_know_types_and_their_properties() {
    let dir = tempfile::tempdir().expect("a folder");
    schema::write(dir.path()).expect("written");
    let text = fs::read(dir.path().join(".lath/page.schema.json")).expect("a file");
    let schema = json::parse(&text).expect("JSON");
    let block = schema.key("definitions").key("block");
    let types = block.key("properties").key("type").key("anyOf");
    let named = |name: &str| {
        types
            .items()
            .iter()
            .any(|t| t.key("const").as_str() == Some(name))
    };
    assert!(named("Button") && named("AgGridAlpine"));
    let own = block.key("allOf").items().iter();
    let mut own = own.filter(|rule| {
        rule.key("if")
            .key("properties")
            .key("type")
            .key("const")
            .as_str()
            == Some("Affix")
    });
    let own = own
        .next()
        .expect("properties of a type")
        .key("then")
        .key("properties")
        .clone();
    let root = json::parse(&fs::read(dir.path().join(".lath/app.schema.json")).expect("a file"));
    let root = root.expect("JSON");
    for (name, keys) in [
        ("app", &compiler::APP_KEYS[..]),
        ("block", &compiler::BLOCK_KEYS[..]),
    ] {
        let known = root.key("definitions").key(name).key("properties").clone();
        let known = known.as_map().expect("properties").keys();
        let known: std::collections::BTreeSet<&str> = known.map(|key| &**key).collect();
        assert_eq!(known, keys.iter().copied().collect(), "{name}");
    }
    let offset = own.key("properties").key("properties").key("offsetTop");
    assert!(
        offset
            .key("description")
            .as_str()
            .is_some_and(|text| text.contains("pixels"))
    );
    assert!(
        !own.key("events")
            .key("properties")
            .key("onChange")
            .is_undefined()
    );
}

/// An app that is built by its server.
struct Author {
    dir: tempfile::TempDir,
    state: AppState,
}

impl Author {
    fn of(files: &[(&str, &str)]) -> Author {
        Author::with_vars(files, &[])
    }

    fn with_vars(files: &[(&str, &str)], vars: &[(&str, &str)]) -> Author {
        let dir = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("written");
        }
        let all = [
            ("LATH_DEV", "1"),
            ("LATH_CONFIG_DIR", dir.path().to_str().expect("a path")),
            ("LEPTOS_SITE_ROOT", "/nowhere"),
        ];
        let vars = all.iter().chain(vars);
        let vars = vars.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let settings = Settings::of(&vars.collect());
        let state = AppState::load(settings).expect("a server, whatever the app");
        Author { dir, state }
    }

    fn write(&self, path: &str, text: &str) -> bool {
        let path = self.dir.path().join(path);
        fs::write(&path, text).expect("written");
        self.state.rebuild(&[path])
    }

    async fn get(&self, path: &str, peer: &str, host: &str) -> String {
        self.asked(path, peer, host).await.1
    }

    async fn asked(&self, path: &str, peer: &str, host: &str) -> (StatusCode, String) {
        let mut request = Request::get(path)
            .header(header::HOST, host)
            .body(Body::empty());
        let request = request.as_mut().map(|request| {
            request
                .extensions_mut()
                .insert(Peer(peer.parse().expect("an address")));
            std::mem::take(request)
        });
        let router = router::router(self.state.clone());
        let answer = router
            .oneshot(request.expect("a request"))
            .await
            .expect("an answer");
        let status = answer.status();
        let bytes = answer
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }
}

const HERE: (&str, &str) = ("127.0.0.1:5000", "localhost:3000");

const PAGES: &str =
    "lath: 1\nmenus: [{ id: default }]\npages:\n  - _ref: a.yaml\n  - _ref: b.yaml\n";

fn page(id: &str, text: &str) -> String {
    format!(
        "id: {id}\ntype: Box\nblocks:\n  - id: t\n    type: Title\n    properties: {{ content: {text} }}\n"
    )
}

#[tokio::test]
async fn a_server_starts_with_a_broken_app_and_serves_it_once_it_is_mended() {
    let app = Author::of(&[("lath.yaml", PAGES), ("a.yaml", "id: [")]);
    assert_eq!(app.state.status().state, State::Broken);
    let start = app.get("/", HERE.0, HERE.1).await;
    assert!(start.contains("The app is not built yet"), "{start}");
    fs::write(app.dir.path().join("b.yaml"), page("b", "two")).expect("written");
    assert!(app.write("a.yaml", &page("a", "one")));
    assert!(app.get("/a", HERE.0, HERE.1).await.contains("one"));
    // What does not change is the same page.
    let before = app.state.snapshot();
    assert!(app.write("a.yaml", &page("a", "uno")));
    assert!(app.get("/a", HERE.0, HERE.1).await.contains("uno"));
    let after = app.state.snapshot();
    assert!(std::sync::Arc::ptr_eq(
        &before.app.pages["b"],
        &after.app.pages["b"]
    ));
    assert!(!std::sync::Arc::ptr_eq(
        &before.app.pages["a"],
        &after.app.pages["a"]
    ));
    // A broken file leaves the last good version.
    assert!(!app.write("a.yaml", "id: a\ntype: Bxo\n"));
    assert!(app.get("/a", HERE.0, HERE.1).await.contains("uno"));
    fs::remove_file(app.dir.path().join("b.yaml")).expect("removed");
    assert!(
        app.write("lath.yaml", &PAGES.replace("  - _ref: b.yaml\n", ""))
            || app.write("a.yaml", &page("a", "uno"))
    );
    assert!(!app.state.snapshot().app.pages.contains_key("b"));
}

#[tokio::test]
async fn only_the_authors_machine_is_told_how_to_open_a_file() {
    let app = Author::of(&[("lath.yaml", "lath: 1\npages:\n  - { id: a, type: Bxo }\n")]);
    let near = app.get("/api/dev", HERE.0, HERE.1).await;
    assert!(
        near.contains("vscode://file/") && near.contains("lath.yaml:3:20"),
        "{near}"
    );
    assert!(
        near.contains("^^^") && near.contains("Did you mean"),
        "{near}"
    );
    for (peer, host) in [
        ("10.0.0.7:5000", "localhost:3000"),
        ("10.0.0.7:5000", "evil.test"),
    ] {
        let far = app.get("/api/dev", peer, host).await;
        assert!(far.contains("broken") && !far.contains("vscode"), "{far}");
    }
}

#[tokio::test]
async fn a_site_that_has_its_name_lead_here_learns_nothing() {
    let vars = [
        ("LATH_URL", "https://shop.example.com"),
        ("LATH_HOSTS", "Tunnel.test, other.test"),
    ];
    let files = [("lath.yaml", "lath: 1\npages:\n  - { id: a, type: Box }\n")];
    let app = Author::with_vars(&files, &vars);
    for host in ["evil.test", "localhost.evil.test:3000", "10.0.0.7", ""] {
        for path in ["/a", "/api/dev", "/api/root"] {
            let (status, text) = app.asked(path, "127.0.0.1:5000", host).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{host} {path}");
            assert!(text.contains("LATH_HOSTS"), "{text}");
        }
        let (status, _) = app.asked("/a", "10.0.0.7:5000", host).await;
        assert_eq!(status, StatusCode::OK, "{host} from elsewhere");
    }
    for host in [
        "localhost:3000",
        "127.0.0.1",
        "[::1]:80",
        "shop.example.com",
        "tunnel.test:8080",
        "other.test",
    ] {
        let (status, _) = app.asked("/a", "[::ffff:127.0.0.1]:5000", host).await;
        assert_eq!(status, StatusCode::OK, "{host}");
    }
}

#[test]
fn the_environment_beside_the_app_counts_anew() {
    let app = Author::of(&[
        (".env", "TITLE=one\nLATH_SECRET_KEY=hidden\n"),
        (
            "lath.yaml",
            "lath: 1\npages:\n  - { id: a, type: Title, properties: { content: { _build.env: TITLE }, k: { _build.env: LATH_SECRET_KEY } } }\n",
        ),
    ]);
    let source = |app: &Author| app.state.snapshot().app.pages["a"].source.to_string();
    assert!(source(&app).contains("one") && !source(&app).contains("hidden"));
    fs::write(app.dir.path().join(".env"), "TITLE=two\nnot a line\n").expect("written");
    app.state.builder.as_ref().expect("a builder").forget();
    app.state.reload();
    assert!(source(&app).contains("two"));
}

#[test]
fn nothing_is_written_beside_the_app_and_nothing_served_that_is_not_there() {
    let app = Author::of(&[("lath.yaml", "lath: [\n")]);
    assert_eq!(app.state.status().state, State::Broken);
    assert!(app.dir.path().join(".lath/.gitignore").is_file());
    let files = |dir: &Path| -> Vec<String> {
        let names = fs::read_dir(dir).expect("a folder").flatten();
        let mut names: Vec<String> = names.map(|e| e.file_name().display().to_string()).collect();
        names.sort();
        names
    };
    assert_eq!(files(app.dir.path()), [".lath", "lath.yaml"]);
    assert!(!files(&app.dir.path().join(".lath")).contains(&"placeholder".to_owned()));
    let gone = app.dir.path().join("gone");
    let vars = [
        ("LATH_DEV".to_owned(), "1".to_owned()),
        ("LATH_CONFIG_DIR".to_owned(), gone.display().to_string()),
    ];
    let refused = AppState::load(Settings::of(&vars.into_iter().collect()));
    let found = refused.err().expect("it is refused");
    assert!(found[0].to_string().contains("no such folder"), "{found:?}");
    assert!(!gone.exists());
    // An app is not built over itself.
    let out = app.dir.path().display().to_string();
    let files = [("lath.yaml", "lath: 1\n")];
    let inner = Author::with_vars(&files, &[("LATH_BUILD_DIR", &out)]);
    let problem = &inner.state.status().problems[0].message;
    assert!(problem.contains("cannot be written"), "{problem}");
}

#[test]
fn browsers_are_told_of_what_they_are_served_alone() {
    let app = Author::of(&[
        ("lath.yaml", PAGES),
        ("a.yaml", &page("a", "one")),
        ("b.yaml", &page("b", "two")),
    ]);
    let mut news = app.state.news.subscribe();
    assert!(app.write("a.yaml", &format!("# a note\n{}", page("a", "one"))));
    assert!(news.try_recv().is_err());
    assert!(!app.write("a.yaml", "id: ["));
    assert!(app.write("a.yaml", &page("a", "one")));
    // The error is shown until then.
    assert!(news.try_recv().is_ok() && news.try_recv().is_err());
    assert!(app.write("a.yaml", &page("a", "uno")));
    assert!(news.try_recv().is_ok());
    app.state.reload();
    assert!(news.try_recv().is_ok());
}

#[tokio::test]
async fn artifacts_that_were_cleaned_away_are_written_again() {
    let app = Author::of(&[
        ("lath.yaml", PAGES),
        ("a.yaml", &page("a", "one")),
        ("b.yaml", &page("b", "two")),
        ("seed/start.sql", "select 1"),
    ]);
    fs::remove_dir_all(app.dir.path().join(".lath")).expect("removed");
    assert!(app.write("a.yaml", &page("a", "uno")));
    assert!(app.get("/b", HERE.0, HERE.1).await.contains("two"));
    for path in [
        "build/pages/b/b.json",
        "build/seed/start.sql",
        ".gitignore",
        "app.schema.json",
    ] {
        assert!(app.dir.path().join(".lath").join(path).is_file(), "{path}");
    }
}
