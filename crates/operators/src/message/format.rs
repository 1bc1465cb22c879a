//! Messages with their values.

use engine::{Cx, Map, OpError, OpResult, Value, js};

use super::{Kind, Options, Part, Style};
use crate::{instance, intl};

/// The text of a message; a list where a value is no text.
///
/// # Errors
/// A value is missing or of a wrong kind.
pub(crate) fn format(
    cx: &Cx<'_>,
    locale: &Value,
    message: &str,
    parts: &[Part],
    values: &Map,
) -> OpResult {
    let mut run = Run {
        cx,
        locale,
        message,
        values,
        length: 0,
    };
    let mut pieces = run.parts(parts, None)?;
    if pieces.len() == 1
        && let Some(only) = pieces.pop()
    {
        return Ok(only);
    }
    Ok(match pieces.len() {
        0 => "".into(),
        _ => pieces.into(),
    })
}

struct Run<'a> {
    cx: &'a Cx<'a>,
    locale: &'a Value,
    message: &'a str,
    values: &'a Map,
    /// Bytes written so far.
    length: usize,
}

impl Run<'_> {
    /// What the parts give, texts that follow one another joined. `number` is what `#` stands for.
    fn parts(&mut self, parts: &[Part], number: Option<f64>) -> Result<Vec<Value>, OpError> {
        let mut pieces = Vec::new();
        for part in parts {
            self.part(part, number, &mut pieces)?;
        }
        Ok(pieces)
    }

    fn part(
        &mut self,
        part: &Part,
        number: Option<f64>,
        out: &mut Vec<Value>,
    ) -> Result<(), OpError> {
        let piece = match part {
            Part::Text(text) => text.as_str().into(),
            Part::Pound => match number {
                Some(n) => self.intl("NumberFormat", &Value::Undefined, n.into())?,
                None => return Ok(()),
            },
            Part::Argument(name) => match self.value(name)? {
                Value::Number(n) => js::number_to_text(*n).into(),
                Value::Bool(false) => "".into(),
                value if value.is_none() => "".into(),
                value => value.clone(),
            },
            Part::Formatted { name, kind, style } => {
                let value = self.value(name)?.clone();
                self.formatted(*kind, style.as_ref(), value)?
            }
            Part::Select { name, options } => {
                let key = js::to_text(self.value(name)?);
                let chosen = find(options, &key).or_else(|| find(options, "other"));
                let chosen = chosen.unwrap_or_default();
                return self.append(chosen, None, out);
            }
            Part::Plural {
                name,
                ordinal,
                offset,
                options,
            } => {
                let value = self.value(name)?.clone();
                let n = js::to_number(&value) - offset;
                let chosen = match find(options, &format!("={}", js::to_text(&value))) {
                    Some(exact) => exact,
                    None => self.plural(*ordinal, n, options)?,
                };
                return self.append(chosen, Some(n), out);
            }
            Part::Tag { name, children } => return self.tag(name, children, number, out),
        };
        self.push(piece, out)
    }

    fn append(
        &mut self,
        parts: &[Part],
        number: Option<f64>,
        out: &mut Vec<Value>,
    ) -> Result<(), OpError> {
        for part in parts {
            self.part(part, number, out)?;
        }
        Ok(())
    }

    /// Adds a piece; text is joined to text before it.
    fn push(&mut self, piece: Value, out: &mut Vec<Value>) -> Result<(), OpError> {
        if let Value::String(text) = &piece {
            self.length += text.len();
            instance::check_text(self.length as f64)?;
            if let Some(Value::String(last)) = out.last_mut() {
                *last = format!("{last}{text}").into();
                return Ok(());
            }
        }
        out.push(piece);
        Ok(())
    }

    fn value(&self, name: &str) -> Result<&Value, OpError> {
        self.values.get(name).ok_or_else(|| {
            OpError::new(format!(
                "The intl string context variable \"{name}\" was not provided to the string \"{}\"",
                self.message
            ))
        })
    }

    fn intl(&self, class: &'static str, options: &Value, value: Value) -> OpResult {
        intl::format(self.cx, class, self.locale, options, &[value]).map(Value::from)
    }

    fn plural<'p>(
        &self,
        ordinal: bool,
        n: f64,
        options: &'p Options,
    ) -> Result<&'p [Part], OpError> {
        let kind = if ordinal { "ordinal" } else { "cardinal" };
        let asked = Value::object([("type", kind.into())]);
        let category = self.intl("PluralRules", &asked, n.into())?;
        let category = category.as_str().unwrap_or("other");
        let chosen = find(options, category).or_else(|| find(options, "other"));
        Ok(chosen.unwrap_or_default())
    }

    fn formatted(&self, kind: Kind, style: Option<&Style>, value: Value) -> OpResult {
        let options = match style {
            Some(Style::Skeleton(options)) => options.clone(),
            Some(Style::Named(name)) => named(kind, name),
            None if kind == Kind::Time => named(kind, "medium"),
            None => Value::Undefined,
        };
        let Kind::Number = kind else {
            return self.intl("DateTimeFormat", &options, value);
        };
        match options.key("scale") {
            Value::Number(scale) => {
                let scaled = js::to_number(&value) * scale;
                let mut options = options.clone();
                options.make_map().remove("scale");
                self.intl("NumberFormat", &options, scaled.into())
            }
            _ => self.intl("NumberFormat", &options, value),
        }
    }

    fn tag(
        &mut self,
        name: &str,
        children: &[Part],
        number: Option<f64>,
        out: &mut Vec<Value>,
    ) -> Result<(), OpError> {
        let Value::Function(function) = self.value(name)?.clone() else {
            let message = format!("Value for \"{name}\" must be of type function");
            return Err(OpError::new(message));
        };
        let children = self.parts(children, number)?;
        match instance::call(self.cx, &function, &[children.into()])? {
            Value::List(items) => {
                for item in items.iter() {
                    self.push(item.clone(), out)?;
                }
                Ok(())
            }
            one => self.push(one, out),
        }
    }
}

