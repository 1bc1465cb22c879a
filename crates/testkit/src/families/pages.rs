//! Pages of real apps: what they show after onInit, and after each of many steps.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use engine::{Map, Value, json};
use protocol::{ErrorBody, RequestCall, Root};
use runtime::link::{self, Target};
use runtime::{AppCx, EventResult, Shared};

use crate::driver::{self, Driver, Surroundings};
use crate::report::{Check, Report};
use crate::{encoding, files, snapshot};

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    let Some(app) = lines.first().and_then(|l| l.key("app").as_str()) else {
        return Ok(());
    };
    if !report.wants(app) {
        return Ok(());
    }
    let context = encoding::decode(&files::document("pages.context.json")?, None);
    driver::set_metas(&metas()?);
    let app = App::read(app, &context)?;
    for line in lines {
        app.run_page(line, report)?;
    }
    Ok(())
}

/// Block types, with the exceptions that the note in the context names.
fn metas() -> Result<Value> {
    let mut metas = files::document("blockmeta.json")?;
    let map = metas.make_map();
    if let Some(pagination) = map.get_mut("Pagination") {
        let initial = Value::object([
            ("current", 0.into()),
            ("pageSize", 10.into()),
            ("skip", 0.into()),
        ]);
        pagination.make_map().insert("initValue", initial);
    }
    if let Some(code) = map.get_mut("QRCode") {
        code.make_map().insert("category", "display".into());
    }
    Ok(metas)
}

struct App {
    name: String,
    build: PathBuf,
    shared: Shared,
    now: f64,
}

impl App {
    fn read(name: &str, context: &Value) -> Result<App> {
        // Of Lowdefy's documentation only some pages are at hand.
        let build = files::artifact(if name == "docs" { "docs-subset" } else { name })?;
        let document = |file: &str| -> Result<Value> {
            let path = build.join(file);
            let text = std::fs::read(&path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            Ok(json::parse_wire(&text)?)
        };
        let home = document("config.json")?.key("homePageId").as_shared_str();
        let global = document("global.json")?;
        let root = Root {
            home_configured: home.is_some(),
            home_page_id: Some(home.unwrap_or_else(|| "home".into())),
            global: global.clone(),
            menus: document("menus.json")?,
            ..Root::default()
        };
        let window = context.key("window");
        let media = Value::object([
            ("width", window.key("innerWidth").clone()),
            ("height", window.key("innerHeight").clone()),
        ]);
        let shared = Shared {
            root,
            global,
            user: context.key("user").clone(),
            href: window.key("href").as_shared_str().unwrap_or_default(),
            media,
            ..Shared::default()
        };
        Ok(App {
            name: name.to_owned(),
            build,
            shared,
            now: context.key("now_ms").as_number().unwrap_or_default(),
        })
    }

    fn run_page(&self, line: &Value, report: &mut Report) -> Result<()> {
        let id = line.key("pageId").as_str().unwrap_or_default();
        let path = self.build.join(format!("pages/{id}/{id}.json"));
        let text =
            std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        let input = Value::object([("in", "put".into())]);
        let around = Surroundings {
            shared: self.shared.clone(),
            input,
            table: &operators::CLIENT,
            now: self.now,
            answer,
        };
        let artifact = json::parse(&text)?;
        let driver = Driver::new(&artifact, around)?;
        driver.run(driver.page.init())?;
        driver.run(driver.page.init_async())?;
        let init = line.key("init");
        let lacking = blocks_with(&artifact, &lacks_operator);
        let mut run = PageRun {
            app: &self.name,
            id,
            driver,
            blocks: Map::new(),
            lacking,
        };
        run.expect_blocks(init.key("blocks"), &Value::Undefined);
        let check = run.check("init".to_owned(), init, None);
        report.add(&self.name, check);
        for (i, step) in line.key("steps").items().iter().enumerate() {
            let result = run.step(step)?;
            run.expect_blocks(step.key("changed"), step.key("removed"));
            if run.is_absent(step, &artifact) {
                run.driver.take_log();
                report.absent(&self.name);
                continue;
            }
            let arg = encoding::show_encoded(step.key("arg"));
            let name = format!(
                "{i} {} {} {arg}",
                text_of(step, "op"),
                text_of(step, "blockId")
            );
            let check = run.check(name, step, result.as_ref());
            run.follow(step, &check);
            report.add(&self.name, check);
        }
        Ok(())
    }
}

struct PageRun<'a> {
    app: &'a str,
    id: &'a str,
    driver: Driver,
    /// What every block should show now.
    blocks: Map,
    /// Ids of blocks that use an operator that does not exist here.
    lacking: Vec<String>,
}

