//! `Intl` in the reader's language and time zone.

use engine::platform::{self, Intl};
use engine::{Cx, OpError, Value, date, js};

use crate::instance;

/// What a formatter of `Intl` gives. Where `locales` is undefined, the reader's language is taken;
/// where the options of `DateTimeFormat` name no time zone, the reader's.
///
/// # Errors
/// What V8 complains about.
pub(crate) fn format(
    cx: &Cx<'_>,
    class: &'static str,
    locales: &Value,
    options: &Value,
    args: &[Value],
) -> Result<String, OpError> {
    let zoned = match (class, args.first()) {
        ("DateTimeFormat", Some(time)) => in_local_time(cx, js::to_number(time), options),
        _ => None,
    };
    let intl = Intl {
        class,
        locales,
        options: zoned.as_ref().unwrap_or(options),
        default: &cx.scope.locale(),
    };
    intl.format(args).or_else(instance::fail)
}

/// Options with the reader's time zone; none where it need not be named.
fn in_local_time(cx: &Cx<'_>, ms: f64, options: &Value) -> Option<Value> {
    let ms = date::clip(ms);
    let names_zone = !options.key("timeZone").is_undefined();
    if ms.is_nan() || matches!(options, Value::Null) || names_zone {
        return None;
    }
    let zone = platform::time_zone(ms, cx.scope.timezone_offset(ms))?;
    let mut options = options.clone();
    options.make_map().insert("timeZone", zone.into());
    Some(options)
}
