//! The languages of an app, as servers and browsers agree on them.

use axum::http::{Request, StatusCode};
use engine::Value;

use super::TestApp;
use super::test_app::Answer;
use crate::{AppState, Settings};

const I18N: (&str, &str) = (
    "i18n.json",
    r#"{"defaultLocale":"en-US","locales":[{"code":"en-US","label":"English"},{"code":"de-DE","label":"Deutsch","antd":"de_DE"},
      {"code":"ar","label":"العربية"},{"code":"pt-BR"}],
      "messages":{"en-US":{"hello":"Hello","only":"English only","n":"{n, number}"},"de-DE":{"hello":"Hallo {"},
      "ar":{"hello":"مرحبا"},"pt-BR":{"hello":"Olá"}}}"#,
);

const PAGE: (&str, &str) = (
    "pages/l/l.json",
    r#"{"id":"page:l","pageId":"l","blockId":"l","type":"Box","auth":{"public":true},
      "areas":{"content":{"blocks":[
        {"id":"block:l:a:0","blockId":"a","type":"Box","properties":{"content":{"_t":"hello"}}},
        {"id":"block:l:b:1","blockId":"b","type":"Box","properties":{"content":{"_t":"only"}}},
        {"id":"block:l:c:2","blockId":"c","type":"Box","properties":{"content":{"_number.toLocaleString":[1234.5]}}}]}}}"#,
);

async fn visit(app: &TestApp, path: &str, cookie: &str, accepted: &str) -> Answer {
    let request = Request::get(path)
        .header("cookie", cookie)
        .header("accept-language", accepted);
    app.send(request).await
}

#[tokio::test]
async fn a_reader_gets_the_language_that_was_chosen_or_asked_for() {
    let app = TestApp::with(&[I18N, PAGE]);
    for (cookie, accepted, lang, texts) in [
        ("", "", "en-US", ["Hello", "1,234.5"]),
        ("", "de", "de-DE", ["Hallo", "1.234,5"]),
        (
            "",
            "fr;q=0.9, DE-at;q=0.8, en;q=0.5",
            "de-DE",
            ["Hallo", "1.234,5"],
        ),
        ("", "de;q=0, *", "en-US", ["Hello", "1,234.5"]),
        ("", "nonsense;;q=x,,", "en-US", ["Hello", "1,234.5"]),
        ("lath_locale=pt-BR", "de", "pt-BR", ["Olá", "1.234,5"]),
        ("lath_locale=xx", "ar-EG,de;q=0.5", "ar", ["مرحبا", "1"]),
        ("lath_locale=\"><script>", "", "en-US", ["Hello", "1,234.5"]),
    ] {
        // Twice: the second answer comes from memory.
        for _ in 0..2 {
            let answer = visit(&app, "/l", cookie, accepted).await;
            assert_eq!(answer.status, StatusCode::OK);
            let text = &answer.text;
            assert!(text.contains(&format!("<html lang=\"{lang}\"")), "{text}");
            assert_eq!(text.contains(" dir=\"rtl\""), lang == "ar");
            for expected in texts {
                assert!(text.contains(&format!(">{expected}")), "{expected}: {text}");
            }
            assert!(text.contains("English only"));
            assert!(answer.headers.get_all("vary").iter().any(|vary| {
                vary.to_str()
                    .is_ok_and(|vary| vary.contains("accept-language"))
            }));
        }
    }
    assert!(!visit(&app, "/l", "", "").await.header("etag").is_empty());
}

