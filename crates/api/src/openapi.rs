//! The app's endpoints as an OpenAPI 3.1 document, made of their ids, descriptions and schemas.

use engine::{Map, Value};
use model::server::{Endpoint, EndpointKind, Rule};

use crate::ApiContext;

/// The document of the endpoints that the caller may call.
pub fn document(cx: &ApiContext<'_>, server: &str) -> Value {
    let meta = &cx.app.meta;
    let text = |key: &str, default: &str| match meta.key(key).as_str() {
        Some(text) if !text.is_empty() => Value::from(text),
        _ => default.into(),
    };
    let listed = cx
        .app
        .endpoints
        .values()
        .filter(|endpoint| endpoint.kind == EndpointKind::Api && endpoint.auth.allows(cx.user));
    let paths = listed.map(|endpoint| {
        let path = format!("/api/endpoints/{}", endpoint.id);
        (path, Value::object([("post", operation(endpoint))]))
    });
    Value::object([
        ("openapi", "3.1.0".into()),
        (
            "info",
            Value::object([
                ("title", text("name", "API")),
                ("version", text("version", "0")),
            ]),
        ),
        (
            "servers",
            Value::list(vec![Value::object([("url", server.into())])]),
        ),
        ("paths", Value::map(paths.collect::<Map>())),
        (
            "components",
            Value::object([(
                "schemas",
                Value::object([("Error", error()), ("Answer", answer())]),
            )]),
        ),
    ])
}

fn operation(endpoint: &Endpoint) -> Value {
    let text = |text: &str| Value::from(text);
    let described = !endpoint.description.is_empty();
    let mut map = Map::new();
    map.insert("operationId", text(&endpoint.id));
    if described {
        map.insert("summary", text(&endpoint.description));
    }
    map.insert("requestBody", content(body(endpoint)));
    let mut responses = Map::new();
    let ok = if endpoint.webhook {
        described_content("What the routine returns.", Value::object([]))
    } else {
        let ended = "The routine ended. That it failed or refused is told by `success`.";
        let mut content = described_content(ended, reference("Answer"));
        if endpoint.streams {
            add_streams(&mut content);
        }
        content
    };
    responses.insert("200", ok);
    if !endpoint.payload_schema.is_none() {
        let refused = "The payload is not what the schema wants.";
        responses.insert("400", described_content(refused, reference("Error")));
    }
    responses.insert(
        "500",
        described_content("The call could not be made.", reference("Error")),
    );
    map.insert("responses", responses.into());
    if endpoint.auth != Rule::Public {
        let note =
            "Only for callers who are logged in and have one of the roles, if there are any.";
        map.insert("description", text(note));
    }
    map.into()
}

/// The forms in which rows come one after the other.
fn add_streams(response: &mut Value) {
    let rows = "A line for each row; the last is `{\"~end\": …}` with the answer.";
    let events = "An event for each row; the last is `end` with the answer.";
    let Some(content) = response.make_map().get_mut("content") else {
        return;
    };
    for (kind, text) in [(protocol::NDJSON, rows), ("text/event-stream", events)] {
        let schema = Value::object([("type", "string".into()), ("description", text.into())]);
        let described = Value::object([("schema", schema)]);
        content.make_map().insert(kind, described);
    }
}

fn body(endpoint: &Endpoint) -> Value {
    if endpoint.webhook {
        return Value::object([]);
    }
    let schema = match &endpoint.payload_schema {
        schema if schema.is_none() => Value::object([]),
        schema => schema.clone(),
    };
    let payload = Value::object([("payload", schema)]);
    let mut map = Map::new();
    map.insert("type", "object".into());
    map.insert("properties", payload);
    if !endpoint.payload_schema.is_none() {
        map.insert("required", Value::list(vec!["payload".into()]));
    }
    map.into()
}

fn content(schema: Value) -> Value {
    let json = Value::object([("schema", schema)]);
    Value::object([("content", Value::object([("application/json", json)]))])
}

fn described_content(description: &str, schema: Value) -> Value {
    let mut value = content(schema);
    value.make_map().insert("description", description.into());
    value
}

fn reference(name: &str) -> Value {
    Value::object([("$ref", format!("#/components/schemas/{name}").into())])
}

fn kind(name: &str) -> Value {
    Value::object([("type", name.into())])
}

/// An error as it crosses the wire.
fn error() -> Value {
    let fields = Value::object([("name", kind("string")), ("message", kind("string"))]);
    let inner = Value::object([("type", "object".into()), ("properties", fields)]);
    Value::object([
        ("type", "object".into()),
        ("properties", Value::object([("~e", inner)])),
    ])
}

fn answer() -> Value {
    let statuses = ["accepted", "error", "reject", "success"];
    let status = Value::object([
        ("type", "string".into()),
        (
            "enum",
            Value::list(statuses.into_iter().map(Value::from).collect()),
        ),
    ]);
    let nothing = Value::object([("type", "null".into())]);
    let error = Value::object([("anyOf", Value::list(vec![reference("Error"), nothing]))]);
    let fields = Value::object([
        ("success", kind("boolean")),
        ("status", status),
        ("response", Value::object([])),
        ("error", error),
    ]);
    Value::object([("type", "object".into()), ("properties", fields)])
}
