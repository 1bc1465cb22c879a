use std::sync::Arc;

use engine::{Args, Cx, Map, OpError, OpResult, Operator, Value, js, path};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, fill_first, method};

/// The functions of JavaScript's `Object`, and `hasOwnProperty`.
///
/// ```yaml
/// _object.keys: { _state: settings }
/// _object.assign: [{ _state: defaults }, { _state: settings }]
/// _object.fromEntries: { _state: pairs }
/// _object.hasOwnProperty: { on: { _state: settings }, prop: color }
/// ```
///
/// Keys that are whole numbers come first, in their order, as JavaScript keeps them.
///
/// - `assign`: one object of several; where they have the same key, the last one counts.
/// - `defineProperty`: the object `on` with the value `descriptor.value` at `key`.
/// - `entries`: the keys and values, as a list of pairs.
/// - `fromEntries`: an object of such a list.
/// - `keys`: the keys.
/// - `values`: the values.
/// - `hasOwnProperty`: does the object `on` have the key `prop`?
pub struct Object;

const OBJECT: &str = "object, null";

const METHODS: &[Method] = &[
    method("assign", Takes::List, "array"),
    method(
        "defineProperty",
        Takes::Named("on key descriptor"),
        ARRAY_OBJECT,
    ),
    method("entries", Takes::One, OBJECT),
    method("fromEntries", Takes::One, "array, null"),
    method("keys", Takes::One, OBJECT),
    method("values", Takes::One, OBJECT),
];

const INSTANCE: &[Method] = &[method(
    "hasOwnProperty",
    Takes::Named("on prop"),
    ARRAY_OBJECT,
)];

impl Operator for Object {
    const NAME: &'static str = "_object";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        if args.method == Some("hasOwnProperty") {
            return Call {
                cx,
                args,
                methods: INSTANCE,
            }
            .instance("object", prepare, |_, _, args| {
                let key = js::to_text(arg(&args, 1));
                Ok(args[0]
                    .as_map()
                    .is_some_and(|map| map.contains_key(&key))
                    .into())
            });
        }
        let described;
        let params = if args.method == Some("defineProperty") {
            described = with_descriptor(args.params);
            &described
        } else {
            args.params
        };
        Call {
            cx,
            args: Args { params, ..args },
            methods: METHODS,
        }
        .class(None, prepare, run)
    }
}

fn prepare(_: &Cx<'_>, method: &str, args: &mut Vec<Value>) -> Result<(), OpError> {
    fill_first(args, || match method {
        "fromEntries" => Value::list(Vec::new()),
        _ => Value::map(Map::new()),
    });
    Ok(())
}

fn run(_: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let value = arg(&args, 0);
    match method {
        "assign" => assign(&args),
        "defineProperty" => define_property(&args),
        "fromEntries" => from_entries(value.items()),
        method => Ok(in_order(value)
            .map(|(key, value)| match method {
                "keys" => Value::String(key.clone()),
                "values" => value.clone(),
                _ => Value::list(vec![Value::String(key.clone()), value.clone()]),
            })
            .collect::<Vec<_>>()
            .into()),
    }
}

/// The entries of an object as JavaScript orders them.
fn in_order(value: &Value) -> impl Iterator<Item = (&engine::Str, &Value)> {
    let mut entries: Vec<_> = value
        .as_map()
        .into_iter()
        .flat_map(|map| map.iter())
        .collect();
    entries.sort_by_key(|(key, _)| path::index(key).unwrap_or(usize::MAX));
    entries.into_iter()
}

