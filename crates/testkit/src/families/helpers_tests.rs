//! Calls of Lowdefy's helpers: paths, and JSON with sorted keys.

use anyhow::Result;
use engine::{Value, json, path};

use crate::encoding;
use crate::report::{Check, Report};

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    for line in lines {
        let name = line.key("operator").as_str().unwrap_or_default();
        // These read what JavaScript's objects inherit.
        if line
            .key("test")
            .as_str()
            .is_some_and(|test| test.contains("non-\"own\""))
        {
            report.absent(name);
            continue;
        }
        let args = encoding::decode(line.key("input").key("args"), None);
        match call(name, args.items(), line.key("input").key("args")) {
            Some(got) => report.add(name, check(line, &got)),
            None => report.absent(name),
        }
    }
    Ok(())
}

fn check(line: &Value, got: &Value) -> Check {
    let expected = line.key("output");
    Check {
        passed: encoding::same(expected, got),
        texts: None,
        input: encoding::show_encoded(line.key("input")),
        expected: encoding::show_encoded(expected),
        got: encoding::show(got),
    }
}

/// What our counterpart of a helper gives; none where there is none, or it has no such options.
fn call(name: &str, args: &[Value], encoded: &Value) -> Option<Value> {
    let arg = |i: usize| args.get(i).unwrap_or(&Value::Undefined);
    if has_callback(encoded) {
        return None;
    }
    match name {
        "get" => get(args),
        "set" => {
            let mut target = arg(0).clone();
            let held = matches!(target, Value::Map(_) | Value::List(_));
            let path = arg(1).as_str()?;
            let escaped = path.contains('\\');
            if args.len() > 3 && (!escaped || *arg(3).key("merge") == Value::Bool(true)) {
                return None;
            }
            if held {
                path::set(&mut target, path, arg(2).clone());
            }
            Some(target)
        }
        "unset" => {
            let mut target = arg(0).clone();
            let path = arg(1).as_str()?;
            path::unset(&mut target, path);
            // The original also says true where there was nothing to remove.
            Some(Value::Bool(
                path::find(&target, path).is_none_or(Value::is_none),
            ))
        }
        "applyArrayIndices" => {
            let indices: Vec<usize> = arg(0).items().iter().filter_map(as_index).collect();
            Some(
                path::apply_indices(&indices, arg(1).as_str()?)
                    .into_owned()
                    .into(),
            )
        }
        "stableStringify" if args.len() == 1 => Some(
            json::to_string(
                arg(0),
                json::Style {
                    sorted: true,
                    ..json::Style::default()
                },
            )
            .into(),
        ),
        _ => None,
    }
}

fn get(args: &[Value]) -> Option<Value> {
    let path = match args.get(1) {
        Some(Value::String(path)) => path.to_string(),
        Some(Value::Number(n)) => n.to_string(),
        Some(v) if !v.is_none() => return None,
        _ => return None,
    };
    let default = match args.get(2) {
        Some(Value::Map(options))
            if options.keys().any(|k| &**k != "default" && &**k != "copy") =>
        {
            return None;
        }
        Some(Value::Map(options)) => options.get("default").cloned().unwrap_or_default(),
        Some(v) => v.clone(),
        None => Value::Undefined,
    };
    Some(match path::get(&args[0], &path) {
        Value::Undefined => default,
        found => found,
    })
}

fn has_callback(encoded: &Value) -> bool {
    match encoded {
        Value::List(items) => items.iter().any(has_callback),
        Value::Map(map) => {
            map.contains_key("~fn") || map.contains_key("~re") || map.values().any(has_callback)
        }
        _ => false,
    }
}

fn as_index(value: &Value) -> Option<usize> {
    value.as_integer().and_then(|i| usize::try_from(i).ok())
}
