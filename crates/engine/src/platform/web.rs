//! The platform of a browser: its own `RegExp` and `Intl`.

use js_sys::{Array, Date, Function, JsString, Object, Reflect, RegExp};
use wasm_bindgen::{JsCast, JsValue};

use super::{Intl, Match};
use crate::{Value, js};

pub(super) struct Regex(RegExp);

impl Regex {
    pub(super) fn new(pattern: &str, flags: &str) -> Result<Regex, String> {
        let construct = |flags: &str| {
            let args = Array::of2(&pattern.into(), &flags.into());
            Reflect::construct(&global("RegExp"), &args).map_err(|e| message(&e))
        };
        // The flags that were asked for give the error text; the search itself needs `g`, without
        // which JavaScript starts at 0 whatever it is told.
        let asked = construct(flags)?;
        let re = if flags.contains(['g', 'y']) {
            asked
        } else {
            construct(&format!("{flags}g"))?
        };
        Ok(Regex(re.unchecked_into()))
    }

    /// Browsers count no steps.
    pub(super) fn budget(_text: &str) -> u64 {
        0
    }

    /// Never an error: a browser searches for as long as it takes.
    pub(super) fn find(
        &self,
        text: &str,
        from: usize,
        _budget: &mut u64,
    ) -> Result<Option<Match>, String> {
        Ok(self.exec(text, from))
    }

    fn exec(&self, text: &str, from: usize) -> Option<Match> {
        self.0.set_last_index(units(text.get(..from)?) as u32);
        let found = self.0.exec(text)?;
        let index = key(&found, "index").as_f64()? as usize;
        let start = byte(text, index);
        // Half a surrogate pair is no character of `text`: the match ends where the pair does.
        let taken: JsString = found.get(0).unchecked_into();
        let end = byte(text, index + taken.length() as usize);
        let groups = (1..found.length())
            .map(|i| found.get(i).as_string())
            .collect();
        let named = key(&found, "groups");
        let names = if named.is_object() {
            Object::entries(named.unchecked_ref())
        } else {
            Array::new()
        };
        let names = names.iter().map(|entry| {
            let entry: Array = entry.unchecked_into();
            (
                entry.get(0).as_string().unwrap_or_default(),
                entry.get(1).as_string(),
            )
        });
        Some(Match {
            start,
            end,
            groups,
            names: names.collect(),
        })
    }
}

/// Length in UTF-16 units.
fn units(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(char::len_utf16).sum()
    }
}

/// The byte at which the UTF-16 unit `index` begins.
fn byte(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index;
    }
    let mut seen = 0;
    for (at, c) in text.char_indices() {
        if seen >= index {
            return at;
        }
        seen += c.len_utf16();
    }
    text.len()
}

fn key(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn global(name: &str) -> Function {
    key(&js_sys::global(), name).unchecked_into()
}

fn message(error: &JsValue) -> String {
    key(error, "message").as_string().unwrap_or_default()
}

/// Calls the method `name` of `object`.
fn call(object: &JsValue, name: &str, args: &Array) -> Result<JsValue, String> {
    key(object, name)
        .unchecked_into::<Function>()
        .apply(object, args)
        .map_err(|e| message(&e))
}

pub(super) fn normalize(text: &str, form: &str) -> String {
    JsString::from(text).normalize(form).into()
}

pub(super) fn intl(call: &Intl<'_>, args: &[Value]) -> Result<String, String> {
    let class: Function = key(&global("Intl"), call.class).unchecked_into();
    let locales = match call.locales {
        Value::Undefined => call.default.into(),
        locales => to_js(locales),
    };
    let given = Array::of2(&locales, &to_js(call.options));
    let formatter = Reflect::construct(&class, &given).map_err(|e| message(&e))?;
    let method = match call.class {
        "PluralRules" => "select",
        _ => "format",
    };
    let args: Array = args.iter().map(to_js).collect();
    let text = self::call(&formatter, method, &args)?;
    Ok(text.as_string().unwrap_or_default())
}

/// A value as JavaScript has it; functions and errors become text.
fn to_js(value: &Value) -> JsValue {
    match value {
        Value::Undefined => JsValue::UNDEFINED,
        Value::Null => JsValue::NULL,
        Value::Bool(yes) => (*yes).into(),
        Value::Number(n) => (*n).into(),
        Value::String(text) => (&**text).into(),
        Value::Date(ms) => Date::new(&(*ms).into()).into(),
        Value::List(items) => items.iter().map(to_js).collect::<Array>().into(),
        Value::Map(map) => {
            let object = Object::new();
            for (key, value) in map.iter() {
                // Setting a key of a new object cannot fail.
                let _ = Reflect::set(&object, &(&**key).into(), &to_js(value));
            }
            object.into()
        }
        value => js::to_text(value).into(),
    }
}

pub(super) fn is_own_time(ms: f64, behind: f64) -> bool {
    Date::new(&ms.into()).get_timezone_offset() == behind
}
