//! Scenarios of the engine's own tests: a page, its first state, and steps with what they left.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use engine::{Late, Map, OperatorEntry, Realm, Table, Value};
use protocol::{Code, ErrorBody, RequestCall, Root};
use runtime::{EventResult, PageCx, Shared};

use crate::driver::{self, Driver, Surroundings};
use crate::report::{Check, Report};
use crate::{encoding, snapshot};

/// Actions that exist in Lowdefy's tests only.
const ONLY_IN_TESTS: &[&str] = &["Action", "Custom", "Error"];

/// How long the tests wait for a debounced event to be over.
const CALM_MS: f64 = 1000.0;

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    for line in lines {
        let file = line.key("file").as_str().unwrap_or_default();
        let group = file.rsplit('/').next().unwrap_or_default();
        if !report.wants(group) {
            continue;
        }
        let artifact = artifact(line);
        // A test that adds an event to a block that runs has nothing to be replayed with.
        let adds_event = line
            .key("test")
            .as_str()
            .is_some_and(|test| test.starts_with("registerEvent"));
        if adds_event || uses_action(&artifact, &|kind| ONLY_IN_TESTS.contains(&kind)) {
            report.absent(group);
            continue;
        }
        let check = Scenario::new(line, &artifact)?.check()?;
        report.add(group, check);
    }
    Ok(())
}

/// The page, with the first state set as the tests set it: by an action of onInit.
fn artifact(line: &Value) -> Value {
    let root = driver::with_types(line.key("rootBlock"));
    let mut map = root.as_map().map(|m| Map::clone(m)).unwrap_or_default();
    let set = Value::object([
        ("id", "init".into()),
        ("type", "SetState".into()),
        ("params", first_state(line)),
    ]);
    let mut events = map.get("events").cloned().unwrap_or_default();
    events.make_map().insert("onInit", Value::list(vec![set]));
    map.insert("events", events);
    Value::map(map)
}

/// The operators that the scenario ran with, for as long as the process lives: without one, its name is
/// a key like any other.
fn table_of(names: &[Value]) -> &'static Table {
    static TABLES: Mutex<BTreeMap<Vec<String>, &'static Table>> = Mutex::new(BTreeMap::new());
    static LATE: Late = Late::new();
    let names: Vec<String> = names
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let mut tables = TABLES.lock().unwrap_or_else(PoisonError::into_inner);
    tables.entry(names).or_insert_with_key(|names| {
        let known = |entry: &&OperatorEntry| names.iter().any(|name| name == entry.name);
        let mut entries: Vec<OperatorEntry> = operators::all().filter(known).copied().collect();
        entries.sort_by_key(|entry| entry.name);
        let list: &'static [OperatorEntry] = entries.leak();
        let lists: &'static [&'static [OperatorEntry]] = vec![list].leak();
        Box::leak(Box::new(Table::new(lists, &LATE, Realm::Client)))
    })
}

/// What tests set before hidden blocks took it out of the very object that was recorded: test, path and
/// value as JSON.
const TAKEN_OUT: &[(&str, &str, &str)] = &[
    (
        "toggle list object field visibility with index",
        "list.1.text",
        "\"a2\"",
    ),
    (
        "nested list",
        "list.3.innerList",
        "[{\"innerInnerList\":[1,2,3]}]",
    ),
];

fn first_state(line: &Value) -> Value {
    let mut state = line.key("initState").clone();
    let taken = TAKEN_OUT
        .iter()
        .filter(|(test, ..)| line.key("test").as_str() == Some(test));
    for (_, path, value) in taken {
        engine::path::set(
            &mut state,
            path,
            engine::json::parse(value.as_bytes()).unwrap_or_default(),
        );
    }
    state
}

/// Does an event of the artifact have an action whose type `is` says?
pub(super) fn uses_action(artifact: &Value, is: &dyn Fn(&str) -> bool) -> bool {
    match artifact {
        Value::List(items) => items.iter().any(|v| uses_action(v, is)),
        Value::Map(map) => {
            let events = map.get("events").and_then(Value::as_map);
            let events = events.into_iter().flat_map(|m| m.values());
            let lists = events.flat_map(|e| [e, e.key("try"), e.key("catch")]);
            let mut actions = lists.flat_map(Value::items);
            actions.any(|a| a.key("type").as_str().is_some_and(is))
                || map.values().any(|v| uses_action(v, is))
        }
        _ => false,
    }
}

