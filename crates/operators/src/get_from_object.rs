//! What all operators that read a value by its key have in common (Lowdefy's `getFromObject`):
//! `true` or `{all: true}` gives everything, `key` or `{key, default}` one value.

use std::borrow::Cow;

use engine::{Args, Cx, OpError, OpResult, Root, Value, path};

/// What the parameters ask for.
pub(crate) enum Ask<'a> {
    /// Everything.
    All,
    /// The value at a path, or the default where there is none.
    Key(Cow<'a, str>, Value),
    /// The default in any case, since the key is null.
    Default(Value),
}

/// Reads the parameters.
///
/// # Errors
/// `<name> params must be of type string, integer, boolean or object.`, `<name>.key must be of type
/// string or integer.`
pub(crate) fn ask<'a>(args: &Args<'a>) -> Result<Ask<'a>, OpError> {
    if let Value::Bool(true) = args.params {
        return Ok(Ask::All);
    }
    if let Some(key) = key_text(args.params) {
        return Ok(Ask::Key(key, Value::Null));
    }
    let Some(params) = args.map() else {
        let message = "params must be of type string, integer, boolean or object.";
        return Err(OpError::new(format!("{} {message}", args.name)));
    };
    let default = params.get("default").cloned().unwrap_or_default().or_null();
    match (args.get("key"), args.get("all")) {
        (Value::Null, _) => Ok(Ask::Default(default)),
        (_, Value::Bool(true)) => Ok(Ask::All),
        (key, _) => match key_text(key) {
            Some(key) => Ok(Ask::Key(key, default)),
            None => {
                let message = "must be of type string or integer.";
                Err(OpError::new(format!("{}.key {message}", args.name)))
            }
        },
    }
}

fn key_text(key: &Value) -> Option<Cow<'_, str>> {
    match key {
        Value::String(s) => Some(Cow::Borrowed(&**s)),
        Value::Number(n) if n.fract() == 0.0 => Some(Cow::Owned(engine::js::number_to_text(*n))),
        _ => None,
    }
}

/// Answers from `root`, reading no more of it than is asked for.
///
/// # Errors
/// As [`ask`].
pub(crate) fn read(cx: &Cx<'_>, args: &Args<'_>, root: Root) -> OpResult {
    answer(ask(args)?, |key| match key {
        None => cx.read(root, ""),
        // The path "" means the whole, so that the key "" is looked up in the whole.
        Some("") => cx.read(root, "").key("").clone(),
        Some(key) => cx.read(root, key),
    })
}

/// Answers from a value at hand.
///
/// # Errors
/// As [`ask`].
pub(crate) fn get(cx: &Cx<'_>, args: &Args<'_>, object: &Value) -> OpResult {
    answer(ask(args)?, |key| match key {
        None => object.clone(),
        Some(key) => path::get(object, &path::apply_indices(cx.indices, key)),
    })
}

/// Answers through `read`, which gives the value of a key, or everything.
pub(crate) fn answer(ask: Ask<'_>, read: impl FnOnce(Option<&str>) -> Value) -> OpResult {
    Ok(match ask {
        Ask::All => read(None),
        Ask::Default(default) => default,
        Ask::Key(key, default) => match read(Some(&key)) {
            Value::Undefined => default,
            value => value,
        },
    })
}
