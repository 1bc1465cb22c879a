//! What the users' manual says of an operator: its methods and its examples.

use anyhow::{Context as _, Result};
use engine::Value;

use crate::{notation, yaml};

/// The page of an operator.
pub struct Page {
    /// Its name, with the underscore.
    pub name: String,
    /// Its methods, as its tables list them.
    pub methods: Vec<String>,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// An example of a page.
pub struct Example {
    /// What can be evaluated.
    pub eval: Value,
    /// What it gives, if a comment says it: `# => 4 June 2026`.
    pub gives: Option<Value>,
}

/// The pages of `text`, which `cargo xtask codegen` makes of doc comments.
///
/// # Errors
/// An example that is no YAML.
pub fn pages(text: &str) -> Result<Vec<Page>> {
    text.split("\n<!-- page: ").skip(1).map(page).collect()
}

fn page(text: &str) -> Result<Page> {
    let name = text.split(" |").next().unwrap_or_default().to_owned();
    let (mut methods, mut examples) = (Vec::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line == "```yaml" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let found = entries(&block).with_context(|| format!("an example of {name}"))?;
            examples.extend(found);
        } else if line.starts_with("| method |") {
            let rows = lines
                .by_ref()
                .skip(1)
                .take_while(|line| line.starts_with('|'));
            methods.extend(rows.filter_map(|row| Some(row.split('`').nth(1)?.to_owned())));
        }
    }
    Ok(Page {
        name,
        methods,
        examples,
    })
}

/// What can be evaluated in the block of an example. It may have the same key several times, so that
/// every entry is read by itself.
fn entries(block: &[&str]) -> Result<Vec<Example>> {
    let mut texts: Vec<String> = Vec::new();
    for line in block {
        let starts = line.starts_with(|c: char| !c.is_whitespace() && c != '#');
        match texts.last_mut() {
            Some(text) if !starts => text.push_str(&format!("{line}\n")),
            _ => texts.push(format!("{line}\n")),
        }
    }
    let mut found = Vec::new();
    for text in texts {
        let entry = yaml::read(&text).with_context(|| text.clone())?;
        let Some((key, value)) = entry.as_map().and_then(|map| map.at(0)) else {
            continue;
        };
        // Around an example there may be some configuration.
        let eval = match is_call(key) {
            true => &entry,
            false if has_call(value) => value,
            false => continue,
        };
        let said = text
            .split_once("# => ")
            .and_then(|(_, said)| said.lines().next());
        let gives = said.map(|said| yaml::read(said).map(|gives| notation::read(&gives)));
        found.push(Example {
            eval: eval.clone(),
            gives: gives.transpose().with_context(|| text.clone())?,
        });
    }
    Ok(found)
}

/// The operator that a key calls, with its method.
pub fn is_call(key: &str) -> bool {
    let name = key.trim_start_matches('_');
    name.len() < key.len() && name.starts_with(|c: char| c.is_ascii_lowercase())
}

fn has_call(value: &Value) -> bool {
    let mut found = false;
    visit_keys(value, &mut |key| found |= is_call(key));
    found
}

/// Calls `visit` for the keys of all objects in `value`.
pub fn visit_keys(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::List(items) => items.iter().for_each(|item| visit_keys(item, visit)),
        Value::Map(map) => map.iter().for_each(|(key, value)| {
            visit(key);
            visit_keys(value, visit);
        }),
        _ => {}
    }
}
