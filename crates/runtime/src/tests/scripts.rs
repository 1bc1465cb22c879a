//! The app's JavaScript on both sides.

use engine::{Root, Value};

use super::world::{page, page_of};
use super::{block, set};
use crate::PageCx;

const BLOCKS: &str = r#"
    {"id": "a", "type": "TextInput"},
    {"id": "same", "type": "Text", "properties": {"text": {"_js": "same"}}},
    {"id": "by_call", "type": "Text", "properties": {"text": {"_js": "by_call"}}},
    {"id": "by_place", "type": "Text", "properties": {"text": {"_js": "by_place"}}}"#;

fn shown(page: &PageCx) -> [String; 3] {
    ["same", "by_call", "by_place"].map(|id| block(page, id).text("text"))
}

#[test]
fn a_browser_starts_with_the_answers_of_the_server() {
    let (_, drawn) = page_of(BLOCKS, "", false, Value::Undefined);
    let sent = drawn.payload().scripts;
    assert_eq!(
        format!("{sent:?}"),
        r#"{"by_call by_call":{"value":"server nothing"},"by_place by_place":{"value":"server nothing","again":true}}"#
    );
    let (_, live) = page_of(BLOCKS, "", true, sent);
    assert_eq!(
        shown(&live),
        ["browser nothing", "server nothing", "server nothing"]
    );
    live.app().start_clock();
    live.app().change(&[Root::Location], |_| {});
    assert_eq!(
        shown(&live),
        ["browser nothing", "server nothing", "browser nothing"]
    );
    // What was read at first is remembered, though the answer was the server's.
    set(&live, "a", r#""x""#);
    assert_eq!(shown(&live), ["browser x", "browser x", "browser x"]);
}

#[test]
fn of_two_answers_to_one_call_the_later_is_sent() {
    let (_, drawn) = page_of(BLOCKS, "", false, Value::Undefined);
    set(&drawn, "a", r#""x""#);
    let sent = drawn.payload().scripts;
    assert_eq!(sent.key("by_call by_call").key("value"), &"server x".into());
    assert!(sent.key("same same").is_undefined());
    let (_, browser) = page(BLOCKS, "");
    assert!(browser.payload().scripts.is_undefined());
}
