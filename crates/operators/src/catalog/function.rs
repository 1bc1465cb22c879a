use engine::{Args, Cx, Expr, OpResult, Operator, Reads, Value};

/// Makes a function that other operators call. In its body, operators have one more underscore; they
/// are computed at each call, with `__args` for the arguments.
///
/// ```yaml
/// _array.filter:
///   on: { _state: orders }
///   callback:
///     _function: { __gt: [{ __args: 0.price }, 100] }
/// ```
pub struct Function;

impl Operator for Function {
    const NAME: &'static str = "_function";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PLACE
    }

    /// A function in configuration is compiled where it stands; only one that is made through
    /// `_operator` comes here, with its body as data.
    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let made = Value::object([(Self::NAME, args.params.clone())]);
        Ok(Expr::compile(&made, cx.table).eval(cx))
    }
}
