use engine::{Args, Cx, OpResult, Operator, Reads};

/// Shows a value in the console (of the browser or of the server) and gives it on. Put it around
/// any value to see what it is.
///
/// ```yaml
/// _log: { _state: order }
/// ```
pub struct Log;

impl Operator for Log {
    const NAME: &'static str = "_log";

    /// Logging is an effect of every evaluation, so it must not be computed ahead.
    fn reads(_: Option<&str>) -> Reads {
        Reads::CLOCK
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        cx.scope.log(args.params);
        Ok(args.params.clone())
    }
}
