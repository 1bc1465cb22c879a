use engine::{Args, Cx, OpError, OpResult, Operator, Reads, Realm, Root, Value, path};

use crate::get_from_object::{self, Ask};

/// A secret: the variable `LOWDEFY_SECRET_<NAME>` or `LATH_SECRET_<NAME>` of the server's
/// environment. It never reaches a page unless a request sends it there. `JWT_SECRET` and
/// `OPENID_CLIENT_SECRET`, which logging in uses, are not given.
///
/// ```yaml
/// id: db
/// type: AxiosHttp
/// properties: { headers: { Authorization: { _secret: CRM_TOKEN } } }
/// ```
///
/// The parameters are the name as a text.
///
/// - `key`: the name.
/// - `default`: what to give where there is no such secret. Default: null.
pub struct Secret;

/// What signs people in stays out of reach.
const HIDDEN: [&str; 2] = ["OPENID_CLIENT_SECRET", "JWT_SECRET"];

impl Operator for Secret {
    const NAME: &'static str = "_secret";
    const REALM: Realm = Realm::Server;

    fn reads(_: Option<&str>) -> Reads {
        Reads::SECRET
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let all = *args.params == Value::Bool(true) || engine::js::truthy(args.get("all"));
        if all {
            return Err(OpError::new("Getting all secrets is not allowed."));
        }
        match get_from_object::ask(&args)? {
            Ask::Key(key, default) if is_hidden(&key) => Ok(default),
            _ => get_from_object::read(cx, &args, Root::Secret),
        }
    }
}

fn is_hidden(key: &str) -> bool {
    let first = path::split(key).first().map(|s| s.to_string());
    first.is_some_and(|name| HIDDEN.contains(&&*name))
}
