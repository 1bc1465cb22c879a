//! The content as it is understood: every node with its style, and how wide it wants to be.

use std::rc::Rc;

use crate::image::Picture;
use crate::inline::{Inline, Inlines};
use crate::page::Orientation;
use crate::place::Place;
use crate::shape::Shape;
use crate::style::Style;
use crate::table::Table;

/// A piece of content.
pub(crate) struct Node<'d> {
    pub(crate) at: Place,
    pub(crate) style: Rc<Style>,
    pub(crate) kind: Kind<'d>,
    /// Left, top, right, bottom.
    pub(crate) margin: Option<[f64; 4]>,
    pub(crate) page_break: Option<Break>,
    pub(crate) orientation: Option<Orientation>,
    pub(crate) unbreakable: bool,
    pub(crate) position: Option<Position>,
    /// What links and page numbers call it.
    pub(crate) ids: Vec<Rc<str>>,
    /// As a column.
    pub(crate) width: Width,
    /// The widest thing that cannot be broken, with margins.
    pub(crate) min: f64,
    /// How wide it is where there is all the room, with margins.
    pub(crate) max: f64,
}

/// What it is.
pub(crate) enum Kind<'d> {
    Text(Inlines<'d>),
    Stack(Vec<Node<'d>>),
    Columns { columns: Vec<Node<'d>>, gap: f64 },
    List { items: Vec<Item<'d>>, gap: f64 },
    Table(Box<Table<'d>>),
    Picture(Picture),
    Canvas(Canvas),
}

/// An item of a list.
pub(crate) struct Item<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) marker: Option<Marker<'d>>,
}

/// What stands before an item.
#[derive(Clone)]
pub(crate) enum Marker<'d> {
    Shape(Rc<Shape>),
    Text(Vec<Inline<'d>>),
}

/// Shapes on a ground of that size.
pub(crate) struct Canvas {
    pub(crate) shapes: Vec<Rc<Shape>>,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A new page before or after a node.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Break {
    pub(crate) after: bool,
    /// The number of the page must be odd, or even.
    pub(crate) odd: Option<bool>,
}

/// Where a node is that is not where it would be.
#[derive(Clone, Copy)]
pub(crate) enum Position {
    /// On the page.
    Absolute(f64, f64),
    /// From where it would be.
    Relative(f64, f64),
}

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Width {
    /// As its content.
    Auto,
    /// A part of what is left.
    Star,
    Fixed(f64),
    /// In percent of the whole.
    Share(f64),
}

impl Node<'_> {
    /// Does it ask for a new page itself?
    pub(crate) fn breaks(&self) -> bool {
        self.page_break.is_some()
    }
}
