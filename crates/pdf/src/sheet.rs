//! What is on a page, and where.

use std::rc::Rc;

use crate::image::Picture;
use crate::line::Line;
use crate::page::Size;
use crate::shape::Shape;
use crate::style::Link;

/// A page.
#[derive(Clone)]
pub(crate) struct Sheet<'d> {
    pub(crate) size: Size,
    /// Grounds of cells. The last is the lowest: tables in cells are done before those around them.
    pub(crate) fills: Vec<Placed<'d>>,
    pub(crate) things: Vec<Placed<'d>>,
    /// Below everything.
    pub(crate) background: Option<Rc<Sheet<'d>>>,
}

/// A thing and where its top left corner is.
#[derive(Clone)]
pub(crate) struct Placed<'d> {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) thing: Thing<'d>,
}

/// Something that is drawn, or clicked, or linked to.
#[derive(Clone)]
pub(crate) enum Thing<'d> {
    Line(Rc<Line<'d>>),
    Shape(Rc<Shape>),
    Picture(Rc<Photo>),
    /// An area of that width and height that goes somewhere.
    Link(f64, f64, Link),
    /// Here is the node with that id.
    Mark(Rc<str>),
}

/// A picture as it is drawn.
pub(crate) struct Photo {
    pub(crate) image: krilla::image::Image,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) opacity: f64,
    pub(crate) cover: Option<crate::image::Cover>,
}

impl From<&Picture> for Photo {
    fn from(picture: &Picture) -> Photo {
        Photo {
            image: picture.image.clone(),
            width: picture.width,
            height: picture.height,
            opacity: picture.opacity,
            cover: picture.cover,
        }
    }
}

impl<'d> Sheet<'d> {
    pub(crate) fn new(size: Size) -> Sheet<'d> {
        Sheet {
            size,
            fills: Vec::new(),
            things: Vec::new(),
            background: None,
        }
    }

    /// Takes over everything of `other`, `down` lower.
    pub(crate) fn add(&mut self, other: &Sheet<'d>, down: f64) {
        let moved = |placed: &Placed<'d>| Placed {
            y: placed.y + down,
            ..placed.clone()
        };
        self.fills.extend(other.fills.iter().map(moved));
        self.things.extend(other.things.iter().map(moved));
    }

    /// How many things there are.
    pub(crate) fn len(&self) -> usize {
        self.fills.len() + self.things.len()
    }
}
