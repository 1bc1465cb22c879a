//! Rows as a CSV file.

use engine::{Value, js};
use ui::prelude::*;
use wasm_bindgen::JsCast as _;

use super::columns::Column;
use super::{Shared, cells};

/// Has the browser save what is shown. `args` are AG Grid's: `{fileName, columnSeparator, columnKeys,
/// onlySelected, skipColumnHeaders, suppressQuotes, prependContent, appendContent}`.
pub(super) fn download(grid: &Shared, args: &Value) {
    let name = args.key("fileName").as_str().unwrap_or("export.csv");
    let name = if name.contains('.') {
        name.to_owned()
    } else {
        format!("{name}.csv")
    };
    let Ok(link) = document().create_element("a") else {
        return;
    };
    link.set_attribute("href", &address(&text(grid, args))).ok();
    link.set_attribute("download", &name).ok();
    if let Ok(link) = link.dyn_into::<web_sys::HtmlElement>() {
        link.click();
    }
}

fn text(grid: &Shared, args: &Value) -> String {
    let flag = |key: &str| js::truthy(args.key(key));
    let separator = args.key("columnSeparator").as_str().unwrap_or(",");
    let keys = args.key("columnKeys");
    let set = grid.columns.get_untracked();
    let wanted = |column: &&Column| match keys {
        Value::List(ids) => ids.iter().any(|id| id.as_str() == Some(&column.id)),
        _ => column.field.is_some() || !column.def.key("valueGetter").is_none(),
    };
    let columns: Vec<&Column> = set.list.iter().filter(wanted).collect();
    let quote = |text: &str| match flag("suppressQuotes") {
        true => text.to_owned(),
        false => format!("\"{}\"", text.replace('"', "\"\"")),
    };
    let mut lines = Vec::new();
    lines.extend(args.key("prependContent").as_str().map(str::to_owned));
    if !flag("skipColumnHeaders") && !flag("skipHeader") {
        lines.push(
            columns
                .iter()
                .map(|column| quote(&column.title))
                .collect::<Vec<_>>()
                .join(separator),
        );
    }
    let picked = grid.picked.get_untracked();
    for index in grid
        .order
        .get_untracked()
        .iter()
        .filter(|i| !flag("onlySelected") || picked.contains(i))
    {
        let row = grid.row(*index);
        let texts = columns
            .iter()
            .map(|column| quote(&cells::text(&grid.cx, column, &row)));
        lines.push(texts.collect::<Vec<_>>().join(separator));
    }
    lines.extend(args.key("appendContent").as_str().map(str::to_owned));
    lines.join("\r\n")
}

/// The file as an address; the mark at its beginning tells spreadsheets that it is UTF-8.
fn address(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() * 2 + 40);
    out.push_str("data:text/csv;charset=utf-8,%EF%BB%BF");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}
