//! Reads a row.

use std::sync::LazyLock;

use engine::Value;

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::{Table, matching};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Gives the first row that matches, or null.
///
/// ```yaml
/// id: order
/// type: GoogleSheetGetOne
/// connectionId: orders
/// payload: { id: { _state: id } }
/// properties:
///   filter: { id: { _payload: id } }
/// ```
///
/// A row has the values of its columns, `_rowNumber` and `_rawData`, a list of the texts in its
/// cells.
///
/// - `filter`: what the row must be, in the query language of MongoDB.
/// - `options.limit`: how many rows are looked at, at most.
/// - `options.skip`: how many rows are left out at the top.
pub(super) struct GoogleSheetGetOne;

impl Request for GoogleSheetGetOne {
    const NAME: &'static str = "GoogleSheetGetOne";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("get_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let filter = request.key("filter");
        let pipeline = match filter {
            none if none.is_none() => Value::Undefined,
            filter => matching(filter),
        };
        let work = async {
            let table = Table::open(client, connection).await?;
            let rows = table.find(request.key("options"), &pipeline).await?;
            Ok(rows.into_iter().next().unwrap_or(Value::Null))
        };
        limit::within(cx.timeout, work).await
    }
}
