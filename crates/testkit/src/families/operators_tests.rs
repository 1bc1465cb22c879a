//! Every call that Lowdefy's own operator tests make: of an operator, of a function that `_function`
//! gave, of a whole parser, and of `getFromObject`.

use std::collections::HashMap;

use anyhow::Result;
use engine::{Expr, Root, Table, Value};

use super::evaluation::{Expected, Outcome, Place};
use crate::encoding;
use crate::report::Report;
use crate::world::World;

/// The frozen clock of the recording.
const NOW: f64 = 1_700_000_000_000.0;

pub(super) fn run(lines: &[Value], report: &mut Report) -> Result<()> {
    let mut files = Files::default();
    for line in lines {
        files.learn_world(line);
    }
    for line in lines {
        let kind = line.key("kind").as_str().unwrap_or_default();
        let name = line.key("operator").as_str().unwrap_or_default();
        let op = if name.starts_with('_') {
            name.to_owned()
        } else {
            format!("_{name}")
        };
        if is_older_call(line) {
            report.absent(&format!("{kind} {name}, called as an older version"));
            continue;
        }
        match kind {
            "operator" | "operator-call" if super::is_absent(&op) => report.absent(&op),
            "operator" => operator(line, &op, &mut files, report),
            "operator-call" => function_call(line, &mut files, report),
            "parse" => parse(line, report),
            "function" if name == "getFromObject" => get_from_object(line, report),
            _ => report.absent(&format!("{kind} {name}")),
        }
    }
    Ok(())
}

/// The tests are of a version that called some operators otherwise; those lines hold the complaint of
/// JavaScript about that and say nothing of the operator.
fn is_older_call(line: &Value) -> bool {
    let errors = line.key("errors").items().iter().chain([line.key("error")]);
    errors.filter_map(Value::as_str).any(|text| {
        text.starts_with("Cannot destructure property")
            || text.starts_with("Cannot read properties")
    })
}

/// What lines of one test file have in common.
#[derive(Default)]
struct Files {
    /// Payload or state that its parsers have.
    worlds: HashMap<String, Value>,
    /// The functions made in it last.
    function: HashMap<String, Value>,
}

impl Files {
    fn learn_world(&mut self, line: &Value) {
        let input = line.key("input");
        if !input.key("payload").is_undefined() {
            self.worlds
                .entry(file(line))
                .or_insert_with(|| encoding::decode(input.key("payload"), None));
        }
    }

    fn world(&self, line: &Value) -> World {
        let data = self
            .worlds
            .get(&file(line))
            .cloned()
            .unwrap_or(Value::Undefined);
        World::new(NOW)
            .with(Root::State, data.clone())
            .with(Root::Payload, data)
    }
}

fn file(line: &Value) -> String {
    line.key("file").as_str().unwrap_or_default().to_owned()
}

fn operator(line: &Value, op: &str, files: &mut Files, report: &mut Report) {
    if op == "_function" {
        return function(line, files, report);
    }
    let function = files.function.get(&file(line));
    let needs_function = encoding::show_encoded(line.key("input")).contains("\"~fn\"");
    if needs_function && function.is_none() {
        return report.absent(op);
    }
    let input = encoding::decode(line.key("input"), function);
    let name = match input.key("methodName").as_str() {
        Some(method) => format!("{op}.{method}"),
        None => op.to_owned(),
    };
    let expr = Value::object([(&name, input.key("params").clone())]);
    let outcome = evaluate(&input, &world_of(&input), table_of(line, &input), &expr);
    let expected = Expected::of(line, super::is_random(&name, input.key("params")));
    report.add(op, outcome.check(&expr, &expected));
}

/// Makes the function, and keeps it for the calls and the operators that follow.
fn function(line: &Value, files: &mut Files, report: &mut Report) {
    let expr = function_expr(line);
    let world = files.world(line);
    let outcome = evaluate(line.key("input"), &world, table_of_body(&expr), &expr);
    let made = Value::object([("~returns", "function".into())]);
    let passed = outcome.value.as_function().is_some() && *line.key("output") == made;
    let mut check = outcome.check(&expr, &Expected::nothing());
    check.passed &= passed;
    report.add("_function", check);
    files.function.insert(file(line), outcome.value);
}

/// `{_function: params}`, within as many functions as the prefix has further underscores.
fn function_expr(line: &Value) -> Value {
    let input = encoding::decode(line.key("input"), None);
    let depth = input.key("operatorPrefix").as_str().map_or(1, str::len);
    function_around(input.key("params").clone(), depth)
}

fn function_around(body: Value, depth: usize) -> Value {
    (1..=depth).rev().fold(body, |inner, depth| {
        Value::object([(&format!("{}function", "_".repeat(depth)), inner)])
    })
}

/// Calls a function, which is the one that the operator in the lines after was given.
fn function_call(line: &Value, files: &mut Files, report: &mut Report) {
    let expr = function_expr(line);
    let depth = line
        .key("input")
        .key("operatorPrefix")
        .as_str()
        .map_or(1, str::len);
    let args: Vec<Value> = line
        .key("call")
        .items()
        .iter()
        .map(|v| encoding::decode(v, None))
        .collect();
    let outcome = call(&expr, depth, &args, &files.world(line));
    add(report, "_function", line, &expr, &outcome);
    let made = evaluate(
        line.key("input"),
        &files.world(line),
        table_of_body(&expr),
        &expr,
    );
    files.function.insert(file(line), made.value);
}

