//! Blocks drawn on the server. A fixture is `fixtures/<name>.json`, `{page, state, menus}` with a page
//! artifact, and `fixtures/<name>.html`, what is drawn of it. `LATH_UPDATE=1 cargo test -p blocks`
//! writes the latter anew, for `git diff` to show.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use engine::{Value, json};
use leptos::prelude::*;
use model::{Diagnostics, Page};
use protocol::{ErrorBody, RequestCall};
use runtime::{AppCx, AppInit, Backend, BoxFuture, Navigation, PageCx, PageInit, Shared};

use crate::{all, catalog, dangerous, html, lazy};

/// A world in which nothing happens.
struct Nowhere;

impl Backend for Nowhere {
    fn request(&self, _: RequestCall) -> BoxFuture<Result<Value, ErrorBody>> {
        Box::pin(async { Ok(Value::Null) })
    }

    fn sleep(&self, _: f64) -> BoxFuture<()> {
        Box::pin(async {})
    }

    fn spawn(&self, _: BoxFuture<()>) {}

    fn navigate(&self, _: Navigation) {}

    fn now(&self) -> f64 {
        0.0
    }
}

/// Stands in for the server's: every test may be a process of its own, so each sets it.
fn set_sanitizer() {
    html::set_sanitizer(|html| html.replace("<script", "&lt;script"));
}

/// The HTML of a page with the given state, as the server would send it.
fn draw(page: &Value, state: Value, menus: Value) -> String {
    set_sanitizer();
    let mut diagnostics = Diagnostics::of("fixture");
    let page = Page::read(page, &operators::CLIENT, &mut diagnostics).expect("a page artifact");
    let found: Vec<String> = diagnostics.found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{found:?}");
    Owner::new().with(|| {
        let mut shared = Shared {
            page_id: page.id.clone(),
            ..Shared::default()
        };
        shared.root.menus = menus;
        shared.root.home_page_id = Some("home".into());
        shared.root.app = Value::object([("name", "Fixture".into())]);
        let app = AppCx::new(AppInit {
            backend: Arc::new(Nowhere),
            metas: crate::meta,
            table: &operators::CLIENT,
            reactive: false,
            shared,
            now: 0.0,
            seed: 1.0,
            scripts: Value::Undefined,
        });
        let page = PageCx::new(
            &app,
            &Arc::new(page),
            PageInit {
                state,
                ..PageInit::default()
            },
        );
        let errors: Vec<String> = page.errors().into_iter().map(|e| e.message).collect();
        assert!(errors.is_empty(), "{errors:?}");
        crate::render(page.root()).to_html()
    })
}

/// One tag a line, without the marks that hydration needs.
fn pretty(html: &str) -> String {
    let mut plain = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!") {
        plain.push_str(before);
        let end = if comment.starts_with("--") {
            "-->"
        } else {
            ">"
        };
        rest = comment.split_once(end).map_or("", |(_, tail)| tail);
    }
    plain.push_str(rest);
    plain.replace("><", ">\n<") + "\n"
}

fn fixtures() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let entries = fs::read_dir(folder).expect("the folder of fixtures");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    files
}

#[test]
fn fixtures_are_drawn_as_before() {
    let update = std::env::var_os("LATH_UPDATE").is_some();
    let mut changed = Vec::new();
    for file in fixtures() {
        let text = fs::read(&file).expect("a fixture");
        let fixture = json::parse(&text).unwrap_or_else(|e| panic!("{}: {e:?}", file.display()));
        let drawn = pretty(&draw(
            fixture.key("page"),
            fixture.key("state").clone(),
            fixture.key("menus").clone(),
        ));
        let expected = file.with_extension("html");
        if update {
            fs::write(&expected, &drawn).expect("the HTML is written");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(&*drawn) {
            changed.push(
                file.file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
            );
        }
    }
    assert!(
        changed.is_empty(),
        "drawn otherwise: {changed:?}; see `LATH_UPDATE=1 cargo test -p blocks`, then `git diff`"
    );
}

/// A page with one block of a type.
fn page_with(kind: &str, properties: Value) -> Value {
    let block = Value::object([
        ("id", "block:p:b:0".into()),
        ("blockId", "b".into()),
        ("type", kind.into()),
        ("properties", properties),
    ]);
    let content = Value::object([("blocks", Value::list(vec![block]))]);
    Value::object([
        ("id", "page:p".into()),
        ("blockId", "p".into()),
        ("pageId", "p".into()),
        ("type", "Box".into()),
        ("areas", Value::object([("content", content)])),
    ])
}

#[test]
fn every_block_is_drawn_without_properties() {
    for entry in all() {
        let html = draw(
            &page_with(entry.name, Value::object([])),
            Value::Undefined,
            Value::Undefined,
        );
        assert!(html.contains("bl-b"), "{}", entry.name);
    }
}

/// What configuration gets wrong is not drawn, rather than not drawing the page.
#[test]
fn every_block_takes_any_properties() {
    const NAMES: &[&str] = &[
        "breadcrumb",
        "columns",
        "content",
        "data",
        "items",
        "label",
        "links",
        "list",
        "logo",
        "menu",
        "options",
        "panels",
        "sider",
        "size",
        "src",
        "strokeColor",
        "tabs",
        "title",
        "value",
    ];
    let odd = [
        Value::Null,
        7.into(),
        "<b>x".into(),
        Value::list(vec![Value::Null, 1.into()]),
        Value::object([("a", Value::Null)]),
    ];
    for entry in all() {
        for value in &odd {
            let properties = Value::map(NAMES.iter().map(|name| (*name, value.clone())).collect());
            draw(
                &page_with(entry.name, properties),
                Value::Undefined,
                Value::Undefined,
            );
        }
    }
}

#[test]
fn the_catalog_is_sorted() {
    for list in [catalog::ALL, lazy::ALL] {
        assert!(list.is_sorted_by(|a, b| a.name < b.name));
    }
}

#[test]
fn kept_tags_cannot_break_out() {
    set_sanitizer();
    let options =
        json::parse(br#"{"ADD_TAGS": ["iframe"], "ADD_ATTR": ["frameborder", "onload"]}"#)
            .expect("JSON");
    let clean = |html: &str| dangerous::sanitize(html, &options);
    assert_eq!(
        clean(
            r#"<p><iframe src="https://a.b/?c&d" width=5 onload="x()" frameborder='0'></iframe></p>"#
        ),
        r#"<p><iframe src="https://a.b/?c&d" width="5" frameborder="0"></iframe></p>"#
    );
    assert_eq!(
        clean(r#"<iframe src=" java&#115;cript:x()">"#),
        r#"<iframe src=" java115;cript:x()">"#
    );
    assert_eq!(
        clean(r#"<iframe src="javascript:x()">"#),
        r##"<iframe src="#">"##
    );
    assert_eq!(
        clean(r#"<img alt=">a<iframe title='onerror=x()'>b">"#),
        r#"<img alt=">ab">"#
    );
}

#[test]
fn addresses_that_run_script_lead_nowhere() {
    assert_eq!(html::safe_url(" java\nscript:alert(1)"), "#");
    assert_eq!(html::safe_url("data:text/html,x"), "#");
    assert_eq!(html::safe_url("/a?b=javascript:"), "/a?b=javascript:");
}
