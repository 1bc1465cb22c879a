//! `text`: one, or several of different looks in one paragraph.

use std::rc::Rc;

use engine::{Value, js};

use super::{Parser, Sized};
use crate::PdfError;
use crate::inline::{self, Run};
use crate::node::Kind;
use crate::read::Read;
use crate::style::{Link, Style};

/// Stands for the number of a page until it is known: as wide as five digits.
pub(crate) const UNKNOWN_PAGE: &str = "00000";

impl<'d> Parser<'_, 'd> {
    pub(super) fn text(
        &self,
        read: &Read<'_>,
        style: &Rc<Style>,
        ids: &mut Vec<Rc<str>>,
    ) -> Result<Sized<'d>, PdfError> {
        let mut runs = Vec::new();
        self.run(read, style, &mut runs, ids, 0)?;
        let characters = runs.iter().map(|run| run.text.len()).sum();
        self.budget.text(characters, &read.at)?;
        let inlines = inline::measure(&runs, style, self.fonts)?;
        let (min, max) = (inlines.min, inlines.max);
        Ok((Kind::Text(inlines), min, max))
    }

    /// What `read` has as text: a value, or an object with a look of its own, or a list of these.
    fn run(
        &self,
        read: &Read<'_>,
        style: &Rc<Style>,
        runs: &mut Vec<Run>,
        ids: &mut Vec<Rc<str>>,
        depth: usize,
    ) -> Result<(), PdfError> {
        if depth > self.budget.limits.depth {
            return Err(read.error("is nested too deeply"));
        }
        self.budget.node(&read.at)?;
        let mut plain = |text: String| {
            runs.push(Run {
                text,
                style: style.clone(),
                at: read.at.clone(),
                page_of: None,
            });
        };
        match read.value {
            Value::List(_) => {
                for item in read.list()? {
                    let style = self.styles.of(&item, style)?;
                    self.run(&item, &style, runs, ids, depth + 1)?;
                }
            }
            Value::Map(map) if map.is_empty() => plain(String::new()),
            Value::Map(_) => {
                self.names(read, ids)?;
                if let Some(id) = read.text_of("pageReference")? {
                    runs.push(self.reference(read, style, id));
                } else if let Some(id) = read.text_of("textReference")? {
                    let text = self.tocs.text_of(id).unwrap_or_default();
                    self.budget.items(text.len(), &read.at)?;
                    plain(inline::clean(text));
                } else {
                    let text = read.key("text");
                    if text.value.is_undefined() {
                        return Err(text.error("is missing"));
                    }
                    let within = match text.value {
                        Value::Map(_) => self.styles.of(&text, style)?,
                        _ => style.clone(),
                    };
                    self.run(&text, &within, runs, ids, depth + 1)?;
                }
            }
            Value::Function(_) => return Err(read.not("text")),
            value if value.is_none() => plain(String::new()),
            value => plain(inline::clean(&js::to_text(value))),
        }
        Ok(())
    }

    /// Ids of what stands here: its own, and that of its line in the table of contents.
    fn names(&self, read: &Read<'_>, ids: &mut Vec<Rc<str>>) -> Result<(), PdfError> {
        if let Some(id) = read.text_of("id")? {
            ids.push(id.into());
        } else if let Some(id) = self.tocs.id_at(&read.at) {
            ids.push(id);
        }
        Ok(())
    }

    /// The number of a page that is not known yet.
    fn reference(&self, read: &Read<'_>, style: &Rc<Style>, id: &str) -> Run {
        let id: Rc<str> = id.into();
        let mut style = (**style).clone();
        style.link = Some(Link::Node(id.clone()));
        Run {
            text: UNKNOWN_PAGE.to_owned(),
            style: Rc::new(style),
            at: read.at.clone(),
            page_of: Some(id),
        }
    }
}
