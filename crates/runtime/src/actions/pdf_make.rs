mod functions;

use engine::{Map, Value};

use crate::{Action, ActionCx, ActionError};

/// Makes a PDF and gives it to the user to keep. What is in it is written as pdfmake's
/// [document definition](https://pdfmake.github.io/docs/): texts, tables, lists, columns, pictures,
/// styles, headers and footers. The server makes it; nothing of pdfmake is needed.
///
/// ```yaml
/// id: invoice
/// type: PdfMake
/// params:
///   filename: invoice-0030135.pdf
///   docDefinition:
///     pageMargins: [50, 60, 50, 60]
///     defaultStyle: { fontSize: 10 }
///     styles:
///       title: { fontSize: 16, bold: true, margin: [0, 0, 0, 12] }
///     footer:
///       _function:
///         text:
///           __string.concat: ['Page ', { __args: 0 }, ' of ', { __args: 1 }]
///         alignment: center
///     content:
///       - text: Invoice 0030135
///         style: title
///       - layout: lightHorizontalLines
///         table:
///           headerRows: 1
///           widths: ['*', auto]
///           body:
///             - [{ text: Service, bold: true }, { text: Price, bold: true }]
///             - [Hosting and maintenance, '235.90']
///             - [Developer hours, '965.52']
/// ```
///
/// It fails if something in the definition is wrong: the message says what and where, such as
/// `content[3].table.body[2][1]: …`.
///
/// Content is text, a list, or an object with one of `text`, `stack`, `columns`, `ul`, `ol`, `table`,
/// `image`, `canvas`, `qr`, `toc`. The font is Roboto, for languages in Latin, Greek and Cyrillic
/// letters. Functions work as `header`, `footer`, `background`, in layouts of tables and as their
/// `heights`. Nothing is fetched: pictures and fonts are data URLs. There is no SVG, no `section`, no
/// attached file and no password, and `pageBreakBefore` cannot be a function.
///
/// - `docDefinition`: the document definition. Required.
/// - `filename`: how the file is called. Default: `file.pdf`.
/// - `tableLayouts`: layouts of tables by name: `hLineWidth`, `vLineWidth`, `hLineColor`,
///   `vLineColor`, `paddingLeft`, `paddingRight`, `paddingTop`, `paddingBottom`, `fillColor`, each one
///   value for all, a list by index, or a function.
/// - `fonts`: further fonts by name, each with `normal`, `bold`, `italics` and `bolditalics` as data
///   URLs of TrueType or OpenType files.
pub struct PdfMake;

/// What pages may have around their content, and how the lists of these are called.
const AROUND: [(&str, &str); 3] = [
    ("header", "headers"),
    ("footer", "footers"),
    ("background", "backgrounds"),
];

impl Action for PdfMake {
    const NAME: &'static str = "PdfMake";
    const NEEDS_BROWSER: bool = true;

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let Some(definition) = params.key("docDefinition").as_map() else {
            return Err(ActionError::new(
                "PdfMake needs an object as \"docDefinition\".",
            ));
        };
        let layouts = params.key("tableLayouts");
        let mut definition = (**definition).clone();
        if let Some(content) = definition.get("content")
            && let Some(content) = functions::resolve(&cx, content, layouts)?
        {
            definition.insert("content", content);
        }
        let mut made = Vec::new();
        for (key, list) in AROUND {
            if let Some(Value::Function(function)) = definition.get(key) {
                made.push((key, list, function.clone()));
                definition.remove(key);
            }
        }
        let mut call = Map::new();
        call.insert("docDefinition", Value::map(definition));
        for key in ["tableLayouts", "fonts"] {
            call.insert(key, params.key(key).clone());
        }
        let backend = cx.page.app().backend();
        if !made.is_empty() {
            // They are given the number of pages, so the pages have to be there first.
            let mut asking = call.clone();
            asking.insert("pages", Value::Bool(true));
            let pages = backend.pdf(None, Value::map(asking)).await?;
            let pages = pages.key("pages").items();
            let count = Value::from(pages.len() as f64);
            for (key, list, function) in made {
                let each = pages.iter().enumerate().map(|(at, size)| {
                    let number = Value::from((at + 1) as f64);
                    let args = match key {
                        "background" => vec![number, size.clone()],
                        _ => vec![number, count.clone(), size.clone()],
                    };
                    let content = cx.call(&function, &args)?.or_null();
                    let resolved = functions::resolve(&cx, &content, layouts)?;
                    Ok(resolved.unwrap_or(content))
                });
                let each = each.collect::<Result<Vec<_>, ActionError>>()?;
                call.insert(list, Value::list(each));
            }
        }
        let name = params.key("filename").as_str().unwrap_or("file.pdf");
        backend.pdf(Some(name), Value::map(call)).await?;
        Ok(Value::Undefined)
    }
}
