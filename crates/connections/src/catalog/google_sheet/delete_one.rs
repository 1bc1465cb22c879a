//! Deletes a row.

use std::sync::LazyLock;

use engine::Value;

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::{Table, matching};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Deletes the first row that matches; those below move up.
///
/// ```yaml
/// id: cancel
/// type: GoogleSheetDeleteOne
/// connectionId: orders
/// payload: { id: { _state: id } }
/// properties:
///   filter: { id: { _payload: id } }
/// ```
///
/// Gives `{ deletedCount, row }`. Somebody who changes the sheet between the search and the deletion
/// can move another row to its place: the sheet has no locks.
///
/// - `filter`: what the row must be, in the query language of MongoDB.
/// - `options.limit`: how many rows are looked at, at most.
/// - `options.skip`: how many rows are left out at the top.
pub(super) struct GoogleSheetDeleteOne;

impl Request for GoogleSheetDeleteOne {
    const NAME: &'static str = "GoogleSheetDeleteOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("delete_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let pipeline = matching(request.key("filter"));
        let work = async {
            let table = Table::open(client, connection).await?;
            let rows = table.find(request.key("options"), &pipeline).await?;
            let Some(row) = rows.into_iter().next() else {
                return Ok(Value::object([("deletedCount", 0.into())]));
            };
            table.delete(&row).await?;
            Ok(Value::object([("deletedCount", 1.into()), ("row", row)]))
        };
        limit::within(cx.timeout, work).await
    }
}