struct Scenario<'a> {
    line: &'a Value,
    driver: Driver,
    immediate: bool,
    misses: Vec<String>,
    /// Texts of errors that are not equal.
    differing: Vec<String>,
    /// Are all texts of errors equal? None while there are none.
    texts: Option<bool>,
}

impl<'a> Scenario<'a> {
    fn new(line: &'a Value, artifact: &Value) -> Result<Scenario<'a>> {
        driver::set_metas(line.key("metas"));
        let lowdefy = encoding::decode(line.key("lowdefy"), None);
        let global = lowdefy.key("lowdefyGlobal").clone().or(Value::object([]));
        let shared = Shared {
            root: Root {
                global: global.clone(),
                ..Root::default()
            },
            global,
            user: lowdefy.key("user").clone(),
            href: "http://localhost/test".into(),
            ..Shared::default()
        };
        let around = Surroundings {
            shared,
            input: lowdefy.key("inputs").key("test").clone(),
            table: table_of(line.key("operators").items()),
            now: 0.0,
            answer,
        };
        let driver = Driver::new(artifact, around)?;
        driver.app.change(&[], |shared| {
            shared.url_query = lowdefy.key("urlQuery").clone()
        });
        register_methods(&driver.page);
        let immediate = encoding::show(artifact).contains("\"immediate\":true");
        Ok(Scenario {
            line,
            driver,
            immediate,
            misses: Vec::new(),
            differing: Vec::new(),
            texts: None,
        })
    }

    fn check(mut self) -> Result<Check> {
        self.driver.run(self.driver.page.init())?;
        register_methods(&self.driver.page);
        self.compare("init", self.line.key("init"));
        let steps = self.line.key("steps").items();
        let mut next = 0;
        while next < steps.len() {
            let n = 1 + steps[next..]
                .iter()
                .take_while(|s| !self.immediate && is_bounced(s))
                .count();
            let group = &steps[next..(next + n).min(steps.len())];
            self.step(next, group)?;
            next += n;
        }
        Ok(Check {
            passed: self.misses.is_empty(),
            texts: self.texts,
            input: format!(
                "{}\n    {}",
                self.line.key("test").as_str().unwrap_or_default(),
                encoding::show_encoded(self.line.key("rootBlock").key("areas"))
            ),
            expected: "(see below)".to_owned(),
            got: [self.misses, self.differing].concat().join("\n           "),
        })
    }

    /// Does one step, or events that are debounced into one.
    fn step(&mut self, index: usize, group: &[Value]) -> Result<()> {
        let last = group.last().context("a group has a step")?;
        let page = self.driver.page.clone();
        if !is_bounced(last) {
            self.driver.pass(CALM_MS);
        }
        if last.key("op").as_str() != Some("triggerEvent") {
            self.change(index, last);
        } else {
            let runs = group.iter().map(|step| trigger(&page, step));
            let results = self.driver.run(driver::all(runs.collect()))?;
            for (step, result) in group.iter().zip(results) {
                match result {
                    Some(result) => self.compare_result(index, step.key("result"), &result),
                    None => self.misses.push(format!("{index}: no such block")),
                }
            }
        }
        register_methods(&page);
        self.validate(last.key("after"))?;
        self.compare(&index.to_string(), last.key("after"));
        Ok(())
    }

    fn change(&mut self, index: usize, step: &Value) {
        let op = step.key("op").as_str().unwrap_or_default();
        let args: Vec<Value> = encoding::decode(step.key("args"), None).items().to_vec();
        let Some(block) = self
            .driver
            .page
            .block(step.key("blockId").as_str().unwrap_or_default())
        else {
            return self.misses.push(format!("{index}: no such block"));
        };
        if op == "setValue" {
            block.set_value(args.first().cloned().unwrap_or_default());
        } else if let Err(message) = block.call_method(op, &args) {
            self.misses.push(format!("{index} {op}: {message}"));
        }
    }

    /// Some tests call the engine's validate themselves, which is no step: whose outcome is shown
    /// then, though no action showed it.
    fn validate(&self, expected: &Value) -> Result<()> {
        if uses_action(self.line.key("rootBlock"), &|kind| {
            kind.ends_with("Validate")
        }) {
            return Ok(());
        }
        let blocks = expected
            .key("blocks")
            .as_map()
            .into_iter()
            .flat_map(|m| m.iter());
        let shown = blocks.filter(|(_, block)| !block.key("validation").key("status").is_none());
        let ids: Vec<Value> = shown.map(|(id, _)| id.clone().into()).collect();
        if !ids.is_empty() {
            self.driver
                .page
                .validate(&Value::list(ids))
                .map_err(anyhow::Error::msg)?;
        }
        Ok(())
    }

    fn compare(&mut self, at: &str, expected: &Value) {
        let page = &self.driver.page;
        let state = page.state();
        if !encoding::same(expected.key("state"), &state) {
            let (e, g) = (
                encoding::show_encoded(expected.key("state")),
                encoding::show(&state),
            );
            self.misses
                .push(format!("{at} state: expected {e} got {g}"));
        }
        let mut got = snapshot::of_page(page);
        // The tests do not show the root.
        got.remove(&page.root().id());
        let blocks = expected
            .key("blocks")
            .as_map()
            .into_iter()
            .flat_map(|m| m.iter());
        let live =
            blocks.filter(|(id, _)| got.contains_key(id) || !snapshot::is_leftover(id, &state));
        let expected: Map = live
            .map(|(id, block)| (id.clone(), snapshot::normal(block)))
            .collect();
        for (id, expected, got) in snapshot::differences(&expected, &got) {
            let (e, g) = (
                encoding::show_encoded(&expected),
                encoding::show_encoded(&got),
            );
            self.misses.push(format!("{at} {id}: expected {e} got {g}"));
        }
    }

    fn compare_result(&mut self, index: usize, expected: &Value, got: &EventResult) {
        let got = encoding::encode(&got.to_value());
        let keys = [
            "blockId",
            "bounced",
            "event",
            "eventName",
            "responses",
            "success",
        ];
        for key in keys {
            let (e, g) = (
                without_texts(expected.key(key)),
                without_texts(got.key(key)),
            );
            if e != g {
                let (e, g) = (encoding::show_encoded(&e), encoding::show_encoded(&g));
                self.misses
                    .push(format!("{index} result.{key}: expected {e} got {g}"));
            }
        }
        let (error, got_error) = (
            expected.key("error").key("error"),
            got.key("error").key("error"),
        );
        if without_texts(error) != without_texts(got_error) {
            let (e, g) = (
                encoding::show_encoded(error),
                encoding::show_encoded(got_error),
            );
            self.misses
                .push(format!("{index} result.error: expected {e} got {g}"));
        }
        if !error.is_undefined() {
            let same = error == got_error;
            self.texts = Some(self.texts.unwrap_or(true) && same);
            if !same {
                let (e, g) = (
                    encoding::show_encoded(error),
                    encoding::show_encoded(got_error),
                );
                self.differing
                    .push(format!("{index} text: expected {e} got {g}"));
            }
        }
    }
}

/// Was the event dropped in favour of a later one?
fn is_bounced(step: &Value) -> bool {
    *step.key("result").key("bounced") == Value::Bool(true)
}

/// `encoded` with every error text replaced, and undefined keys left out.
fn without_texts(encoded: &Value) -> Value {
    match &encoding::without_undefined(encoded) {
        Value::List(items) => Value::list(items.iter().map(without_texts).collect()),
        Value::Map(map) if map.contains_key("~undef") => Value::Undefined,
        Value::Map(map) if map.contains_key("~e") => "(an error)".into(),
        Value::Map(map) => Value::map(
            map.iter()
                .map(|(k, v)| (k.clone(), without_texts(v)))
                .collect(),
        ),
        v => v.clone(),
    }
}

async fn trigger(page: &PageCx, step: &Value) -> Option<EventResult> {
    let arg = step
        .key("args")
        .items()
        .first()
        .map(|v| encoding::decode(v, None))
        .unwrap_or_default();
    let block = page.block(step.key("blockId").as_str().unwrap_or_default())?;
    let name = arg.key("name").as_str().unwrap_or_default();
    Some(
        page.trigger_event(block.instance(), name, arg.key("event").clone())
            .await,
    )
}

/// The method that the tests of CallMethod give their inputs.
fn register_methods(page: &PageCx) {
    for block in page.blocks() {
        block.register_method("blockMethod", |args| {
            Value::object([("args", Value::list(args.to_vec()))])
        });
    }
}

/// The requests of the tests of Request.
fn answer(call: &RequestCall) -> Result<Value, ErrorBody> {
    match &*call.request_id {
        "req_one" => Ok(1.into()),
        "req_two" => Ok(2.into()),
        _ => Err(ErrorBody::new(Code::Request, "Request error")),
    }
}
