//! A command.

use std::sync::LazyLock;

use engine::{Value, json};

use super::arguments::Call;
use super::client::Server;
use super::{Redis, replies};
use crate::{Error, Request, RequestCx, Schema};

/// Runs a command and gives its answer.
///
/// ```yaml
/// id: remember
/// type: Redis
/// connectionId: cache
/// payload: { cart: { _state: cart } }
/// properties:
///   command: set
///   parameters:
///     - _string.concat: ["cart:", { _user: sub }]
///     - _json.stringify: [{ _payload: cart }]
///   modifiers: { ex: 3600 }
/// ```
///
/// Commands, parameters and answers are those of node-redis: a list is several parameters, an object
/// the fields and values of `hset`, `mset` and `xadd`; `zadd` takes `{ score, value }` or a list of
/// them, `geoadd` `{ longitude, latitude, member }`, `xread` `{ key, id }`, `eval` a script and
/// `{ keys, arguments }`. Where Redis wants the number of keys (`zunion`, `lmpop`, `sintercard`) it
/// is put there. Of `hgetall` and `config_get` an object comes back, of `exists` a number, of
/// `expire`, `hexists`, `setnx`, `sismember` true or false, of `scan` `{ cursor, keys }`, of
/// `zrange_withscores` a list of `{ value, score }`, of `xrange` a list of `{ id, message }`.
///
/// Subcommands are written with `_`: `config_get`, `client_list`, `xgroup_create`. The answers of
/// `client_list`, `info` and the like are text. Commands that would change the connection for other
/// requests are refused: `subscribe`, `monitor`, `multi`, `watch`, `select`, `auth` and the like.
///
/// - `command`: its name, in small or capital letters.
/// - `parameters`: a list; an empty one if there are none.
/// - `modifiers`: options of the command: true for a word alone (`{ nx: true }`), else its value
///   (`{ ex: 60, limit: { offset: 0, count: 10 } }`). False and null leave it out.
pub(super) struct RedisRequest;

impl Request for RedisRequest {
    const NAME: &'static str = "Redis";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = false;
    type Connection = Redis;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("request.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Server,
        _connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let command = request.key("command").as_str().unwrap_or_default();
        let parameters = request.key("parameters");
        let Value::List(items) = parameters else {
            let received = match parameters {
                Value::Undefined => "undefined".to_owned(),
                other => json::stringify(other),
            };
            return Err(Error::request(format!(
                "Invalid parameters, command \"{command}\" parameters should be an array, \
                 received {received}."
            )));
        };
        let call = Call::new(command, items, request.key("modifiers"))?;
        let reply = client.run(&call, cx.timeout).await?;
        Ok(replies::transform(&call.name, replies::decode(reply)))
    }
}
