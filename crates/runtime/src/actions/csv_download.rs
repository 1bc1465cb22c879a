use engine::{Value, js};

use crate::{Action, ActionCx, ActionError};

/// Saves rows as a CSV file. A cell that a spreadsheet would take for a formula is written as text.
///
/// ```yaml
/// id: save
/// type: CsvDownload
/// params:
///   filename: customers.csv
///   data: { _request: get_customers }
///   fields: [name, { key: city, label: Town }]
/// ```
///
/// - `filename`: how the file is called. Default: `file.csv`.
/// - `data`: the rows: a list of objects. Required.
/// - `fields`: the columns in order, as keys or as `{ key, label }`. Default: the keys of the rows.
pub struct CsvDownload;

impl Action for CsvDownload {
    const NAME: &'static str = "CsvDownload";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let Value::List(rows) = params.key("data") else {
            return Err(ActionError::new("CsvDownload needs a list as \"data\"."));
        };
        let name = params.key("filename").as_str().unwrap_or("file.csv");
        let text = csv(rows, &columns(params.key("fields"), rows));
        let backend = cx.page.app().backend();
        backend.save(name, "text/csv;charset=utf-8", text);
        Ok(Value::Undefined)
    }
}

/// Keys and labels of the columns.
fn columns(fields: &Value, rows: &[Value]) -> Vec<(String, String)> {
    if let Value::List(fields) = fields {
        return fields.iter().map(column).collect();
    }
    let mut columns: Vec<(String, String)> = Vec::new();
    for key in rows
        .iter()
        .filter_map(Value::as_map)
        .flat_map(|row| row.keys())
    {
        if !columns.iter().any(|(known, _)| **known == **key) {
            columns.push((key.to_string(), key.to_string()));
        }
    }
    columns
}

fn column(field: &Value) -> (String, String) {
    match field.as_str() {
        Some(key) => (key.to_owned(), key.to_owned()),
        None => {
            let key = js::to_text(field.key("key"));
            let label = field.key("label").as_str().map(str::to_owned);
            (key.clone(), label.unwrap_or(key))
        }
    }
}

/// RFC 4180. The mark at the start has spreadsheets read it as UTF-8.
fn csv(rows: &[Value], columns: &[(String, String)]) -> String {
    let mut out = String::from("\u{feff}");
    line(&mut out, columns.iter().map(|(_, label)| label.clone()));
    for row in rows {
        line(
            &mut out,
            columns
                .iter()
                .map(|(key, _)| cell(&engine::path::get(row, key))),
        );
    }
    out
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::Undefined => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
            format!("'{text}")
        }
        Value::Map(_) | Value::List(_) => engine::json::stringify(value),
        value => js::to_text(value),
    }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use engine::json;

    use super::*;

    #[test]
    fn quotes_what_needs_it_and_disarms_formulas() {
        let data = json::parse(br#"[{"a": "x,\"y\"", "b": 1}, {"a": "=1+1", "c": null}]"#);
        let data = data.expect("JSON");
        let rows = data.items();
        let text = csv(rows, &columns(&Value::Undefined, rows));
        let wanted = "\u{feff}a,b,c\r\n\"x,\"\"y\"\"\",1,\r\n'=1+1,,\r\n";
        assert_eq!(text, wanted);
    }
}
