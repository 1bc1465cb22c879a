//! `toc`: a table of contents, made of the texts with `tocItem`.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use engine::{Map, Str, Value, js};

use super::{Parser, Sized};
use crate::PdfError;
use crate::limits::Budget;
use crate::place::Place;
use crate::read::Read;
use crate::style::Style;

/// The one that items are for when they name none.
const DEFAULT: &str = "_default_";

/// Ids of tables of contents that are made at random would meet; these cannot.
const ID: &str = "\u{0}toc";

/// What the content has for tables of contents. It is looked for first: a table may stand before what
/// it lists.
#[derive(Default)]
pub(crate) struct Tocs {
    items: BTreeMap<String, Vec<TocItem>>,
    /// Ids of items that have none of their own, by place.
    ids: HashMap<String, Rc<str>>,
    texts: HashMap<String, Str>,
}

struct TocItem {
    text: Str,
    id: Rc<str>,
    /// `tocStyle`, `tocMargin`, `tocNumberStyle`.
    own: [Value; 3],
}

impl Tocs {
    /// Looks for items in the content.
    pub(crate) fn collect(content: &Read<'_>, budget: &Budget) -> Result<Tocs, PdfError> {
        let mut tocs = Tocs::default();
        tocs.look(content, budget, 0)?;
        Ok(tocs)
    }

    fn look(&mut self, read: &Read<'_>, budget: &Budget, depth: usize) -> Result<(), PdfError> {
        budget.tick(&read.at)?;
        // Deeper than this the content is refused anyway.
        if depth > 3 * budget.limits.depth {
            return Ok(());
        }
        match read.value {
            Value::List(_) => {
                for item in read.list()? {
                    self.look(&item, budget, depth + 1)?;
                }
            }
            Value::Map(map) => {
                for key in ["columns", "stack", "ul", "ol", "table", "body", "text"] {
                    if let Some(Value::List(_) | Value::Map(_)) = map.get(key) {
                        self.look(&read.key(key), budget, depth + 1)?;
                    }
                }
                self.item(read, budget)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn item(&mut self, read: &Read<'_>, budget: &Budget) -> Result<(), PdfError> {
        let tocs = match read.value.key("tocItem") {
            item if js::truthy(item) => read.key("tocItem").list_or_one()?,
            _ => Vec::new(),
        };
        let own = read.text_of("id")?;
        if tocs.is_empty() && own.is_none() {
            return Ok(());
        }
        let text: Str = text_of(read.value.key("text")).into();
        // Nodes with ids within each other have the same text again and again.
        budget.items(text.len() / 64, &read.at)?;
        if let Some(id) = own {
            self.texts.insert(id.to_owned(), text.clone());
        }
        let id: Rc<str> = match own {
            Some(id) => id.into(),
            None => format!("{ID}{}", self.ids.len()).into(),
        };
        if own.is_none() {
            self.ids.insert(read.at.to_string(), id.clone());
        }
        for toc in tocs {
            let name = toc.value.as_str().unwrap_or(DEFAULT);
            let style = |key: &str| read.value.key(key).clone();
            self.items
                .entry(name.to_owned())
                .or_default()
                .push(TocItem {
                    text: text.clone(),
                    id: id.clone(),
                    own: [
                        style("tocStyle"),
                        style("tocMargin"),
                        style("tocNumberStyle"),
                    ],
                });
        }
        Ok(())
    }

    /// The id of an item without one of its own.
    pub(crate) fn id_at(&self, at: &Place) -> Option<Rc<str>> {
        if self.ids.is_empty() {
            return None;
        }
        self.ids.get(&at.to_string()).cloned()
    }

    /// The text of the node with that id.
    pub(crate) fn text_of(&self, id: &str) -> Option<&str> {
        self.texts.get(id).map(|text| &**text)
    }
}

impl<'d> Parser<'_, 'd> {
    /// A table of contents is a title and a table without borders.
    pub(super) fn toc(&self, read: &Read<'_>, style: &Rc<Style>) -> Result<Sized<'d>, PdfError> {
        let toc = read.key("toc");
        let name = toc.text_of("id")?.unwrap_or(DEFAULT);
        let mut stack = Vec::new();
        let items = self.tocs.items.get(name).map_or(&[][..], Vec::as_slice);
        let hidden = items.is_empty() && toc.flag_of("hideEmpty");
        if let Some(title) = toc.some("title").filter(|_| !hidden) {
            stack.push(title.value.clone());
        }
        let mut rows: Vec<&TocItem> = items.iter().collect();
        if toc.value.key("sortBy").as_str() == Some("title") {
            rows.sort_by_key(|item| item.text.to_lowercase());
        }
        if !rows.is_empty() {
            let characters = rows.iter().map(|item| item.text.len()).sum();
            self.budget.items(characters, &toc.at)?;
            let rows = rows.into_iter().map(|item| row(&toc, item));
            let table = Value::object([
                ("dontBreakRows", true.into()),
                ("widths", Value::list(vec!["*".into(), "auto".into()])),
                ("body", Value::list(rows.collect())),
            ]);
            stack.push(Value::object([
                ("table", table),
                ("layout", "noBorders".into()),
            ]));
        }
        let content = Value::list(stack);
        self.stack(&Read::new(&content, toc.at.clone()), style)
    }
}

fn row(toc: &Read<'_>, item: &TocItem) -> Value {
    let or = |own: &Value, key: &str| match own {
        own if own.is_none() => toc.value.key(key).clone(),
        own => own.clone(),
    };
    let style = or(&item.own[0], "textStyle");
    let margin = match or(&item.own[1], "textMargin") {
        margin if margin.is_none() => 0.0.into(),
        margin => margin,
    };
    let number = match or(&item.own[2], "numberStyle") {
        number if number.is_none() => style.clone(),
        number => number,
    };
    let above = match &margin {
        Value::List(sides) if sides.len() == 4 => Value::list(vec![
            0.0.into(),
            sides[1].clone(),
            0.0.into(),
            sides[3].clone(),
        ]),
        _ => Value::Undefined,
    };
    let cell = |entries: Vec<(&str, Value)>| Value::map(entries.into_iter().collect::<Map>());
    Value::list(vec![
        cell(vec![
            ("text", Value::String(item.text.clone())),
            ("linkToDestination", (&*item.id).into()),
            ("alignment", "left".into()),
            ("style", style),
            ("margin", margin),
        ]),
        cell(vec![
            ("pageReference", (&*item.id).into()),
            ("alignment", "right".into()),
            ("style", number),
            ("margin", above),
        ]),
    ])
}

/// All text of a node, however it is divided.
fn text_of(value: &Value) -> String {
    match value {
        Value::List(items) => items.iter().map(text_of).collect(),
        Value::Map(_) => text_of(value.key("text")),
        value if value.is_none() => String::new(),
        value => js::to_text(value),
    }
}
