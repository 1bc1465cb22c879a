//! What the generator reads out of a Rust file: doc comments, and constants of a simple form.
//!
//! The sources are formatted by rustfmt, so lines and the ends of blocks are where one expects them.

use crate::project;

/// The line that defines a type, from 0.
pub(crate) fn definition(source: &str, type_name: &str) -> Option<usize> {
    source.lines().position(|line| {
        let words: Vec<&str> = line
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .collect();
        let keyword = words
            .iter()
            .position(|word| ["struct", "enum"].contains(word));
        !line.starts_with("//") && keyword.is_some_and(|at| words.get(at + 1) == Some(&type_name))
    })
}

/// The doc comment above a line, without its slashes; empty for none.
pub(crate) fn doc_comment(source: &str, line: usize) -> String {
    let lines: Vec<&str> = source.lines().take(line).collect();
    let above = lines.iter().rev().skip_while(|line| line.starts_with("#["));
    let mut text: Vec<&str> = above
        .map_while(|line| line.strip_prefix("///"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    text.reverse();
    unlinked(&text.join("\n"))
}

/// Links to Rust's items, as rustdoc has them, are names here.
fn unlinked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[`") {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        let Some(end) = link.find("`]") else {
            return out + link;
        };
        out.push_str(&link[1..=end]);
        rest = &link[end + 2..];
        if let Some(target) = rest.strip_prefix('(')
            && let Some((path, after)) = target.split_once(')')
            && path.contains("::")
        {
            rest = after;
        }
    }
    out + rest
}

/// What stands between `const NAME: …=` and its `;`.
pub(crate) fn const_value<'s>(text: &'s str, name: &str) -> Option<&'s str> {
    let (_, rest) = text.split_once(&format!("const {name}:"))?;
    let (_, rest) = rest.split_once('=')?;
    Some(rest.split_once(';')?.0.trim())
}

/// Every text in quotes. None of ours has an escaped quote.
pub(crate) fn texts(value: &str) -> Vec<String> {
    let pieces = value.split('"').skip(1).step_by(2);
    pieces.map(str::to_owned).collect()
}

/// A row of an operator's table of methods.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Method {
    pub(crate) name: String,
    /// What it takes, in Markdown.
    pub(crate) takes: String,
}

/// The rows of `const …: &[Method] = &[method("name", Takes::…, accepts), …]`.
pub(crate) fn methods(source: &str) -> Vec<Method> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("method(") {
        let rest = source[at + "method(".len()..].trim_start();
        let Some(name) = rest.starts_with('"').then(|| project::quoted(rest)) else {
            continue;
        };
        let name = name.unwrap_or_default();
        // What nobody writes: the function behind an operator without a method.
        if name.starts_with("__") {
            continue;
        }
        let rest = &rest[name.len() + 2..];
        let Some(rest) = rest
            .trim_start_matches([',', ' ', '\n'])
            .strip_prefix("Takes::")
        else {
            continue;
        };
        found.push(Method {
            name: name.to_owned(),
            takes: match name.starts_with(char::is_uppercase) && name != "UTC" {
                // A constant; the parameter is there because YAML wants one.
                true => "`true`".to_owned(),
                false => takes(source, rest),
            },
        });
    }
    found
}

/// `Named("on callback"), ARRAY_OBJECT)…` → `` `on`, `callback` ``
fn takes(source: &str, rest: &str) -> String {
    let word = |c: char| !c.is_alphanumeric();
    let kind = rest.split(word).next().unwrap_or_default();
    let after = &rest[kind.len()..];
    match kind {
        "Named" | "Spread" => {
            let list = after.split_once(')').map_or("", |(list, _)| list);
            let names = texts(list).join(" ");
            let names: Vec<String> = names.split(' ').map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
        "List" => "a list".to_owned(),
        "One" => {
            let end = after.split(')').next().unwrap_or_default();
            let accepts = end.trim_start_matches([',', ' ', '\n']);
            let accepts = accepts.trim_end_matches([',', ' ', '\n']);
            let named = const_value(source, accepts).unwrap_or(accepts);
            let kinds = project::quoted(named).unwrap_or_default();
            let kinds: Vec<&str> = kinds
                .split(", ")
                .filter(|kind| !["", "null"].contains(kind))
                .collect();
            match kinds.as_slice() {
                [] => "a value".to_owned(),
                kinds => kinds
                    .iter()
                    .map(|kind| article(kind))
                    .collect::<Vec<_>>()
                    .join(" or "),
            }
        }
        _ => "nothing".to_owned(),
    }
}

fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}
