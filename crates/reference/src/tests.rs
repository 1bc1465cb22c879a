use crate::{KINDS, find, kind, named, of, pages, search, similar};

#[test]
fn every_page_says_something() {
    for page in pages() {
        assert!(!page.title.is_empty() && page.text.len() > 10, "{page:?}");
        assert!(!page.summary().is_empty(), "{page:?}");
        assert!(page.kind.is_none() || page.title == page.name, "{page:?}");
    }
    for kind in &KINDS {
        assert!(of(Some(kind)).count() > 1, "{}", kind.id);
    }
    assert!(of(None).any(|page| page.name == "settings"));
}

#[test]
fn a_summary_is_the_first_sentence() {
    let summary = |kind_id, name| find(kind(kind_id), name).map(crate::Page::summary);
    assert_eq!(
        summary("operators", "_if").as_deref(),
        Some("Chooses between two values.")
    );
    assert_eq!(
        summary("operators", "_eq").as_deref(),
        Some("Are two values the same?")
    );
}

#[test]
fn the_name_counts_more_than_the_text() {
    let first = |query| search(query).first().map(|hit| hit.page.name);
    assert_eq!(first("_if"), Some("_if"));
    assert_eq!(first("setstate"), Some("SetState"));
    assert_eq!(first("array map"), Some("_array"));
    assert_eq!(first("LATH_ADDR"), Some("settings"));
    assert!(search("").is_empty());
    assert!(search("zzzzqqq").is_empty());
    let hits = search("pushItem");
    assert!(hits.iter().any(|hit| hit.page.name == "List"), "{hits:?}");
    let hits = search("width");
    let modal = hits.iter().find(|hit| hit.page.name == "Modal");
    let said = modal.map(|hit| &*hit.excerpt).unwrap_or_default();
    assert!(said.starts_with("`width`: "), "{said}");
    assert!(
        hits.iter()
            .all(|hit| !hit.excerpt.starts_with("properties:"))
    );
}

#[test]
fn near_names_are_guessed() {
    let first = |name| similar(name).first().map(|page| page.name);
    assert_eq!(first("_fi"), Some("_if"));
    assert_eq!(first("SetSate"), Some("SetState"));
    assert_eq!(first("text-input"), Some("TextInput"));
    assert_eq!(first("xyzxyzxyzxyz"), None);
}

#[test]
fn names_lead_to_pages_but_not_to_themselves() {
    let http = find(kind("connections"), "AxiosHttp").expect("a page");
    let other = named("AxiosHttp", http).and_then(|page| page.kind);
    assert_eq!(other.map(|kind| kind.id), Some("requests"));
    let gte = find(kind("operators"), "_gte").expect("a page");
    assert!(named("_gt", gte).is_some() && named("_gte", gte).is_none());
}

/// What is between fences of a language.
fn examples(page: &crate::Page) -> Vec<&str> {
    let pieces = page.text.split("\n```yaml\n").skip(1);
    pieces
        .filter_map(|piece| piece.split("\n```").next())
        .collect()
}

/// What is odd about a text that should be YAML: not a parser, but it finds what goes wrong by hand.
fn odd(yaml: &str) -> Option<String> {
    let mut open = Vec::new();
    for line in yaml.lines() {
        let mut quote = None;
        let mut before = ' ';
        for c in line.chars() {
            match (c, quote) {
                ('\t', _) => return Some(format!("a tab: {line}")),
                (c, Some(q)) if c == q && before != '\\' => quote = None,
                (_, Some(_)) => {}
                ('#', None) if before == ' ' => break,
                ('"' | '\'', None) if " [{,".contains(before) => quote = Some(c),
                ('{' | '[', None) => open.push(c),
                ('}', None) if open.pop() != Some('{') => return Some(line.to_owned()),
                (']', None) if open.pop() != Some('[') => return Some(line.to_owned()),
                _ => {}
            }
            before = c;
        }
        if quote.is_some() {
            return Some(format!("an open quote: {line}"));
        }
    }
    (!open.is_empty()).then(|| format!("still open: {open:?}"))
}

#[test]
fn examples_are_like_yaml_and_name_what_exists() {
    for page in pages() {
        for example in examples(page) {
            let wrong = odd(example);
            assert_eq!(wrong, None, "{} of {}\n{example}", page.name, page.path());
            for key in example.split(|c: char| !(c.is_alphanumeric() || "_.:".contains(c))) {
                let Some(name) = key.strip_suffix(':').filter(|key| key.starts_with('_')) else {
                    continue;
                };
                let bare = name.trim_start_matches('_').split('.').next();
                let name = format!("_{}", bare.unwrap_or_default());
                // MongoDB's keys are none, and what only the build knows has no page of its own.
                let is_other = matches!(
                    &*name,
                    "_id" | "_oid" | "_build" | "_module" | "_ref" | "_var"
                );
                let exists = is_other || find(kind("operators"), &name).is_some();
                assert!(exists, "{name} in the example of {}", page.path());
            }
        }
    }
    assert!(odd("a: [1, 2").is_some() && odd("a: 'b").is_some() && odd("it's: fine").is_none());
}

/// Where it fails, the doc comment of the block lacks an item ``- `name`: …``, or `docs/common.md` if
/// the name means the same in many blocks.
#[test]
fn every_property_event_and_method_of_a_block_is_explained() {
    for page in of(kind("blocks")) {
        for line in page.text.lines().filter(|line| line.starts_with("| `")) {
            let cells = line.trim_matches(['|', ' ']).split(" | ");
            assert!(cells.count() > 1, "{}: {line}", page.name);
        }
    }
}
