//! Text, by characters.

use super::Given;
use crate::jsonata::error::Res;
use crate::jsonata::value::Val;
use crate::jsonata::write;

fn map(given: &Given<'_, '_>, change: impl FnOnce(&str) -> String) -> Res<Val> {
    Ok(given
        .text(0)
        .map(|text| change(text).into())
        .unwrap_or_default())
}

pub(super) fn string(given: &Given<'_, '_>) -> Res<Val> {
    let pretty = matches!(given.arg(1), Val::Bool(true));
    write::string(given.arg(0), if pretty { 2 } else { 0 })
}

pub(super) fn length(given: &Given<'_, '_>) -> Res<Val> {
    let text = given.text(0);
    Ok(text
        .map(|text| text.chars().count().into())
        .unwrap_or_default())
}

pub(super) fn lowercase(given: &Given<'_, '_>) -> Res<Val> {
    map(given, str::to_lowercase)
}

pub(super) fn uppercase(given: &Given<'_, '_>) -> Res<Val> {
    map(given, str::to_uppercase)
}

pub(super) fn trim(given: &Given<'_, '_>) -> Res<Val> {
    map(given, |text| {
        let words = text
            .split([' ', '\t', '\n', '\r'])
            .filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    })
}

pub(super) fn substring(given: &Given<'_, '_>) -> Res<Val> {
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    let len = text.chars().count() as f64;
    let mut start = given.number(1).unwrap_or(0.0);
    if len + start < 0.0 {
        start = 0.0;
    }
    let end = match given.number(2) {
        Some(n) if n <= 0.0 => return Ok(Val::text("")),
        Some(n) if start >= 0.0 => start + n,
        Some(n) => len + start + n,
        None => len,
    };
    let from = if start < 0.0 {
        len + start.trunc()
    } else {
        start.trunc()
    };
    let (from, to) = (from.max(0.0) as usize, end.trunc().max(0.0) as usize);
    let chars = text.chars().skip(from).take(to.saturating_sub(from));
    Ok(chars.collect::<String>().into())
}

pub(super) fn substring_before(given: &Given<'_, '_>) -> Res<Val> {
    map(given, |text| {
        let parts = given.text(1).and_then(|mark| text.split_once(mark));
        parts.map_or(text, |(before, _)| before).to_owned()
    })
}

pub(super) fn substring_after(given: &Given<'_, '_>) -> Res<Val> {
    map(given, |text| {
        let parts = given.text(1).and_then(|mark| text.split_once(mark));
        parts.map_or(text, |(_, after)| after).to_owned()
    })
}

pub(super) fn pad(given: &Given<'_, '_>) -> Res<Val> {
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    let width = given.number(1).map_or(0.0, f64::trunc);
    let missing = width.abs() - text.chars().count() as f64;
    if missing <= 0.0 {
        return Ok(given.arg(0).clone());
    }
    let filler = given
        .text(2)
        .filter(|filler| !filler.is_empty())
        .unwrap_or(" ");
    // A character has four bytes at most.
    write::check_text(missing.min(1e9) as usize)?;
    let padding: String = filler.chars().cycle().take(missing as usize).collect();
    Ok(match width > 0.0 {
        true => format!("{text}{padding}"),
        false => format!("{padding}{text}"),
    }
    .into())
}

pub(super) fn join(given: &Given<'_, '_>) -> Res<Val> {
    let Some(list) = given.arg(0).as_list() else {
        return Ok(Val::Undefined);
    };
    let separator = given.text(1).unwrap_or_default();
    let mut out = String::new();
    for (i, item) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        out.push_str(item.as_str().unwrap_or_default());
        write::check_text(out.len())?;
    }
    Ok(out.into())
}
