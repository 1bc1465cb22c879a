//! Collections of MongoDB, as Lowdefy's connector.

mod aggregation;
mod bulk_write;
mod change_log;
mod client;
mod consecutive_ids;
mod delete;
mod errors;
mod find;
mod insert;
mod options;
mod update;
mod values;
mod versioned_update;

use std::sync::LazyLock;

use engine::Value;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use client::Mongo;

/// A collection in a MongoDB database.
///
/// ```yaml
/// id: orders
/// type: MongoDBCollection
/// properties:
///   databaseUri: { _secret: MONGODB_URI }
///   databaseName: shop
///   collection: orders
///   write: true
///   changeLog: { collection: log, meta: { user: { _user: sub } } }
/// ```
///
/// Requests take and give values as JSON has them, and besides: dates are dates, and an `ObjectId`
/// is `{ _oid: "64b000000000000000000001" }`. Whole numbers are stored as 32 bit integers if they
/// fit, all others as doubles. Of what is stored otherwise, a 64 bit integer is a number, or
/// `{ low, high, unsigned }` beyond 2⁵³; a Decimal128 is `{ $numberDecimal: "12.30" }`; binary data
/// is base64 text and a UUID its text; a timestamp is `{ $timestamp: "…" }`, code is `{ code }`; a
/// regular expression is `{}`.
///
/// All connections with the same `databaseUri` and `options` share one pool of connections. They
/// are opened when they are needed; while the database cannot be reached, requests fail after
/// `serverSelectionTimeoutMS` (20 seconds if nothing is said), and work again when it can. A read
/// that takes longer than the request may is ended on the server.
///
/// What the requests send was compared with what Lowdefy's own connector sends, and all answers
/// come from a stand-in that speaks MongoDB's protocol: this connection was not yet tried on a
/// MongoDB server.
///
/// - `databaseUri`: a connection string, `mongodb://…` or `mongodb+srv://…`. Users and passwords
///   in it are percent-encoded.
/// - `databaseName`: the database. Default: that of the connection string, or `test`.
/// - `collection`: the collection.
/// - `read`: false refuses requests that read. Default: true.
/// - `write`: true allows requests that write. Default: false.
/// - `changeLog`: notes what requests of this connection write.
/// - `changeLog.collection`: the collection that the notes go to, in the same database.
/// - `changeLog.meta`: what to note besides, such as the user.
/// - `options`: settings of the client as the Node driver calls them, such as `maxPoolSize`,
///   `minPoolSize`, `maxIdleTimeMS`, `connectTimeoutMS`, `serverSelectionTimeoutMS`, `appName`,
///   `authSource`, `authMechanism`, `auth: { username, password }`, `replicaSet`,
///   `directConnection`, `retryReads`, `retryWrites`, `readPreference`, `readConcernLevel`, `w`,
///   `journal`, `wtimeoutMS`, `tls`, `tlsCAFile`, `tlsCertificateKeyFile`,
///   `tlsAllowInvalidCertificates`. They win over those in the connection string; others have no
///   effect.
pub(crate) struct MongoDbCollection;

impl Connection for MongoDbCollection {
    const NAME: &'static str = "MongoDBCollection";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<aggregation::MongoDbAggregation>(),
        RequestEntry::of::<bulk_write::MongoDbBulkWrite>(),
        RequestEntry::of::<delete::MongoDbDeleteMany>(),
        RequestEntry::of::<delete::MongoDbDeleteOne>(),
        RequestEntry::of::<find::MongoDbFind>(),
        RequestEntry::of::<find::MongoDbFindOne>(),
        RequestEntry::of::<consecutive_ids::MongoDbInsertConsecutiveId>(),
        RequestEntry::of::<insert::MongoDbInsertMany>(),
        RequestEntry::of::<consecutive_ids::MongoDbInsertManyConsecutiveIds>(),
        RequestEntry::of::<insert::MongoDbInsertOne>(),
        RequestEntry::of::<update::MongoDbUpdateMany>(),
        RequestEntry::of::<update::MongoDbUpdateOne>(),
        RequestEntry::of::<versioned_update::MongoDbVersionedUpdateOne>(),
    ];
    type Client = Mongo;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            Schema::builtin(include_str!("mongodb_collection/connection.schema.json"))
        });
        &SCHEMA
    }

    /// Database and collection are read for each request.
    fn identity(properties: &Value) -> Value {
        let of = |key: &str| properties.key(key).clone();
        Value::list(vec![of("databaseUri"), of("options")])
    }

    async fn connect(_cx: &ConnectCx, properties: &Value) -> Result<Mongo, Error> {
        Mongo::open(properties).await
    }

    async fn close(client: &Mongo) {
        client.close().await;
    }
}
