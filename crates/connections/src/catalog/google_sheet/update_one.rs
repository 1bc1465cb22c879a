//! Changes a row.

use std::sync::LazyLock;

use engine::{Value, js};

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::{Table, matching};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Changes the first row that matches.
///
/// ```yaml
/// id: pay
/// type: GoogleSheetUpdateOne
/// connectionId: orders
/// payload: { id: { _state: id } }
/// properties:
///   filter: { id: { _payload: id } }
///   update: { paid: true }
///   options: { raw: true }
/// ```
///
/// Gives `{ modifiedCount, upserted, row }`; the values of the row are texts, as the sheet shows
/// them.
///
/// - `filter`: what the row must be, in the query language of MongoDB.
/// - `options.limit`: how many rows are looked at, at most.
/// - `options.raw`: values are written as they are. Without it Google reads them as if somebody typed
///   them: a text that begins with `=` becomes a formula, which values of users should not be.
/// - `options.skip`: how many rows are left out at the top.
/// - `options.upsert`: adds `update` as a row where none matches.
/// - `update`: the values that change, by the names of their columns.
pub(super) struct GoogleSheetUpdateOne;

impl Request for GoogleSheetUpdateOne {
    const NAME: &'static str = "GoogleSheetUpdateOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("update_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let (options, update) = (request.key("options"), request.key("update"));
        let pipeline = matching(request.key("filter"));
        let raw = js::truthy(options.key("raw"));
        let work = async {
            let table = Table::open(client, connection).await?;
            let rows = table.find(options, &pipeline).await?;
            let (rows, upserted) = match rows.first() {
                Some(row) => {
                    let row = std::slice::from_ref(row);
                    (table.update(row, update, raw).await?, false)
                }
                None if js::truthy(options.key("upsert")) => {
                    let row = std::slice::from_ref(update);
                    (table.append(row, raw).await?, true)
                }
                None => {
                    return Ok(Value::object([
                        ("modifiedCount", 0.into()),
                        ("upserted", false.into()),
                    ]));
                }
            };
            let row = rows.into_iter().next();
            Ok(Value::object([
                ("modifiedCount", 1.into()),
                ("upserted", upserted.into()),
                ("row", row.unwrap_or(Value::Undefined)),
            ]))
        };
        limit::within(cx.timeout, work).await
    }
}
