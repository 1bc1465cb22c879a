//! Changes rows.

use std::sync::LazyLock;

use engine::{Value, js};

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::{Table, matching};
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Changes all rows that match.
///
/// ```yaml
/// id: close
/// type: GoogleSheetUpdateMany
/// connectionId: orders
/// properties:
///   filter: { paid: true }
///   update: { status: closed }
///   options: { raw: true }
/// ```
///
/// Gives `{ modifiedCount }`. The rows are written in one call.
///
/// - `filter`: what rows must be, in the query language of MongoDB.
/// - `options.limit`: how many rows are looked at, at most.
/// - `options.raw`: values are written as they are. Without it Google reads them as if somebody typed
///   them: a text that begins with `=` becomes a formula, which values of users should not be.
/// - `options.skip`: how many rows are left out at the top.
/// - `update`: the values that change, by the names of their columns.
pub(super) struct GoogleSheetUpdateMany;

impl Request for GoogleSheetUpdateMany {
    const NAME: &'static str = "GoogleSheetUpdateMany";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("update_many.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let pipeline = matching(request.key("filter"));
        let raw = js::truthy(request.key("options").key("raw"));
        let work = async {
            let table = Table::open(client, connection).await?;
            let rows = table.find(request.key("options"), &pipeline).await?;
            if !rows.is_empty() {
                table.update(&rows, request.key("update"), raw).await?;
            }
            Ok(Value::object([(
                "modifiedCount",
                (rows.len() as f64).into(),
            )]))
        };
        limit::within(cx.timeout, work).await
    }
}
