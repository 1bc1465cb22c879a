//! Filters of columns: AG Grid's filter model, and what passes it.

use engine::{Value, date, js};

use super::cells::plain;
use super::columns::Column;

/// What a filter asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Text,
    Number,
    Date,
    Set,
}

impl Kind {
    /// The kind for a column: as it says, else by the first value that it has.
    pub(super) fn of(column: &Column, mut values: impl Iterator<Item = Value>) -> Kind {
        let named = match column.def.key("filter") {
            v if v.as_str().is_some() => v,
            _ => column.def.key("filterType"),
        };
        let name = named.as_str().unwrap_or_default().to_lowercase();
        match name.as_str() {
            n if n.contains("number") => return Kind::Number,
            n if n.contains("date") => return Kind::Date,
            n if n.contains("set") => return Kind::Set,
            n if n.contains("text") => return Kind::Text,
            _ => {}
        }
        match values.find(|v| !v.is_none()) {
            Some(Value::Number(_)) => Kind::Number,
            Some(Value::Date(_)) => Kind::Date,
            Some(Value::Bool(_)) => Kind::Set,
            None if column.right => Kind::Number,
            _ => Kind::Text,
        }
    }

    /// AG Grid's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Number => "number",
            Kind::Date => "date",
            Kind::Set => "set",
        }
    }

    /// Conditions and how they are called.
    pub(super) fn conditions(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Kind::Text => &[
                ("contains", "Contains"),
                ("notContains", "Does not contain"),
                ("equals", "Equals"),
                ("notEqual", "Does not equal"),
                ("startsWith", "Begins with"),
                ("endsWith", "Ends with"),
                ("blank", "Blank"),
                ("notBlank", "Not blank"),
            ],
            Kind::Number => &[
                ("equals", "Equals"),
                ("notEqual", "Does not equal"),
                ("greaterThan", "Greater than"),
                ("greaterThanOrEqual", "Greater than or equal"),
                ("lessThan", "Less than"),
                ("lessThanOrEqual", "Less than or equal"),
                ("inRange", "Between"),
                ("blank", "Blank"),
                ("notBlank", "Not blank"),
            ],
            Kind::Date => &[
                ("equals", "On"),
                ("notEqual", "Not on"),
                ("greaterThan", "After"),
                ("lessThan", "Before"),
                ("inRange", "Between"),
                ("blank", "Blank"),
                ("notBlank", "Not blank"),
            ],
            Kind::Set => &[],
        }
    }
}

/// Does a value pass a column's model? What is incomplete lets everything pass.
pub(super) fn passes(model: &Value, value: &Value) -> bool {
    let both = [model.key("condition1"), model.key("condition2")];
    let conditions: Vec<&Value> = match model.key("conditions") {
        Value::List(items) => items.iter().collect(),
        _ => both.into_iter().filter(|c| !c.is_none()).collect(),
    };
    if !conditions.is_empty() {
        return match model.key("operator").as_str() {
            Some("OR") => conditions.iter().any(|c| passes(c, value)),
            _ => conditions.iter().all(|c| passes(c, value)),
        };
    }
    let text = plain(value).to_lowercase();
    let condition = model.key("type").as_str().unwrap_or("contains");
    match condition {
        "blank" => return text.is_empty(),
        "notBlank" => return !text.is_empty(),
        _ => {}
    }
    match model.key("filterType").as_str() {
        Some("set") => model
            .key("values")
            .items()
            .iter()
            .any(|v| plain(v).to_lowercase() == text),
        Some("number") => {
            let bound = |key: &str| model.key(key).as_number();
            in_order(condition, number(value), bound("filter"), bound("filterTo"))
        }
        Some("date") => {
            let bound = |key: &str| model.key(key).as_str().and_then(day_of_text);
            in_order(condition, day(value), bound("dateFrom"), bound("dateTo"))
        }
        _ => in_text(condition, &text, &plain(model.key("filter")).to_lowercase()),
    }
}

fn in_text(condition: &str, text: &str, wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    match condition {
        "notContains" => !text.contains(wanted),
        "equals" => text == wanted,
        "notEqual" => text != wanted,
        "startsWith" => text.starts_with(wanted),
        "endsWith" => text.ends_with(wanted),
        _ => text.contains(wanted),
    }
}

fn in_order(condition: &str, value: Option<f64>, bound: Option<f64>, to: Option<f64>) -> bool {
    let Some(bound) = bound else { return true };
    let Some(value) = value else {
        return condition == "notEqual";
    };
    match condition {
        "notEqual" => value != bound,
        "greaterThan" => value > bound,
        "greaterThanOrEqual" => value >= bound,
        "lessThan" => value < bound,
        "lessThanOrEqual" => value <= bound,
        "inRange" => to.is_none_or(|to| value >= bound && value <= to),
        _ => value == bound,
    }
}

fn number(value: &Value) -> Option<f64> {
    if value.is_none() {
        None
    } else {
        Some(js::to_number(value)).filter(|n| !n.is_nan())
    }
}

/// Days since 1970.
fn day(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => day_of_text(text),
        v => v.as_date().map(|ms| (ms / date::DAY).floor()),
    }
}

/// AG Grid writes dates as `2026-01-31 00:00:00`.
fn day_of_text(text: &str) -> Option<f64> {
    date::parse(text.get(..10).unwrap_or(text)).map(|ms| (ms / date::DAY).floor())
}
