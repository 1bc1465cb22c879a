use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Realm, Root, Value};

/// The latest call of an endpoint: `response`, `error`, `status`, `success`, and null until that
/// has answered. Of an endpoint that streams, `response` is the rows that have come so far.
///
/// ```yaml
/// _api: save_order.response.id
/// _api: save_order.error
/// ```
///
/// The parameters are a text: the id of the endpoint, and a path within the call.
pub struct Api;

impl Operator for Api {
    const NAME: &'static str = "_api";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let Some(params) = args.params.as_str() else {
            return Err(OpError::new("_api accepts a string value."));
        };
        let (id, key) = params
            .split_once('.')
            .map_or((params, None), |(id, key)| (id, Some(key)));
        let read = |key: &str| cx.read(Root::Endpoints, &format!("{id}.0{key}"));
        let is = |key: &str| engine::js::truthy(&read(key));
        if is(".loading") && !is(".holdValue") && !is(".stream") {
            return Ok(Value::Null);
        }
        let value = key.map_or_else(|| read(""), |key| read(&format!(".{key}")));
        Ok(value.or_null())
    }
}
