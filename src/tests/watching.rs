//! Changes of an app's files, wherever they are, as the system tells them.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::dev::State;
use crate::{AppState, Settings, watchers};

/// How long is waited for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// An app in a folder of a folder, served and watched.
struct Watched {
    dir: tempfile::TempDir,
    state: AppState,
}

impl Watched {
    fn of(files: &[(&str, &str)]) -> Watched {
        let dir = tempfile::tempdir().expect("a folder");
        for (path, text) in files {
            put(dir.path(), path, text);
        }
        let app = dir.path().join("app").display().to_string();
        let vars = [
            ("LATH_DEV", "1"),
            ("LATH_CONFIG_DIR", &app),
            ("LEPTOS_SITE_ROOT", "/nowhere"),
        ];
        let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let settings = Settings::of(&vars.into_iter().collect());
        let state = AppState::load(settings).expect("a server, whatever the app");
        watchers::config::start(&state);
        watchers::assets::start(&state);
        Watched { dir, state }
    }

    fn put(&self, path: &str, text: &str) {
        put(self.dir.path(), path, text);
    }

    fn remove(&self, path: &str) {
        fs::remove_dir_all(self.dir.path().join(path)).expect("removed");
    }

    /// Waits until `is` so.
    async fn until(&self, what: &str, is: impl Fn(&AppState) -> bool) {
        let waiting = async {
            while !is(&self.state) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            panic!("{what}: {:?}", self.state.status());
        }
    }

    /// Waits until the page `a` has this text.
    async fn until_shown(&self, text: &str) {
        let has = |state: &AppState| {
            let snapshot = state.snapshot();
            let page = snapshot.app.pages.get("a");
            page.is_some_and(|page| page.source.contains(text))
        };
        self.until(text, has).await;
    }
}

fn put(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

fn page(text: &str) -> String {
    format!("id: a\ntype: Title\nproperties: {{ content: {text} }}\n")
}

const APP: &str = "lath: 1\nmenus: [{ id: default }]\npages:\n  - _ref: pages/a.yaml\n";

#[tokio::test]
async fn folders_that_are_made_again_are_watched_again() {
    let app = Watched::of(&[("app/lath.yaml", APP), ("app/pages/a.yaml", &page("one"))]);
    app.until_shown("one").await;
    for round in ["two", "three"] {
        app.remove("app/pages");
        app.until("broken", |state| state.status().state == State::Broken)
            .await;
        app.put("app/pages/a.yaml", &page(round));
        app.until_shown(round).await;
        let more = format!("{round} more");
        app.put("app/pages/a.yaml", &page(&more));
        app.until_shown(&more).await;
        // Within a moment.
        app.remove("app/pages");
        let again = format!("{round} again");
        app.put("app/pages/a.yaml", &page(&again));
        app.until_shown(&again).await;
    }
    app.remove("app");
    app.until("gone", |state| state.status().state == State::Broken)
        .await;
    app.put("app/lath.yaml", APP);
    app.put("app/pages/a.yaml", &page("anew"));
    app.until_shown("anew").await;
}

#[tokio::test]
async fn files_count_wherever_the_app_has_them() {
    let lath = "lath: 1\nmenus: [{ id: default }]\npages:\n  - _ref: { path: linked/dist/a.yaml, vars: \
                { t: { _ref: public/t.txt }, u: { _ref: ../shared/u.txt } } }\n";
    let content =
        "id: a\ntype: Title\nproperties: { content: { _var: t }, u: { _var: u }, n: 1 }\n";
    let dir = Watched::of(&[("app/lath.yaml", "lath: [")]);
    dir.put("elsewhere/dist/a.yaml", content);
    dir.put("app/public/t.txt", "tee one");
    dir.put("shared/u.txt", "you one");
    #[cfg(unix)]
    std::os::unix::fs::symlink(
        dir.dir.path().join("elsewhere"),
        dir.dir.path().join("app/linked"),
    )
    .expect("a link");
    #[cfg(not(unix))]
    dir.put("app/linked/dist/a.yaml", content);
    dir.put("app/lath.yaml", lath);
    dir.until_shown("tee one").await;
    dir.put("app/public/t.txt", "tee two");
    dir.until_shown("tee two").await;
    dir.put("shared/u.txt", "you two");
    dir.until_shown("you two").await;
    dir.put("app/linked/dist/a.yaml", &content.replace("n: 1", "n: 22"));
    dir.until_shown("22").await;
}

#[tokio::test]
async fn folders_that_a_variable_names_are_watched() {
    let page = |text: &str| {
        format!(
            "id: a\ntype: Title\nproperties: {{ n: {text}, content: {{ _ref: {{ path: \
             {{ _build.string.concat: [themes/, {{ _build.env: THEME }}, /t.md] }} }} }} }}\n"
        )
    };
    let app = Watched::of(&[
        ("app/.env", "THEME=dark\n"),
        ("app/lath.yaml", APP),
        ("app/pages/a.yaml", &page("one")),
        ("app/themes/dark/t.md", "dark"),
        ("app/themes/light/t.md", "light"),
    ]);
    watchers::env::start(&app.state);
    app.until_shown("dark").await;
    app.put("app/.env", "THEME=light\n");
    app.until_shown("light").await;
    app.put("app/pages/a.yaml", &page("two"));
    app.until_shown("two").await;
    app.put("app/themes/light/t.md", "bright");
    app.until_shown("bright").await;
}

#[tokio::test]
async fn what_the_app_writes_itself_is_no_change() {
    let app = Watched::of(&[
        ("app/lath.yaml", APP),
        ("app/pages/a.yaml", &page("one")),
        ("app/data/auth.sqlite", ""),
    ]);
    let version = app.state.status().version;
    for (path, text) in [
        ("app/data/auth.sqlite", "x"),
        ("app/data/auth.sqlite-wal", "x"),
        ("app/data/more/log.txt", "x"),
        ("app/pages/draft.yaml", "id: ["),
        ("app/pages/a.yaml~", "id: ["),
    ] {
        app.put(path, text);
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    app.put("app/pages/a.yaml", &page("two"));
    app.until_shown("two").await;
    // A shower may be two builds, as it comes in pieces.
    let builds = app.state.status().version - version;
    assert!(builds <= 2, "{builds} builds");
}

#[tokio::test]
async fn public_files_may_come_later_and_go() {
    let app = Watched::of(&[("app/lath.yaml", APP), ("app/pages/a.yaml", &page("one"))]);
    let served = app.state.settings.build_dir.join("public/in/file.txt");
    app.put("app/public/in/file.txt", "here");
    app.until("copied", |_| {
        fs::read(&served).is_ok_and(|text| text == b"here")
    })
    .await;
    app.put("app/public/in/file.txt", "there");
    app.until("copied", |_| {
        fs::read(&served).is_ok_and(|text| text == b"there")
    })
    .await;
    app.remove("app/public");
    app.until("removed", |_| !served.exists()).await;
    app.put("app/seed/start.sql", "select 1");
    let seed = app.state.settings.build_dir.join("seed/start.sql");
    app.until("copied", |_| seed.exists()).await;
}
