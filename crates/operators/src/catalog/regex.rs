use engine::platform::Regex as Compiled;
use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Root, Value, js};

/// Does a text match a regular expression of JavaScript?
///
/// ```yaml
/// _regex: { pattern: '^[^@]+@[^@]+$', on: { _state: email } }
/// _regex: { pattern: '^[0-9]+$', key: phone, flags: i }
/// _regex: '^[0-9]+$'
/// ```
///
/// Without `on` and `key` it tests the value of the block itself, which is what `validate` of an
/// input wants. Where the text is missing the answer is false.
///
/// - `pattern`: the regular expression. A text in place of the parameters is the same.
/// - `on`: the text.
/// - `key`: where in state the text is.
/// - `flags`: the flags of the expression. Default: `gm`.
pub struct Regex;

impl Operator for Regex {
    const NAME: &'static str = "_regex";

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let pattern = if args.map().is_some() {
            args.get("pattern")
        } else {
            args.params
        };
        let Value::String(pattern) = pattern else {
            return Err(OpError::new("_regex.pattern must be a string."));
        };
        let on = match (args.get("key"), args.get("on")) {
            (Value::Undefined, Value::Undefined) => cx.read(Root::State, cx.location),
            (Value::Undefined, on) => on.clone(),
            (Value::String(key), _) => cx.scope.read(Root::State, key),
            _ => return Err(OpError::new("_regex.key must be a string.")),
        };
        let Value::String(on) = on else {
            if on.is_none() {
                return Ok(false.into());
            }
            return Err(OpError::new("_regex.on must be a string."));
        };
        let flags = match args.get("flags") {
            flags if js::truthy(flags) => js::to_text(flags),
            _ => "gm".to_owned(),
        };
        match Compiled::new(pattern, &flags) {
            Ok(regex) => Ok(regex.is_match(&on).map_err(OpError::new)?.into()),
            Err(_) => Err(OpError::new("_regex failed to execute RegExp.test.")),
        }
    }
}
