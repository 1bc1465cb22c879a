//! How text looks: what a node says, its named styles, and what is around it.

use std::collections::BTreeSet;
use std::rc::Rc;

use engine::{Map, Value};

use crate::PdfError;
use crate::color::Color;
use crate::page::four;
use crate::place::Place;
use crate::read::Read;

/// Where lines lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Align {
    Left,
    Right,
    Center,
    Justify,
}

/// Lines at text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Decoration {
    Underline,
    LineThrough,
    Overline,
}

/// How these lines are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Stroke {
    Solid,
    Double,
    Dashed,
    Dotted,
    Wavy,
}

/// Where a click goes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Link {
    /// An address.
    Address(Rc<str>),
    /// A page, from 1.
    Page(usize),
    /// The node with that id.
    Node(Rc<str>),
}

/// Everything that a node hands on to what is in it.
#[derive(Clone)]
pub(crate) struct Style {
    pub(crate) font: Rc<str>,
    pub(crate) font_size: f64,
    pub(crate) bold: bool,
    pub(crate) italics: bool,
    pub(crate) color: Color,
    pub(crate) background: Option<Color>,
    pub(crate) align: Align,
    pub(crate) decoration: Rc<[Decoration]>,
    pub(crate) decoration_color: Option<Color>,
    pub(crate) decoration_stroke: Stroke,
    pub(crate) decoration_width: Option<f64>,
    pub(crate) link: Option<Link>,
    pub(crate) line_height: f64,
    pub(crate) character_spacing: f64,
    pub(crate) leading_indent: f64,
    pub(crate) no_wrap: bool,
    pub(crate) break_all: bool,
    pub(crate) keep_leading: bool,
    pub(crate) keep_trailing: bool,
    pub(crate) opacity: f64,
    pub(crate) sup: bool,
    pub(crate) sub: bool,
    pub(crate) marker_color: Option<Color>,
    pub(crate) column_gap: f64,
    pub(crate) fill: Option<Color>,
    pub(crate) fill_opacity: Option<f64>,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            font: "Roboto".into(),
            font_size: 12.0,
            bold: false,
            italics: false,
            color: Color::BLACK,
            background: None,
            align: Align::Left,
            decoration: Rc::new([]),
            decoration_color: None,
            decoration_stroke: Stroke::Solid,
            decoration_width: None,
            link: None,
            line_height: 1.0,
            character_spacing: 0.0,
            leading_indent: 0.0,
            no_wrap: false,
            break_all: false,
            keep_leading: false,
            keep_trailing: false,
            opacity: 1.0,
            sup: false,
            sub: false,
            marker_color: None,
            column_gap: 0.0,
            fill: None,
            fill_opacity: None,
        }
    }
}

impl Style {
    /// What `read` says is taken over; everything else stays.
    fn apply(&mut self, read: &Read<'_>) -> Result<(), PdfError> {
        let Some(map) = read.value.as_map() else {
            return Ok(());
        };
        for (key, value) in map.iter().filter(|(_, value)| !value.is_none()) {
            // Most keys of nodes are none of a style: a place is only made for those that are.
            self.set(key, value, &|| Read::new(value, read.at.key(key)))?;
        }
        Ok(())
    }

    fn set<'a>(
        &mut self,
        key: &str,
        value: &Value,
        read: &dyn Fn() -> Read<'a>,
    ) -> Result<(), PdfError> {
        let truth = engine::js::truthy(value);
        match key {
            "font" => self.font = read().text()?.into(),
            "fontSize" => self.font_size = size(&read())?,
            "bold" => self.bold = truth,
            "italics" => self.italics = truth,
            "color" => self.color = Color::read(&read())?.unwrap_or(Color::BLACK),
            "background" => self.background = Color::read(&read())?,
            "alignment" => self.align = align(&read())?,
            "decoration" => self.decoration = decorations(&read())?,
            "decorationColor" => self.decoration_color = Color::read(&read())?,
            "decorationStyle" => self.decoration_stroke = stroke(&read())?,
            "decorationThickness" => self.decoration_width = Some(read().length()?),
            "link" => self.link = Some(Link::Address(read().text()?.into())),
            "linkToPage" => self.link = Some(Link::Page(read().count()?)),
            "linkToDestination" => self.link = Some(Link::Node(read().text()?.into())),
            "lineHeight" => self.line_height = read().length()?,
            "characterSpacing" => self.character_spacing = read().number()?,
            "leadingIndent" => self.leading_indent = read().number()?,
            "noWrap" => self.no_wrap = truth,
            "wordBreak" => self.break_all = value.as_str() == Some("break-all"),
            "preserveLeadingSpaces" => self.keep_leading = truth,
            "preserveTrailingSpaces" => self.keep_trailing = truth,
            "opacity" => self.opacity = read().share()?,
            "sup" => self.sup = truth,
            "sub" => self.sub = truth,
            "markerColor" => self.marker_color = Color::read(&read())?,
            "columnGap" => self.column_gap = read().length()?,
            "fillColor" => self.fill = Color::read(&read())?,
            "fillOpacity" => self.fill_opacity = Some(read().share()?),
            _ => {}
        }
        Ok(())
    }
}

/// The named styles of the document.
pub(crate) struct Styles<'a> {
    named: Option<&'a Map>,
    at: Place,
}

/// Styles that one style may extend, directly and by others.
const MAX_EXTENDS: usize = 20;

