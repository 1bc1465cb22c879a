use crate::{PARTS, names, of};

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

#[test]
fn the_parts_of_a_page_are_those_that_it_names() {
    let all = PARTS.iter().flat_map(|part| part.holds).copied();
    let texts = [
        "Carousel",
        "_Carousel",
        "Carousels",
        "nunjucks",
        "__nunjucks",
        "_nunjucks.x",
        "",
        "_",
    ];
    for text in all.chain(texts) {
        for page in [
            format!(r#"{{"type":"{text}"}}"#),
            format!(r#"{{"{text}":"ä","__{text}.on":1}}"#),
            format!(r#"{{"text":"is {text}","x":"{text}"#),
        ] {
            let named = PARTS
                .iter()
                .filter(|part| part.holds.iter().any(|name| names(&page, name)));
            let named: Vec<_> = named.map(|part| part.name).collect();
            assert_eq!(of(&page), named, "{page}");
        }
    }
}
