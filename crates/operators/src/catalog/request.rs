use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Realm, Root, Value};

/// What a request answered: of its latest call, and null until that has answered. Of a request with
/// `stream: true` it is the rows that have come so far. The action `Request` calls requests.
///
/// ```yaml
/// _request: get_orders
/// _request: get_orders.0.price
/// ```
///
/// The parameters are a text: the id of the request, and a path within its answer.
pub struct Request;

impl Operator for Request {
    const NAME: &'static str = "_request";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::PAGE
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let Some(params) = args.params.as_str() else {
            return Err(OpError::new("_request accepts a string value."));
        };
        let (id, key) = params
            .split_once('.')
            .map_or((params, None), |(id, key)| (id, Some(key)));
        let is = |key: &str| engine::js::truthy(&cx.read(Root::Requests, &format!("{id}.0.{key}")));
        if is("loading") && !is("stream") {
            return Ok(Value::Null);
        }
        Ok(match key {
            None => cx
                .read(Root::Requests, &format!("{id}.0.response"))
                .or_null(),
            Some("") => cx
                .read(Root::Requests, &format!("{id}.0.response"))
                .key("")
                .clone()
                .or_null(),
            Some(key) => cx
                .read(Root::Requests, &format!("{id}.0.response.{key}"))
                .or_null(),
        })
    }
}
