//! Values on their way into JavaScript and out of it.

use std::sync::Arc;

use engine::script::{MAX_DEPTH, MAX_VALUES, refused};
use engine::{ErrorValue, Function as Callable, Map, Script, Str, Value, json};
use js_sys::{Array, Date, Error, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// Why a value cannot cross, or what went wrong on the way.
pub(super) enum Refusal {
    /// Something that is no value of configuration.
    Kind(&'static str),
    /// A complaint of ours.
    Said(String),
    /// An exception.
    Thrown(JsValue),
}

impl From<JsValue> for Refusal {
    fn from(thrown: JsValue) -> Refusal {
        Refusal::Thrown(thrown)
    }
}

/// The refusal as an exception.
pub(super) fn thrown(refusal: Refusal) -> JsValue {
    match refusal {
        Refusal::Kind(message) => Error::new(message).into(),
        Refusal::Said(message) => Error::new(&message).into(),
        Refusal::Thrown(thrown) => thrown,
    }
}

/// `value` as JavaScript has it.
pub(super) fn to_js(value: &Value) -> Result<JsValue, Refusal> {
    match value {
        // The browser's parser is faster than many small steps.
        Value::List(_) | Value::Map(_) if is_json(value, 0) => {
            Ok(JSON::parse(&json::stringify(value))?)
        }
        value => into_js(value, 0),
    }
}

/// Does JSON say all of it?
fn is_json(value: &Value, depth: usize) -> bool {
    match value {
        _ if depth > MAX_DEPTH => false,
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(n) => n.is_finite() && (*n != 0.0 || n.is_sign_positive()),
        Value::List(items) => items.iter().all(|item| is_json(item, depth + 1)),
        Value::Map(map) => map
            .iter()
            .all(|(key, value)| &**key != "__proto__" && is_json(value, depth + 1)),
        _ => false,
    }
}

fn into_js(value: &Value, depth: usize) -> Result<JsValue, Refusal> {
    if depth > MAX_DEPTH {
        let message = "the value is nested too deeply for JavaScript";
        return Err(Refusal::Said(message.to_owned()));
    }
    Ok(match value {
        Value::Undefined => JsValue::UNDEFINED,
        Value::Null => JsValue::NULL,
        Value::Bool(b) => JsValue::from_bool(*b),
        Value::Number(n) => JsValue::from_f64(*n),
        Value::String(text) => JsValue::from_str(text),
        Value::Date(ms) => Date::new(&JsValue::from_f64(*ms)).into(),
        Value::List(items) => {
            let list = Array::new();
            for item in items.iter() {
                list.push(&into_js(item, depth + 1)?);
            }
            list.into()
        }
        Value::Map(map) => object(&Object::new(), map, depth)?,
        Value::Function(function) => from_callable(function),
        Value::Error(error) => {
            let made = Error::new(&error.message);
            made.set_name(&error.name);
            object(&made, &error.extra, depth)?
        }
    })
}

/// `object` with the entries of `map`.
fn object(object: &JsValue, map: &Map, depth: usize) -> Result<JsValue, Refusal> {
    for (key, value) in map.iter() {
        // Setting it would change what the object inherits.
        if &**key != "__proto__" {
            Reflect::set(object, &JsValue::from_str(key), &into_js(value, depth + 1)?)?;
        }
    }
    Ok(object.clone())
}

/// A function of configuration, callable while the call that was given it runs.
fn from_callable(function: &Arc<Callable>) -> JsValue {
    let function = Arc::clone(function);
    let call = move |a: JsValue, b: JsValue, c: JsValue| -> Result<JsValue, Refusal> {
        let mut args = Vec::with_capacity(3);
        for arg in [a, b, c] {
            args.push(from_js(arg, &|_| Value::Undefined)?);
        }
        match Script::current(|script| script.cx.call(&function, &args)) {
            Some(answer) => to_js(&answer.map_err(|error| Refusal::Said(error.message.into()))?),
            None => Err(Refusal::Said("the call has ended".to_owned())),
        }
    };
    let call = move |a, b, c| call(a, b, c).map_err(thrown);
    let call: Closure<dyn Fn(JsValue, JsValue, JsValue) -> Result<JsValue, JsValue>> =
        Closure::new(call);
    call.into_js_value()
}

/// `value` as configuration has it. `to_function` makes a value of a function.
pub(super) fn from_js(
    value: JsValue,
    to_function: &dyn Fn(Function) -> Value,
) -> Result<Value, Refusal> {
    let mut out = Out {
        to_function,
        around: Vec::new(),
        n_values: 0,
    };
    out.value(value)
}

/// One value on its way out.
struct Out<'a> {
    to_function: &'a dyn Fn(Function) -> Value,
    /// Lists and objects around.
    around: Vec<JsValue>,
    n_values: usize,
}

impl Out<'_> {
    fn value(&mut self, value: JsValue) -> Result<Value, Refusal> {
        self.n_values += 1;
        if self.n_values > MAX_VALUES {
            return Err(Refusal::Kind(refused::SIZE));
        }
        if value.is_undefined() {
            return Ok(Value::Undefined);
        }
        if value.is_null() {
            return Ok(Value::Null);
        }
        if let Some(b) = value.as_bool() {
            return Ok(Value::Bool(b));
        }
        if let Some(n) = value.as_f64() {
            return Ok(Value::Number(n));
        }
        if let Some(text) = value.as_string() {
            return Ok(text.into());
        }
        if value.is_symbol() {
            return Err(Refusal::Kind(refused::SYMBOL));
        }
        if value.is_bigint() {
            return Err(Refusal::Kind(refused::BIG_INT));
        }
        if value.is_function() {
            return Ok((self.to_function)(value.unchecked_into()));
        }
        self.within(value)
    }

    /// A list, an object, or an instance of a class.
    fn within(&mut self, value: JsValue) -> Result<Value, Refusal> {
        if value.is_instance_of::<Date>() {
            let get_time: Function = Reflect::get(&value, &"getTime".into())?.unchecked_into();
            let ms = get_time.call0(&value)?.as_f64();
            return Ok(Value::Date(ms.unwrap_or(f64::NAN)));
        }
        if value.is_instance_of::<Promise>() {
            return Err(Refusal::Kind(refused::PROMISE));
        }
        if self.around.len() >= MAX_DEPTH {
            return Err(Refusal::Kind(refused::DEPTH));
        }
        if self.around.contains(&value) {
            return Err(Refusal::Kind(refused::CYCLE));
        }
        self.around.push(value.clone());
        let out = if let Some(list) = value.dyn_ref::<Array>() {
            self.list(list)
        } else if value.is_instance_of::<Error>() {
            self.error(&value)
        } else {
            self.entries(&value).map(Value::from)
        };
        self.around.pop();
        out
    }

    fn list(&mut self, list: &Array) -> Result<Value, Refusal> {
        if list.length() as usize > MAX_VALUES {
            return Err(Refusal::Kind(refused::SIZE));
        }
        let mut items = Vec::new();
        for i in 0..list.length() {
            items.push(self.value(Reflect::get_u32(list, i)?)?);
        }
        Ok(items.into())
    }

    fn entries(&mut self, object: &JsValue) -> Result<Map, Refusal> {
        let mut map = Map::new();
        for key in keys(object)?.iter() {
            let value = self.value(Reflect::get(object, &key)?)?;
            map.insert(Str::from(key.as_string().unwrap_or_default()), value);
        }
        Ok(map)
    }

    fn error(&mut self, error: &JsValue) -> Result<Value, Refusal> {
        let mut extra = self.entries(error)?;
        extra.remove("name");
        extra.remove("message");
        Ok(Value::Error(Arc::new(ErrorValue {
            name: text(error, "name").into(),
            message: text(error, "message").into(),
            extra,
        })))
    }
}

/// An exception in words: `TypeError: …` for an error, else what was thrown.
pub(super) fn described(thrown: JsValue) -> String {
    if thrown.is_instance_of::<Error>() {
        return format!("{}: {}", text(&thrown, "name"), text(&thrown, "message"));
    }
    match from_js(thrown, &|_| Value::Undefined) {
        Ok(Value::String(text)) => text.to_string(),
        Ok(value) => json::stringify(&value),
        Err(Refusal::Kind(what)) => what.to_owned(),
        Err(_) => String::new(),
    }
}

fn text(object: &JsValue, key: &str) -> String {
    let value = Reflect::get(object, &key.into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}
