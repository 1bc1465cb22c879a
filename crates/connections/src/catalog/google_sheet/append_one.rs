//! Adds a row.

use std::sync::LazyLock;

use engine::{Value, js};

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::Table;
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Adds a row at the end.
///
/// ```yaml
/// id: add
/// type: GoogleSheetAppendOne
/// connectionId: orders
/// payload: { name: { _state: name } }
/// properties:
///   row: { name: { _payload: name }, paid: false }
///   options: { raw: true }
/// ```
///
/// Gives `{ insertedCount, row }`; the values of the row are texts, as the sheet shows them.
///
/// - `options.raw`: values are written as they are. Without it Google reads them as if somebody typed
///   them: a text that begins with `=` becomes a formula, which values of users should not be.
/// - `row`: the values of the row by the names of their columns; others are left out.
pub(super) struct GoogleSheetAppendOne;

impl Request for GoogleSheetAppendOne {
    const NAME: &'static str = "GoogleSheetAppendOne";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("append_one.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let raw = js::truthy(request.key("options").key("raw"));
        let work = async {
            let table = Table::open(client, connection).await?;
            let row = request.key("row").clone();
            let rows = table.append(&[row], raw).await?;
            let row = rows.into_iter().next();
            Ok(Value::object([
                ("insertedCount", 1.into()),
                ("row", row.unwrap_or(Value::Undefined)),
            ]))
        };
        limit::within(cx.timeout, work).await
    }
}