impl<'a> Styles<'a> {
    pub(crate) fn read(definition: &Read<'a>) -> Result<Styles<'a>, PdfError> {
        let styles = definition.some("styles");
        Ok(Styles {
            named: styles.as_ref().map(Read::map).transpose()?,
            at: definition.at.key("styles"),
        })
    }

    /// How a node looks whose surroundings look like `around`.
    pub(crate) fn of(&self, node: &Read<'_>, around: &Rc<Style>) -> Result<Rc<Style>, PdfError> {
        let Some(map) = node.value.as_map() else {
            return Ok(around.clone());
        };
        let plain = map.iter().all(|(key, _)| {
            matches!(
                &**key,
                "text" | "stack" | "table" | "columns" | "margin" | "width"
            )
        });
        if plain {
            return Ok(around.clone());
        }
        let mut style = (**around).clone();
        if let Some(names) = node.some("style") {
            for name in names.list_or_one()? {
                self.apply_named(&name, &mut style, &mut BTreeSet::new())?;
            }
        }
        style.apply(node)?;
        Ok(Rc::new(style))
    }

    fn apply_named(
        &self,
        name: &Read<'_>,
        style: &mut Style,
        seen: &mut BTreeSet<String>,
    ) -> Result<(), PdfError> {
        // A style as an object is written out.
        if let Value::Map(_) = name.value {
            return style.apply(name);
        }
        let Some(named) = self.find(name, seen)? else {
            return Ok(());
        };
        if let Some(parents) = named.some("extends") {
            for parent in parents.list_or_one()? {
                self.apply_named(&parent, style, seen)?;
            }
        }
        style.apply(&named)
    }

    /// A style that does not exist says nothing, and one that was there already nothing new.
    fn find(
        &self,
        name: &Read<'_>,
        seen: &mut BTreeSet<String>,
    ) -> Result<Option<Read<'a>>, PdfError> {
        let text = name.text()?;
        if seen.len() >= MAX_EXTENDS {
            return Err(name.error(format!("a style extends more than {MAX_EXTENDS} others")));
        }
        if !seen.insert(text.to_owned()) {
            return Ok(None);
        }
        let found = self.named.and_then(|named| named.get(text));
        Ok(found.map(|value| Read::new(value, self.at.key(text))))
    }

    /// The margin of a node: its own, else that of its named styles.
    pub(crate) fn margin(&self, node: &Read<'_>) -> Result<Option<[f64; 4]>, PdfError> {
        let mut margin = None;
        if let Some(names) = node.some("style") {
            for name in names.list_or_one()? {
                self.named_margin(&name, &mut margin, &mut BTreeSet::new())?;
            }
        }
        own_margin(node, &mut margin)?;
        Ok(margin)
    }

    fn named_margin(
        &self,
        name: &Read<'_>,
        margin: &mut Option<[f64; 4]>,
        seen: &mut BTreeSet<String>,
    ) -> Result<(), PdfError> {
        if let Value::Map(_) = name.value {
            return own_margin(name, margin);
        }
        let Some(named) = self.find(name, seen)? else {
            return Ok(());
        };
        if let Some(parents) = named.some("extends") {
            for parent in parents.list_or_one()? {
                self.named_margin(&parent, margin, seen)?;
            }
        }
        own_margin(&named, margin)
    }
}

fn own_margin(node: &Read<'_>, margin: &mut Option<[f64; 4]>) -> Result<(), PdfError> {
    let keys = ["marginLeft", "marginTop", "marginRight", "marginBottom"];
    for (side, key) in keys.into_iter().enumerate() {
        if let Some(number) = node.number_of(key)? {
            margin.get_or_insert([0.0; 4])[side] = number;
        }
    }
    if let Some(read) = node.some("margin") {
        *margin = Some(four(&read)?);
    }
    Ok(())
}

fn size(read: &Read<'_>) -> Result<f64, PdfError> {
    match read.number()? {
        number if (0.1..=2000.0).contains(&number) => Ok(number),
        _ => Err(read.not("a size of text from 0.1 to 2000")),
    }
}

fn align(read: &Read<'_>) -> Result<Align, PdfError> {
    match read.text()? {
        "left" => Ok(Align::Left),
        "right" => Ok(Align::Right),
        "center" => Ok(Align::Center),
        "justify" => Ok(Align::Justify),
        _ => Err(read.not("`left`, `right`, `center` or `justify`")),
    }
}

fn decorations(read: &Read<'_>) -> Result<Rc<[Decoration]>, PdfError> {
    let reads = read.list_or_one()?;
    let one = |read: &Read<'_>| match read.text()? {
        "underline" => Ok(Some(Decoration::Underline)),
        "lineThrough" => Ok(Some(Decoration::LineThrough)),
        "overline" => Ok(Some(Decoration::Overline)),
        "" | "none" => Ok(None),
        _ => Err(read.not("`underline`, `lineThrough` or `overline`")),
    };
    let found: Result<Vec<_>, PdfError> = reads.iter().map(one).collect();
    Ok(found?.into_iter().flatten().take(3).collect())
}

fn stroke(read: &Read<'_>) -> Result<Stroke, PdfError> {
    match read.text()? {
        "solid" => Ok(Stroke::Solid),
        "double" => Ok(Stroke::Double),
        "dashed" => Ok(Stroke::Dashed),
        "dotted" => Ok(Stroke::Dotted),
        "wavy" => Ok(Stroke::Wavy),
        _ => Err(read.not("`solid`, `double`, `dashed`, `dotted` or `wavy`")),
    }
}
