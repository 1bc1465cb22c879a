use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Root, Value, json, messages};

use crate::message;

/// A message of the app in the reader's language, by its key (`i18n.json`).
///
/// ```yaml
/// _t: greeting
/// _t: { key: cart.items, values: { count: { _state: count } } }
/// _t: { key: greeting, locale: de-DE }
/// ```
///
/// - `key`: the key of the message. A text in place of the parameters is the same. Messages may be
///   nested: `cart.items` is `items` of `cart`, unless there is a key with the dot.
/// - `values`: what the message is about. With it the message is one of ICU; without it the message is
///   as it stands, braces included.
/// - `locale`: another language than the reader's.
///
/// The message is taken from those of the language, then of the `fallbackLocale`, of the
/// `defaultLocale`, and of `en-US`, then from what the program itself says (`engine.action.loading`).
/// If nobody has it, the key is shown, and the log tells of it once.
///
/// Messages of ICU have arguments, which may choose among texts:
///
/// ```yaml
/// greeting: Hello, {name}!
/// cart.items: '{count, plural, =0 {Nothing} one {# item} other {# items}} of {total, number, ::currency/EUR}'
/// due: 'Due {at, date, long}, {at, time, short}; in other words {at, date, ::yyyyMMMdd}'
/// place: '{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}'
/// guests: '{n, plural, offset:1 =0 {nobody} =1 {{host}} other {{host} and # more}}'
/// owner: '{kind, select, team {the team} other {a person}}'
/// help: Read <b>this</b>          # where the value `b` is a function
/// ```
///
/// Quotes make signs text: `'{'` is a brace and `''` a quote. Numbers, dates and plural forms are those
/// of the language; dates are in the reader's time zone. A message that cannot be read or a value that
/// is not given is an error: `The intl string context variable "name" was not provided to the string
/// "Hello, {name}!"`.
pub struct T;

/// Letters of a key that the log shows.
const MAX_NOTED: usize = 100;

/// What the program itself says.
const BUILT_IN: [(&str, &str); 11] = [
    ("engine.action.loading", "Loading"),
    ("engine.action.success", "Success"),
    ("engine.validation.fieldRequired", "This field is required"),
    (
        "engine.validation.summary",
        "{count, plural, one {Your input has # validation error} other {Your input has # validation errors}}",
    ),
    (
        "client.popupBlocked",
        "A popup blocker may be preventing the application from opening the page. Approve the popup to continue.",
    ),
    ("client.requestError", "Request error"),
    ("client.backAriaLabel", "back"),
    ("client.shortcutThen", "then"),
    ("errorPage.name", "Error"),
    ("errorPage.message", "An error has occurred."),
    ("errorPage.homeLink", "Return to home page"),
];

impl Operator for T {
    const NAME: &'static str = "_t";

    fn reads(_: Option<&str>) -> Reads {
        Reads::LOCALE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let key = match args.params {
            key @ Value::String(_) => key,
            Value::Map(_) => args.get("key"),
            params => {
                let params = json::stringify(params);
                let takes = "_t takes a string key or an object { key, values, locale }";
                let error = OpError::new(format!("{takes} — received {params}"));
                return Err(error.without(format!("{takes}.")));
            }
        };
        let Value::String(key) = key else {
            return Err(OpError::new("translate requires a string \"key\"."));
        };
        let locale = [
            args.get("locale").clone(),
            cx.read(Root::I18n, "active"),
            cx.read(Root::I18n, "defaultLocale"),
        ];
        let locale = locale.into_iter().find(|locale| !locale.is_none());
        let locale = locale.unwrap_or(Value::Undefined);
        let message = message(cx, key, &locale);
        match args.get("values") {
            Value::Map(values) => {
                let text = message.as_str().unwrap_or_default();
                let parts = message::parse(text).map_err(OpError::new)?;
                message::format(cx, &locale, text, &parts, values)
            }
            values if values.is_none() => Ok(message),
            _ => Err(OpError::new("translate \"values\" must be an object.")),
        }
    }
}

/// The message of `key` as it stands.
fn message(cx: &Cx<'_>, key: &str, locale: &Value) -> Value {
    let i18n = cx.read(Root::I18n, "");
    if let Some(found) = messages::find(&i18n, locale.as_str(), key) {
        return found;
    }
    if let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == key) {
        return (*text).into();
    }
    let start: String = key.chars().take(MAX_NOTED).collect();
    cx.scope.note(&format!("there is no message `{start}`"));
    key.into()
}
