//! Reads rows.

use std::sync::LazyLock;

use engine::Value;

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::{Table, matching};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Gives the rows that match.
///
/// ```yaml
/// id: open
/// type: GoogleSheetGetMany
/// connectionId: orders
/// properties:
///   filter: { paid: false, price: { $gt: 100 } }
/// ```
///
/// Gives a list. A row has the values of its columns, `_rowNumber` and `_rawData`, a list of the
/// texts in its cells.
///
/// - `filter`: what rows must be, in the query language of MongoDB.
/// - `options.limit`: how many rows are looked at, at most.
/// - `options.skip`: how many rows are left out at the top.
/// - `pipeline`: an aggregation pipeline, as in MongoDB, that the rows go through after the filter.
pub(super) struct GoogleSheetGetMany;

impl Request for GoogleSheetGetMany {
    const NAME: &'static str = "GoogleSheetGetMany";
    const CHECK_READ: bool = true;
    const CHECK_WRITE: bool = false;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("get_many.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let mut stages = Vec::new();
        let filter = request.key("filter");
        if !filter.is_none() {
            stages.extend_from_slice(matching(filter).items());
        }
        stages.extend_from_slice(request.key("pipeline").items());
        let work = async {
            let table = Table::open(client, connection).await?;
            let rows = table.find(request.key("options"), &stages.into()).await?;
            Ok(rows.into())
        };
        limit::within(cx.timeout, work).await
    }
}
