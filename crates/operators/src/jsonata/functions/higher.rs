//! Functions that call functions.

use super::Given;
use crate::jsonata::error::{Fault, Res, fail};
use crate::jsonata::value::{Fields, Val};
use crate::utf16;

pub(super) fn map(given: &Given<'_, '_>) -> Res<Val> {
    let Val::List(list) = given.arg(0) else {
        return Ok(Val::Undefined);
    };
    let mut out = Vec::with_capacity(list.len());
    for (i, item) in list.iter().enumerate() {
        let value = given.invoke(given.arg(1), &[&item, &i.into(), given.arg(0)])?;
        if !value.is_undefined() {
            out.push(value);
        }
    }
    Ok(Val::sequence(out))
}

pub(super) fn filter(given: &Given<'_, '_>) -> Res<Val> {
    let Val::List(list) = given.arg(0) else {
        return Ok(Val::Undefined);
    };
    let mut out = Vec::new();
    for (i, item) in list.iter().enumerate() {
        let value = given.invoke(given.arg(1), &[&item, &i.into(), given.arg(0)])?;
        if given.is_true(&value)? {
            out.push(item);
        }
    }
    Ok(Val::sequence(out))
}

pub(super) fn single(given: &Given<'_, '_>) -> Res<Val> {
    let Val::List(list) = given.arg(0) else {
        return Ok(Val::Undefined);
    };
    let mut found = None;
    for (i, item) in list.iter().enumerate() {
        let matches = match given.arg(1) {
            Val::Undefined => true,
            function => {
                let value = given.invoke(function, &[&item, &i.into(), given.arg(0)])?;
                given.is_true(&value)?
            }
        };
        if matches && found.replace(item).is_some() {
            return fail("D3138");
        }
    }
    found.ok_or_else(|| Fault::new("D3139"))
}

pub(super) fn reduce(given: &Given<'_, '_>) -> Res<Val> {
    let Val::List(list) = given.arg(0) else {
        return Ok(Val::Undefined);
    };
    let function = given.arg(1);
    let arity = given.interp.arity(function);
    if arity < 2 {
        return fail("D3050");
    }
    let mut result = given.arg(2).clone();
    let mut from = 0;
    if result.is_undefined() && list.len() > 0 {
        result = list.get(0);
        from = 1;
    }
    for i in from..list.len() {
        let mut args = vec![result, list.get(i), i.into(), given.arg(0).clone()];
        args.truncate(arity);
        result = given.apply(function, args)?;
    }
    Ok(result)
}

pub(super) fn each(given: &Given<'_, '_>) -> Res<Val> {
    let mut out = Vec::new();
    if let Val::Map(map) = given.arg(0) {
        for (key, value) in map.entries() {
            let key = Val::Text(key);
            let value = given.invoke(given.arg(1), &[&value, &key, given.arg(0)])?;
            if !value.is_undefined() {
                out.push(value);
            }
        }
    }
    Ok(Val::sequence(out))
}

pub(super) fn sift(given: &Given<'_, '_>) -> Res<Val> {
    let mut out = Fields::default();
    if let Val::Map(map) = given.arg(0) {
        for (key, value) in map.entries() {
            let name = Val::Text(key.clone());
            let keep = given.invoke(given.arg(1), &[&value, &name, given.arg(0)])?;
            if given.is_true(&keep)? {
                out.insert(key, value);
            }
        }
    }
    Ok(match out.len() {
        0 => Val::Undefined,
        _ => Val::map(out),
    })
}

pub(super) fn sort(given: &Given<'_, '_>) -> Res<Val> {
    let Val::List(list) = given.arg(0) else {
        return Ok(Val::Undefined);
    };
    let function = given.arg(1);
    if !function.is_undefined() {
        return given.interp.sort(list, &|a, b| {
            let swap = given.apply(function, vec![a.clone(), b.clone()])?;
            given.is_true(&swap)
        });
    }
    let all = |fits: fn(&Val) -> bool| list.iter().all(|item| fits(&item));
    let numbers = all(|item| matches!(item, Val::Number(n) if !n.is_nan()));
    if list.len() > 1 && !numbers && !all(|item| item.as_str().is_some()) {
        return fail("D3070");
    }
    given.interp.sort(list, &|a, b| {
        Ok(match (a, b) {
            (Val::Number(a), Val::Number(b)) => a > b,
            (Val::Text(a), Val::Text(b)) => utf16::compare(a, b).is_gt(),
            _ => false,
        })
    })
}
