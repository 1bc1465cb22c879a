//! Definitions in, PDFs out. What comes out is read by a library of others.

mod fuzz;
mod hostile;

use engine::{Value, json};
use lopdf::Document;

use super::*;

/// A value as JSON has it.
fn value(text: &str) -> Value {
    json::parse(text.as_bytes()).expect("JSON")
}

/// A job for a definition.
fn job(definition: &str) -> Job {
    Job {
        definition: value(definition),
        ..Job::default()
    }
}

/// A document of that content on a page of 200 points with margins of 20.
fn content(content: &str) -> Job {
    job(&format!(
        r#"{{"pageSize": {{"width": 200, "height": 200}}, "pageMargins": 20, "content": {content}}}"#
    ))
}

fn made(job: &Job) -> Document {
    let bytes = render(job, Limits::default()).expect("a PDF");
    Document::load_mem(&bytes).expect("a PDF that can be read")
}

/// The words of each page.
fn texts(document: &Document) -> Vec<String> {
    let words = |page: &u32| {
        let text = document.extract_text(&[*page]).expect("text");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    document.get_pages().keys().map(words).collect()
}

fn error(job: &Job) -> String {
    match render(job, Limits::default()) {
        Ok(_) => panic!("it is made"),
        Err(error) => error.to_string(),
    }
}

const INVOICE: &str = include_str!("../fixtures/invoice.json");
const KITCHEN: &str = include_str!("../fixtures/kitchen.json");

#[test]
fn an_invoice_has_its_header_on_each_page_and_all_rows_once() {
    let document = made(&job(INVOICE));
    let pages = texts(&document);
    assert_eq!(pages.len(), 4);
    for page in &pages {
        assert!(page.contains("ITEM CODE"), "{page}");
        assert!(page.contains("112 Street Name · Country"), "{page}");
    }
    let all = pages.concat();
    for row in 1..=100 {
        let code = format!("X12-{row:03}");
        assert_eq!(all.matches(&code).count(), 1, "{code}");
    }
    for name in [
        "Ανάπτυξη λογισμικού",
        "обеспечения",
        "façonné à Łódź",
        "Ελλάδα",
    ] {
        assert!(all.contains(name), "{name}");
    }
    let info = document
        .trailer
        .get(b"Info")
        .and_then(|info| info.as_reference());
    let info = document.get_dictionary(info.expect("info")).expect("info");
    let title = info.get(b"Title").and_then(|title| title.as_str());
    assert_eq!(title.expect("title"), b"Invoice 0030135");
}

#[test]
fn everything_at_once_makes_pages_with_links_and_numbers() {
    let document = made(&job(KITCHEN));
    let pages = texts(&document);
    assert_eq!(pages.len(), 3);
    // The table of contents knows the pages of what comes after it.
    assert!(pages[0].contains("Contents"), "{}", pages[0]);
    assert!(pages[1].contains("This is page 1"), "{}", pages[1]);
    let links = |page: u32| {
        let page = document.get_pages()[&page];
        document.get_page_annotations(page).expect("links").len()
    };
    assert_eq!((links(1), links(2), links(3)), (10, 2, 0));
    let last = document
        .get_dictionary(document.get_pages()[&3])
        .expect("page");
    let size = last.get(b"MediaBox").and_then(|size| size.as_array());
    let size: Vec<f32> = size
        .expect("size")
        .iter()
        .filter_map(|side| side.as_float().ok())
        .collect();
    assert!(size[2] > size[3], "a page that lies: {size:?}");
}

#[test]
fn pages_break_where_asked_and_blocks_stay_whole() {
    let lines = |count: usize| vec![r#""line""#; count].join(",");
    let definition = format!(
        r#"["first", {{"text": "second", "pageBreak": "before"}}, {{"text": "third", "pageBreak": "beforeOdd"}},
            {{"stack": [{}, "fourth"], "unbreakable": true}}, {{"text": "end", "pageBreak": "after"}}, "last"]"#,
        lines(10)
    );
    let pages = texts(&made(&content(&definition)));
    let has = |page: usize, text: &str| assert!(pages[page].contains(text), "{pages:?}");
    has(0, "first");
    has(1, "second");
    has(2, "third");
    assert!(!pages[2].contains("line"), "{pages:?}");
    has(3, "fourth");
    has(4, "end");
    has(5, "last");
    // What is higher than a page is broken nevertheless.
    let tall = format!(r#"{{"stack": [{}], "unbreakable": true}}"#, lines(30));
    assert_eq!(texts(&made(&content(&tall))).len(), 3);
}

#[test]
fn rows_may_stay_whole_and_cells_go_over_rows_and_pages() {
    let row = r#"["a", "b\nb\nb\nb"]"#;
    let table = |more: &str| {
        let rows = [row; 5].join(",");
        content(&format!(r#"{{"table": {{"body": [{rows}]{more}}}}}"#))
    };
    let counts = |job: &Job| -> Vec<usize> {
        let pages = texts(&made(job));
        pages.iter().map(|page| page.matches('b').count()).collect()
    };
    assert_eq!(counts(&table("")), [10, 10]);
    assert_eq!(counts(&table(r#", "dontBreakRows": true"#)), [8, 8, 4]);
    let long = vec!["x"; 15].join("\\n");
    let spans = content(&format!(
        r#"{{"table": {{"body": [[{{"text": "{long}", "rowSpan": 2}}, "b"], ["", "b"], [{{"text": "end", "colSpan": 2}}, ""]]}}}}"#
    ));
    let pages = texts(&made(&spans));
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert!(pages[1].contains("end"), "{pages:?}");
}

#[test]
fn headers_may_come_page_by_page() {
    let mut job = content(r#"["a", {"text": "b", "pageBreak": "before"}]"#);
    let limits = Limits::default;
    assert_eq!(pages(&job, limits()), Ok(vec![(200.0, 200.0); 2]));
    job.headers = value(r#"["one of 2", {"text": "two of 2"}]"#);
    job.footers = value(r#"[null, "foot"]"#);
    let pages = texts(&made(&job));
    assert!(
        pages[0].contains("one of 2") && !pages[0].contains("foot"),
        "{pages:?}"
    );
    assert!(
        pages[1].contains("two of 2") && pages[1].contains("foot"),
        "{pages:?}"
    );
}

#[test]
fn a_font_of_the_document_is_used_and_what_it_lacks_is_a_box() {
    // The font that comes along stands for one of the document.
    let bytes = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        fonts::own_bytes(0),
    );
    let mut job = content(r#"{"text": "Hello 漢字 ☺", "font": "Mine"}"#);
    assert_eq!(
        error(&job),
        "content.text: font 'Mine' in style 'normal' is not defined in the fonts of the document"
    );
    let url = format!("data:font/ttf;base64,{bytes}");
    job.fonts = Value::object([("Mine", Value::object([("normal", url.into())]))]);
    assert!(texts(&made(&job))[0].contains("Hello"));
}
