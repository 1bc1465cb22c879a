//! `_build.<operator>`: operators that are evaluated while the app is built.
//!
//! What an operator passes on unchanged, such as the branch that `_build.if` takes, keeps the places
//! where it was written.

use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use engine::{Args, Cx, ErrorSink, Expr, Map, Realm, Root, Scope, Str, Value};

use super::Frame;
use crate::build::{Compiler, Options, received};
use crate::fields::Fields;
use crate::node::{Kind, Node, Place};

/// What operators see of the world while an app is built: a clock and chance.
pub(super) struct World {
    now: f64,
    seed: Cell<u64>,
    /// Was the clock read, or chance asked?
    pub(super) varies: Cell<bool>,
}

impl World {
    pub(super) fn of(options: &Options<'_>, chance: u64) -> World {
        World {
            now: options.now,
            seed: Cell::new(chance),
            varies: Cell::default(),
        }
    }
}

impl Scope for World {
    fn read(&self, _root: Root, _path: &str) -> Value {
        Value::Undefined
    }

    fn now(&self) -> f64 {
        self.varies.set(true);
        self.now
    }

    /// SplitMix64.
    fn random(&self) -> f64 {
        self.varies.set(true);
        self.seed
            .set(self.seed.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mut z = self.seed.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Stands before the names of operators that a function of the build must leave alone.
const SHIELD: char = '\u{1}';

impl Compiler<'_> {
    /// What `{key: params}` gives, where `key` begins with `_build.`; none if there is no such operator,
    /// which leaves it as it is.
    pub(super) fn operate(
        &mut self,
        key: &str,
        params: &Node,
        place: Place,
        frame: &Frame<'_>,
    ) -> Option<Node> {
        let name = key.strip_prefix("_build.")?;
        if name == "env" {
            return Some(self.env(params, place, frame));
        }
        let (name, method) = match name.split_once('.') {
            Some((name, method)) => (name, Some(method)),
            None => (name, None),
        };
        let name = format!("_{name}");
        let entry = operators::SERVER.find(&name)?;
        if entry.realm != Realm::Both {
            return None;
        }
        let shield = entry.name == "_function";
        let given = match shield {
            true => with_shields(params),
            false => params.to_value(),
        };
        let mut origins = match shield {
            true => Origins::default(),
            false => Origins::of(&given, params),
        };
        let world = World::of(self.options, self.chance());
        let errors = ErrorSink::default();
        let location = self.sources.path(place.file);
        let cx = Cx::new(&world, &operators::SERVER, &location, &errors);
        let result = if shield {
            let function = Value::object([("_function", given)]);
            Ok(Expr::compile(&function, &operators::SERVER).eval(&cx))
        } else {
            let args = Args {
                name: entry.name,
                method,
                params: &given,
            };
            (entry.eval)(&cx, args).map_err(|error| error.sentence(&given, &location))
        };
        if world.varies.get() {
            self.varies();
        }
        let within = errors.take().into_iter().map(|error| error.message);
        let mut messages: Vec<String> = within.collect();
        let value = result.unwrap_or_else(|message| {
            messages.push(message);
            Value::Null
        });
        for message in messages {
            self.warn("build-operators", place, message);
        }
        Some(match value {
            Value::Function(_) => Node::scalar(value, place),
            value => origins.node(&value, place),
        })
    }

    /// `_build.env`: a variable of the environment, by name or as `{key, default}`.
    fn env(&mut self, params: &Node, place: Place, frame: &Frame<'_>) -> Node {
        let key = params.as_str().or_else(|| params.get("key")?.as_str());
        let Some(key) = key else {
            let message = format!(
                "_build.env needs the name of a variable, or `key` and `default`: artifacts must not \
                 hold the whole environment. Received: {}",
                received(Some(params))
            );
            self.warn("build-operators", place, message);
            return Node::null(place);
        };
        if !self.may_read_env(key, place, frame) {
            return Node::null(place);
        }
        match (self.options.env.get(key), params.get("default")) {
            (Some(text), _) => Node::text(text, place),
            (None, Some(default)) => default.clone(),
            (None, None) => Node::null(place),
        }
    }
}

/// Whence the lists and objects are that an operator was given. Those near the top are found first:
/// operators mostly pass on what is there.
#[derive(Default)]
struct Origins {
    /// Nodes by where their values are kept.
    known: HashMap<usize, Node, foldhash::fast::RandomState>,
    /// Values that were not looked at yet, with their nodes.
    rest: VecDeque<(Value, Node)>,
}

impl Origins {
    /// Of `value`, which is that of `node`.
    fn of(value: &Value, node: &Node) -> Origins {
        Origins {
            rest: VecDeque::from([(value.clone(), node.clone())]),
            ..Origins::default()
        }
    }

    /// The node whose value this is.
    fn find(&mut self, value: &Value) -> Option<Node> {
        let wanted = address(value)?;
        if let Some(node) = self.known.get(&wanted) {
            return Some(node.clone());
        }
        while let Some((value, node)) = self.rest.pop_front() {
            let Some(own) = address(&value) else {
                continue;
            };
            match (&value, &node.kind) {
                (Value::List(values), Kind::List(list)) => {
                    let pairs = values.iter().cloned().zip(list.items().iter().cloned());
                    self.rest.extend(pairs);
                }
                (Value::Map(map), Kind::Object(object)) => {
                    let nodes = object.iter().map(|(_, _, node)| node.clone());
                    self.rest.extend(map.values().cloned().zip(nodes));
                }
                _ => {}
            }
            self.known.insert(own, node.clone());
            if own == wanted {
                return Some(node);
            }
        }
        None
    }

    /// The node of what an operator gave.
    fn node(&mut self, value: &Value, place: Place) -> Node {
        if let Some(node) = self.find(value) {
            return node;
        }
        match value {
            Value::List(items) => {
                let items = items.iter();
                Node::list(items.map(|v| self.node(v, place)).collect(), place)
            }
            Value::Map(map) => {
                let mut fields = Fields::room(map.len());
                for (key, value) in map.iter().filter(|(_, v)| !v.is_undefined()) {
                    let key = key
                        .strip_prefix(SHIELD)
                        .map_or_else(|| key.clone(), Into::into);
                    fields.insert(key, (place, self.node(value, place)));
                }
                Node::object(fields, place)
            }
            value => Node::of_value(value, place),
        }
    }
}

/// The value of `node` with shields before the operators that are not to be evaluated.
fn with_shields(node: &Node) -> Value {
    match &node.kind {
        Kind::Scalar(value) => value.clone(),
        Kind::List(list) => Value::list(list.items().iter().map(with_shields).collect()),
        Kind::Object(object) => {
            let mut map = Map::with_capacity(object.iter().len());
            for (key, _, value) in object.iter() {
                map.insert(shielded(key), with_shields(value));
            }
            Value::map(map)
        }
    }
}

/// A key in the body of a function: `__build.sum` is its operator `__sum`, and operators of the app are
/// left alone.
fn shielded(key: &Str) -> Str {
    let bare = key.trim_start_matches('_');
    let n = key.len() - bare.len();
    match bare.strip_prefix("build.") {
        Some(name) if n > 1 => format!("{}{name}", "_".repeat(n)).into(),
        _ if n > 0 => format!("{SHIELD}{key}").into(),
        _ => key.clone(),
    }
}

/// Where a list or an object is kept: two values with one address are one, while both are. None for one
/// that nobody else has: an operator made it.
fn address(value: &Value) -> Option<usize> {
    match value {
        Value::List(items) if Arc::strong_count(items) > 1 => Some(Arc::as_ptr(items) as usize),
        Value::Map(map) if Arc::strong_count(map) > 1 => Some(Arc::as_ptr(map) as usize),
        _ => None,
    }
}