/// Makes the function within `depth - 1` functions, and calls it.
fn call(expr: &Value, depth: usize, args: &[Value], world: &World) -> Outcome {
    let table = table_of_body(expr);
    let place = Place {
        world,
        table,
        location: "location",
        indices: &[],
        args: None,
    };
    place.run(|cx| {
        let mut value = Expr::compile(expr, table).eval(cx);
        for i in 0..depth {
            let args = if i + 1 == depth { args } else { &[] };
            value = match value.as_function().map(|f| cx.call(f, args)) {
                Some(Ok(value)) => value,
                _ => Value::Undefined,
            };
        }
        value
    })
}

fn parse(line: &Value, report: &mut Report) {
    let name = line.key("operator").as_str().unwrap_or_default();
    let group = match name.len() {
        0 => "parse with operators of the test".to_owned(),
        1..20 => format!("parse {name}"),
        _ => "parse _operator/_function".to_owned(),
    };
    let known = |v: &Value| v.as_str().is_some_and(super::exists);
    if !line.key("input").key("operators").items().iter().all(known) {
        return report.absent(&group);
    }
    let input = encoding::decode(line.key("input"), None);
    let on_page = input.key("parser").as_str() == Some("webParser");
    let world = if on_page {
        World::of_page(input.key("context"), NOW)
            .with(Root::Event, input.key("event").clone())
            .with(Root::Actions, input.key("actions").clone())
    } else {
        World::of_request(&input, NOW)
    };
    let table = if on_page {
        &operators::CLIENT
    } else {
        &operators::SERVER
    };
    // A longer prefix is what the body of a function is parsed with.
    let outcome = match input.key("operatorPrefix").as_str() {
        Some(prefix) if prefix.len() > 1 => {
            let expr = function_around(input.key("input").clone(), prefix.len() - 1);
            call(&expr, prefix.len() - 1, input.key("args").items(), &world)
        }
        _ => evaluate(&input, &world, table, input.key("input")),
    };
    add(report, &group, line, input.key("input"), &outcome);
}

/// Runs as `_state` would, under the name that the vectors have.
fn get_from_object(line: &Value, report: &mut Report) {
    let Some(entry) = operators::CLIENT.find("_state") else {
        return report.absent("getFromObject");
    };
    let input = encoding::decode(line.key("input"), None);
    let world = World::new(NOW).with(Root::State, input.key("object").clone());
    let outcome = Place {
        world: &world,
        table: &operators::CLIENT,
        location: "location",
        indices: &indices(&input),
        args: None,
    }
    .run(|cx| {
        let name = input.key("operator").as_str().unwrap_or_default();
        let params = input.key("params");
        (entry.eval)(
            cx,
            engine::Args {
                name,
                method: None,
                params,
            },
        )
        .unwrap_or_else(|e| {
            let received = engine::json::stringify(params);
            cx.errors.push(engine::EvalError {
                message: format!("{} Received: {received} at {}.", e.message, cx.location),
                complaint: e.complaint().to_owned(),
                location: cx.location.into(),
                key: None,
            });
            Value::Null
        })
    });
    add(report, "getFromObject", line, &input, &outcome);
}

fn evaluate(input: &Value, world: &World, table: &'static Table, expr: &Value) -> Outcome {
    let args = input.key("args").as_list();
    Place {
        world,
        table,
        location: input.key("location").as_str().unwrap_or("undefined"),
        indices: &indices(input),
        args: args.map(|a| a.as_slice()),
    }
    .evaluate(expr)
}

fn add(report: &mut Report, group: &str, line: &Value, expr: &Value, outcome: &Outcome) {
    report.add(group, outcome.check(expr, &Expected::of(line, false)));
}

fn indices(input: &Value) -> Vec<usize> {
    let items = input.key("arrayIndices").items().iter();
    items
        .filter_map(|v| v.as_integer().and_then(|i| usize::try_from(i).ok()))
        .collect()
}

/// The world of a direct call has only what is handed to it.
fn world_of(input: &Value) -> World {
    let roots = [
        (Root::State, "state"),
        (Root::Global, "lowdefyGlobal"),
        (Root::Input, "input"),
        (Root::Event, "event"),
        (Root::EventLog, "eventLog"),
        (Root::Actions, "actions"),
        (Root::Requests, "requests"),
        (Root::User, "user"),
        (Root::Payload, "payload"),
        (Root::Secret, "secrets"),
    ];
    roots.iter().fold(World::new(NOW), |w, (root, key)| {
        w.with(*root, input.key(key).clone())
    })
}

fn table_of(line: &Value, input: &Value) -> &'static Table {
    let on_server =
        line.key("runtime").as_str() == Some("server") || !input.key("payload").is_undefined();
    if on_server {
        &operators::SERVER
    } else {
        &operators::CLIENT
    }
}

fn table_of_body(expr: &Value) -> &'static Table {
    let on_server = encoding::show(expr).contains("_payload");
    if on_server {
        &operators::SERVER
    } else {
        &operators::CLIENT
    }
}
