//! Spans of time, which are milliseconds: a year has 365 days, a month a twelfth of that.

use engine::{OpError, Value, js};

use super::units::Unit;

/// `dayjs.duration(value)` in milliseconds; nothing for what is no span.
///
/// # Errors
/// For null.
pub(crate) fn milliseconds(value: &Value) -> Result<f64, OpError> {
    Ok(match value {
        Value::Number(ms) => *ms,
        Value::String(text) => iso(text).unwrap_or(0.0),
        Value::List(items) if !items.is_empty() => f64::NAN,
        Value::Map(map) => map
            .iter()
            .map(
                |(key, n)| if js::truthy(n) { js::to_number(n) } else { 0.0 } * of(Unit::read(key)),
            )
            .sum(),
        Value::Null => return Err(OpError::new("Cannot convert undefined or null to object")),
        _ => 0.0,
    })
}

/// Milliseconds of a unit.
fn of(unit: Unit) -> f64 {
    const YEAR: f64 = 365.0 * 86_400_000.0;
    match unit {
        Unit::Year => YEAR,
        Unit::Month => YEAR / 12.0,
        Unit::Millisecond => 1.0,
        unit => unit.ms().unwrap_or(f64::NAN),
    }
}

/// `P1Y2M3W4DT5H6M7.8S`, in that order. A sign before the `P` counts for nothing.
fn iso(text: &str) -> Option<f64> {
    let rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    let rest = rest.strip_prefix('P')?;
    let (dates, times) = rest.split_once('T').unwrap_or((rest, ""));
    let mut sum = 0.0;
    for (text, units) in [
        (
            dates,
            [
                ('Y', Unit::Year),
                ('M', Unit::Month),
                ('W', Unit::Week),
                ('D', Unit::Day),
            ]
            .as_slice(),
        ),
        (
            times,
            [('H', Unit::Hour), ('M', Unit::Minute), ('S', Unit::Second)].as_slice(),
        ),
    ] {
        let mut rest = text;
        for (letter, unit) in units {
            let sign = rest.len() - rest.strip_prefix(['-', '+']).unwrap_or(rest).len();
            let inner = rest[sign..].bytes();
            let len = sign
                + inner
                    .take_while(|b| b.is_ascii_digit() || b",.".contains(b))
                    .count();
            if rest[len..].starts_with(*letter) {
                sum += js::text_to_number(&rest[..len]) * of(*unit);
                rest = &rest[len + 1..];
            }
        }
        rest.is_empty().then_some(())?;
    }
    Some(sum)
}