impl PageRun<'_> {
    fn expect_blocks(&mut self, changed: &Value, removed: &Value) {
        for (id, block) in changed.as_map().into_iter().flat_map(|m| m.iter()) {
            self.blocks.insert(id.clone(), snapshot::normal(block));
        }
        for id in removed.items().iter().filter_map(Value::as_str) {
            self.blocks.remove(id);
        }
    }

    fn step(&self, step: &Value) -> Result<Option<EventResult>> {
        let page = &self.driver.page;
        let Some(block) = page.block(text_of(step, "blockId")) else {
            return Ok(None);
        };
        let arg = encoding::decode(step.key("arg"), None);
        match text_of(step, "op") {
            "triggerEvent" => {
                let name = arg.key("name").as_str().unwrap_or_default();
                let event = arg.key("event").clone();
                return self
                    .driver
                    .run(page.trigger_event(block.instance(), name, event))
                    .map(Some);
            }
            "setValue" => block.set_value(arg),
            method => {
                let args = if arg.is_none() { Vec::new() } else { vec![arg] };
                if let Err(message) = block.call_method(method, &args) {
                    bail!("{}.{}: {message}", self.app, self.id);
                }
            }
        }
        self.driver.settle();
        Ok(None)
    }

    /// Where a new first item of a list cost the original what no block shows (ours keeps it), what
    /// follows is to be compared from what the original has.
    fn follow(&self, step: &Value, check: &Check) {
        if !check.passed && text_of(step, "op") == "unshiftItem" {
            let id = text_of(step, "blockId");
            let state = encoding::decode(step.key("state"), None);
            self.driver
                .page
                .set_state(&[(id.to_owned(), engine::path::get(&state, id))]);
        }
    }

    /// Does the step need an action or an operator that does not exist here, or a link that only the
    /// stand-in of the original takes for one?
    fn is_absent(&self, step: &Value, artifact: &Value) -> bool {
        let responses = step
            .key("responses")
            .as_map()
            .into_iter()
            .flat_map(|m| m.values());
        let mut kinds = responses.filter_map(|r| r.key("type").as_str());
        let mut links = step
            .key("log")
            .items()
            .iter()
            .map(|e| encoding::decode(e.key("link"), None));
        let event = text_of(step.key("arg"), "name");
        kinds.any(super::is_absent_action)
            || links
                .any(|link| !link.is_undefined() && link::target(&self.driver.app, &link).is_err())
            || event_lacks(artifact, text_of(step, "blockId"), event)
    }

    fn check(&self, name: String, expected: &Value, result: Option<&EventResult>) -> Check {
        let mut misses = Vec::new();
        let state = self.driver.page.state();
        if !encoding::same(expected.key("state"), &state) {
            misses.push(miss(
                "state",
                expected.key("state"),
                &encoding::encode(&state),
            ));
        }
        for (id, expected, got) in
            snapshot::differences(&self.blocks, &snapshot::of_page(&self.driver.page))
        {
            let leftover = got.is_none() && snapshot::is_leftover(&id, &state);
            if !leftover && !self.lacking.contains(&pattern_of(&id)) {
                misses.push(miss(&id, &expected, &got));
            }
        }
        let log = Value::list(
            self.driver
                .take_log()
                .iter()
                .map(encoding::encode)
                .collect(),
        );
        let wanted = expected
            .key("log")
            .items()
            .iter()
            .map(|e| as_recorded(&self.driver.app, e));
        let wanted = encoding::without_undefined(&Value::list(wanted.flatten().collect()));
        if wanted != log {
            misses.push(miss("log", &wanted, &log));
        }
        let mut texts = None;
        if let Some(result) = result {
            misses.extend(differences_of(expected, result));
            if let Some(text) = expected.key("eventError").as_str() {
                let got = result.error.key("error").key("error");
                let got = encoding::encode(got);
                texts = Some(got.key("~e").as_str() == Some(text));
            }
        }
        Check {
            passed: misses.is_empty(),
            texts,
            input: format!("{}/{} {name}", self.app, self.id),
            expected: expected
                .key("eventError")
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            got: match result {
                Some(result) if misses.is_empty() => encoding::show(&result.error),
                _ => misses.join("\n           "),
            },
        }
    }
}

