//! What operators with methods have in common when they complain (Lowdefy's `runClass`).

use engine::{Args, Cx, OpError, json};

/// A complaint that shows the parameters under the name of the method that was called.
pub(crate) fn complaint(cx: &Cx<'_>, args: &Args<'_>, message: &str) -> OpError {
    let Args { name, params, .. } = args;
    let method = args.method.unwrap_or("undefined");
    let params = json::show(params);
    let received = format!("{{\"{name}.{method}\":{params}}}");
    let whole = format!("{message} Received: {received} at {}.", cx.location);
    OpError::whole(whole).without(message.to_owned())
}

/// The complaint about a method that does not exist.
pub(crate) fn unknown_method(cx: &Cx<'_>, args: &Args<'_>, methods: &[&str]) -> OpError {
    let methods = methods.join(", ");
    let known = format!("use one of the following: {methods}.");
    complaint(
        cx,
        args,
        &format!("{} requires a valid method name, {known}", args.name),
    )
}

/// The complaint about parameters of a wrong type.
pub(crate) fn wrong_type(cx: &Cx<'_>, args: &Args<'_>, types: &str) -> OpError {
    let message = format!(
        "{} accepts one of the following types: {types}.",
        args.full_name()
    );
    complaint(cx, args, &message)
}
