//! Lists.

use engine::{Map, Value, js};

use super::Given;
use crate::jsonata::error::Res;
use crate::jsonata::value::Val;

pub(super) fn count(given: &Given<'_, '_>) -> Res<Val> {
    Ok(given.arg(0).as_list().map_or(0, |list| list.len()).into())
}

pub(super) fn append(given: &Given<'_, '_>) -> Res<Val> {
    let (a, b) = (given.arg(0), given.arg(1));
    if a.is_undefined() {
        return Ok(b.clone());
    }
    if b.is_undefined() {
        return Ok(a.clone());
    }
    let mut items = given.items(0);
    let more = given.items(1);
    given.interp.work(items.len() + more.len())?;
    given.interp.room(items.len() + more.len())?;
    items.extend(more);
    Ok(Val::array(items))
}

pub(super) fn reverse(given: &Given<'_, '_>) -> Res<Val> {
    match given.arg(0) {
        Val::List(list) if list.len() > 1 => {
            let mut items = list.to_vec();
            items.reverse();
            Ok(Val::array(items))
        }
        other => Ok(other.clone()),
    }
}

pub(super) fn shuffle(given: &Given<'_, '_>) -> Res<Val> {
    match given.arg(0) {
        Val::List(list) if list.len() > 1 => {
            let mut items = list.to_vec();
            for i in (1..items.len()).rev() {
                let random = given.interp.cx.scope.random();
                let other = (random * (i + 1) as f64) as usize;
                items.swap(i, other.min(i));
            }
            Ok(Val::array(items))
        }
        other => Ok(other.clone()),
    }
}

pub(super) fn distinct(given: &Given<'_, '_>) -> Res<Val> {
    let list = match given.arg(0) {
        Val::List(list) if list.len() > 1 => list,
        other => return Ok(other.clone()),
    };
    let mut known = Map::new();
    let mut out = Vec::new();
    for item in list.iter() {
        // Text that is the same for equal values alone.
        let text = match &item {
            Val::Text(text) => format!("\"{text}"),
            item => js::stable_stringify(&given.interp.to_value(item)?),
        };
        if known.insert(text, Value::Null).is_none() {
            out.push(item);
        }
    }
    Ok(match list.sequence {
        true => Val::sequence(out),
        false => Val::array(out),
    })
}

pub(super) fn zip(given: &Given<'_, '_>) -> Res<Val> {
    let len = |arg: &Val| arg.as_list().map_or(0, |list| list.len());
    let n = given.args.iter().map(len).min().unwrap_or(0);
    given.interp.work(n * given.args.len())?;
    let row = |i: usize| {
        let item = |arg: &Val| arg.as_list().map(|list| list.get(i)).unwrap_or_default();
        Val::array(given.args.iter().map(item).collect())
    };
    Ok(Val::array((0..n).map(row).collect()))
}
