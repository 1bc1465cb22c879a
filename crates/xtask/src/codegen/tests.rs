use std::fs;

use super::{CATALOGS, Catalog, MARKER, list, run};

const OPERATOR: &Catalog = &CATALOGS[3];

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
    let (file, text) = list(OPERATOR, &root)?;
    fs::write(&file, &text)?;
    let again = list(OPERATOR, &root)?.1;
    fs::remove_dir_all(&root)?;
    assert_eq!(
        text,
        format!(
            "//! Head.\n\n{MARKER}\n\nmod and;\nmod if_;\n\n/// Every operator, sorted by name.\n\
             pub static ALL: &[OperatorEntry] = &[\n    OperatorEntry::of::<and::Any>(),\n    \
             OperatorEntry::of::<and::And>(),\n    OperatorEntry::of::<if_::If>(),\n];\n"
        )
    );
    assert_eq!(again, text);
    Ok(())
}