/// The parameters of `defineProperty` with the descriptor that Lowdefy completes in place; errors show
/// it so.
fn with_descriptor(params: &Value) -> Value {
    let complete = |descriptor: &mut Value| {
        for key in ["enumerable", "configurable"] {
            if descriptor.key(key).is_none() {
                descriptor.make_map().insert(key, true.into());
            }
        }
    };
    let mut params = params.clone();
    match &mut params {
        Value::List(items) => {
            let items = Arc::make_mut(items);
            items.resize(items.len().max(3), Value::Undefined);
            if items[0].is_none() {
                items[0] = Value::map(Map::new());
            }
            if !js::truthy(&items[2]) || items[2].as_map().is_some() {
                complete(&mut items[2]);
            }
        }
        Value::Map(map) => {
            if let Some(descriptor @ Value::Map(_)) = Arc::make_mut(map).get_mut("descriptor") {
                complete(descriptor);
            }
        }
        _ => {}
    }
    params
}

fn assign(args: &[Value]) -> OpResult {
    let mut target = arg(args, 0).clone();
    for source in args.iter().skip(1) {
        match source {
            Value::Map(map) => {
                for (key, value) in map.iter() {
                    set(&mut target, key, value.clone())?;
                }
            }
            Value::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    set(&mut target, &i.to_string(), item.clone())?;
                }
            }
            Value::String(text) => {
                for (i, c) in text.chars().enumerate() {
                    set(&mut target, &i.to_string(), c.to_string().into())?;
                }
            }
            _ => {}
        }
    }
    Ok(target)
}

/// Sets a property. What no value can hold, such as a property of a number, is lost.
fn set(target: &mut Value, key: &str, value: Value) -> Result<(), OpError> {
    match target {
        Value::Map(map) => {
            Arc::make_mut(map).insert(key, value);
        }
        Value::List(items) => {
            if let Some(i) = path::index(key) {
                instance::check_items(i)?;
                let items = Arc::make_mut(items);
                if items.len() <= i {
                    items.resize(i + 1, Value::Undefined);
                }
                items[i] = value;
            }
        }
        Value::String(text) if path::index(key).is_some_and(|i| i < crate::utf16::len(text)) => {
            return instance::fail(format!(
                "Cannot assign to read only property '{key}' of object '[object String]'"
            ));
        }
        _ => {}
    }
    Ok(())
}

/// With a descriptor that makes the property not enumerable the key is gone: nothing could see it.
fn define_property(args: &[Value]) -> OpResult {
    let mut target = arg(args, 0).clone();
    let key = js::to_text(arg(args, 1));
    let given = arg(args, 2);
    if !matches!(
        target,
        Value::Map(_) | Value::List(_) | Value::Date(_) | Value::Error(_) | Value::Function(_)
    ) {
        return instance::fail("Object.defineProperty called on non-object");
    }
    if js::truthy(given) && !matches!(given, Value::Map(_)) {
        let (told, given) = (
            "Property description must be an object",
            instance::label(given),
        );
        return Err(OpError::new(format!("{told}: {given}")).without(told));
    }
    let hidden = !given.key("enumerable").is_none() && !js::truthy(given.key("enumerable"));
    let exists = target.as_map().is_some_and(|map| map.contains_key(&key));
    if let (true, Value::Map(map)) = (hidden, &mut target) {
        Arc::make_mut(map).remove(&key);
        return Ok(target);
    }
    if !exists || given.as_map().is_some_and(|map| map.contains_key("value")) {
        set(&mut target, &key, given.key("value").clone())?;
    }
    Ok(target)
}

fn from_entries(items: &[Value]) -> OpResult {
    let mut map = Map::with_capacity(items.len());
    for item in items {
        let (key, value) = match item {
            Value::List(pair) => (arg(pair, 0), arg(pair, 1)),
            Value::Map(_) => (item.key("0"), item.key("1")),
            Value::Date(_) | Value::Error(_) | Value::Function(_) => {
                (&Value::Undefined, &Value::Undefined)
            }
            other => {
                let other = instance::label(other);
                let error = OpError::new(format!("Iterator value {other} is not an entry object"));
                return Err(error.without("An item is not an entry object"));
            }
        };
        map.insert(js::to_text(key), value.clone());
    }
    Ok(Value::map(map))
}
