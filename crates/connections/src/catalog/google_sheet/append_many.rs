//! Adds rows.

use std::sync::LazyLock;

use engine::{Value, js};

use super::GoogleSheet;
use super::api::Spreadsheet;
use super::rows::Table;
use crate::limit;
use crate::{Error, Request, RequestCx, Schema};

/// Adds rows at the end.
///
/// ```yaml
/// id: import
/// type: GoogleSheetAppendMany
/// connectionId: orders
/// payload: { rows: { _state: rows } }
/// properties:
///   rows: { _payload: rows }
///   options: { raw: true }
/// ```
///
/// Gives `{ insertedCount }`.
///
/// - `options.raw`: values are written as they are. Without it Google reads them as if somebody typed
///   them: a text that begins with `=` becomes a formula, which values of users should not be.
/// - `rows`: a list of rows, each with its values by the names of their columns.
pub(super) struct GoogleSheetAppendMany;

impl Request for GoogleSheetAppendMany {
    const NAME: &'static str = "GoogleSheetAppendMany";
    const CHECK_READ: bool = false;
    const CHECK_WRITE: bool = true;
    type Connection = GoogleSheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("append_many.schema.json")));
        &SCHEMA
    }

    async fn run(
        cx: &RequestCx<'_>,
        client: &Spreadsheet,
        connection: &Value,
        request: &Value,
    ) -> Result<Value, Error> {
        let raw = js::truthy(request.key("options").key("raw"));
        let rows = request.key("rows").items();
        let work = async {
            let table = Table::open(client, connection).await?;
            if !rows.is_empty() {
                table.append(rows, raw).await?;
            }
            Ok(Value::object([(
                "insertedCount",
                (rows.len() as f64).into(),
            )]))
        };
        limit::within(cx.timeout, work).await
    }
}
