//! Methods that call a function for each item.

use std::sync::Arc;

use engine::{Cx, Function, OpError, OpResult, Value, js};

use crate::instance::{self, arg};

fn function(value: &Value) -> Result<&Arc<Function>, OpError> {
    match value {
        Value::Function(f) => Ok(f),
        v => Err(instance::no_function(v)),
    }
}

/// `every`, `filter`, `find`, `findIndex`, `map`, `some`.
pub(super) fn each(
    cx: &Cx<'_>,
    method: &str,
    items: &Arc<Vec<Value>>,
    callback: &Value,
) -> OpResult {
    let callback = function(callback)?;
    let mut out = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let args = [item.clone(), i.into(), Value::List(items.clone())];
        let value = instance::call(cx, callback, &args)?;
        let yes = js::truthy(&value);
        match method {
            "map" => out.push(value),
            "filter" if yes => out.push(item.clone()),
            "find" if yes => return Ok(item.clone()),
            "findIndex" if yes => return Ok(i.into()),
            "some" if yes => return Ok(true.into()),
            "every" if !yes => return Ok(false.into()),
            _ => {}
        }
    }
    Ok(match method {
        "map" | "filter" => out.into(),
        "find" => Value::Undefined,
        "findIndex" => Value::Number(-1.0),
        method => (method == "every").into(),
    })
}

/// `reduce` and `reduceRight`. With named parameters there always is an initial value, which may be
/// undefined.
pub(super) fn reduce(
    cx: &Cx<'_>,
    method: &str,
    items: &Arc<Vec<Value>>,
    rest: &[Value],
) -> OpResult {
    let callback = function(arg(rest, 0))?;
    let forward = method == "reduce";
    let len = items.len();
    let mut order = (0..len).map(|i| if forward { i } else { len - 1 - i });
    let mut sum = match (rest.get(1), rest.len()) {
        (Some(initial), 2..) => initial.clone(),
        _ => match order.next() {
            Some(i) => items[i].clone(),
            None => return instance::fail("Reduce of empty array with no initial value"),
        },
    };
    for (step, i) in order.enumerate() {
        let args = [sum, items[i].clone(), i.into(), Value::List(items.clone())];
        sum = instance::call(cx, callback, &args)?;
        instance::check_step(step, &sum)?;
    }
    Ok(sum)
}
