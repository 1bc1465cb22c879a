//! Literals, variables, fields, chance.

use engine::{Value, js};

use super::{number, truthy};
use crate::mql::Res;
use crate::mql::compute::compute;
use crate::mql::env::{Binding, Env};
use crate::mql::fail;

/// `$literal`
pub(in crate::mql) fn literal(_: &Env<'_>, _: &Value, expr: &Value) -> Res {
    Ok(expr.clone())
}

/// `$let`
pub(in crate::mql) fn let_(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let Value::Map(vars) = expr.key("vars") else {
        return fail("$let needs an object 'vars'");
    };
    let names = vars.keys().map(|name| &**name).collect::<Vec<_>>();
    let values = vars.values().map(|value| compute(env, obj, value));
    let values = values.collect::<Res<Vec<_>>>()?;
    bind(env, obj, expr.key("in"), &names, &values)
}

/// Evaluates `expr` with further variables: one binding a call, as each refers to the one before.
fn bind(env: &Env<'_>, obj: &Value, expr: &Value, names: &[&str], values: &[Value]) -> Res {
    let (Some((name, names)), Some((value, values))) = (names.split_first(), values.split_first())
    else {
        return compute(env, obj, expr);
    };
    if names.len() > 1000 {
        return fail("$let has too many variables");
    }
    let binding = Binding {
        name,
        value,
        next: env.vars(),
    };
    bind(&env.with_vars(&binding), obj, expr, names, values)
}

/// `$getField`: for names with dots or dollars.
pub(in crate::mql) fn get_field(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let args = compute(env, obj, expr)?;
    let (field, input) = match &args {
        Value::Map(_) if js::truthy(args.key("input")) => (args.key("field"), args.key("input")),
        Value::Map(_) => (args.key("field"), obj),
        field => (field, obj),
    };
    if input.is_none() {
        return Ok(Value::Null);
    }
    if input.as_map().is_none() {
        return fail("$getField expression 'input' must evaluate to an object");
    }
    match field {
        Value::String(field) => Ok(input.key(field).clone()),
        _ => fail("$getField expression 'field' must evaluate to a string"),
    }
}

/// `$rand`: a number from 0 up to 1.
pub(in crate::mql) fn rand(env: &Env<'_>, _: &Value, _: &Value) -> Res {
    Ok(env.random().into())
}

/// `$sampleRate`: true with that probability.
pub(in crate::mql) fn sample_rate(env: &Env<'_>, obj: &Value, expr: &Value) -> Res {
    let rate = number(&compute(env, obj, expr)?);
    Ok((env.random() <= rate).into())
}

/// `$function`
pub(in crate::mql) fn function(_: &Env<'_>, _: &Value, _: &Value) -> Res {
    fail("$function runs code, which is not possible here.")
}

/// Evaluates `expr` with the variable `name`.
pub(super) fn with_var(env: &Env<'_>, obj: &Value, expr: &Value, name: &str, value: &Value) -> Res {
    let binding = Binding {
        name,
        value,
        next: env.vars(),
    };
    compute(&env.with_vars(&binding), obj, expr)
}

/// As [`with_var`], as a condition.
pub(super) fn holds(
    env: &Env<'_>,
    obj: &Value,
    expr: &Value,
    name: &str,
    value: &Value,
) -> Res<bool> {
    Ok(truthy(&with_var(env, obj, expr, name, value)?))
}