/// Does a configuration use an operator that Lowdefy has and we do not?
fn lacks_operator(value: &Value) -> bool {
    match value {
        Value::List(items) => items.iter().any(lacks_operator),
        Value::Map(map) => map.iter().any(|(key, value)| {
            let name = key.trim_start_matches('_').split('.').next();
            let lacking =
                key.starts_with('_') && super::is_absent(&format!("_{}", name.unwrap_or_default()));
            lacking || lacks_operator(value)
        }),
        _ => false,
    }
}

/// Ids (with `$`) of the blocks whose own fields are as `is` says.
fn blocks_with(value: &Value, is: &dyn Fn(&Value) -> bool) -> Vec<String> {
    let mut out = Vec::new();
    each_block(value, &mut |id, block| {
        let own = block.as_map().into_iter().flat_map(|m| m.iter());
        let mut own =
            own.filter(|(k, _)| !matches!(&***k, "areas" | "blocks" | "events" | "requests"));
        if own.any(|(_, v)| is(v)) {
            out.push(pattern_of(id));
        }
    });
    out
}

/// Calls `visit` with every block and its id.
fn each_block(value: &Value, visit: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::List(items) => items.iter().for_each(|v| each_block(v, visit)),
        Value::Map(map) => {
            if let (Some(id), Some(_)) = (value.key("blockId").as_str(), value.key("type").as_str())
            {
                visit(id, value);
            }
            map.values().for_each(|v| each_block(v, visit));
        }
        _ => {}
    }
}

fn event_lacks(artifact: &Value, block_id: &str, event: &str) -> bool {
    let mut found = false;
    each_block(artifact, &mut |id, block| {
        found |= pattern_of(id) == pattern_of(block_id)
            && lacks_operator(block.key("events").key(event));
    });
    found
}

/// An id with `$` in place of every index.
fn pattern_of(id: &str) -> String {
    let segments = id
        .split('.')
        .map(|s| if s.parse::<usize>().is_ok() { "$" } else { s });
    segments.collect::<Vec<_>>().join(".")
}

fn differences_of(expected: &Value, result: &EventResult) -> Vec<String> {
    let mut misses = Vec::new();
    if expected.key("success").as_bool() != Some(result.success) {
        misses.push(miss(
            "success",
            expected.key("success"),
            &result.success.into(),
        ));
    }
    let responses = encoding::encode(&result.responses);
    let (wanted, got) = (
        without_errors(expected.key("responses")),
        without_errors(&responses),
    );
    if wanted != got {
        misses.push(miss("responses", &wanted, &got));
    }
    misses
}

/// Responses with true in place of errors.
fn without_errors(responses: &Value) -> Value {
    let entries = responses.as_map().into_iter().flat_map(|m| m.iter());
    let entries = entries.map(|(id, response)| {
        let mut response = encoding::without_undefined(response);
        if response.as_map().is_some_and(|m| m.contains_key("error")) {
            response.make_map().insert("error", true.into());
        }
        (id.clone(), response)
    });
    Value::map(entries.collect())
}

/// An entry of the log as our backend would write it: links are resolved, and of a message only what
/// the original says is compared.
fn as_recorded(app: &AppCx, entry: &Value) -> Option<Value> {
    let params = entry.key("link");
    if params.is_undefined() {
        return Some(entry.clone());
    }
    match link::target(app, &encoding::decode(params, None)) {
        Ok(Target::To { to, .. }) => Some(Value::object([("navigate", format!("{to:?}").into())])),
        Ok(Target::Inert) => None,
        Err(message) => Some(Value::object([("navigate", message.into())])),
    }
}

fn miss(what: &str, expected: &Value, got: &Value) -> String {
    format!(
        "{what}: expected {} got {}",
        encoding::show_encoded(expected),
        encoding::show_encoded(got)
    )
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value.key(key).as_str().unwrap_or_default()
}

/// Every request answers the same.
fn answer(_: &RequestCall) -> Result<Value, ErrorBody> {
    let answers = files::document("pages.context.json").unwrap_or_default();
    Ok(encoding::decode(answers.key("every_request_answers"), None))
}
