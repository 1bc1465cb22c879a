//! Definitions that mean harm or make no sense: each has an error that says where, and an end.

use std::time::{Duration, Instant};

use super::*;

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (definition, wanted) in [
        (r#"{"nothing": 1}"#, "content: is no content"),
        (
            r#"[{"svg": "<svg/>"}]"#,
            "content[0].svg: SVG is not supported",
        ),
        (
            r#"{"text": "a", "fontSize": 1e9}"#,
            "content.fontSize: must be",
        ),
        (
            r#"{"text": "a", "color": "blurple"}"#,
            "content.color: must be a colour",
        ),
        (
            r#"{"text": "a", "margin": [1, 2, 3]}"#,
            "content.margin: a list of margins",
        ),
        (
            r#"{"text": "a", "pageBreak": 1}"#,
            "content.pageBreak: must be text",
        ),
        (
            r#"{"image": "https://example.com/a.png"}"#,
            "content.image: must be a data URL or",
        ),
        (
            r#"{"image": "data:image/png;base64,AAAA"}"#,
            "content.image: must be a picture in PNG",
        ),
        (
            r#"{"image": "data:image/png;base64,iVBORw0KGgo="}"#,
            "content.image: is a broken picture",
        ),
        (
            r#"{"table": {"body": []}}"#,
            "content.table.body: has no rows",
        ),
        (
            r#"{"table": {"body": [["a", "b"], ["c"]]}}"#,
            "content.table.body[1]: has 1 cells",
        ),
        (
            r#"{"table": {"body": [[{"text": "a", "colSpan": 1000000000}, ""]]}}"#,
            "content.table.body[0][0].colSpan: is 1000000000, but only 2 columns are left",
        ),
        (
            r#"{"table": {"body": [["a", {"text": "a", "rowSpan": 9}]]}}"#,
            "content.table.body[0][1].rowSpan: is 9, but only 1 rows are left",
        ),
        (
            r#"{"table": {"body": [["a"]], "headerRows": 2}}"#,
            "content.table.headerRows: is 2",
        ),
        (
            r#"{"table": {"body": [["a"]], "widths": ["wide"]}}"#,
            "content.table.widths[0]: must be",
        ),
        (
            r#"{"table": {"body": [["a"]]}, "layout": "none"}"#,
            "content.layout: must be",
        ),
        (
            r#"{"canvas": [{"type": "rect", "w": 1e300}]}"#,
            "content.canvas[0].w: must be a number",
        ),
        (
            r#"{"canvas": [{"type": "path", "d": "M nowhere"}]}"#,
            "content.canvas[0].d: is no path",
        ),
        (
            r#"{"text": "a", "fontSize": 500}"#,
            "content: fits on no page: it is 586 points high",
        ),
        (
            r#"{"canvas": [{"type": "rect", "w": 1, "h": 300}]}"#,
            "content: fits on no page",
        ),
        (
            r#"{"table": {"body": [[{"canvas": [{"type": "rect", "h": 159}]}], ["a"]], "headerRows": 1}}"#,
            "content.table.headerRows: the header of the table is",
        ),
    ] {
        let error = error(&content(definition));
        assert!(error.starts_with(wanted), "{definition}\n{error}");
    }
    for (definition, wanted) in [
        (r#"{}"#, "content: is missing"),
        (
            r#"{"content": "a", "userPassword": "x"}"#,
            "userPassword: is not supported",
        ),
        (
            r#"{"content": "a", "pageSize": "A99"}"#,
            "pageSize: must be",
        ),
        (
            r#"{"content": "a", "pageMargins": 500}"#,
            "pageMargins: the margins leave nothing",
        ),
        (
            r#"{"content": "a", "header": {"stack": [{"image": 1}]}}"#,
            "header.stack[0].image: must be",
        ),
        (
            r#"{"content": "a", "header": {"text": "high", "margin": [0, 2000]}}"#,
            "header: is 4014 points high, but a page has 842",
        ),
    ] {
        let error = error(&job(definition));
        assert!(error.starts_with(wanted), "{definition}\n{error}");
    }
}

#[test]
fn fonts_are_data_urls_of_fonts() {
    let mut job = content(r#"{"text": "a", "font": "Mine"}"#);
    for (url, wanted) in [
        (
            "https://example.com/a.ttf",
            "fonts.Mine.normal: must be a data URL",
        ),
        (
            "data:font/ttf;base64,AAAA",
            "content.text: font 'Mine' is no TrueType",
        ),
    ] {
        job.fonts = Value::object([("Mine", Value::object([("normal", url.into())]))]);
        assert!(error(&job).starts_with(wanted), "{}", error(&job));
    }
}

#[test]
fn numbers_that_are_none_are_refused() {
    let mut map = engine::Map::new();
    map.insert("text", "a".into());
    map.insert("fontSize", f64::NAN.into());
    let job = Job {
        definition: Value::object([("content", Value::map(map))]),
        ..Job::default()
    };
    assert!(error(&job).starts_with("content.fontSize: must be a number"));
}

#[test]
fn nesting_ends_before_the_stack_does() {
    type Wrap = fn(Value) -> Value;
    fn list(value: Value) -> Value {
        Value::list(vec![value])
    }
    let wraps: [Wrap; 5] = [
        list,
        |value| Value::object([("columns", list(value))]),
        |value| Value::object([("ul", list(value))]),
        |value| {
            let table = [("body", list(list(value))), ("dontBreakRows", true.into())];
            Value::object([("table", Value::object(table))])
        },
        |value| Value::object([("stack", list(value)), ("unbreakable", true.into())]),
    ];
    for (wrap, depth) in wraps.into_iter().flat_map(|wrap| [(wrap, 49), (wrap, 400)]) {
        let run = move || {
            let nested = (0..depth).fold(Value::text("a"), |value, _| wrap(value));
            let job = Job {
                definition: Value::object([("content", nested)]),
                ..Job::default()
            };
            render(&job, Limits::default()).map_err(|error| error.to_string())
        };
        // The stack of a thread of the server.
        let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run);
        let made = thread.expect("thread").join().expect("no overflow");
        match made {
            Ok(_) => assert_eq!(depth, 49),
            Err(error) => assert!(error.contains("nested deeper than 50 levels"), "{error}"),
        }
    }
}

#[test]
fn what_few_letters_ask_for_counts() {
    let refused = |job: &Job, items: usize| {
        let limits = Limits {
            items,
            ..Limits::default()
        };
        match render(job, limits) {
            Ok(_) => panic!("it is made"),
            Err(error) => assert!(error.to_string().contains("lines and shapes"), "{error}"),
        }
    };
    let times = |node: &str, n: usize| vec![node; n].join(",");
    // Thousands of dark squares each.
    let code = r#"{"qr":"a","version":20}"#;
    refused(&content(&format!("[{}]", times(code, 20))), 50_000);
    // The same code on each page.
    let pages = times(r#"{"text":"a","pageBreak":"after"}"#, 60);
    let header = r#"{"qr":"a","version":20,"fit":100}"#;
    refused(
        &job(&format!(r#"{{"header":{header},"content":[{pages}]}}"#)),
        50_000,
    );
    let long = "abcd ".repeat(400);
    let copies = times(r#"{"textReference":"long"}"#, 50);
    refused(
        &content(&format!(r#"[{{"text":"{long}","id":"long"}},{copies}]"#)),
        50_000,
    );
    let tables = times(r#"{"toc":{}}"#, 50);
    refused(
        &content(&format!(r#"[{{"text":"{long}","tocItem":true}},{tables}]"#)),
        50_000,
    );
    let nested = (0..30).fold(format!(r#"{{"text":"{long}"}}"#), |text, i| {
        format!(r#"{{"id":"i{i}","text":[{text}]}}"#)
    });
    refused(&content(&nested), 500);
    let mark = "a".repeat(1000);
    refused(
        &job(&format!(r#"{{"watermark":"{mark}","content":[{pages}]}}"#)),
        50_000,
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let refused = |job: &Job, limits: Limits, wanted: &str| match render(job, limits) {
        Ok(_) => panic!("it is made"),
        Err(error) => assert!(error.to_string().contains(wanted), "{error}"),
    };
    let many = format!(
        "[{}]",
        vec![r#"{"text": "a", "pageBreak": "before"}"#; 30].join(",")
    );
    let limits = Limits {
        pages: 20,
        ..Limits::default()
    };
    refused(
        &content(&many),
        limits,
        "content[19]: the document has more than 20 pages",
    );
    let limits = Limits {
        nodes: 10,
        ..Limits::default()
    };
    refused(&content(&many), limits, "more than 10 parts");
    let limits = Limits {
        pixels: 100,
        ..Limits::default()
    };
    refused(&job(INVOICE), limits, "more than 100 pixels");
    let limits = Limits {
        deadline: Some(Instant::now() - Duration::from_secs(1)),
        ..Limits::default()
    };
    refused(&job(INVOICE), limits, "took too long");
    // One row of a hundred thousand cells, a hundred times: few bytes, many places.
    let row = format!(
        r#"[{{"text": "", "colSpan": 20000}}{}]"#,
        ",0".repeat(19_999)
    );
    let short = r#"[{"text": "", "colSpan": 20000}]"#;
    let rows = vec![short; 100].join(",");
    let table = content(&format!(r#"{{"table": {{"body": [{row},{rows}]}}}}"#));
    refused(&table, Limits::default(), "lines and shapes");
    // Styles that extend one another in circles end.
    let circle = r#"{"styles": {"a": {"extends": ["b", "b"]}, "b": {"extends": ["a", "a"], "bold": true}},
        "content": {"text": "x", "style": ["a", "b"]}}"#;
    assert_eq!(texts(&made(&job(circle))).len(), 1);
}
