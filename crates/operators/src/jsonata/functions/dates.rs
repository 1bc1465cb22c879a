//! Moments and integers by pictures.

use super::Given;
use crate::jsonata::datetime::{self, integer};
use crate::jsonata::error::{Fault, Res};
use crate::jsonata::value::Val;

pub(super) fn format_integer(given: &Given<'_, '_>) -> Res<Val> {
    match (given.number(0), given.text(1)) {
        (Some(n), Some(picture)) => {
            let format = integer::analyse(picture)?;
            Ok(integer::format(n.floor(), &format)?.into())
        }
        _ => Ok(Val::Undefined),
    }
}

pub(super) fn parse_integer(given: &Given<'_, '_>) -> Res<Val> {
    match (given.text(0), given.text(1)) {
        (Some(text), Some(picture)) => {
            let format = integer::analyse(picture)?;
            Ok(Val::Number(integer::parse(text, &format)?))
        }
        _ => Ok(Val::Undefined),
    }
}

pub(super) fn now(given: &Given<'_, '_>) -> Res<Val> {
    let now = given.interp.cx.scope.now();
    datetime::format(now, given.text(0), given.text(1)).map(Val::from)
}

pub(super) fn millis(given: &Given<'_, '_>) -> Res<Val> {
    Ok(Val::Number(given.interp.cx.scope.now()))
}

pub(super) fn from_millis(given: &Given<'_, '_>) -> Res<Val> {
    match given.number(0) {
        Some(ms) => datetime::format(ms, given.text(1), given.text(2)).map(Val::from),
        None => Ok(Val::Undefined),
    }
}

pub(super) fn to_millis(given: &Given<'_, '_>) -> Res<Val> {
    let Some(text) = given.text(0) else {
        return Ok(Val::Undefined);
    };
    if let Some(picture) = given.text(1) {
        let now = given.interp.cx.scope.now();
        let ms = datetime::parse(text, picture, now)?;
        return Ok(ms.map(Val::Number).unwrap_or_default());
    }
    if !datetime::is_iso(text) {
        return Err(Fault::new("D3110").value(given.arg(0)));
    }
    Ok(Val::Number(engine::date::parse(text).unwrap_or(f64::NAN)))
}
