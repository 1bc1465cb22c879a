use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Script, Value};

/// Runs a function written in JavaScript. The build takes the code out of the configuration and leaves
/// the hash of the code in its place.
///
/// ```yaml
/// title:
///   _js: |
///     const rows = request('get_orders') ?? [];
///     const open = rows.filter((row) => row.status === 'open');
///     return `${open.length} of ${rows.length} orders are open`;
///
/// visible:
///   _js:
///     fn: return args.total > args.limit;
///     args:
///       total: { _state: total }
///       limit: { _global: credit_limit }
/// ```
///
/// The code is the body of a function and ends with `return`. It is synchronous: a promise is no answer.
/// What it may read, it reads by functions that take what the operator of that name takes. On a page
/// these are `actions`, `event`, `input`, `location`, `lowdefyApp`, `lowdefyGlobal`, `request`, `state`,
/// `urlQuery` and `user`; in connections, requests and routines `item`, `lowdefyApp`, `payload`,
/// `secret`, `state`, `step` and `user`. `args` is what the long form passes, computed before. What was
/// read is remembered: when it changes, the function runs again.
///
/// The answer may be anything that configuration can hold: text, numbers, booleans, null, undefined,
/// dates, errors, and arrays and objects of these, up to 100 levels deep. A function may be returned
/// where one is called, as by `_array.map`.
///
/// A page's code runs in the browser and, before that, on the server which draws the page; the code of
/// requests runs on the server. The server's JavaScript has the standard library without `Intl`, no
/// network, no timers and none of a browser's objects; its time zone is UTC. A call may take 50 ms and
/// 16 MB there (`LATH_JS_TIMEOUT_MS`, `LATH_JS_MEMORY_MB`), and nothing is left of it for the next.
/// Where a function fails on the server, or asks for what only a browser knows, the page is drawn with
/// what the server has and computed anew once it is alive.
///
/// Errors: what the code throws, as `_js function execution error. TypeError: …`; a hash that the build
/// has no function for; an answer that is a promise, a symbol, a BigInt or contains itself.
pub struct Js;

impl Operator for Js {
    const NAME: &'static str = "_js";

    /// Whatever the code reads.
    fn reads(_: Option<&str>) -> Reads {
        let page = Reads::PAGE | Reads::ADDRESS | Reads::USER | Reads::WINDOW;
        page | Reads::CLOCK | Reads::PLACE | Reads::SERVER | Reads::SECRET
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let (function, passed) = match (args.params, args.get("fn")) {
            (Value::String(function), _) => (function, &Value::Undefined),
            (Value::Map(_), Value::String(function)) => (function, args.get("args")),
            _ => {
                let message = "_js takes the hash of a function, or an object with fn and args.";
                return Err(OpError::new(message));
            }
        };
        cx.scope.script(&Script {
            cx,
            function,
            args: passed,
        })
    }
}
