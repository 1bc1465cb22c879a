//! What all cores build is what one would, in the order of the app.

use std::fmt::Write as _;

use super::{of, places};
use crate::Built;

const PARTS: &[(&str, &str)] = &[
    (
        "page.yaml",
        "id: { _var: id }\ntype: Box\nblocks:\n  - _ref: shared.yaml\n  - _ref: { path: own.yaml, vars: { id: { _var: id } } }\n",
    ),
    (
        "shared.yaml",
        "id: shared\ntype: Title\nproperties: { _ref: deep.yaml }\n",
    ),
    (
        "deep.yaml",
        "content: { _state: nothing }\nname: { _build.string.concat: [a, b] }\n",
    ),
    (
        "own.yaml",
        "id: own\ntype: Title\nproperties: { content: { _var: id }, n: { _build.random: string } }\n",
    ),
    (
        "odd.yaml",
        "id: { _var: id }\ntype: Box\nblocks:\n  - _ref: shared.yaml\n  - { id: t, type: Titel }\n  - { _ref: gone.yaml }\n",
    ),
];

/// An app with these pages: a file, and an id.
fn app(pages: &[(&str, usize)]) -> Built {
    let mut root = "lath: 1\npages:\n".to_owned();
    for (path, n) in pages {
        let _ = writeln!(root, "  - _ref: {{ path: {path}, vars: {{ id: p{n} }} }}");
    }
    let mut files = PARTS.to_vec();
    files.push(("lath.yaml", &root));
    of(&files)
}

#[test]
fn pages_are_as_they_are_alone() {
    let pages: Vec<_> = (0..40).map(|n| ("page.yaml", n)).collect();
    let whole = app(&pages);
    let first = app(&pages[..1]);
    assert_eq!(whole.files, first.files);
    let artifacts = whole.artifacts.expect("builds");
    let mut chances = Vec::new();
    for (i, page) in pages.iter().enumerate() {
        let path = format!("pages/p{i}/p{i}.json");
        let alone = app(&[*page]).artifacts.expect("builds");
        let without = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.contains("\"n\": "));
            lines.map(str::to_owned).collect()
        };
        assert_eq!(without(&artifacts[&path]), without(&alone[&path]));
        let chance = artifacts[&path]
            .lines()
            .find(|line| line.contains("\"n\": "));
        chances.push(chance.expect("a line").to_owned());
    }
    chances.sort_unstable();
    chances.dedup();
    assert_eq!(chances.len(), pages.len(), "chance gives each page its own");
}

#[test]
fn what_is_found_comes_in_the_order_of_the_app() {
    let pages: Vec<_> = (0..24)
        .map(|n| (if n % 3 == 1 { "odd.yaml" } else { "page.yaml" }, n % 20))
        .collect();
    let whole = places(&app(&pages));
    for _ in 0..10 {
        assert_eq!(places(&app(&pages)), whole);
    }
    let of = |code: &str| whole.iter().filter(|it| it.ends_with(code)).count();
    // Each is said once, and pages that have the id of another each on their own.
    assert_eq!(
        (of("gone"), of("ids"), of("types")),
        (0, 4, 1),
        "{whole:#?}"
    );
    let first: Vec<_> = whole.iter().take(2).collect();
    assert_eq!(
        first,
        [
            "error odd.yaml:6:5 refs",
            "warning deep.yaml:1:20 state-refs"
        ],
        "{whole:#?}"
    );
}

#[test]
fn what_has_no_end_ends_that_page_alone() {
    let grows = "id: x\ntype: Box\na: { _ref: { path: grows.yaml, vars: { n: [{ _var: n }, 1] } } }\n\
                 b: { _ref: { path: grows.yaml, vars: { n: [{ _var: n }, 2] } } }\n";
    let mut root = "lath: 1\npages:\n".to_owned();
    for n in 0..16 {
        let path = if n == 5 { "grows.yaml" } else { "page.yaml" };
        let _ = writeln!(
            root,
            "  - _ref: {{ path: {path}, vars: {{ id: p{n}, n: 1 }} }}"
        );
    }
    let mut files = PARTS.to_vec();
    files.extend([("lath.yaml", &*root), ("grows.yaml", grows)]);
    let first = of(&files);
    assert!(
        first
            .findings
            .iter()
            .any(|f| f.message.starts_with("Circular"))
    );
    let errors = places(&first)
        .into_iter()
        .filter(|it| it.starts_with("error"));
    let errors: Vec<_> = errors.collect();
    assert!(
        errors.iter().all(|it| it.contains("grows.yaml")),
        "{errors:#?}"
    );
    for _ in 0..5 {
        assert_eq!(places(&of(&files)), places(&first));
    }
}
