//! Routines of endpoints: how they end, what their steps gave, their state, what they call and log.

use anyhow::Result;
use api::endpoint::{self, Ended};
use engine::{Map, Value};

use crate::app::{TestApp, TestHost, block_on};
use crate::report::{Check, Report};
use crate::{encoding, files};

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    let world = files::document("routines.context.json")?;
    for line in lines {
        let name = line.key("name").as_str().unwrap_or_default();
        if report.wants(name) {
            let check = check(line, &world)?;
            // One line for all: a name is a vector here.
            report.add(if check.passed { "routine" } else { name }, check);
        }
    }
    Ok(())
}

fn check(line: &Value, world: &Value) -> Result<Check> {
    let files = artifacts(line.key("routine"), world);
    let app = TestApp::of(files.iter().map(|(path, value)| (&**path, value)))?;
    let host = TestHost::default();
    let secrets = Value::Undefined;
    let cx = app.api(world.key("user"), &secrets, &host);
    let ended = match app.app().endpoints.get("ep") {
        Some(endpoint) => {
            let payload = encoding::decode(world.key("payload"), None);
            block_on(endpoint::run(&cx, endpoint, payload, endpoint::Rows::Kept))?
        }
        None => anyhow::bail!("there is no endpoint to run"),
    };
    let got = outcome(&ended, &host);
    let expected = expected(line);
    Ok(Check {
        passed: encoding::same(&expected, &got),
        texts: None,
        input: encoding::show_encoded(line.key("routine")),
        expected: encoding::show_encoded(&expected),
        got: encoding::show(&got),
    })
}

/// The routine as the endpoint `ep`, the others that it may call, and their connection.
fn artifacts(routine: &Value, world: &Value) -> Map {
    let public = Value::object([("public", Value::Bool(true))]);
    let endpoint = |id: &str, routine: &Value| {
        Value::object([
            ("endpointId", id.into()),
            ("type", "Api".into()),
            ("auth", public.clone()),
            ("routine", routine.clone()),
        ])
    };
    let mut files = Map::new();
    files.insert("api/ep.json", endpoint("ep", routine));
    let others = world.key("endpoints").as_map();
    for (id, routine) in others.into_iter().flat_map(|map| map.iter()) {
        files.insert(format!("api/{id}.json"), endpoint(id, routine));
    }
    let page = Value::object([
        ("pageId", "home".into()),
        ("blockId", "home".into()),
        ("type", "Box".into()),
        ("auth", public.clone()),
    ]);
    files.insert("pages/home/home.json", page);
    let connection = Value::object([("connectionId", "test".into()), ("type", "Test".into())]);
    files.insert("connections/test.json", connection);
    files
}

/// What a line says, in one value. Texts of errors are abbreviated there.
fn expected(line: &Value) -> Value {
    let mut map = Map::new();
    for key in ["status", "steps", "state", "response", "log", "wire"] {
        if let Some(value) = line.as_map().and_then(|map| map.get(key)) {
            map.insert(key, value.clone());
        }
    }
    map.insert("failed", Value::Bool(!line.key("error").is_none()));
    map.into()
}

fn outcome(ended: &Ended, host: &TestHost) -> Value {
    let body = ended.answer().body();
    let response = match &ended.result {
        Ok(value) => value.clone(),
        Err(_) => Value::Undefined,
    };
    let log = host.log();
    Value::object([
        ("status", ended.status.name().into()),
        ("steps", ended.steps.clone()),
        ("state", ended.state.clone()),
        ("response", response),
        (
            "log",
            if log.is_empty() {
                Value::Undefined
            } else {
                Value::list(log)
            },
        ),
        (
            "wire",
            Value::object(["status", "success"].map(|key| (key, body.key(key).clone()))),
        ),
        ("failed", Value::Bool(ended.result.is_err())),
    ])
}
