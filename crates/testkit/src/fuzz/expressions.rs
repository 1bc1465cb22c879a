//! Expressions of every operator and method, over random worlds.

use std::sync::OnceLock;

use engine::{Args, Cx, ErrorSink, Expr, Map, OperatorEntry, Realm, Root, Table, Value, json};

use super::signatures::{self, Signature, Takes};
use super::{Random, Target};
use crate::encoding;
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "expressions",
    make,
    run,
};

const NOW: f64 = 1_700_000_000_000.0;

/// Larger values, as a value within itself many times, are not looked at.
const MAX_SIZE: usize = 64 << 20;

/// What of the world is random.
const ROOTS: &[(Root, &str)] = &[
    (Root::State, "state"),
    (Root::Global, "global"),
    (Root::Requests, "requests"),
    (Root::Payload, "payload"),
    (Root::User, "user"),
    (Root::Event, "event"),
];

fn make(random: &mut Random) -> Value {
    let on_page = random.chance(70);
    let mut case = Map::new();
    case.insert("page", on_page.into());
    let mut generator = Generator {
        table: table(on_page),
        random,
        left: 60,
    };
    let expr = generator.expression("any", 5, 1);
    for (_, name) in ROOTS {
        let value = match random.chance(70) {
            true => Value::object([("a", random.value(3)), ("b", random.value(2))]),
            false => random.value(2),
        };
        case.insert(*name, encoding::encode(&value));
    }
    case.insert("expression", encoding::encode(&expr));
    Value::map(case)
}

struct Generator<'a> {
    table: &'static Table,
    random: &'a mut Random,
    /// Operators that may still come.
    left: usize,
}

impl Generator<'_> {
    /// An expression of a kind, `depth` operators deep at most, within as many functions as `level`
    /// is above 1. Sometimes of another kind, for there are people.
    fn expression(&mut self, kind: &str, depth: usize, level: usize) -> Value {
        let kind = if self.random.chance(3) { "any" } else { kind };
        if kind == "function" && level < 5 {
            let body = self.expression("any", depth.saturating_sub(1), level + 1);
            return call(level, "_function", body);
        }
        if depth == 0 || self.left == 0 || self.random.chance(25) {
            return self.random.literal(kind);
        }
        self.left -= 1;
        if level > 1 && self.random.chance(25) {
            let path = self.random.pick(&["0", "1", "0.a", "2.length", ""]);
            return call(level, "_args", path.into());
        }
        if self.random.chance(2) {
            return self.nonsense(depth, level);
        }
        // What gives anything gives seldom what is asked for.
        let loose = kind == "any" || self.random.chance(20);
        let fitting: Vec<_> = signatures::of(self.table)
            .filter(|s| s.gives == kind || loose && (s.gives == "any" || kind == "any"))
            .collect();
        let Some(signature) = fitting.get(self.random.below(fitting.len())) else {
            return self.random.literal(kind);
        };
        // An operator of a level further out is computed when the function is made.
        let level = match self.random.chance(92) {
            true => level,
            false => 1 + self.random.below(level),
        };
        let params = self.params(signature, depth - 1, level);
        call(level, signature.name, params)
    }

    fn params(&mut self, signature: &Signature, depth: usize, level: usize) -> Value {
        match &signature.takes {
            Takes::One(kind) => self.expression(kind, depth, level),
            Takes::Many(kind, n) => {
                let n = n.unwrap_or_else(|| self.random.below(5));
                let items = (0..n).map(|_| self.expression(kind, depth, level));
                items.collect::<Vec<_>>().into()
            }
            Takes::Named(all) => {
                // The last ones may be missing.
                let n = match self.random.chance(80) {
                    true => all.len(),
                    false => 1 + self.random.below(all.len()),
                };
                // Only methods take a list, too.
                let listed = signature.name.contains('.') && self.random.chance(50);
                let given = all[..n]
                    .iter()
                    .map(|(key, kind)| (*key, self.expression(kind, depth, level)));
                let given: Map = given.collect();
                match listed {
                    true => given.values().cloned().collect::<Vec<_>>().into(),
                    false => Value::map(given),
                }
            }
        }
    }

    /// Any operator, any method, anything for parameters.
    fn nonsense(&mut self, depth: usize, level: usize) -> Value {
        let entries: Vec<_> = self.table.iter().collect();
        let entry = entries[self.random.below(entries.len())];
        let methods = methods_of(entry);
        let name = match self.random.below(4) {
            0 => format!("{}.nonsense", entry.name),
            _ if methods.is_empty() => entry.name.to_owned(),
            1 => entry.name.to_owned(),
            _ => format!(
                "{}.{}",
                entry.name,
                methods[self.random.below(methods.len())]
            ),
        };
        let n = self.random.below(4);
        let params: Vec<Value> = (0..n)
            .map(|_| self.expression("any", depth - 1, level))
            .collect();
        let params = match self.random.below(3) {
            0 => self.random.value(2),
            1 => params.into(),
            _ => Value::map(params.into_iter().map(|v| (self.random.key(), v)).collect()),
        };
        call(level, &name, params)
    }
}

