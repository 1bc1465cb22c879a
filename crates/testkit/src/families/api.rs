//! Calls of requests, pages and the root over one synthetic app: which error wins, who may what.

use anyhow::Result;
use api::request;
use engine::{Map, Value, json};
use protocol::{ErrorBody, RequestCall};

use crate::app::{TestApp, TestHost, block_on};
use crate::report::{Check, Report};
use crate::{encoding, files, texts};

/// Names of errors that newer versions have.
const NAMES: [(&str, &str); 2] = [
    ("ConfigurationError", "ConfigError"),
    ("ServerError", "ConfigError"),
];

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    let world = files::document("api.build.json")?;
    let whole = whole(world.key("files"));
    for line in lines {
        let kind = line.key("kind").as_str().unwrap_or_default();
        if !report.wants(kind) {
            continue;
        }
        let session = line.key("session").as_str().unwrap_or_default();
        let user = world.key("sessions").key(session).key("user");
        let got = match kind {
            "callRequest" => call(line, &whole, user, world.key("secrets"))?,
            "getPageConfig" => page(line, &whole, user)?,
            _ => Ok(root(line, &whole, user)?),
        };
        report.add(kind, check(line, &got));
    }
    Ok(())
}

/// The recording's files; a page that has only its rules becomes one that loads.
fn whole(files: &Value) -> Map {
    let files = files.as_map().into_iter().flat_map(|map| map.iter());
    let files = files.map(|(path, value)| {
        let mut value = value.clone();
        if path.starts_with("pages/") && !value.key("pageId").is_none() {
            let id = value.key("pageId").clone();
            let map = value.make_map();
            if !map.contains_key("requestId") && !map.contains_key("type") {
                map.insert("type", "Box".into());
                map.insert("blockId", id);
            }
        }
        (path.clone(), value)
    });
    files.collect()
}

fn app(files: &Map) -> Result<TestApp> {
    TestApp::of(files.iter().map(|(path, value)| (&**path, value)))
}

fn call(
    line: &Value,
    files: &Map,
    user: &Value,
    secrets: &Value,
) -> Result<Result<Value, ErrorBody>> {
    let (app, host) = (app(files)?, TestHost::default());
    let text = |key: &str| line.key(key).as_shared_str().unwrap_or_else(|| "".into());
    let call = RequestCall {
        page_id: text("pageId"),
        request_id: text("requestId"),
        block_id: text("blockId"),
        action_id: None,
        payload: encoding::decode(line.key("payload"), None),
    };
    let cx = app.api(user, secrets, &host);
    let answer = block_on(request::call(&cx, call))?;
    Ok(answer.map(|answer| answer.body()))
}

fn page(line: &Value, files: &Map, user: &Value) -> Result<Result<Value, ErrorBody>> {
    let (app, host) = (app(files)?, TestHost::default());
    let cx = app.api(user, &Value::Undefined, &host);
    let id = line.key("pageId").as_str().unwrap_or_default();
    Ok(match api::page::find(&cx, id) {
        Ok(Some(entry)) => Ok(json::parse(entry.source.as_bytes())?),
        Ok(None) => Ok(Value::Null),
        Err(error) => Err(error),
    })
}

fn root(line: &Value, files: &Map, user: &Value) -> Result<Value> {
    let mut files = files.clone();
    files.insert("config.json", line.key("config").clone());
    let app = app(&files)?;
    let menus = app.app().menus_for(user);
    let root = protocol::Root {
        home_page_id: app.app().home_page(&menus),
        home_configured: app.app().config.home_page_id.is_some(),
        global: app.app().global.clone(),
        menus: menus.0,
        ..protocol::Root::default()
    };
    let root = root.to_value();
    let keys = ["home", "lowdefyGlobal", "menus"];
    Ok(Value::object(keys.map(|key| (key, root.key(key).clone()))))
}

fn check(line: &Value, got: &Result<Value, ErrorBody>) -> Check {
    let error = line.key("error");
    let shown = match got {
        Ok(value) => encoding::show(value),
        Err(error) => format!("{}: {}", error.name, error.message),
    };
    let (passed, texts, expected) = match got {
        Ok(value) => (
            error.is_none() && encoding::same(line.key("output"), value),
            None,
            encoding::show_encoded(line.key("output")),
        ),
        Err(got) => {
            let name = error.key("name").as_str().unwrap_or_default();
            let message = error.key("message").as_str().unwrap_or_default();
            let newer = NAMES.iter().find(|(old, _)| *old == name);
            let newer = newer.map_or(name, |(_, newer)| newer);
            // What an operator received is not told to callers.
            let told = texts::normal(message);
            let told = told.split(" Received: ").next().unwrap_or_default();
            (
                !error.is_none() && newer == got.name,
                Some(told == texts::normal(&got.message)),
                format!("{name}: {message}"),
            )
        }
    };
    Check {
        passed,
        texts,
        input: encoding::show_encoded(line),
        expected,
        got: shown,
    }
}
