//! Calls of Google's API, and what a spreadsheet is to requests.

use engine::{Value, js, json};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, Method, Url};

use super::token::Account;
use crate::escape::escape;
use crate::http;
use crate::{ConnectCx, Documents, Error};

/// Where the API is if `endpoint` does not say otherwise.
const ENDPOINT: &str = "https://sheets.googleapis.com";

/// A spreadsheet, as somebody may see it.
pub(crate) struct Spreadsheet {
    http: Client,
    endpoint: Url,
    id: String,
    who: Who,
    pub(super) documents: Documents,
}

enum Who {
    Key(String),
    Account(Box<Account>),
}

/// A sheet of a spreadsheet.
pub(super) struct Sheet {
    pub(super) id: f64,
    /// Its title as ranges have it.
    pub(super) title: String,
    pub(super) n_rows: f64,
    pub(super) n_columns: f64,
}

impl Spreadsheet {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// Nobody is named who asks, or by a key that is none.
    pub(super) fn open(cx: &ConnectCx, properties: &Value) -> Result<Spreadsheet, Error> {
        let text = |key| {
            let text = properties.key(key).as_str();
            text.filter(|text| !text.is_empty())
        };
        let who = match (text("apiKey"), text("client_email"), text("private_key")) {
            (Some(key), ..) => Who::Key(key.to_owned()),
            (None, Some(_), Some(_)) => Who::Account(Box::new(Account::read(properties)?)),
            _ => {
                return Err(Error::config(
                    "GoogleSheet connection should have property \"apiKey\", or \"client_email\" and \"private_key\".",
                ));
            }
        };
        let (endpoint, mut guard) = http::endpoint(cx, "GoogleSheet", properties, ENDPOINT)?;
        guard.allow_private |= text("tokenEndpoint").is_some();
        let documents = cx.documents.ok_or_else(|| {
            Error::config("GoogleSheet is not available here: there are no queries in memory.")
        })?;
        Ok(Spreadsheet {
            http: http::client(guard)?,
            endpoint,
            id: text("spreadsheetId").unwrap_or_default().to_owned(),
            who,
            documents,
        })
    }

    /// The sheet that a connection is about.
    ///
    /// # Errors
    /// It is not there.
    pub(super) async fn sheet(&self, connection: &Value) -> Result<Sheet, Error> {
        let fields = "sheets.properties(sheetId,title,index,gridProperties(rowCount,columnCount))";
        let path = format!("?fields={}", escape(fields));
        let answer = self.call(Method::GET, &path, &Value::Undefined).await?;
        let sheets = answer.key("sheets").items().iter();
        let mut sheets = sheets.map(|sheet| sheet.key("properties"));
        let (key, wanted) = match connection.key("sheetId").as_str() {
            Some(id) if !id.is_empty() => ("sheetId", id.to_owned()),
            _ => ("index", js::to_text(connection.key("sheetIndex"))),
        };
        let found = sheets.find(|sheet| js::to_text(sheet.key(key)) == wanted);
        let found = found.ok_or_else(|| {
            Error::config(match key {
                "sheetId" => format!("Could not find sheet with sheetId \"{wanted}\""),
                _ => format!("Could not find sheet with sheetIndex {wanted}"),
            })
        })?;
        let title = found.key("title").as_str().unwrap_or_default();
        let grid = found.key("gridProperties");
        let size = |key| grid.key(key).as_number().unwrap_or_default();
        Ok(Sheet {
            id: found.key("sheetId").as_number().unwrap_or_default(),
            title: format!("'{}'", title.replace('\'', "''")),
            n_rows: size("rowCount"),
            n_columns: size("columnCount"),
        })
    }

    /// Makes a call; `path` follows the address of the spreadsheet.
    ///
    /// # Errors
    /// What Google says.
    pub(super) async fn call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, Error> {
        let path = format!("v4/spreadsheets/{}{path}", escape(&self.id));
        let url = http::at(&self.endpoint, &path);
        let mut is_second = false;
        loop {
            let request = self.http.request(method.clone(), url.clone());
            let mut request = request.timeout(http::PATIENCE);
            let mut token = String::new();
            match &self.who {
                // Not in the address, which others may note.
                Who::Key(key) => request = request.header("x-goog-api-key", http::secret(key)?),
                Who::Account(account) => {
                    token = account.token(&self.http).await?;
                    let value = http::secret(&format!("Bearer {token}"))?;
                    request = request.header(AUTHORIZATION, value);
                }
            }
            if !body.is_none() {
                request = request
                    .header(CONTENT_TYPE, "application/json")
                    .body(json::stringify(body));
            }
            let sent = request.send().await;
            let response = sent.map_err(|error| http::failure(error, &url))?;
            let status = response.status();
            let bytes = http::read(response, http::MAX_CONTENT).await?;
            let answer = json::parse(&bytes).unwrap_or(Value::Undefined);
            if status.is_success() && answer.as_map().is_some() {
                return Ok(answer);
            }
            if let Who::Account(account) = &self.who
                && status.as_u16() == 401
                && !is_second
            {
                account.forget(&token).await;
                is_second = true;
                continue;
            }
            let reason = answer.key("error").key("message").as_str();
            let text = format!(
                "Google API error - [{}] {}",
                status.as_u16(),
                reason.unwrap_or("no reason given")
            );
            return Err(match status.is_client_error() {
                true => Error::request(text),
                false => Error::service(text),
            });
        }
    }
}
