//! Pipelines.

use std::sync::LazyLock;

use engine::{Expr, Value};
use mongodb::Cursor;
use mongodb::bson::RawDocumentBuf;
use mongodb::options::AggregateOptions;

use super::client::Mongo;
use super::errors::explain;
use super::options::Options;
use super::{MongoDbCollection, find, values};
use crate::{Error, Request, RequestCx, RowStream, Schema};

/// Gives what an aggregation pipeline makes of the documents.
///
/// ```yaml
/// id: turnover
/// type: MongoDBAggregation
/// connectionId: orders
/// payload: { since: { _state: since } }
/// properties:
///   pipeline:
///     - $match: { at: { $gte: { _payload: since } } }
///     - $group: { _id: $country, total: { $sum: $total } }
///     - $sort: { total: -1 }
///   options: { allowDiskUse: true }
/// ```
///
/// - `pipeline`: the stages. `$out` and `$merge` need a connection with `write: true`.
/// - `options`: as the Node driver has them: `allowDiskUse`, `batchSize`,
///   `bypassDocumentValidation`, `collation`, `comment`, `hint`, `let`, `maxTimeMS`, `readConcern`,
///   `readPreference`, `writeConcern`. Others have no effect.
pub(super) struct MongoDbAggregation;

impl Request for MongoDbAggregation {
    const NAME: &'static str = "MongoDBAggregation";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = MongoDbCollection;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("aggregation.schema.json")));
        &SCHEMA
    }

    fn only_reads(connection: &Expr, request: &Expr) -> bool {
        let write = connection.as_const_at(&["write"]);
        if write.is_some_and(|it| it.key("write").as_bool() != Some(true)) {
            return true;
        }
        let mut writes = false;
        request.visit_keys(&mut |key| writes |= WRITES.contains(&key));
        request.spells_out("pipeline") && !writes
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        find::all(aggregate(cx, client, connection, request).await?).await
    }

    async fn stream(
        cx: &RequestCx<'_>,
        client: &Mongo,
        connection: &Value,
        request: &Value,
    ) -> Result<RowStream, Error> {
        Ok(find::rows(
            aggregate(cx, client, connection, request).await?,
        ))
    }
}

async fn aggregate(
    cx: &RequestCx<'_>,
    client: &Mongo,
    connection: &Value,
    request: &Value,
) -> Result<Cursor<RawDocumentBuf>, Error> {
    let pipeline = request.key("pipeline");
    if connection.key("write").as_bool() != Some(true) && pipeline.items().iter().any(writes) {
        return Err(Error::config(
            "Connection does not allow writes and aggregation pipeline contains a \"$merge\" or \
             \"$out\" stage.",
        ));
    }
    let pipeline = values::documents(pipeline, "The stages of a pipeline")?;
    let mut given = Options::new(MongoDbAggregation::NAME, request.key("options"))?;
    let max_time = given.max_time(cx.timeout)?;
    let (preference, concern) = (given.read_preference()?, given.read_concern()?);
    let write_concern = given.write_concern()?;
    let mut options: AggregateOptions = given.rest()?;
    options.max_time = max_time;
    options.selection_criteria = preference;
    options.read_concern = concern;
    options.write_concern = write_concern;
    let collection = client.collection(connection);
    let cursor = collection.aggregate(pipeline).with_options(options);
    let cursor = cursor.with_type::<RawDocumentBuf>().await;
    cursor.map_err(explain)
}

/// Stages that write.
const WRITES: [&str; 2] = ["$out", "$merge"];

fn writes(stage: &Value) -> bool {
    WRITES.iter().any(|name| !stage.key(name).is_none())
}
