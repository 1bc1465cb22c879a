//! `ul` and `ol`.

use std::rc::Rc;

use engine::Value;
use kurbo::Shape as _;

use super::{Parser, Sized};
use crate::PdfError;
use crate::inline::{self, Inline, Run};
use crate::node::{Item, Kind, Marker, Node};
use crate::read::Read;
use crate::shape::{Filling, Line, Shape};
use crate::style::Style;

/// As wide as this is the room before items.
const GAP: &str = "9. ";

impl<'d> Parser<'_, 'd> {
    pub(super) fn unordered(
        &self,
        read: &Read<'_>,
        style: &Rc<Style>,
    ) -> Result<Sized<'d>, PdfError> {
        let kind = read.text_of("type")?.unwrap_or("disc");
        let gap = self.marker(GAP, read, style, style)?;
        let nodes = self.items(&read.key("ul"), style)?;
        let mut items = Vec::new();
        for (read, node) in nodes {
            let marker = match is_list(read.value) {
                true => None,
                false => bullet(read.text_of("listType")?.unwrap_or(kind), &gap, &node),
            };
            items.push(Item { node, marker });
        }
        Ok(sized(items, gap.width))
    }

    pub(super) fn ordered(
        &self,
        read: &Read<'_>,
        style: &Rc<Style>,
    ) -> Result<Sized<'d>, PdfError> {
        let kind = read.text_of("type")?.unwrap_or("decimal");
        let separator = read.key("separator");
        let mut gap = self.marker(GAP, read, style, style)?.width;
        let nodes = self.items(&read.key("ol"), style)?;
        let reversed = read.flag_of("reversed");
        let first = if reversed { nodes.len() as f64 } else { 1.0 };
        let mut counter = read.number_of("start")?.unwrap_or(first);
        let mut items = Vec::new();
        for (read, node) in nodes {
            let mut marker = None;
            if !is_list(read.value) {
                let kind = read.text_of("listType")?.unwrap_or(kind);
                let number = read.number_of("counter")?.unwrap_or(counter);
                if let Some(text) = numeral(kind, number) {
                    let text = with_separator(text, &separator)?;
                    let mark = self.marker(&text, &read, style, &node.style)?;
                    gap = gap.max(mark.width);
                    marker = Some(Marker::Text(vec![mark]));
                }
                counter += if reversed { -1.0 } else { 1.0 };
            }
            items.push(Item { node, marker });
        }
        Ok(sized(items, gap))
    }

    fn items<'r>(
        &self,
        read: &Read<'r>,
        style: &Rc<Style>,
    ) -> Result<Vec<(Read<'r>, Node<'d>)>, PdfError> {
        let items = read.list()?.into_iter();
        items
            .map(|item| {
                let node = self.node(&item, style)?;
                Ok((item, node))
            })
            .collect()
    }

    /// Text before an item: as the list looks, in the colour that the item says.
    fn marker(
        &self,
        text: &str,
        read: &Read<'_>,
        list: &Rc<Style>,
        item: &Style,
    ) -> Result<Inline<'d>, PdfError> {
        let mut style = (**list).clone();
        style.color = item.marker_color.unwrap_or(list.color);
        (style.no_wrap, style.leading_indent) = (true, 0.0);
        style.link = None;
        let style = Rc::new(style);
        let runs = [Run {
            text: inline::clean(text),
            style: style.clone(),
            at: read.at.clone(),
            page_of: None,
        }];
        let mut inlines = inline::measure(&runs, &style, self.fonts)?;
        let missing = || read.error("has no marker");
        inlines.items.pop().ok_or_else(missing)
    }
}

fn sized(items: Vec<Item<'_>>, gap: f64) -> Sized<'_> {
    let (mut min, mut max) = (0.0_f64, 0.0_f64);
    for item in &items {
        (min, max) = (min.max(item.node.min), max.max(item.node.max));
    }
    (Kind::List { items, gap }, min + gap, max + gap)
}

/// A list within a list has no marker itself: its items have.
fn is_list(value: &Value) -> bool {
    ["ul", "ol"]
        .iter()
        .any(|key| engine::js::truthy(value.key(key)))
}

/// A dot, as large as the text of the list.
fn bullet<'d>(kind: &str, text: &Inline<'d>, item: &Node<'d>) -> Option<Marker<'d>> {
    let size = text.size;
    let color = item.style.marker_color.unwrap_or(text.style.color);
    // Half way up the small letters.
    let middle = text.ascent() - size / 3.0;
    let radius = size / 6.0;
    let circle = kurbo::Circle::new((radius, middle), radius).to_path(0.01);
    let square = kurbo::Rect::new(0.0, middle - radius, size / 3.0, middle + radius).to_path(0.1);
    let filled = Some(Filling {
        colors: vec![color],
        opacity: 1.0,
    });
    let (path, fill, line) = match kind {
        "none" => return None,
        "circle" => (circle, None, Some(Line::new(color, 1.0))),
        "square" => (square, filled, None),
        _ => (circle, filled, None),
    };
    Some(Marker::Shape(Rc::new(Shape { path, fill, line })))
}

fn with_separator(text: String, separator: &Read<'_>) -> Result<String, PdfError> {
    match separator.value {
        value if value.is_none() => Ok(format!("{text}. ")),
        Value::List(_) => {
            let parts = separator.list()?;
            let part = |at: usize| match parts.get(at) {
                Some(part) if !part.value.is_none() => part.text(),
                _ => Ok(""),
            };
            Ok(format!("{}{text}{} ", part(0)?, part(1)?))
        }
        _ => Ok(format!("{text}{} ", separator.text()?)),
    }
}

/// A number as the list counts; none where it does not.
fn numeral(kind: &str, number: f64) -> Option<String> {
    let plain = engine::js::number_to_text(number);
    let whole = number as i64;
    match kind {
        "none" => None,
        "lower-alpha" if whole >= 1 => Some(letters(whole)),
        "upper-alpha" if whole >= 1 => Some(letters(whole).to_uppercase()),
        "lower-roman" if (1..5000).contains(&whole) => Some(roman(whole).to_lowercase()),
        "upper-roman" if (1..5000).contains(&whole) => Some(roman(whole)),
        _ => Some(plain),
    }
}

/// a, b, … z, aa, ab, …
fn letters(mut number: i64) -> String {
    let mut text = Vec::new();
    while number > 0 {
        number -= 1;
        text.push((b'a' + (number % 26) as u8) as char);
        number /= 26;
    }
    text.iter().rev().collect()
}

fn roman(mut number: i64) -> String {
    const DIGITS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, digit) in DIGITS {
        while number >= value {
            text.push_str(digit);
            number -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_list_counts() {
        let written = |kind, number| numeral(kind, number).unwrap_or_default();
        assert_eq!(written("lower-alpha", 28.0), "ab");
        assert_eq!(written("upper-alpha", 703.0), "AAA");
        assert_eq!(written("upper-roman", 1994.0), "MCMXCIV");
        assert_eq!(written("lower-roman", 0.0), "0");
        assert_eq!(written("decimal", 12.0), "12");
        assert_eq!(numeral("none", 1.0), None);
    }
}
