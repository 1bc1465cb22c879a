//! What PdfMake asks of the server.

use super::*;

fn calls(definition: &str, more: &str) -> Vec<(Option<String>, String)> {
    let block = format!(
        r#"{{"id": "b", "type": "Text", "events": {{"go": [{{"id": "p", "type": "PdfMake",
            "params": {{"filename": "a.pdf", "docDefinition": {definition} {more}}}}}]}}}}"#
    );
    let (world, page) = page(&block, "");
    let b = block_of(&page);
    let result = world.run(async { page.trigger_event(b, "go", Value::Undefined).await });
    assert!(result.success, "{:?}", result.error);
    let calls = std::mem::take(&mut *world.pdfs.lock().expect("lock"));
    let text = |(name, call): (Option<String>, Value)| (name, engine::json::stringify(&call));
    calls.into_iter().map(text).collect()
}

fn block_of(page: &PageCx) -> crate::InstanceId {
    block(page, "b").instance()
}

#[test]
fn a_definition_without_functions_is_sent_as_it_is() {
    let calls = calls(
        r#"{"content": ["a", {"layout": "noBorders"}], "header": "h"}"#,
        "",
    );
    let wanted = r#"{"docDefinition":{"content":["a",{"layout":"noBorders"}],"header":"h"}}"#;
    assert_eq!(calls, [(Some("a.pdf".to_owned()), wanted.to_owned())]);
}

#[test]
fn headers_by_function_are_made_for_the_pages_that_there_are() {
    let definition = r#"{"content": "a", "header": "h",
        "footer": {"_function": {"text": [{"__args": "0"}, {"__args": "1"}, {"__args": "2.width"}]}},
        "background": {"_function": {"__args": "1.height"}}}"#;
    let calls = calls(definition, "");
    let first = r#"{"docDefinition":{"content":"a","header":"h"},"pages":true}"#;
    assert_eq!(calls[0], (None, first.to_owned()));
    let second = concat!(
        r#"{"docDefinition":{"content":"a","header":"h"},"#,
        r#""footers":[{"text":[1,2,10]},{"text":[2,2,20]}],"backgrounds":[20,10]}"#
    );
    assert_eq!(calls[1], (Some("a.pdf".to_owned()), second.to_owned()));
}

#[test]
fn functions_of_layouts_become_lists() {
    let definition = r#"{"content": {"layout": "own", "table":
        {"body": [["a", "b"]], "heights": {"_function": {"__args": "0"}}}}}"#;
    let layouts = r#", "tableLayouts": {"own": {"vLineWidth": {"_function": {"__args": "0"}},
        "fillColor": {"_function": {"__args": "2"}}, "paddingTop": 3}}"#;
    let calls = calls(definition, layouts);
    let wanted = concat!(
        r#""content":{"layout":{"vLineWidth":[0,1,2],"fillColor":[[0,1]],"paddingTop":3},"#,
        r#""table":{"body":[["a","b"]],"heights":[0]}}"#
    );
    assert!(calls[0].1.contains(wanted), "{}", calls[0].1);
}
