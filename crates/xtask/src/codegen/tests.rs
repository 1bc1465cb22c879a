use std::fs;

use super::{CATALOGS, Catalog, MARKER, explained, list, run, source};

const OPERATOR: &Catalog = &CATALOGS[4];

#[test]
fn catalogs_are_current() -> anyhow::Result<()> {
    run(&["--check".to_owned()])
}

#[test]
fn finds_every_implementation() {
    let source = "\
pub struct And;

impl Operator for And {
    const NAME: &'static str = \"_and\";
    const REALM: Realm = Realm::Both;
}

pub struct Or;

impl engine::Operator for Or {
    const NAME: &'static str =
        \"_or\";
}

impl Default for Or {
}
";
    let found: Vec<_> = OPERATOR
        .find(source)
        .into_iter()
        .map(|found| (found.type_name, found.name.unwrap_or_default(), found.line))
        .collect();
    let wanted = [("And", "_and", 2), ("Or", "_or", 9)];
    assert_eq!(
        found,
        wanted.map(|(a, b, line)| (a.to_owned(), b.to_owned(), line))
    );
}

#[test]
fn the_list_is_sorted_by_name_and_a_fixed_point() -> anyhow::Result<()> {
    let root = std::env::temp_dir().join(format!("lath-codegen-{}", std::process::id()));
    let folder = root.join(OPERATOR.folder);
    fs::create_dir_all(&folder)?;
    let thing = |name: &str, config: &str| {
        format!("impl Operator for {name} {{\n    const NAME: &'static str = \"{config}\";\n}}\n")
    };
    fs::write(folder.join("if_.rs"), thing("If", "_if"))?;
    fs::write(
        folder.join("and.rs"),
        thing("And", "_and") + &thing("Any", "_Any"),
    )?;
    fs::write(folder.with_extension("rs"), "//! Head.\n")?;
    let manifest = "[features]\ndefault = [\"if_\"]\nif_ = []\n\n[dependencies]\nand = \"1\"\n";
    fs::write(root.join("crates/operators/Cargo.toml"), manifest)?;
    let (file, text) = list(OPERATOR, &root)?;
    fs::write(&file, &text)?;
    let again = list(OPERATOR, &root)?.1;
    fs::remove_dir_all(&root)?;
    assert_eq!(
        text,
        format!(
            "//! Head.\n\n{MARKER}\n\nmod and;\n#[cfg(feature = \"if_\")]\nmod if_;\n\n/// Every operator, sorted by name.\n\
             pub static ALL: &[OperatorEntry] = &[\n    OperatorEntry::of::<and::Any>(),\n    \
             OperatorEntry::of::<and::And>(),\n    #[cfg(feature = \"if_\")]\n    OperatorEntry::of::<if_::If>(),\n];\n"
        )
    );
    assert_eq!(again, text);
    Ok(())
}

#[test]
fn a_doc_comment_is_read_without_links_to_items() {
    let source = "\
use a::B;

/// Like [`Or`], see [`eval`](crate::eval) and [the guide](settings.md).
///
/// ```yaml
/// _and: [[`a`]]
/// ```
#[derive(Clone)]
pub(crate) struct And;
";
    let line = source::definition(source, "And").unwrap_or_default();
    assert_eq!(line, 8);
    assert_eq!(
        source::doc_comment(source, line),
        "Like `Or`, see `eval` and [the guide](settings.md).\n\n```yaml\n_and: [`a`]\n```"
    );
    assert_eq!(source::definition(source, "Or"), None);
}

#[test]
fn methods_are_told_with_their_parameters() {
    let source = "\
const TEXT: &str = \"string, null\";
const METHODS: &[Method] = &[
    method(\"trim\", Takes::One, TEXT),
    method(
        \"split\",
        Takes::Named(\"on separator\"),
        ARRAY_OBJECT,
    ),
    method(\"now\", Takes::Nothing, \"\"),
    method(\"PI\", Takes::One, \"\"),
];
fn method(x: u8) {}
";
    let found: Vec<_> = source::methods(source)
        .into_iter()
        .map(|method| format!("{} {}", method.name, method.takes))
        .collect();
    assert_eq!(
        found,
        [
            "trim a string",
            "split `on`, `separator`",
            "now nothing",
            "PI `true`"
        ]
    );
}

#[test]
fn items_that_explain_a_name_leave_the_text() {
    let text = "\
A number.

- `min`, `max`: the ends,
  both within.
- `other`: stays.

```yaml
- `min`: of the example
```
";
    let (rest, meanings) = explained::lift(text, |name| ["min", "max"].contains(&name));
    assert_eq!(
        rest,
        "A number.\n\n- `other`: stays.\n\n```yaml\n- `min`: of the example\n```"
    );
    assert_eq!(meanings.get("min"), Some("the ends, both within."));
    assert_eq!(meanings.0.len(), 2);
}
