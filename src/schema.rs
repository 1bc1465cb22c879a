//! `lath schema`: JSON Schema files by which editors complete types, properties and operators. They are
//! made of the reference, so they know what this server knows.

use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use engine::{Map, Value, json};
use reference::{Kind, Page};

/// Where editors find them below an app's folder.
pub const FOLDER: &str = ".lath";

/// Files, and the definition that a document of each is.
const FILES: [(&str, &str); 2] = [("app.schema.json", "app"), ("page.schema.json", "page")];

/// Writes the files for the app in `dir`.
#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the words of a command"
)]
pub fn main(dir: &Path) -> ExitCode {
    match write(dir) {
        Ok(()) => {
            for (name, _) in FILES {
                println!("{}", dir.join(FOLDER).join(name).display());
            }
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("error: cannot write the schemas: {e}");
            ExitCode::FAILURE
        }
    }
}

/// The same, for whoever has other things to say.
///
/// # Errors
/// Where a file cannot be written.
pub fn write(dir: &Path) -> io::Result<()> {
    let folder = dir.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let definitions = definitions();
    for (name, root) in FILES {
        let schema = Value::object([
            ("$schema", "http://json-schema.org/draft-07/schema#".into()),
            ("$ref", format!("#/definitions/{root}").into()),
            ("definitions", definitions.clone()),
        ]);
        let text = json::stringify(&schema);
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

fn definitions() -> Value {
    let either = Value::list(vec![definition("block"), array(definition("block"))]);
    let action = object([
        ("id", text("Its name within the event.")),
        ("type", types("actions")),
        ("params", any()),
        ("skip", about(any(), "True leaves it out.")),
        ("async", about(any(), "True does not wait for it.")),
        (
            "messages",
            about(any(), "What is shown while it runs, and after."),
        ),
    ]);
    let request = object([
        ("id", text("Its name within the page.")),
        ("type", types("requests")),
        ("connectionId", text("The connection that it runs on.")),
        ("payload", about(any(), "What the browser sends along.")),
        ("properties", any()),
        (
            "stream",
            text_of("boolean", "True gives rows as they come."),
        ),
    ]);
    let connection = object([
        ("id", text("Its name.")),
        ("type", types("connections")),
        ("properties", any()),
    ]);
    Value::object([
        ("value", value()),
        ("page", Value::object([("anyOf", either)])),
        ("block", typed("blocks", block())),
        ("action", typed("actions", action)),
        ("request", typed("requests", request)),
        ("connection", typed("connections", connection)),
        ("app", app()),
    ])
}

fn block() -> Value {
    let parts = object([("try", list("action")), ("catch", list("action"))]);
    let event = Value::object([("anyOf", Value::list(vec![list("action"), parts]))]);
    let events = [("additionalProperties", event)];
    let described = [
        ("id", text("Its name, by which state and actions find it.")),
        ("type", types("blocks")),
        ("blocks", list("block")),
        ("areas", areas(list("block"))),
        ("slots", areas(list("block"))),
        ("requests", list("request")),
        (
            "events",
            with(
                text_of("object", "What happens when the block triggers an event."),
                events,
            ),
        ),
        (
            "layout",
            about(
                any(),
                "Where it stands in the grid: `span` of 24, `flex`, gutters.",
            ),
        ),
        ("loading", about(any(), "True shows its skeleton.")),
        ("properties", any()),
        (
            "required",
            about(any(), "True, or a message: it must be filled in."),
        ),
        ("skeleton", any()),
        ("style", about(any(), "CSS properties.")),
        ("class", about(any(), "CSS classes.")),
        (
            "validate",
            about(
                any(),
                "Tests of what was filled in: `pass`, `message`, `status`.",
            ),
        ),
        ("visible", about(any(), "False takes it away.")),
    ];
    with_keys(&compiler::BLOCK_KEYS, described)
}

fn app() -> Value {
    let described = [
        (
            "lath",
            about(
                Value::Bool(true),
                "The version that the app was written for.",
            ),
        ),
        (
            "lowdefy",
            about(
                Value::Bool(true),
                "The version of Lowdefy that it was written for.",
            ),
        ),
        ("name", text("The app's name.")),
        ("api", text_of("array", "Endpoints.")),
        (
            "app",
            text_of("object", "What goes into every page's document: `html`."),
        ),
        ("auth", text_of("object", "Who may see what.")),
        (
            "config",
            text_of("object", "`homePageId`, `basePath`, `requestTimeout`."),
        ),
        ("connections", list("connection")),
        (
            "global",
            about(Value::Bool(true), "What `_global` reads on every page."),
        ),
        (
            "i18n",
            about(Value::Bool(true), "The app's languages and their texts."),
        ),
        ("menus", Value::Bool(true)),
        ("modules", text_of("array", "Parts of other folders.")),
        ("pages", list("block")),
        ("plugins", Value::Bool(true)),
        (
            "slug",
            text("A short name for the app, with which names of its cookies begin."),
        ),
        ("theme", Value::Bool(true)),
    ];
    with_keys(&compiler::APP_KEYS, described)
}

/// An object with these keys, some of them described.
fn with_keys<const N: usize>(keys: &[&str], described: [(&str, Value); N]) -> Value {
    let others = keys
        .iter()
        .filter(|key| described.iter().all(|(name, _)| name != *key))
        .map(|key| (*key, any()))
        .collect::<Vec<_>>();
    let fields = described.into_iter().chain(others);
    let fields = fields.map(|(key, value)| (key, about(value, "")));
    Value::object([
        ("type", "object".into()),
        ("properties", Value::map(fields.collect::<Map>())),
    ])
}

/// What is defined elsewhere in the file.
fn definition(name: &str) -> Value {
    Value::object([("$ref", format!("#/definitions/{name}").into())])
}

/// A list of such things, or what gives one.
fn list(name: &str) -> Value {
    let either = Value::list(vec![array(definition(name)), definition("value")]);
    Value::object([("anyOf", either)])
}

fn any() -> Value {
    definition("value")
}

/// Anything, where an editor offers operators and what the build puts in.
fn value() -> Value {
    let mut known = Map::new();
    known.insert("_ref", text_or_object("The content of another file."));
    known.insert(
        "_var",
        text_or_object("A variable of the reference to this file."),
    );
    for page in of("operators") {
        known.insert(page.name, about(Value::Bool(true), &page.summary()));
    }
    let operator = Value::object([("type", "object".into()), ("properties", Value::map(known))]);
    Value::object([("anyOf", Value::list(vec![operator, Value::Bool(true)]))])
}

/// An object of a kind that has types: each type has properties, and some events, of its own.
fn typed(kind: &str, base: Value) -> Value {
    let own = of(kind).filter_map(|page| {
        let properties = [
            ("properties", table(page, "Properties")),
            ("params", table(page, "Parameters")),
            ("events", table(page, "Events")),
        ];
        let properties: Map = properties
            .into_iter()
            .filter_map(|(key, fields)| Some((key, fields?)))
            .collect();
        if properties.is_empty() {
            return None;
        }
        let is = Value::object([("type", Value::object([("const", page.name.into())]))]);
        Some(Value::object([
            (
                "if",
                Value::object([("properties", is), ("required", names(&["type"]))]),
            ),
            (
                "then",
                Value::object([("properties", Value::map(properties))]),
            ),
        ]))
    });
    let own = Value::list(own.collect());
    with(base, [("allOf", own)])
}

/// The fields that a table of a page explains.
fn table(page: &Page, heading: &str) -> Option<Value> {
    let text = page.text.split_once(&format!("## {heading}\n"))?.1;
    let text = text.split("\n## ").next().unwrap_or_default();
    let mut fields = Map::new();
    for line in text.lines() {
        let Some((name, meaning)) = line.strip_prefix("| `").and_then(|l| l.split_once("` | "))
        else {
            continue;
        };
        let meaning = meaning.trim_end_matches(" |").replace("\\|", "|");
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_plain {
            fields.insert(name, about(Value::Bool(true), &meaning));
        }
    }
    let fields = fields.iter().map(|(name, field)| {
        let text = field.key("description").clone();
        let field = [("allOf", Value::list(vec![any()])), ("description", text)];
        (name.clone(), Value::object(field))
    });
    let fields: Map = fields.collect();
    let has_some = !fields.is_empty();
    has_some.then(|| Value::object([("properties", Value::map(fields))]))
}

/// A type of a kind: those that there are, each with what it is, or any other.
fn types(kind: &str) -> Value {
    let all = of(kind).map(|page| {
        Value::object([
            ("const", page.name.into()),
            ("description", page.summary().into()),
        ])
    });
    let all = all.chain([text_of("string", "A type that is not in this server.")]);
    Value::object([("anyOf", Value::list(all.collect()))])
}

fn of(kind: &str) -> impl Iterator<Item = &'static Page> {
    let kind: Option<&Kind> = reference::kind(kind);
    reference::of(kind)
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    let fields = fields.map(|(key, value)| (key, about(value, "")));
    Value::object([
        ("type", "object".into()),
        ("properties", Value::object(fields)),
    ])
}

/// `schema` with a description, unless that is empty. `true` becomes an object that allows all.
fn about(schema: Value, description: &str) -> Value {
    let schema = match schema {
        Value::Bool(_) => Value::object([]),
        schema => schema,
    };
    match description {
        "" => schema,
        // Beside a `$ref` nothing is read.
        text if !schema.key("$ref").is_undefined() => Value::object([
            ("allOf", Value::list(vec![schema])),
            ("description", text.into()),
        ]),
        text => with(schema, [("description", text.into())]),
    }
}

fn with<const N: usize>(mut schema: Value, more: [(&str, Value); N]) -> Value {
    let map = schema.make_map();
    for (key, value) in more {
        map.insert(key, value);
    }
    schema
}

fn text(description: &str) -> Value {
    text_of("string", description)
}

fn text_of(kind: &str, description: &str) -> Value {
    Value::object([("type", kind.into()), ("description", description.into())])
}

fn text_or_object(description: &str) -> Value {
    let kinds = names(&["string", "object"]);
    Value::object([("type", kinds), ("description", description.into())])
}

fn names(all: &[&str]) -> Value {
    Value::list(all.iter().map(|name| Value::from(*name)).collect())
}

fn array(items: Value) -> Value {
    Value::object([("type", "array".into()), ("items", items)])
}

fn areas(blocks: Value) -> Value {
    let area = object([("blocks", blocks)]);
    Value::object([
        ("type", "object".into()),
        ("additionalProperties", area),
        (
            "description",
            "Blocks by the area of the block that they stand in.".into(),
        ),
    ])
}
