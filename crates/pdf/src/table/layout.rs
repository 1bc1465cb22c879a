//! Lines, padding and colours of tables: those known by name, and the document's own.

use engine::Value;

use crate::PdfError;
use crate::color::Color;
use crate::parse::canvas::dash;
use crate::read::Read;
use crate::shape::Dash;

/// The look of one table, worked out for all its rows and columns.
pub(crate) struct Layout {
    /// Widths of the lines above each row, and of the last below.
    pub(crate) across: Vec<f64>,
    /// Widths of the lines before each column, and of the last after.
    pub(crate) down: Vec<f64>,
    pub(crate) left: Vec<f64>,
    pub(crate) right: Vec<f64>,
    pub(crate) top: Vec<f64>,
    pub(crate) bottom: Vec<f64>,
    pub(crate) across_color: Colors,
    pub(crate) down_color: Colors,
    pub(crate) fill: Colors,
    pub(crate) fill_opacity: f64,
    pub(crate) across_dash: Option<Dash>,
    pub(crate) down_dash: Option<Dash>,
    pub(crate) default_border: bool,
    /// Lines where a page ends within the table.
    pub(crate) when_broken: bool,
}

/// Colours by a first and a second index.
pub(crate) enum Colors {
    None,
    All(Color),
    /// By the first index; some by the second too.
    Each(Vec<Colors>),
}

impl Colors {
    /// The colour at that place.
    pub(crate) fn at(&self, first: usize, second: usize) -> Option<Color> {
        match self {
            Colors::None => None,
            Colors::All(color) => Some(*color),
            Colors::Each(colors) => colors.get(first)?.at(second, 0),
        }
    }

    fn read(read: Option<Read<'_>>, default: Colors) -> Result<Colors, PdfError> {
        match read {
            None => Ok(default),
            Some(read) => match read.value {
                Value::List(items) if items.iter().any(|item| item.as_number().is_none()) => {
                    let items = read.list()?.into_iter();
                    let colors = items.map(|item| {
                        let some = (!item.value.is_none()).then_some(item);
                        Colors::read(some, Colors::None)
                    });
                    Ok(Colors::Each(colors.collect::<Result<_, PdfError>>()?))
                }
                Value::Bool(false) => Ok(Colors::None),
                Value::String(text) if text.is_empty() => Ok(Colors::None),
                _ => Ok(Color::read(&read)?.map_or(Colors::None, Colors::All)),
            },
        }
    }
}

/// What a table says of itself that its layout depends on.
pub(crate) struct Shape {
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    pub(crate) header_rows: usize,
}

/// The document's own layouts.
pub(crate) struct Layouts<'a>(Read<'a>);

