//! What filters test a value for; the comparisons serve expressions too.

use std::cmp::Ordering;

use engine::{Value, js, platform::Regex};

use super::Res;
use super::compute::is_operator;
use super::env::Env;
use super::expressions::{bare_number, number};
use super::order::{compare, is_equal};
use super::query::Query;
use crate::instance::type_of;
use crate::mql::fail;

/// Is `b` one of `items`, or with `depth` of the items of lists in them so deep?
fn has(env: &Env<'_>, items: &[Value], b: &Value, depth: usize) -> Res<bool> {
    for item in items {
        if is_equal(env, item, b)? {
            return Ok(true);
        }
        if let (Value::List(inner), true) = (item, depth > 0)
            && has(env, inner, b, depth - 1)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `$eq`: null is as good as missing, and a list is equal to each of its items.
pub(super) fn eq(env: &Env<'_>, a: &Value, b: &Value, depth: usize) -> Res<bool> {
    if is_equal(env, a, b)? || (a.is_none() && b.is_none()) {
        return Ok(true);
    }
    match a {
        Value::List(items) => has(env, items, b, depth),
        _ => Ok(false),
    }
}

/// `$in`
pub(super) fn in_(env: &Env<'_>, a: &Value, b: &Value) -> Res<bool> {
    let wanted = match b {
        Value::List(wanted) => wanted,
        // Nothing is in nothing.
        Value::String(text) if text.is_empty() && !a.is_none() => return Ok(false),
        _ if a.as_list().is_some_and(|items| items.is_empty()) => return Ok(false),
        _ => return fail("$in needs an array"),
    };
    if a.is_none() {
        return Ok(wanted.iter().any(|v| matches!(v, Value::Null)));
    }
    let one = std::slice::from_ref(a);
    for item in a.as_list().map_or(one, |items| items) {
        if has(env, wanted, item, 0)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `$lt`, `$lte`, `$gt`, `$gte`: only values of one kind are compared.
pub(super) fn ordered(
    env: &Env<'_>,
    a: &Value,
    b: &Value,
    is_good: fn(Ordering) -> bool,
) -> Res<bool> {
    let one = std::slice::from_ref(a);
    for item in a.as_list().map_or(one, |items| items) {
        if type_of(item) == type_of(b) && is_good(compare(env, item, b)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// `$mod`
pub(super) fn modulo(a: &Value, b: &Value) -> Res<bool> {
    let [divisor, remainder] = b.items() else {
        return Ok(false);
    };
    let divisor = number(divisor);
    let Some(remainder) = bare_number(remainder) else {
        return Ok(false);
    };
    let one = std::slice::from_ref(a);
    let mut items = a.as_list().map_or(one, |items| items).iter();
    Ok(items.any(|item| number(item) % divisor == remainder))
}

/// `$regex`
pub(super) fn regex(a: &Value, pattern: &Regex) -> Res<bool> {
    let is_match = |v: &Value| match v.as_str() {
        Some(text) => pattern.is_match(text).or_else(fail),
        None => Ok(false),
    };
    let Value::List(items) = a else {
        return is_match(a);
    };
    for item in items.iter() {
        for value in std::iter::once(item).chain(item.items()) {
            if is_match(value)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// `$exists`
pub(super) fn exists(a: &Value, b: &Value) -> bool {
    match b {
        Value::Bool(b) => *b != a.is_undefined(),
        Value::Number(0.0) => a.is_undefined(),
        Value::Number(1.0) => !a.is_undefined(),
        _ => false,
    }
}

/// `$size`
pub(super) fn size(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(items), Value::Number(n)) => items.len() as f64 == *n,
        _ => false,
    }
}

/// `$all`
pub(super) fn all(env: &Env<'_>, a: &Value, b: &Value) -> Res<bool> {
    let (Value::List(values), Value::List(wanted)) = (a, b) else {
        return Ok(false);
    };
    if values.is_empty() || wanted.is_empty() {
        return Ok(false);
    }
    for query in wanted.iter() {
        let inner = query.key("$elemMatch");
        let found = if inner.is_undefined() {
            has(env, values, query, 0)?
        } else {
            elem_match(env, a, &Query::of_item(env, inner)?)?
        };
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `$elemMatch`: is an item of the list as `query` says?
pub(super) fn elem_match(env: &Env<'_>, a: &Value, query: &(Query, bool)) -> Res<bool> {
    let (query, is_wrapped) = query;
    for item in a.items() {
        let found = if *is_wrapped {
            query.test(env, &Value::object([(ITEM, item.clone())]))?
        } else {
            query.test(env, item)?
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The key under which an item is tested that operators are meant for.
pub(super) const ITEM: &str = "temp";

/// Does `$elemMatch` with the filter `filter` mean the item itself, not its keys?
pub(super) fn is_of_item(filter: &Value) -> bool {
    let is_key = |key: &str| !is_operator(key) || matches!(key, "$and" | "$or" | "$nor");
    !filter
        .as_map()
        .is_some_and(|map| map.keys().any(|k| is_key(k)))
}

/// `$type`
pub(super) fn is_type(a: &Value, b: &Value) -> Res<bool> {
    match b {
        Value::List(types) => {
            for name in types.iter() {
                if is_type_named(a, name)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        name => is_type_named(a, name),
    }
}

fn is_type_named(a: &Value, name: &Value) -> Res<bool> {
    let number = bare_number(a);
    let whole = |limit: f64, lowest: f64| {
        number.is_some_and(|n| n >= lowest && n <= limit && !js::number_to_text(n).contains('.'))
    };
    Ok(match &*js::to_text(name) {
        "array" | "4" => a.as_list().is_some(),
        "bool" | "boolean" | "8" => a.as_bool().is_some(),
        "date" | "9" => matches!(a, Value::Date(_)),
        "decimal" | "double" | "number" | "1" | "19" => number.is_some(),
        "int" | "16" => whole(2_147_483_647.0, -2_147_483_648.0),
        "long" | "18" => whole(9_007_199_254_740_991.0, -9_007_199_254_740_991.0),
        "null" | "10" => matches!(a, Value::Null),
        "object" | "3" => a.as_map().is_some(),
        "string" | "2" => a.as_str().is_some(),
        "undefined" | "6" => a.is_none(),
        "function" => return fail("unsupported type key `function`."),
        _ => false,
    })
}

/// The operators on bits. `test` gets the bits of the mask that are set, and the mask.
pub(super) fn bits(a: &Value, b: &Value, test: fn(i32, f64) -> bool) -> bool {
    let mask = match b {
        Value::List(bits) => {
            let bits = bits.iter().map(|n| 1i32.wrapping_shl(to_int32(n) as u32));
            f64::from(bits.fold(0, |mask, bit| mask | bit))
        }
        value => number(value),
    };
    test(to_int32(a) & to_int32(&mask.into()), mask)
}

/// JavaScript's `value | 0`.
pub(super) fn to_int32(value: &Value) -> i32 {
    let n = number(value);
    if n.is_finite() {
        n.trunc().rem_euclid(4_294_967_296.0) as u32 as i32
    } else {
        0
    }
}