fn find<'p>(options: &'p Options, selector: &str) -> Option<&'p [Part]> {
    let mut options = options.iter();
    let (_, parts) = options.find(|(known, _)| known == selector)?;
    Some(parts)
}

/// The options that a name stands for; none for another name.
fn named(kind: Kind, name: &str) -> Value {
    let numeric = ("day", "numeric");
    let options: &[(&str, &str)] = match (kind, name) {
        (Kind::Number, "integer") => {
            return Value::object([("maximumFractionDigits", 0.0.into())]);
        }
        (Kind::Number, "currency") => &[("style", "currency")],
        (Kind::Number, "percent") => &[("style", "percent")],
        (Kind::Date, "short") => &[("month", "numeric"), numeric, ("year", "2-digit")],
        (Kind::Date, "medium") => &[("month", "short"), numeric, ("year", "numeric")],
        (Kind::Date, "long") => &[("month", "long"), numeric, ("year", "numeric")],
        (Kind::Date, "full") => &[
            ("weekday", "long"),
            ("month", "long"),
            numeric,
            ("year", "numeric"),
        ],
        (Kind::Time, "short") => &[("hour", "numeric"), ("minute", "numeric")],
        (Kind::Time, "medium") => &[
            ("hour", "numeric"),
            ("minute", "numeric"),
            ("second", "numeric"),
        ],
        (Kind::Time, "long" | "full") => &[
            ("hour", "numeric"),
            ("minute", "numeric"),
            ("second", "numeric"),
            ("timeZoneName", "short"),
        ],
        _ => return Value::Undefined,
    };
    let options = options.iter();
    Value::map(
        options
            .map(|(key, value)| (*key, (*value).into()))
            .collect(),
    )
}