/// A call with as many underscores as `level`.
fn call(level: usize, name: &str, params: Value) -> Value {
    let name = format!("{}{name}", "_".repeat(level - 1));
    Value::object([(&name, params)])
}

/// The methods of an operator, as its own complaint about one that it has not lists them.
fn methods_of(entry: &OperatorEntry) -> &'static [String] {
    type Known = Vec<(&'static str, Vec<String>)>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let entries = operators::all().map(|entry| (entry.name, complaint(entry)));
        entries.collect()
    });
    let found = known.iter().find(|(name, _)| *name == entry.name);
    found.map_or(&[], |(_, methods)| methods)
}

fn complaint(entry: &OperatorEntry) -> Vec<String> {
    let errors = ErrorSink::default();
    let world = World::new(NOW);
    let table = table(entry.realm != Realm::Server);
    let cx = Cx::new(&world, table, "", &errors);
    let args = Args {
        name: entry.name,
        method: Some("nonsense"),
        params: &Value::Null,
    };
    let message = match (entry.eval)(&cx, args) {
        Ok(_) => return Vec::new(),
        Err(error) => error.message,
    };
    let listed = message.split("one of the following: ").nth(1);
    let names = listed.unwrap_or_default().split(". ").next();
    let names = names.unwrap_or_default().trim_end_matches('.').split(", ");
    names.filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

fn table(on_page: bool) -> &'static Table {
    if on_page {
        &operators::CLIENT
    } else {
        &operators::SERVER
    }
}

/// Evaluates twice: both must give the same. What is given can be written and read again.
fn run(case: &Value) -> Result<(), String> {
    let expression = encoding::decode(case.key("expression"), None);
    let table = table(case.key("page").as_bool() == Some(true));
    let expr = Expr::compile(&expression, table);
    expr.reads();
    expr.visit_keys(&mut |_| {});
    expr.visit_operators(&mut |_, _, _| {});
    let evaluate = |expr: &Expr| {
        let world = ROOTS.iter().fold(World::new(NOW), |world, (root, name)| {
            world.with(*root, encoding::decode(case.key(name), None))
        });
        let errors = ErrorSink::default();
        let indices = [1, 0];
        let args = ["arg".into(), Value::list(vec![1.into()]), 3.into()];
        let mut cx = Cx::new(&world, table, "block.1", &errors).with_indices(&indices);
        cx.args = Some(&args);
        (expr.eval(&cx), errors.take())
    };
    let (first, errors) = evaluate(&expr);
    let (second, again) = evaluate(&Expr::compile(&expression, table));
    if first.exceeds(MAX_SIZE) {
        return Ok(());
    }
    // Functions are never the same.
    let text = encoding::show(&first);
    if text != encoding::show(&second) {
        return Err("the second evaluation gave something else".to_owned());
    }
    if errors != again {
        return Err("the second evaluation had other errors".to_owned());
    }
    if let Err(error) = json::parse(text.as_bytes())
        && !error.message.contains("recursion limit")
    {
        return Err(format!("what is written cannot be read: {error}"));
    }
    json::stringify(&first);
    engine::js::to_text(&first);
    engine::js::to_number(&first);
    engine::js::stable_stringify(&first);
    Ok(())
}
