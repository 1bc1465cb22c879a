//! Languages of the app.

use super::*;

const BLOCKS: &str = r#"
    {"id": "t", "type": "Text", "properties": {"content": {"_locale": "active"}}},
    {"id": "a", "type": "TextInput", "required": true},
    {"id": "b", "type": "Text", "events": {
        "he": [{"id": "s", "type": "SetLocale", "params": {"locale": "he"}}],
        "fr": [{"id": "s", "type": "SetLocale", "params": {"locale": "fr"}}],
        "de": [{"id": "s", "type": "SetLocale", "params": {"locale": "de"}}]}}"#;

#[test]
fn what_reads_the_language_follows_it() {
    let (world, page) = page(BLOCKS, "");
    let app = page.app().clone();
    app.change(&[Root::I18n], |shared| shared.root.i18n = i18n("en"));
    let content = || block(&page, "t").text("content");
    assert_eq!(content(), "en");
    page.validate(&Value::Undefined).expect("all blocks");
    let required = || block(&page, "a").validation().errors;
    assert_eq!(*required()[0], *"This field is required");
    let trigger = |event| {
        let b = block(&page, "b").instance();
        world.run(page.trigger_event(b, event, Value::Undefined))
    };
    assert!(trigger("he").success);
    assert_eq!(content(), "he");
    assert_eq!(*required()[0], *"שדה חובה");
    // What the app has not, and what cannot be fetched: all stays as it is.
    for (event, why) in [
        (
            "de",
            "SetLocale: the app has no language `de`; it has en, he, fr.",
        ),
        ("fr", "The server does not answer."),
    ] {
        let result = trigger(event);
        let error = &result.responses.key("s").key("error").clone();
        assert!(!result.success);
        assert!(format!("{error:?}").contains(why), "{error:?}");
        assert_eq!(content(), "he");
    }
}

#[test]
fn a_language_has_a_direction() {
    for (tag, expected) in [
        ("en", "ltr"),
        ("ar-EG", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("", "ltr"),
    ] {
        assert_eq!(crate::locale::direction(tag), expected, "{tag}");
    }
}
