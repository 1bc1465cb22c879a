//! Redis and Valkey, as Lowdefy's connector.

mod arguments;
mod client;
mod errors;
mod replies;
mod request;
mod settings;
mod shapes;

use std::sync::LazyLock;

use engine::Value;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use client::Server;

/// A Redis or Valkey server.
///
/// ```yaml
/// id: cache
/// type: Redis
/// properties:
///   connection: { _secret: REDIS_URL }
/// ```
///
/// ```yaml
/// id: cache
/// type: Redis
/// properties:
///   connection:
///     username: shop
///     password: { _secret: REDIS_PASSWORD }
///     database: 2
///     socket: { host: redis.example.com, port: 6380, tls: true }
/// ```
///
/// All requests share one connection, which is opened when it is first needed and opened again when
/// it was lost; while the server cannot be reached, requests fail. Commands that wait, such as
/// `BLPOP`, have connections of their own, 16 at most at the same time. Clusters and sentinels are
/// not supported.
///
/// - `connection`: a URL such as `redis://user:password@host:6379/0`, with `rediss` for an encrypted
///   connection, or an object. Default: `redis://localhost:6379`.
/// - `connection.url`: such a URL; what stands beside it wins.
/// - `connection.username`, `connection.password`: the user.
/// - `connection.database`: the number of the database. Default: 0.
/// - `connection.socket.host`, `connection.socket.port`: where the server is.
/// - `connection.socket.path`: a Unix socket instead.
/// - `connection.socket.tls`: true for an encrypted connection.
/// - `connection.socket.ca`, `connection.socket.cert`, `connection.socket.key`: certificates and a
///   key as PEM text.
/// - `connection.socket.rejectUnauthorized`: false if any certificate will do.
/// - `connection.socket.connectTimeout`: how many milliseconds connecting may take. Default: 5000.
pub(crate) struct Redis;

impl Connection for Redis {
    const NAME: &'static str = "Redis";
    const REQUESTS: &'static [RequestEntry] = &[RequestEntry::of::<request::RedisRequest>()];
    type Client = Server;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("redis/connection.schema.json")));
        &SCHEMA
    }

    fn identity(properties: &Value) -> Value {
        properties.key("connection").clone()
    }

    async fn connect(_cx: &ConnectCx, properties: &Value) -> Result<Server, Error> {
        Server::open(properties.key("connection"))
    }
}