#[tokio::test]
async fn a_browser_gets_the_messages_that_it_needs() {
    let app = TestApp::with(&[I18N, PAGE]);
    let root = app.get("/api/root").await.json();
    let has = |i18n: &Value, code| !i18n.key("messages").key(code).is_none();
    let i18n = root.key("i18n");
    assert_eq!(i18n.key("active"), &"en-US".into());
    assert!(has(i18n, "en-US") && !has(i18n, "de-DE"));
    let german = app.get("/api/locale/de-DE").await.json();
    assert_eq!(german.key("active"), &"de-DE".into());
    assert!(has(&german, "en-US") && has(&german, "de-DE") && !has(&german, "ar"));
    // What the browser asks for, whatever was chosen before.
    let auto = visit(&app, "/api/locale/auto", "lath_locale=ar", "de").await;
    assert_eq!(auto.json().key("active"), &"de-DE".into());
    for unknown in ["fr", "", "%2e%2e", "de-DE%00"] {
        let answer = app.get(&format!("/api/locale/{unknown}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    let plain = TestApp::with(&[]);
    assert!(plain.get("/api/root").await.json().key("i18n").is_none());
    assert_eq!(
        plain.get("/api/locale/auto").await.status,
        StatusCode::NOT_FOUND
    );
    assert!(plain.get("/home").await.text.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn on_init_may_choose_the_language() {
    let page = r#"{"id":"page:s","pageId":"s","blockId":"s","type":"Box","auth":{"public":true},
      "events":{"onInit":{"try":[{"id":"a","type":"SetLocale","params":{"locale":{"_url_query":"lang"}}}],"catch":[]}},
      "areas":{"content":{"blocks":[{"id":"block:s:t:0","blockId":"t","type":"Box","properties":{"content":{"_t":"hello"}}}]}}}"#;
    let app = TestApp::with(&[I18N, ("pages/s/s.json", page)]);
    let answer = app.get("/s?lang=ar").await;
    assert!(
        answer.text.contains("<html lang=\"ar\" dir=\"rtl\""),
        "{}",
        answer.text
    );
    assert!(answer.text.contains(">مرحبا"));
    assert!(answer.text.contains(r#""active":"ar""#));
    assert_eq!(
        answer.header("set-cookie"),
        "lath_locale=ar; Path=/; Max-Age=31536000; SameSite=Lax"
    );
    let answer = app.get("/s?lang=xx").await;
    assert!(answer.text.contains("<html lang=\"en-US\""));
    assert_eq!(answer.header("set-cookie"), "");
}

#[test]
fn what_is_wrong_with_the_languages_is_told() {
    let found = |i18n: &str| {
        let dir = tempfile::tempdir().expect("temporary folder");
        std::fs::create_dir_all(dir.path().join("pages")).expect("folder");
        std::fs::write(dir.path().join("i18n.json"), i18n).expect("file");
        let page =
            r#"{"id":"page:a","pageId":"a","blockId":"a","type":"Box","auth":{"public":true}}"#;
        std::fs::write(dir.path().join("pages/a.json"), page).expect("file");
        let vars = [("LATH_BUILD_DIR".into(), dir.path().display().to_string())];
        match AppState::load(Settings::of(&vars.into())) {
            Ok(state) => state.snapshot().app.warnings.clone(),
            Err(found) => found,
        }
    };
    for (i18n, expected) in [
        ("{}", ""),
        ("[]", "error: i18n.json: expected an object"),
        (
            r#"{"locales":[{"code":"en"}]}"#,
            "error: i18n.json: `defaultLocale` is missing",
        ),
        (
            r#"{"defaultLocale":"en","locales":[]}"#,
            "error: i18n.json: expected a list of languages, each with a `code` (at locales)",
        ),
        (
            r#"{"defaultLocale":"de","locales":[{"code":"en"},{"code":"e\"n"},{"code":"en"}]}"#,
            "error: i18n.json: `e\"n` is no language tag such as `de-DE` (at locales.1)\n\
             error: i18n.json: `en` is there twice (at locales.2)\n\
             error: i18n.json: `de` is not among `locales` (at defaultLocale)",
        ),
        (
            r#"{"defaultLocale":"en","locales":["en"],"messages":{"de":{},"en":{"a":{"b":"{n, plural, one {x}}"},"c":5,"d":"{x}"}}}"#,
            "warning: i18n.json: the language is not among `locales`: nobody will see its messages (at messages.de)\n\
             warning: i18n.json: the message cannot be given values: MISSING_OTHER_CLAUSE (at messages.en.a.b)\n\
             warning: i18n.json: expected the text of a message (at messages.en.c)",
        ),
    ] {
        let found: Vec<String> = found(i18n).iter().map(ToString::to_string).collect();
        let found: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|line| line.contains("i18n.json"))
            .collect();
        assert_eq!(found.join("\n"), expected, "{i18n}");
    }
}
