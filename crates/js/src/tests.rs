//! A page with some state, and functions to call.

mod limits;
mod modules;
mod time;
mod values;

use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::{
    Cx, ErrorSink, Expr, Function, OpResult, Realm, Root, Scope, Script, ScriptAnswer, Value,
    Varies, json, path,
};

use crate::{Fault, Library, Limits};

/// A page with some state, whose reads are written down.
struct World {
    library: Library,
    state: Value,
    reads: RefCell<Vec<String>>,
    logged: RefCell<Vec<Value>>,
    varies: RefCell<Varies>,
}

impl Scope for World {
    fn read(&self, root: Root, at: &str) -> Value {
        self.reads.borrow_mut().push(format!("{root:?} {at}"));
        match root {
            Root::State | Root::Payload if at.is_empty() => self.state.clone(),
            Root::State | Root::Payload => path::get(&self.state, at),
            _ => Value::Undefined,
        }
    }

    fn now(&self) -> f64 {
        1_700_000_000_123.0
    }

    fn random(&self) -> f64 {
        0.25
    }

    fn log(&self, value: &Value) {
        self.logged.borrow_mut().push(value.clone());
    }

    fn script(&self, script: &Script<'_>) -> OpResult {
        let answer = self.library.run(script);
        *self.varies.borrow_mut() = answer.varies;
        answer.result
    }
}

fn limits() -> Limits {
    Limits {
        // Machines that run tests are busy.
        time: Duration::from_millis(500),
        memory: 16 << 20,
    }
}

fn module(bodies: &[&str]) -> Arc<str> {
    let entries = bodies.iter().enumerate().map(|(i, body)| {
        format!("  'f{i}': ({{ args, event, payload, request, state, user }}) => {{ {body} }},\n")
    });
    format!("\nexport default {{\n{}}};", entries.collect::<String>()).into()
}

fn load(source: impl Into<Arc<str>>) -> Result<Library, Fault> {
    let readers = operators::readers::CLIENT;
    Library::load(
        "clientJsMap.js",
        source.into(),
        Realm::Client,
        readers,
        limits(),
    )
}

fn world(bodies: &[&str]) -> World {
    World {
        library: load(module(bodies)).expect("the module"),
        state: json::parse_wire(br#"{"a":{"b":[1,2,3]},"day":{"~d":0},"text":"x"}"#)
            .unwrap_or_default(),
        reads: RefCell::default(),
        logged: RefCell::default(),
        varies: RefCell::default(),
    }
}

impl World {
    fn answer(&self, function: &str, args: &Value) -> ScriptAnswer {
        let errors = ErrorSink::default();
        let cx = Cx::new(self, &operators::CLIENT, "block", &errors);
        self.library.run(&Script {
            cx: &cx,
            function,
            args,
        })
    }

    fn value(&self, function: &str) -> Value {
        let answer = self.answer(function, &Value::Undefined).result;
        answer.unwrap_or_else(|error| panic!("{}", error.message))
    }

    fn complaint(&self, function: &str) -> String {
        match self.answer(function, &Value::Undefined).result {
            Ok(value) => panic!("it answers {value:?}"),
            Err(error) => error.message.into_owned(),
        }
    }
}

/// What the body gives.
fn eval(body: &str) -> Value {
    world(&[body]).value("f0")
}

fn complaint(body: &str) -> String {
    world(&[body]).complaint("f0")
}

fn varies(body: &str) -> Varies {
    world(&[body]).answer("f0", &Value::Undefined).varies
}
