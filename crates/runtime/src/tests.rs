//! Behaviour of pages that recorded vectors (see the testkit) do not show.

mod calls;
mod languages;
mod pdf;
mod scripts;
mod world;

use engine::{Root, Value};
use futures_util::future::join;

use crate::{BlockCx, PageCx};
use world::{evaluations, i18n, page, value};

fn block(page: &PageCx, id: &str) -> BlockCx {
    page.block(id).expect("a block of that id")
}

fn set(page: &PageCx, path: &str, json: &str) {
    page.set_state(&[(path.to_owned(), value(json))]);
}

fn state(page: &PageCx) -> String {
    engine::json::stringify(&page.state())
}

const TWO_READERS: &str = r#"
    {"id": "a", "type": "TextInput"},
    {"id": "b", "type": "TextInput"},
    {"id": "of_a", "type": "Text", "properties": {"text": {"_state": "a"}}},
    {"id": "of_b", "type": "Text", "properties": {"text": {"_state": "b"}}}"#;

#[test]
fn only_readers_of_a_change_are_evaluated() {
    let (_, page) = page(TWO_READERS, "");
    evaluations("of_a");
    evaluations("of_b");
    block(&page, "a").set_value("x".into());
    assert_eq!((evaluations("of_a"), evaluations("of_b")), (1, 0));
    assert_eq!(block(&page, "of_a").text("text"), "x");
    set(&page, "elsewhere.deep", "1");
    assert_eq!((evaluations("of_a"), evaluations("of_b")), (0, 0));
    page.set_state(&[("b".to_owned(), "y".into()), ("a".to_owned(), "z".into())]);
    assert_eq!((evaluations("of_a"), evaluations("of_b")), (1, 1));
}

