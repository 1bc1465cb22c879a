//! Rows of a sheet: reading, finding, writing.

use engine::{Map, Value, js};
use reqwest::Method;

use super::api::{Sheet, Spreadsheet};
use super::types;
use crate::Error;
use crate::escape::escape;

/// Under these names a row knows where it is and what is in its cells.
const NUMBER: &str = "_rowNumber";
const CELLS: &str = "_rawData";

/// A sheet with the names of its columns.
pub(super) struct Table<'a> {
    spreadsheet: &'a Spreadsheet,
    pub(super) sheet: Sheet,
    names: Vec<String>,
    types: &'a Value,
}

impl<'a> Table<'a> {
    /// Looks at the sheet.
    ///
    /// # Errors
    /// It is not there, or its first row has no names.
    pub(super) async fn open(
        spreadsheet: &'a Spreadsheet,
        connection: &'a Value,
    ) -> Result<Table<'a>, Error> {
        let sheet = spreadsheet.sheet(connection).await?;
        let range = format!("{}!A1:{}1", sheet.title, letters(sheet.n_columns as usize));
        let path = format!("/values/{}", escape(&range));
        let answer = spreadsheet
            .call(Method::GET, &path, &Value::Undefined)
            .await?;
        let cells = answer.key("values").items().first();
        let cells = cells.map_or(&[][..], Value::items).iter();
        let names: Vec<String> = cells
            .map(|cell| js::trim(&js::to_text(cell)).to_owned())
            .collect();
        if names.iter().all(String::is_empty) {
            return Err(Error::config(
                "No values in the header row - fill the first row with header values before trying to interact with rows",
            ));
        }
        for (i, name) in names.iter().enumerate() {
            if !name.is_empty() && names[..i].contains(name) {
                return Err(Error::config(format!(
                    "Duplicate header detected: \"{name}\". Please make sure all non-empty headers are unique"
                )));
            }
        }
        Ok(Table {
            spreadsheet,
            sheet,
            names,
            types: connection.key("columnTypes"),
        })
    }

    /// The rows that `options` (`limit`, `skip`) and `pipeline` leave, as documents.
    ///
    /// # Errors
    /// What Google says, or a stage of the pipeline.
    pub(super) async fn find(
        &self,
        options: &Value,
        pipeline: &Value,
    ) -> Result<Vec<Value>, Error> {
        let number = |key| options.key(key).as_number().unwrap_or_default().trunc();
        let first = 2.0 + number("skip").max(0.0);
        let limit = match number("limit") {
            limit if limit > 0.0 => limit,
            _ => self.sheet.n_rows - 1.0,
        };
        // Google refuses what is beyond the sheet.
        let last = (first + limit - 1.0).min(self.sheet.n_rows);
        if last < first {
            return Ok(Vec::new());
        }
        let column = letters(self.names.len());
        let range = format!("{}!A{first}:{column}{last}", self.sheet.title);
        let path = format!("/values/{}", escape(&range));
        let answer = self
            .spreadsheet
            .call(Method::GET, &path, &Value::Undefined)
            .await?;
        let rows = answer.key("values").items().iter().enumerate();
        let documents = &self.spreadsheet.documents;
        let rows = rows.map(|(i, cells)| {
            let row = self.row(first + i as f64, cells);
            Value::from(types::read(&row, self.types, documents))
        });
        let rows = Value::list(rows.collect());
        if pipeline.items().is_empty() {
            return Ok(rows.items().to_vec());
        }
        let found = (documents.aggregate)(&rows, pipeline).map_err(Error::request)?;
        Ok(found.items().to_vec())
    }

    /// A row of texts: where it is, its cells, and each cell by the name of its column.
    fn row(&self, number: f64, cells: &Value) -> Map {
        let mut row = Map::new();
        row.insert(NUMBER, number.into());
        row.insert(CELLS, cells.clone());
        for (i, name) in self.names.iter().enumerate() {
            if !name.is_empty() {
                let cell = cells.items().get(i).cloned();
                row.insert(name.as_str(), cell.unwrap_or(Value::Undefined));
            }
        }
        row
    }

    /// Changes rows that were found; the texts of cells that `update` does not name stay. Gives them
    /// as they are then.
    ///
    /// # Errors
    /// What Google says.
    pub(super) async fn update(
        &self,
        rows: &[Value],
        update: &Value,
        raw: bool,
    ) -> Result<Vec<Value>, Error> {
        let update = types::write(update, self.types);
        let mut data = Vec::new();
        for row in rows {
            let mut cells = row.key(CELLS).items().to_vec();
            cells.resize(cells.len().max(self.names.len()), "".into());
            for (name, value) in update.iter() {
                let at = self.names.iter().position(|it| **it == **name);
                if let Some(at) = at.filter(|_| !name.is_empty()) {
                    cells[at] = value.clone().or_null();
                }
            }
            data.push(Value::object([
                ("range", self.range_of(row, cells.len()).into()),
                ("majorDimension", "ROWS".into()),
                ("values", Value::list(vec![cells.into()])),
            ]));
        }
        let body = Value::object([
            ("valueInputOption", input(raw).into()),
            ("includeValuesInResponse", true.into()),
            ("data", data.into()),
        ]);
        let path = "/values:batchUpdate";
        let answer = self.spreadsheet.call(Method::POST, path, &body).await?;
        let answers = answer.key("responses").items();
        let changed = rows.iter().enumerate().map(|(i, row)| {
            let written = answers.get(i).unwrap_or(&Value::Undefined);
            let cells = written.key("updatedData").key("values").items().first();
            let number = row.key(NUMBER).as_number().unwrap_or_default();
            self.row(number, cells.unwrap_or(row.key(CELLS))).into()
        });
        Ok(changed.collect())
    }

    /// Adds rows at the end. Gives them as they are then.
    ///
    /// # Errors
    /// What Google says.
    pub(super) async fn append(&self, rows: &[Value], raw: bool) -> Result<Vec<Value>, Error> {
        let values = rows.iter().map(|row| {
            let row = types::write(row, self.types);
            let cells = self.names.iter().map(|name| match row.get(name) {
                Some(value) if !name.is_empty() => value.clone().or_null(),
                _ => Value::Null,
            });
            Value::list(cells.collect())
        });
        let body = Value::object([("values", Value::list(values.collect()))]);
        let range = format!("{}!A1", self.sheet.title);
        let path = format!(
            "/values/{}:append?valueInputOption={}&insertDataOption=OVERWRITE&includeValuesInResponse=true",
            escape(&range),
            input(raw)
        );
        let answer = self.spreadsheet.call(Method::POST, &path, &body).await?;
        let updates = answer.key("updates");
        let first = updates.key("updatedRange").as_str().and_then(first_row);
        let written = updates.key("updatedData").key("values").items().iter();
        let first = first.unwrap_or_default();
        Ok(written
            .enumerate()
            .map(|(i, cells)| self.row(first + i as f64, cells).into())
            .collect())
    }

    /// Deletes a row that was found; those below move up.
    ///
    /// # Errors
    /// What Google says.
    pub(super) async fn delete(&self, row: &Value) -> Result<(), Error> {
        let number = row.key(NUMBER).as_number().unwrap_or_default();
        let range = Value::object([
            ("sheetId", self.sheet.id.into()),
            ("startRowIndex", (number - 1.0).into()),
            ("endRowIndex", number.into()),
        ]);
        let delete = Value::object([("range", range), ("shiftDimension", "ROWS".into())]);
        let requests = Value::list(vec![Value::object([("deleteRange", delete)])]);
        let body = Value::object([("requests", requests)]);
        let answer = self.spreadsheet.call(Method::POST, ":batchUpdate", &body);
        answer.await.map(drop)
    }

    fn range_of(&self, row: &Value, n: usize) -> String {
        let number = row.key(NUMBER).as_number().unwrap_or_default();
        format!("{}!A{number}:{}{number}", self.sheet.title, letters(n))
    }
}

/// A pipeline that keeps what `filter` admits.
pub(super) fn matching(filter: &Value) -> Value {
    Value::list(vec![Value::object([("$match", filter.clone())])])
}

/// Are texts taken as they are, or as if somebody typed them?
fn input(raw: bool) -> &'static str {
    match raw {
        true => "RAW",
        false => "USER_ENTERED",
    }
}

/// The name of the `n`th column, from 1: A, B, …, Z, AA.
pub(super) fn letters(n: usize) -> String {
    let (mut n, mut letters) = (n.max(1), Vec::new());
    while n > 0 {
        letters.push(char::from(b'A' + ((n - 1) % 26) as u8));
        n = (n - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

/// The number of the first row of a range such as `'Sheet 1'!A5:C5`.
pub(super) fn first_row(range: &str) -> Option<f64> {
    let cells = range.rsplit('!').next()?;
    let cell = cells.split(':').next()?;
    let digits = cell.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}
