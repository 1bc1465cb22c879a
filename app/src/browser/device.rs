//! What actions ask of the browser itself: fetch, position, focus, a file to keep.

use engine::{Value, json};
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlAnchorElement, HtmlElement};

use super::dom::{by_id, document, window};

/// The browser's `fetch`; `read` names the method of the answer that reads it.
pub(super) async fn fetch(url: &str, options: &Value, read: &Value) -> Result<Value, String> {
    let options = to_js(options);
    let args = Array::of2(&url.into(), &options);
    let response = wait(&window(), "fetch", &args).await?;
    let Some(read) = read.as_str() else {
        return Ok(described(&response));
    };
    match read {
        "json" => Ok(of_js(&wait(&response, "json", &Array::new()).await?)),
        "text" => Ok(of_js(&wait(&response, "text", &Array::new()).await?)),
        "formData" => {
            let form = wait(&response, "formData", &Array::new()).await?;
            let entries = call(&form, "entries", &Array::new())?;
            let object = Object::from_entries(&entries).map_err(|error| message(&error))?;
            Ok(of_js(&object))
        }
        _ => bytes(&response).await,
    }
}

/// A blob or a buffer as data: its type, size and bytes in Base64.
async fn bytes(response: &JsValue) -> Result<Value, String> {
    let kind = get(&get(response, "headers"), "get");
    let kind = kind.dyn_ref::<Function>().and_then(|f| {
        f.call1(&get(response, "headers"), &"content-type".into())
            .ok()
    });
    let buffer = wait(response, "arrayBuffer", &Array::new()).await?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let base64 = window().btoa(&text).map_err(|error| message(&error))?;
    Ok(Value::object([
        (
            "type",
            kind.and_then(|k| k.as_string())
                .map_or(Value::Null, Value::from),
        ),
        ("size", Value::from(bytes.len() as f64)),
        ("base64", base64.into()),
    ]))
}

/// An answer that nothing read.
fn described(response: &JsValue) -> Value {
    let mut map = engine::Map::new();
    for name in ["ok", "redirected", "status", "statusText", "type", "url"] {
        map.insert(name, of_js(&get(response, name)));
    }
    let headers = Object::from_entries(&get(response, "headers"));
    map.insert(
        "headers",
        headers.map_or(Value::Null, |object| of_js(&object)),
    );
    Value::map(map)
}

/// Where the browser is.
pub(super) async fn position(options: &Value) -> Result<Value, String> {
    let options = to_js(options);
    let device = get(&window().navigator(), "geolocation");
    if device.is_undefined() {
        return Err("The browser does not know where it is.".to_owned());
    }
    let promise = Promise::new(&mut |resolve, reject| {
        let args = Array::of3(&resolve, &reject, &options);
        if let Err(error) = call(&device, "getCurrentPosition", &args) {
            reject.call1(&JsValue::NULL, &error.into()).ok();
        }
    });
    let found = JsFuture::from(promise)
        .await
        .map_err(|error| message(&error))?;
    let fields = |object: &JsValue, names: &[&'static str]| {
        Value::map(
            names
                .iter()
                .map(|name| (*name, of_js(&get(object, name))))
                .collect(),
        )
    };
    let coords = fields(
        &get(&found, "coords"),
        &[
            "accuracy",
            "altitude",
            "altitudeAccuracy",
            "heading",
            "latitude",
            "longitude",
            "speed",
        ],
    );
    Ok(Value::object([
        ("coords", coords),
        ("timestamp", of_js(&get(&found, "timestamp"))),
    ]))
}

/// Focus on a block: its input if it has one, else the first thing in it that takes it.
pub(super) fn focus(block_id: &str) {
    const TAKES: &str = "input:not([type=hidden]):not(:disabled), textarea:not(:disabled), \
        select:not(:disabled), button:not(:disabled), a[href], [tabindex]:not([tabindex='-1'])";
    let Some(element) = by_id(&format!("bl-{block_id}")).or_else(|| by_id(block_id)) else {
        return;
    };
    let first = element
        .query_selector(TAKES)
        .ok()
        .flatten()
        .unwrap_or(element);
    if let Some(element) = first.dyn_ref::<HtmlElement>() {
        element.focus().ok();
    }
}

/// Gives the user a file: a link to it, clicked.
pub(super) fn save(name: &str, kind: &str, text: &str) {
    let bag = Object::new();
    Reflect::set(&bag, &"type".into(), &kind.into()).ok();
    let Ok(blob) = web_sys::Blob::new_with_str_sequence_and_options(
        &Array::of1(&text.into()),
        bag.unchecked_ref(),
    ) else {
        return;
    };
    save_blob(name, &blob);
}

/// The same with what is a file already.
pub(super) fn save_blob(name: &str, blob: &web_sys::Blob) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download reads it after this turn.
    let drop_url = Closure::once_into_js(move || {
        web_sys::Url::revoke_object_url(&url).ok();
    });
    window()
        .set_timeout_with_callback_and_timeout_and_arguments_0(drop_url.unchecked_ref(), 10_000)
        .ok();
}

/// Calls a method that gives a promise.
async fn wait(object: &JsValue, name: &str, args: &Array) -> Result<JsValue, String> {
    let promise = call(object, name, args)?;
    let promise = Promise::resolve(&promise);
    JsFuture::from(promise)
        .await
        .map_err(|error| message(&error))
}

fn call(object: &JsValue, name: &str, args: &Array) -> Result<JsValue, String> {
    let function = get(object, name);
    let Some(function) = function.dyn_ref::<Function>() else {
        return Err(format!("The browser has no {name}."));
    };
    function
        .apply(object, args)
        .map_err(|error| message(&error))
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn message(error: &JsValue) -> String {
    let text = error
        .as_string()
        .or_else(|| get(error, "message").as_string());
    text.unwrap_or_else(|| "The browser gave no reason.".to_owned())
}

fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Null | Value::Undefined => JsValue::UNDEFINED,
        value => JSON::parse(&json::stringify(value)).unwrap_or(JsValue::UNDEFINED),
    }
}

fn of_js(value: &JsValue) -> Value {
    let text = JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string());
    text.and_then(|text| json::parse(text.as_bytes()).ok())
        .unwrap_or_default()
}
