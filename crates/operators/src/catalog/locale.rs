use engine::{Args, Cx, OpResult, Operator, Reads, Root, Value};

use crate::get_from_object;

/// The languages of the app, as `i18n.json` has them, and the one that the reader sees.
///
/// ```yaml
/// _locale: active                  # => de-DE
/// _locale: supported               # [{ code: de-DE, label: Deutsch, … }, …]
/// _locale: supported.0.label       # => Deutsch
/// _locale: true                    # all four
/// ```
///
/// - `active`: the language that the reader sees. It is the one that `SetLocale` chose, else the best of
///   those that the browser asks for, else the default.
/// - `default`: the `defaultLocale` of the app.
/// - `fallback`: the language of messages that another one lacks: the `fallbackLocale` of the app, else
///   `en-US`.
/// - `supported`: all languages of the app: `code`, `label`, `antd`, `dayjs` of each.
///
/// In an app without languages all are null, but `fallback` and the empty list `supported`.
pub struct Locale;

impl Operator for Locale {
    const NAME: &'static str = "_locale";

    fn reads(_: Option<&str>) -> Reads {
        Reads::LOCALE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let read = |key: &str| cx.read(Root::I18n, key);
        let view = Value::object([
            ("active", read("active")),
            ("default", read("defaultLocale")),
            ("fallback", read("fallbackLocale").or("en-US")),
            ("supported", read("locales").or(Value::list(Vec::new()))),
        ]);
        get_from_object::get(cx, &args, &view)
    }
}