#[test]
fn only_the_parts_of_a_block_that_read_a_change_are_evaluated() {
    let (_, page) = page(
        r#"{"id": "t", "type": "TextInput", "visible": {"_state": "show"}, "required": {"_state": "must"},
            "style": {"color": {"_state": "color"}},
            "properties": {"a": {"_state": "a"}, "fixed": 1, "b": {"_state": "b"}}}"#,
        "",
    );
    let count = |path: &str, json: &str| {
        evaluations("t");
        set(&page, path, json);
        evaluations("t")
    };
    let properties = || engine::json::stringify(&block(&page, "t").now().properties);
    assert_eq!(count("b", "2"), 1);
    assert_eq!(count("a", "1"), 1);
    assert_eq!(properties(), r#"{"a":1,"fixed":1,"b":2}"#);
    assert_eq!((count("must", "true"), count("color", r#""red""#)), (1, 1));
    assert_eq!(
        count("t", r#""typed""#),
        0,
        "its own value is read by none of them"
    );
    assert_eq!(block(&page, "t").value(), "typed".into());
    assert_eq!(count("show", "false"), 1);
    assert_eq!(count("a", "3"), 0, "nothing of what is hidden is evaluated");
    assert_eq!(count("show", "true"), 5);
    assert_eq!(properties(), r#"{"a":3,"fixed":1,"b":2}"#);
}

#[test]
fn a_required_input_follows_its_own_value() {
    let (_, page) = page(r#"{"id": "a", "type": "TextInput", "required": true}"#, "");
    let errors = || block(&page, "a").validation().errors.len();
    assert_eq!(errors(), 1);
    block(&page, "a").set_value("x".into());
    assert_eq!(errors(), 0);
}

#[test]
fn a_reader_of_the_whole_follows_its_parts() {
    let (_, page) = page(
        r#"{"id": "all", "type": "Text", "properties": {"o": {"_state": "o"}}}"#,
        "",
    );
    set(&page, "o.deep.down", "1");
    assert_eq!(
        block(&page, "all").prop("o"),
        value(r#"{"deep": {"down": 1}}"#)
    );
}

#[test]
fn a_global_reaches_a_page_that_is_not_kept() {
    let (_, page) = page(
        r#"{"id": "t", "type": "Text", "properties": {"g": {"_global": "g"}}}"#,
        "",
    );
    page.set_global(&[("g".to_owned(), "now".into())]);
    assert_eq!(block(&page, "t").text("g"), "now");
}

const LIST: &str = r#"
    {"id": "list", "type": "List", "visible": {"_state": "show"}, "blocks": [
        {"id": "list.$.name", "type": "TextInput"},
        {"id": "list.$.secret", "type": "TextInput", "visible": {"_state": "list.$.open"}}
    ]}"#;

const THREE: &str =
    r#"[{"name": "a", "open": true}, {"name": "b", "open": true}, {"name": "c", "open": true}]"#;

/// A page with [`LIST`] of three items, whose hidden inputs hold `s0`, `s1` and `s2`.
fn list_with_secrets() -> PageCx {
    let (_, page) = page(LIST, "");
    set(&page, "list", THREE);
    for i in 0..3 {
        block(&page, &format!("list.{i}.secret")).set_value(format!("s{i}").into());
    }
    // Hidden by state that no SetState sets, which would have them forget.
    page.mutate(|store| {
        (0..3).for_each(|i| store.set_state(&format!("list.{i}.open"), Value::Bool(false)))
    });
    assert_eq!(
        state(&page),
        r#"{"list":[{"name":"a","open":false},{"name":"b","open":false},{"name":"c","open":false}]}"#
    );
    page
}

#[test]
fn an_item_removed_in_the_middle_takes_its_hidden_values_along() {
    let page = list_with_secrets();
    block(&page, "list.2.name")
        .page()
        .validate(&Value::text("list.2.name"))
        .expect("ids");
    block(&page, "list")
        .call_method("removeItem", &[1.into()])
        .expect("a method");
    page.mutate(|store| {
        (0..2).for_each(|i| store.set_state(&format!("list.{i}.open"), Value::Bool(true)))
    });
    let expected = r#"{"list":[{"name":"a","open":true,"secret":"s0"},{"name":"c","open":true,"secret":"s2"}]}"#;
    assert_eq!(state(&page), expected);
    assert_eq!(block(&page, "list.1.name").value(), "c".into());
    assert!(page.block("list.2.name").is_none());
}

#[test]
fn items_move_with_their_hidden_values() {
    let page = list_with_secrets();
    block(&page, "list")
        .call_method("moveItemDown", &[0.into()])
        .expect("a method");
    block(&page, "list")
        .call_method("unshiftItem", &[])
        .expect("a method");
    page.mutate(|store| {
        (0..4).for_each(|i| store.set_state(&format!("list.{i}.open"), Value::Bool(true)))
    });
    let secrets: Vec<Value> = (0..4)
        .map(|i| block(&page, &format!("list.{i}.secret")).value())
        .collect();
    assert_eq!(Value::list(secrets), value(r#"[null, "s1", "s0", "s2"]"#));
}

#[test]
fn a_hidden_list_keeps_its_items() {
    let (_, page) = page(LIST, "");
    set(&page, "list", THREE);
    set(&page, "show", "false");
    assert_eq!(state(&page), r#"{"show":false}"#);
    set(&page, "other", "1");
    set(&page, "show", "true");
    assert_eq!(page.state().key("list").items().len(), 3);
    assert_eq!(block(&page, "list.2.name").value(), "c".into());
}

const BUTTON: &str = r#"
    {"id": "go", "type": "Text", "events": {
        "late": {"debounce": {"ms": 50}, "try": [{"id": "s", "type": "SetState", "params": {"n": 1}}]},
        "soon": {"debounce": {"ms": 50, "immediate": true}, "try": [{"id": "s", "type": "SetState", "params": {"n": 2}}]},
        "caught": {
            "try": [
                {"id": "no", "type": "Throw", "params": {"throw": true, "message": "Too bad."}},
                {"id": "never", "type": "SetState", "params": {"never": true}}],
            "catch": [{"id": "why", "type": "SetState", "params": {"why": {"_actions": "no.error.message"}}}]
        },
        "reset": [{"id": "r", "type": "Reset"}]
    }}"#;

#[test]
fn the_last_of_many_calls_runs() {
    let (world, page) = page(BUTTON, "");
    let id = block(&page, "go").instance();
    let call = || page.trigger_event(id, "late", Value::Undefined);
    let (first, second) = world.run(join(call(), call()));
    assert_eq!((first.bounced, second.bounced), (true, false));
    assert_eq!(state(&page), r#"{"n":1}"#);
}

#[test]
fn the_first_of_many_calls_runs_at_once() {
    let (world, page) = page(BUTTON, "");
    let id = block(&page, "go").instance();
    let bounced = || {
        world
            .run(page.trigger_event(id, "soon", Value::Undefined))
            .bounced
    };
    assert_eq!((bounced(), bounced()), (false, true));
    *world.clock.lock().expect("no panic") = 51.0;
    assert!(!bounced());
}

#[test]
fn catch_sees_what_failed_and_the_event_stays_failed() {
    let (world, page) = page(BUTTON, "");
    let id = block(&page, "go").instance();
    let result = world.run(page.trigger_event(id, "caught", Value::Undefined));
    assert!(!result.success);
    assert_eq!(result.error.key("action").key("id"), &"no".into());
    assert_eq!(state(&page), r#"{"why":"Too bad."}"#);
}

#[test]
fn reset_gives_what_was_after_on_init() {
    let set = r#", "events": {"onInit": [{"id": "i", "type": "SetState", "params": {"list": [{"name": "a"}], "show": true}}]}"#;
    let (world, page) = page(&format!("{LIST}, {BUTTON}"), set);
    world.run(page.init());
    let first = state(&page);
    block(&page, "list")
        .call_method("pushItem", &[])
        .expect("a method");
    block(&page, "list.0.name").set_value("changed".into());
    assert_ne!(state(&page), first);
    world.run(page.trigger_event(block(&page, "go").instance(), "reset", Value::Undefined));
    assert_eq!(state(&page), first);
    assert_eq!(block(&page, "list").n_items(), 1);
}

const REQUESTS: &str = r#", "requests": [
    {"id": "one"}, {"id": "two"}, {"id": "bad"}, {"id": "after", "payload": {"_actions": "a.response"}}]"#;

fn requests(ids: [&str; 3]) -> String {
    let action = |id: &str| format!(r#"{{"id": "{id}", "type": "Request", "params": "{id}"}}"#);
    let actions = ids.map(action).join(",");
    format!(r#"{{"id": "go", "type": "Text", "events": {{"onClick": [{actions}]}}}}"#)
}

#[test]
fn independent_requests_run_at_once() {
    let (world, page) = page(&requests(["one", "two", "after"]), REQUESTS);
    let result =
        world.run(page.trigger_event(block(&page, "go").instance(), "onClick", Value::Undefined));
    assert!(result.success);
    assert_eq!(
        world.most_at_once(),
        2,
        "`after` reads what was answered before it"
    );
    assert_eq!(
        result.responses.key("two").key("response"),
        &value(r#"["two"]"#)
    );
    assert_eq!(result.responses.key("two").key("index"), &1.into());
}

#[test]
fn what_ran_ahead_of_a_failure_is_no_response() {
    let (world, page) = page(&requests(["bad", "two", "one"]), REQUESTS);
    let result =
        world.run(page.trigger_event(block(&page, "go").instance(), "onClick", Value::Undefined));
    assert!(!result.success);
    let responses = result.responses.as_map().expect("responses");
    assert_eq!(responses.keys().map(|k| &**k).collect::<Vec<_>>(), ["bad"]);
}

#[test]
fn set_state_hides_the_outcome_of_validation() {
    let (_, page) = page(r#"{"id": "a", "type": "TextInput", "required": true}"#, "");
    assert_eq!(page.validate(&Value::Undefined), Ok(1));
    assert_eq!(block(&page, "a").validation().status, Some("error"));
    set(&page, "other", "1");
    assert_eq!(block(&page, "a").validation().status, None);
    assert_eq!(page.validate(&1.into()), Err("Invalid validate params."));
}
