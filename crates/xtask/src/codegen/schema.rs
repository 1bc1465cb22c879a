//! The properties that a JSON Schema describes.

use std::{fs, path::Path};

use anyhow::Result;
use serde_json::Value;

/// A property as a row of a table.
pub(super) struct Property {
    /// With those around it: `pool.max`.
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) meaning: String,
    pub(super) is_required: bool,
}

pub(super) fn properties(file: &Path) -> Result<Vec<Property>> {
    let schema: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut found = Vec::new();
    walk(&schema, "", &mut found);
    Ok(found)
}

fn walk(schema: &Value, before: &str, found: &mut Vec<Property>) {
    let required = schema["required"].as_array();
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let name = format!("{before}{key}");
        let is_required = required.is_some_and(|keys| keys.iter().any(|k| k == key));
        found.push(Property {
            kind: kind(property),
            meaning: meaning(property),
            is_required,
            name: name.clone(),
        });
        walk(property, &format!("{name}."), found);
    }
}

fn kind(property: &Value) -> String {
    match &property["type"] {
        Value::String(kind) => kind.clone(),
        Value::Array(kinds) => {
            let kinds: Vec<&str> = kinds.iter().filter_map(Value::as_str).collect();
            kinds.join(" or ")
        }
        _ => "any".to_owned(),
    }
}

fn meaning(property: &Value) -> String {
    let mut parts = Vec::new();
    if let Some(text) = property["description"].as_str() {
        parts.push(format!("{}.", text.trim().trim_end_matches('.')));
    }
    if let Some(values) = property["enum"].as_array() {
        let values: Vec<String> = values.iter().map(code).collect();
        parts.push(format!("One of {}.", values.join(", ")));
    }
    match &property["default"] {
        Value::Null => {}
        default => parts.push(format!("Default: {}.", code(default))),
    }
    parts.join(" ")
}

fn code(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        value => format!("`{value}`"),
    }
}