impl<'a> Layouts<'a> {
    /// `tableLayouts`.
    pub(crate) fn new(read: Read<'a>) -> Layouts<'a> {
        Layouts(read)
    }

    /// The layout that a table names, or has itself.
    pub(crate) fn of(&self, read: &Read<'_>, table: &Shape) -> Result<Layout, PdfError> {
        match read.value {
            Value::String(name) => {
                if let Some(own) = self.0.some(name) {
                    return custom(&own, table);
                }
                let known = named(name, table);
                known.ok_or_else(|| {
                    read.not(
                        "`noBorders`, `headerLineOnly`, `lightHorizontalLines`, one of \
                         `tableLayouts`, or an object",
                    )
                })
            }
            value if value.is_none() => Ok(plain(table)),
            _ => custom(read, table),
        }
    }
}

/// Lines everywhere.
fn plain(table: &Shape) -> Layout {
    Layout {
        across: vec![1.0; table.rows + 1],
        down: vec![1.0; table.columns + 1],
        left: vec![4.0; table.columns],
        right: vec![4.0; table.columns],
        top: vec![2.0; table.rows],
        bottom: vec![2.0; table.rows],
        across_color: Colors::All(Color::BLACK),
        down_color: Colors::All(Color::BLACK),
        fill: Colors::None,
        fill_opacity: 1.0,
        across_dash: None,
        down_dash: None,
        default_border: true,
        when_broken: true,
    }
}

fn named(name: &str, table: &Shape) -> Option<Layout> {
    let mut layout = plain(table);
    layout.down.fill(0.0);
    let within = |line: usize| line > 0 && line < table.rows;
    let lines = |header: f64, other: f64| {
        let width = move |line| match line {
            line if !within(line) => 0.0,
            line if line == table.header_rows => header,
            _ => other,
        };
        (0..=table.rows).map(width).collect()
    };
    let padding = match name {
        "noBorders" => {
            layout.across.fill(0.0);
            4.0
        }
        "headerLineOnly" => {
            layout.across = lines(2.0, 0.0);
            8.0
        }
        "lightHorizontalLines" => {
            layout.across = lines(2.0, 1.0);
            let light = Color::Rgb(0xaa, 0xaa, 0xaa);
            let color = |line| Colors::All(if line == 1 { Color::BLACK } else { light });
            layout.across_color = Colors::Each((0..=table.rows).map(color).collect());
            8.0
        }
        _ => return None,
    };
    layout.left.fill(padding);
    layout.right.fill(padding);
    if let (Some(first), Some(last)) = (layout.left.first_mut(), layout.right.last_mut()) {
        (*first, *last) = (0.0, 0.0);
    }
    Some(layout)
}

/// A layout as an object: each key a value for all, or a list of them by index.
fn custom(read: &Read<'_>, table: &Shape) -> Result<Layout, PdfError> {
    read.map()?;
    let mut layout = plain(table);
    for (key, into) in [
        ("hLineWidth", &mut layout.across),
        ("vLineWidth", &mut layout.down),
        ("paddingLeft", &mut layout.left),
        ("paddingRight", &mut layout.right),
        ("paddingTop", &mut layout.top),
        ("paddingBottom", &mut layout.bottom),
    ] {
        if let Some(read) = read.some(key) {
            lengths(&read, into)?;
        }
    }
    let black = || Colors::All(Color::BLACK);
    layout.across_color = Colors::read(read.some("hLineColor"), black())?;
    layout.down_color = Colors::read(read.some("vLineColor"), black())?;
    layout.fill = Colors::read(read.some("fillColor"), Colors::None)?;
    if let Some(opacity) = read.some("fillOpacity") {
        layout.fill_opacity = opacity.share()?;
    }
    layout.across_dash = dash_of(read, "hLineStyle")?;
    layout.down_dash = dash_of(read, "vLineStyle")?;
    if let Some(border) = read.some("defaultBorder") {
        layout.default_border = border.flag();
    }
    if let Some(lines) = read.some("hLineWhenBroken") {
        layout.when_broken = lines.flag();
    }
    Ok(layout)
}

fn lengths(read: &Read<'_>, into: &mut [f64]) -> Result<(), PdfError> {
    if let Value::List(_) = read.value {
        for (item, into) in read.list()?.iter().zip(into) {
            *into = if item.value.is_none() {
                0.0
            } else {
                item.length()?
            };
        }
    } else if let Value::Function(_) = read.value {
        return Err(read.not("a number or a list of numbers"));
    } else {
        into.fill(read.length()?);
    }
    Ok(())
}

/// The dashes of lines; of a list those of the first that has some.
fn dash_of(read: &Read<'_>, key: &str) -> Result<Option<Dash>, PdfError> {
    let Some(read) = read.some(key) else {
        return Ok(None);
    };
    for read in read.list_or_one()? {
        if let Some(read) = read.some("dash") {
            return dash(&read);
        }
    }
    Ok(None)
}

impl Layout {
    /// What is between the content of the column before and that of `column`.
    pub(crate) fn before(&self, column: usize) -> f64 {
        let after_last = match column.checked_sub(1) {
            Some(last) => self.right[last],
            None => 0.0,
        };
        after_last + self.down[column] + self.left[column]
    }

    /// Lines and padding of all columns together.
    pub(crate) fn around(&self) -> f64 {
        let sides = [&self.down, &self.left, &self.right];
        sides.iter().flat_map(|side| side.iter()).sum()
    }
}
