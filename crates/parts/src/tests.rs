use crate::{PARTS, names};

#[test]
fn every_lazy_thing_is_in_a_part() {
    let mut held: Vec<_> = PARTS.iter().flat_map(|part| part.holds).copied().collect();
    let operators = operators::lazy::ALL.iter().map(|entry| entry.name);
    let mut all: Vec<_> = operators
        .chain(blocks::lazy::ALL.iter().map(|entry| entry.name))
        .collect();
    held.sort_unstable();
    all.sort_unstable();
    assert_eq!(held, all);
}

#[test]
fn what_a_part_holds_is_sorted() {
    for part in &PARTS {
        assert!(part.holds.is_sorted(), "{}", part.name);
    }
}

#[test]
fn finds_names_in_a_page() {
    for page in [
        r#"{"_nunjucks": 1}"#,
        r#"{"_nunjucks.x":1}"#,
        r#"{"__nunjucks":1}"#,
    ] {
        assert!(names(page, "_nunjucks"), "{page}");
    }
    assert!(names(r#"{"type":"Carousel"}"#, "Carousel"));
    for page in [r#"{"text":"uses _nunjucks"}"#, r#"{"_nunjucksish":1}"#, ""] {
        assert!(!names(page, "_nunjucks"), "{page}");
    }
}
