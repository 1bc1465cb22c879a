//! Tables in Google Sheets.

mod api;
mod append_many;
mod append_one;
mod delete_one;
mod get_many;
mod get_one;
mod rows;
mod token;
mod types;
mod update_many;
mod update_one;

use std::sync::LazyLock;

use engine::Value;

use crate::{ConnectCx, Connection, Error, RequestEntry, Schema};
use api::Spreadsheet;

/// A table in a spreadsheet of Google Sheets. The first row of the sheet has the names of the
/// columns; each row below is a document. Tested with a stand-in of Google's API, not with the
/// service itself.
///
/// ```yaml
/// id: orders
/// type: GoogleSheet
/// properties:
///   client_email: { _secret: SHEETS_EMAIL }
///   private_key: { _secret: SHEETS_KEY }
///   spreadsheetId: 1wQyQ6LVXYoWyLKVqpLsZ2OBHTsmWQbDxjbnoD9DPkGQ
///   sheetIndex: 0
///   columnTypes: { price: number, paid: boolean, ordered: date }
///   write: true
/// ```
///
/// - `apiKey`: a key of Google's API; with it a public spreadsheet can be read.
/// - `client_email`: the address of a service account, which the spreadsheet is shared with.
/// - `columnTypes`: what columns hold: `string`, `number`, `boolean`, `date` or `json`. Default:
///   `string`.
/// - `endpoint`: where the API is, for a stand-in of it in tests. Default:
///   `https://sheets.googleapis.com`. Lowdefy does not have it.
/// - `private_key`: the private key of the service account, in PEM.
/// - `read`: `false` refuses requests that read.
/// - `sheetId`: the id of the sheet: `gid` in its address.
/// - `sheetIndex`: the position of the sheet, from 0, if there is no `sheetId`.
/// - `spreadsheetId`: the id of the spreadsheet, from its address.
/// - `tokenEndpoint`: where a service account logs in. Default:
///   `https://oauth2.googleapis.com/token`. Lowdefy does not have it.
/// - `write`: `true` allows requests that write.
pub(crate) struct GoogleSheet;

impl Connection for GoogleSheet {
    const NAME: &'static str = "GoogleSheet";
    const REQUESTS: &'static [RequestEntry] = &[
        RequestEntry::of::<append_many::GoogleSheetAppendMany>(),
        RequestEntry::of::<append_one::GoogleSheetAppendOne>(),
        RequestEntry::of::<delete_one::GoogleSheetDeleteOne>(),
        RequestEntry::of::<get_many::GoogleSheetGetMany>(),
        RequestEntry::of::<get_one::GoogleSheetGetOne>(),
        RequestEntry::of::<update_many::GoogleSheetUpdateMany>(),
        RequestEntry::of::<update_one::GoogleSheetUpdateOne>(),
    ];
    type Client = Spreadsheet;

    fn schema() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> =
            LazyLock::new(|| Schema::builtin(include_str!("google_sheet/connection.schema.json")));
        &SCHEMA
    }

    /// What belongs to the spreadsheet and who reads it; not to a sheet of it.
    fn identity(properties: &Value) -> Value {
        let mut properties = properties.clone();
        let of_requests = ["columnTypes", "read", "sheetId", "sheetIndex", "write"];
        properties
            .make_map()
            .retain(|key, _| !of_requests.contains(&key));
        properties
    }

    async fn connect(cx: &ConnectCx, properties: &Value) -> Result<Spreadsheet, Error> {
        Spreadsheet::open(cx, properties)
    }
}

#[cfg(test)]
mod tests;
