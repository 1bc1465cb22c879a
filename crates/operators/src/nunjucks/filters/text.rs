//! Filters of text.

use engine::{Value, js, json};

use super::{Answer, Call, Filter, Val, whole};
use crate::nunjucks::{Failure, ops};

pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("capitalize", |call| {
        call.like_input(capitalized(&call.text()?))
    }),
    ("center", center),
    ("dump", dump),
    ("e", escape),
    ("escape", escape),
    ("forceescape", |call| {
        Ok(Val::Safe(ops::escape(&plain(&call.value())).into()))
    }),
    ("indent", indent),
    ("lower", |call| Ok(call.text()?.to_lowercase().into())),
    ("nl2br", nl2br),
    ("replace", replace),
    ("safe", |call| Ok(Val::Safe(plain(&call.value()).into()))),
    ("string", string),
    ("striptags", striptags),
    ("title", title),
    ("trim", trim),
    ("truncate", truncate),
    ("upper", |call| Ok(call.text()?.to_uppercase().into())),
    ("wordcount", wordcount),
];

/// As text; nothing is empty text.
fn plain(value: &Value) -> String {
    if value.is_none() {
        String::new()
    } else {
        js::to_text(value)
    }
}

fn capitalized(text: &str) -> String {
    let text = text.to_lowercase();
    let mut chars = text.chars();
    let first = chars
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    first + chars.as_str()
}

fn center(call: &Call<'_>) -> Answer {
    let value = call.value_or_empty();
    let width = whole(&call.arg(0), 80);
    // What has no length is given no space.
    let n = ops::member(&value, &"length".into())
        .as_number()
        .map_or(width, |n| n as usize);
    let text = js::to_text(&value);
    let spaces = width.saturating_sub(n);
    call.run.spend(spaces)?;
    // The halves of an odd number are rounded up, the first after one is taken off.
    let before = (spaces as f64 / 2.0 - (spaces % 2) as f64).ceil().max(0.0) as usize;
    let after = spaces.div_ceil(2);
    call.like_input(format!("{}{text}{}", " ".repeat(before), " ".repeat(after)))
}

fn dump(call: &Call<'_>) -> Answer {
    let value = call.value();
    if value.is_undefined() {
        return Ok(Value::Undefined.into());
    }
    call.run.check(&value)?;
    let space = whole(&call.arg(0), 0).min(10);
    let style = json::Style {
        space,
        ..json::Style::default()
    };
    Ok(Value::from(json::to_string(&value, style)).into())
}

fn escape(call: &Call<'_>) -> Answer {
    Ok(match &call.input {
        Val::Safe(text) => Val::Safe(text.clone()),
        other => Val::Safe(ops::escape(&plain(&other.to_value())).into()),
    })
}

fn indent(call: &Call<'_>) -> Answer {
    let text = call.text()?;
    if text.is_empty() {
        return Ok("".into());
    }
    let pad = " ".repeat(whole(&call.arg(0), 4).min(1000));
    call.run
        .spend_text(pad.len() * text.matches('\n').count())?;
    let first = js::truthy(&call.arg(1));
    let lines = text.split('\n').enumerate();
    let lines = lines.map(|(i, line)| {
        if i == 0 && !first {
            line.to_owned()
        } else {
            format!("{pad}{line}")
        }
    });
    call.like_input(lines.collect::<Vec<_>>().join("\n"))
}

fn nl2br(call: &Call<'_>) -> Answer {
    match call.value() {
        value if value.is_none() => Ok("".into()),
        Value::String(text) => {
            call.like_input(text.replace("\r\n", "\n").replace('\n', "<br />\n"))
        }
        _ => Err(Failure::new("the filter takes text")),
    }
}

fn replace(call: &Call<'_>) -> Answer {
    let (text, old) = match (call.value(), call.arg(0)) {
        (
            text @ (Value::String(_) | Value::Number(_)),
            old @ (Value::String(_) | Value::Number(_)),
        ) => (js::to_text(&text), js::to_text(&old)),
        _ => return Ok(call.input.clone()),
    };
    let new = js::to_text(&call.arg(1));
    let limit = match call.arg(2) {
        Value::Undefined => -1.0,
        limit => js::to_number(&limit),
    };
    let n_found = if old.is_empty() {
        text.len() + 1
    } else {
        text.matches(&old).count()
    };
    call.run
        .spend_text(text.len().saturating_add(n_found.saturating_mul(new.len())))?;
    match limit {
        0.0 => Ok(call.input.clone()),
        n if n < 0.0 || old.is_empty() => call.like_input(text.replace(&old, &new)),
        n => call.like_input(text.replacen(&old, &new, n as usize)),
    }
}

fn string(call: &Call<'_>) -> Answer {
    match &call.input {
        Val::Plain(value) if value.is_none() => Err(Failure::new("the filter takes a value")),
        Val::Plain(value) => Ok(js::to_text(value).into()),
        other => Ok(other.clone()),
    }
}

fn striptags(call: &Call<'_>) -> Answer {
    let text = without_tags(&call.text()?);
    let text = js::trim(&text);
    if !js::truthy(&call.arg(0)) {
        return call.like_input(
            text.split(js::is_space)
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    let text = text.replace("\r\n", "\n");
    let line = |line: &str| {
        line.split(' ')
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut out = text.split('\n').map(line).collect::<Vec<_>>().join("\n");
    while out.contains("\n\n\n") {
        out = out.replace("\n\n\n", "\n\n");
    }
    call.like_input(out)
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            rest.find('>').map(|end| end + 1)
        } else {
            None
        };
        let end = end.unwrap_or_else(|| {
            out.push('<');
            1
        });
        rest = &rest[end..];
    }
    out + rest
}

fn title(call: &Call<'_>) -> Answer {
    let text = call.text()?;
    call.like_input(
        text.split(' ')
            .map(capitalized)
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn trim(call: &Call<'_>) -> Answer {
    match call.value() {
        Value::String(text) => call.like_input(js::trim(&text)),
        _ => Err(Failure::new("the filter takes text")),
    }
}

fn truncate(call: &Call<'_>) -> Answer {
    let length = whole(&call.arg(0), 255);
    if call
        .value()
        .as_list()
        .is_some_and(|items| items.len() <= length)
    {
        return Ok(call.input.clone());
    }
    let text = call.text()?;
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= length {
        return call.like_input(text);
    }
    let kills_words = js::truthy(&call.named(1, "killwords"));
    let space = chars[..=length]
        .iter()
        .rposition(|c| *c == ' ')
        .filter(|_| !kills_words);
    let kept: String = chars[..space.unwrap_or(length)].iter().collect();
    let end = call.named(2, "end");
    let end = if end.is_none() {
        "...".to_owned()
    } else {
        js::to_text(&end)
    };
    call.like_input(kept + &end)
}

fn wordcount(call: &Call<'_>) -> Answer {
    if !call.input.truthy() {
        return Ok(Value::Null.into());
    }
    let text = call.text()?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let n = text
        .split(|c| !is_word(c))
        .filter(|word| !word.is_empty())
        .count();
    Ok(if n == 0 { Value::Null } else { n.into() }.into())
}
