//! From the definition to nodes: what each is, how it looks, and how wide it wants to be.

pub(crate) mod canvas;
pub(crate) mod list;
pub(crate) mod qr;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod toc;

use std::cell::Cell;
use std::rc::Rc;

use engine::Value;

use crate::PdfError;
use crate::fonts::Fonts;
use crate::image::Images;
use crate::limits::Budget;
use crate::node::{Break, Kind, Node, Position};
use crate::page::Orientation;
use crate::read::Read;
use crate::style::{Style, Styles};
use crate::table::Layouts;
use crate::width;
use toc::Tocs;

/// What reading needs to know.
pub(crate) struct Parser<'a, 'd> {
    pub(crate) styles: Styles<'a>,
    pub(crate) fonts: &'a Fonts<'d>,
    pub(crate) images: Images<'a>,
    pub(crate) layouts: Layouts<'a>,
    pub(crate) tocs: Tocs,
    pub(crate) budget: &'a Budget,
    pub(crate) depth: Cell<usize>,
}

/// A kind with its widths, the least and the most.
pub(crate) type Sized<'d> = (Kind<'d>, f64, f64);

impl<'d> Parser<'_, 'd> {
    /// Reads a node within what looks like `around`.
    pub(crate) fn node(&self, read: &Read<'_>, around: &Rc<Style>) -> Result<Node<'d>, PdfError> {
        self.budget.node(&read.at)?;
        let depth = self.depth.get() + 1;
        if depth > self.budget.limits.depth {
            return Err(read.error(format!(
                "is nested deeper than {} levels, which is the limit",
                self.budget.limits.depth
            )));
        }
        self.depth.set(depth);
        let node = self.node_within(read, around);
        self.depth.set(depth - 1);
        node
    }

    fn node_within(&self, read: &Read<'_>, around: &Rc<Style>) -> Result<Node<'d>, PdfError> {
        let style = self.styles.of(read, around)?;
        let mut ids = Vec::new();
        let (kind, min, max) = match read.value {
            Value::List(_) => self.stack(read, &style)?,
            Value::Map(map) if !map.is_empty() => self.kind(read, &style, &mut ids)?,
            _ => self.text(read, &style, &mut ids)?,
        };
        let margin = self.styles.margin(read)?;
        let across = margin.map_or(0.0, |margin| margin[0] + margin[2]);
        let orientation = read.some("pageOrientation");
        Ok(Node {
            kind,
            margin,
            page_break: page_break(read)?,
            orientation: orientation
                .map(|read| Orientation::read(&read))
                .transpose()?,
            unbreakable: read.flag_of("unbreakable"),
            position: position(read)?,
            ids,
            width: width::of_column(&read.key("width"))?,
            min: min + across,
            max: max + across,
            style,
            at: read.at.clone(),
        })
    }

    fn kind(
        &self,
        read: &Read<'_>,
        style: &Rc<Style>,
        ids: &mut Vec<Rc<str>>,
    ) -> Result<Sized<'d>, PdfError> {
        let has = |key: &str| engine::js::truthy(read.value.key(key));
        if has("columns") {
            self.columns(read, style)
        } else if has("stack") {
            self.stack(&read.key("stack"), style)
        } else if has("ul") {
            self.unordered(read, style)
        } else if has("ol") {
            self.ordered(read, style)
        } else if has("table") {
            self.table(read, style)
        } else if !read.value.key("text").is_undefined() {
            self.text(read, style, ids)
        } else if has("toc") {
            self.toc(read, style)
        } else if has("image") {
            let picture = self.images.node(read, style, self.budget)?;
            let width = picture.width;
            Ok((Kind::Picture(picture), width, width))
        } else if has("canvas") {
            let canvas = canvas::read(&read.key("canvas"), self.budget)?;
            let width = canvas.width;
            Ok((Kind::Canvas(canvas), width, width))
        } else if has("qr") {
            let canvas = qr::read(read, self.budget)?;
            let width = canvas.width;
            Ok((Kind::Canvas(canvas), width, width))
        } else if has("pageReference") || has("textReference") {
            self.text(read, style, ids)
        } else {
            Err(unknown(read))
        }
    }

    fn stack(&self, read: &Read<'_>, style: &Rc<Style>) -> Result<Sized<'d>, PdfError> {
        let mut nodes = Vec::new();
        let (mut min, mut max) = (0.0_f64, 0.0_f64);
        for item in read.list()? {
            let node = self.node(&item, style)?;
            (min, max) = (min.max(node.min), max.max(node.max));
            nodes.push(node);
        }
        Ok((Kind::Stack(nodes), min, max))
    }

    fn columns(&self, read: &Read<'_>, style: &Rc<Style>) -> Result<Sized<'d>, PdfError> {
        let items = read.key("columns").list()?;
        let columns: Vec<Node<'d>> = items
            .iter()
            .map(|item| self.node(item, style))
            .collect::<Result<_, PdfError>>()?;
        let gap = style.column_gap;
        let (min, max) = width::bounds(columns.iter().map(|c| (c.width, c.min, c.max)));
        let gaps = gap * columns.len().saturating_sub(1) as f64;
        Ok((Kind::Columns { columns, gap }, min + gaps, max + gaps))
    }
}

fn unknown(read: &Read<'_>) -> PdfError {
    for (key, what) in [
        (
            "svg",
            "SVG is not supported: use a picture in PNG or JPEG, or a canvas",
        ),
        (
            "section",
            "sections are not supported: use `pageBreak` and `pageOrientation`",
        ),
        ("attachment", "attachments are not supported"),
    ] {
        if !read.value.key(key).is_none() {
            return read.key(key).error(what);
        }
    }
    let keys = read.value.as_map().map_or(String::new(), |map| {
        let keys: Vec<&str> = map.keys().take(5).map(|key| &**key).collect();
        keys.join("`, `")
    });
    read.error(format!(
        "is no content: of `text`, `stack`, `columns`, `table`, `ul`, `ol`, `image`, `canvas`, `qr` \
         and `toc` it has none, only `{keys}`"
    ))
}

fn page_break(read: &Read<'_>) -> Result<Option<Break>, PdfError> {
    let Some(read) = read.some("pageBreak") else {
        return Ok(None);
    };
    let (after, odd) = match read.text()? {
        "" => return Ok(None),
        "before" => (false, None),
        "beforeOdd" => (false, Some(true)),
        "beforeEven" => (false, Some(false)),
        "after" => (true, None),
        "afterOdd" => (true, Some(true)),
        "afterEven" => (true, Some(false)),
        _ => return Err(read.not("`before`, `after`, or one of these with `Odd` or `Even`")),
    };
    Ok(Some(Break { after, odd }))
}

fn position(read: &Read<'_>) -> Result<Option<Position>, PdfError> {
    let point = |read: &Read<'_>| -> Result<(f64, f64), PdfError> {
        read.map()?;
        let of = |key: &str| Ok(read.number_of(key)?.unwrap_or(0.0));
        Ok((of("x")?, of("y")?))
    };
    if let Some(read) = read.some("absolutePosition") {
        let (x, y) = point(&read)?;
        return Ok(Some(Position::Absolute(x, y)));
    }
    if let Some(read) = read.some("relativePosition") {
        let (x, y) = point(&read)?;
        return Ok(Some(Position::Relative(x, y)));
    }
    Ok(None)
}
