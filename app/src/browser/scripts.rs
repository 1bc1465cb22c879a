//! The app's own JavaScript in the browser: the module of its functions, and calls of them.

mod values;

use std::cell::RefCell;

use engine::{Function as Callable, OpError, OpResult, Script, ScriptAnswer, Str, Value, script};
use js_sys::{Array, Function, Object, Reflect};
use operators::readers;
use send_wrapper::SendWrapper;
use values::Refusal;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::console;

use super::dom::import;

thread_local! {
    /// Address and functions of the module that was loaded last.
    static LOADED: RefCell<(String, JsValue)> = const { RefCell::new((String::new(), JsValue::UNDEFINED)) };
    /// What every function is given.
    static GIVEN: Object = given();
}

/// Loads the module at `address` if `page`, the text of a page artifact, calls a function. What cannot be
/// loaded is tried again by the next page.
pub(super) async fn load(address: Option<&str>, page: &str) {
    let Some(address) = address.filter(|_| parts::names(page, "_js")) else {
        return;
    };
    if LOADED.with_borrow(|loaded| loaded.0 == address) {
        return;
    }
    match JsFuture::from(import(address)).await {
        Ok(module) => {
            let functions = Reflect::get(&module, &"default".into()).unwrap_or_default();
            LOADED.set((address.to_owned(), functions));
        }
        Err(error) => console::error_1(&error),
    }
}

/// Calls a function.
pub(super) fn run(script: &Script<'_>) -> ScriptAnswer {
    let functions = LOADED.with_borrow(|loaded| loaded.1.clone());
    let function = Reflect::get(&functions, &script.function.into()).ok();
    match function.and_then(|function| function.dyn_into::<Function>().ok()) {
        Some(function) => script.enter(|| call(script, &function)).into(),
        None => ScriptAnswer::not_found(),
    }
}

fn call(script: &Script<'_>, function: &Function) -> OpResult {
    let given = GIVEN.with(|given| Object::assign(&Object::new(), given));
    let args = values::to_js(script.args).map_err(complaint)?;
    // Setting a key of a new object cannot fail.
    let _ = Reflect::set(&given, &"args".into(), &args);
    answer(script, function.call1(&JsValue::UNDEFINED, &given))
}

fn answer(script: &Script<'_>, answer: Result<JsValue, JsValue>) -> OpResult {
    let value = match answer {
        Ok(answer) => values::from_js(answer, &|inner| callable(script, inner)),
        Err(thrown) => Err(Refusal::Thrown(thrown)),
    };
    value.map_err(complaint)
}

/// A function that was part of an answer.
fn callable(script: &Script<'_>, function: Function) -> Value {
    let function = SendWrapper::new(function);
    let (hash, args) = (Str::from(script.function), script.args.clone());
    Value::Function(Callable::new(move |cx, given| {
        let script = Script {
            cx,
            function: &hash,
            args: &args,
        };
        script.enter(|| {
            let args = Array::new();
            for arg in given {
                args.push(&values::to_js(arg).map_err(complaint)?);
            }
            answer(&script, function.apply(&JsValue::UNDEFINED, &args))
        })
    }))
}

/// `{ state, request, … }`.
fn given() -> Object {
    let given = Object::new();
    for (name, operator) in readers::CLIENT {
        let read = move |params: JsValue| read(operator, params).map_err(values::thrown);
        let read: Closure<dyn Fn(JsValue) -> Result<JsValue, JsValue>> = Closure::new(read);
        let _ = Reflect::set(&given, &(*name).into(), &read.into_js_value());
    }
    given
}

fn read(operator: &str, params: JsValue) -> Result<JsValue, Refusal> {
    let params = values::from_js(params, &|_| Value::Undefined)?;
    match Script::current(|script| script.read(operator, &params)) {
        Some(answer) => {
            values::to_js(&answer.map_err(|error| Refusal::Said(error.message.into()))?)
        }
        None => Err(Refusal::Said("the call has ended".to_owned())),
    }
}

/// Why there is no answer.
fn complaint(refusal: Refusal) -> OpError {
    let text = match refusal {
        Refusal::Kind(what) => return OpError::new(format!("_js gave {what}.")),
        Refusal::Said(message) => message,
        Refusal::Thrown(thrown) => values::described(thrown),
    };
    script::thrown(&text)
}
