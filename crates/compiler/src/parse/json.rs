//! JSON5: JSON with comments, trailing commas, names without quotes and so on.

use engine::{Str, Value};
use jsonc_parser::ast::{self, ObjectPropName};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Fault, MAX_DEPTH, place, too_deep};
use crate::fields::Fields;
use crate::node::{FileId, Node};

/// The node of `text`.
pub(super) fn parse(text: &str, file: FileId) -> Result<Node, Fault> {
    let options = ParseOptions {
        allow_missing_commas: false,
        ..ParseOptions::default()
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options);
    let parsed = parsed.map_err(|e| Fault {
        place: place(file, e.range().start..e.range().end),
        message: format!("{}.", e.kind()),
    })?;
    match parsed.value {
        Some(value) => node(value, file, 0),
        None => Err(Fault {
            place: place(file, 0..0),
            message: "The file is empty, which is not JSON.".to_owned(),
        }),
    }
}

fn node(value: ast::Value<'_>, file: FileId, depth: u32) -> Result<Node, Fault> {
    let at = place(file, value.start()..value.end());
    if depth > MAX_DEPTH {
        return Err(too_deep(at));
    }
    let scalar = match value {
        ast::Value::Array(array) => {
            let items = array.elements.into_iter();
            let items = items.map(|item| node(item, file, depth + 1));
            return Ok(Node::list(items.collect::<Result<_, _>>()?, at));
        }
        ast::Value::Object(object) => {
            let mut fields = Fields::default();
            for prop in object.properties {
                let at = place(file, prop.name.start()..prop.name.end());
                let name: Str = match &prop.name {
                    ObjectPropName::String(text) => (*text.value).into(),
                    ObjectPropName::Word(word) => word.value.into(),
                };
                // The last one counts, as in JavaScript.
                fields.insert(name, (at, node(prop.value, file, depth + 1)?));
            }
            return Ok(Node::object(fields, at));
        }
        ast::Value::StringLit(text) => Value::text(&*text.value),
        ast::Value::BooleanLit(flag) => Value::Bool(flag.value),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::NumberLit(number) => match read_number(number.value) {
            Some(n) => Value::Number(n),
            None => {
                let message = format!("`{}` is not a number.", number.value);
                return Err(Fault { place: at, message });
            }
        },
    };
    Ok(Node::scalar(scalar, at))
}

fn read_number(text: &str) -> Option<f64> {
    let unsigned = text.trim_start_matches(['+', '-']);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    if let Some(digits) = unsigned.strip_prefix("0x").or(unsigned.strip_prefix("0X")) {
        return u64::from_str_radix(digits, 16)
            .ok()
            .map(|n| sign * n as f64);
    }
    match unsigned {
        "Infinity" => Some(sign * f64::INFINITY),
        "NaN" => Some(f64::NAN),
        _ => unsigned.parse::<f64>().ok().map(|n| sign * n),
    }
}
