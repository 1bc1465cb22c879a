//! Lines and areas.

use krilla::geom::PathBuilder;
use krilla::num::NormalizedF32;
use krilla::paint::{
    Fill, LineCap, LineJoin, LinearGradient, Paint, SpreadMethod, Stop, Stroke, StrokeDash,
};
use krilla::surface::Surface;
use kurbo::{BezPath, PathEl, Shape as _};

use crate::color::Color;

/// A line or an area; its place is added when it is drawn.
pub(crate) struct Shape {
    pub(crate) path: BezPath,
    pub(crate) fill: Option<Filling>,
    pub(crate) line: Option<Line>,
}

/// What an area is filled with.
pub(crate) struct Filling {
    /// One colour, or several from left to right.
    pub(crate) colors: Vec<Color>,
    pub(crate) opacity: f64,
}

/// How a line is drawn.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) color: Color,
    pub(crate) width: f64,
    pub(crate) opacity: f64,
    pub(crate) dash: Option<Dash>,
    pub(crate) cap: LineCap,
    pub(crate) join: LineJoin,
}

/// Lengths of a dashed line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Dash {
    pub(crate) length: f64,
    pub(crate) space: f64,
    pub(crate) phase: f64,
}

impl Line {
    /// A plain line.
    pub(crate) fn new(color: Color, width: f64) -> Line {
        Line {
            color,
            width,
            opacity: 1.0,
            dash: None,
            cap: LineCap::Butt,
            join: LineJoin::Miter,
        }
    }

    fn stroke(&self) -> Stroke {
        let dash = self.dash.map(|dash| StrokeDash {
            array: vec![dash.length as f32, dash.space as f32],
            offset: dash.phase as f32,
        });
        Stroke {
            paint: self.color.paint(),
            width: self.width as f32,
            opacity: share(self.opacity),
            line_cap: self.cap,
            line_join: self.join,
            dash,
            ..Stroke::default()
        }
    }
}

impl Shape {
    /// A filled box.
    pub(crate) fn filled(
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        color: Color,
        opacity: f64,
    ) -> Shape {
        Shape {
            path: kurbo::Rect::new(x, y, x + width, y + height).to_path(0.1),
            fill: Some(Filling {
                colors: vec![color],
                opacity,
            }),
            line: None,
        }
    }

    /// A line from one point to another.
    pub(crate) fn line(from: (f64, f64), to: (f64, f64), line: Line) -> Shape {
        Shape {
            path: kurbo::Line::new(from, to).to_path(0.1),
            fill: None,
            line: Some(line),
        }
    }

    /// Draws it, moved by `x` and `y`.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, x: f64, y: f64) {
        let mut path = PathBuilder::new();
        let at = |point: kurbo::Point| ((point.x + x) as f32, (point.y + y) as f32);
        for element in self.path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    let (x, y) = at(to);
                    path.move_to(x, y);
                }
                PathEl::LineTo(to) => {
                    let (x, y) = at(to);
                    path.line_to(x, y);
                }
                PathEl::QuadTo(by, to) => {
                    let ((x1, y1), (x, y)) = (at(by), at(to));
                    path.quad_to(x1, y1, x, y);
                }
                PathEl::CurveTo(by, then, to) => {
                    let ((x1, y1), (x2, y2), (x, y)) = (at(by), at(then), at(to));
                    path.cubic_to(x1, y1, x2, y2, x, y);
                }
                PathEl::ClosePath => path.close(),
            }
        }
        // What has no extent draws nothing.
        let Some(path) = path.finish() else { return };
        surface.set_fill(self.fill.as_ref().map(|fill| self.filling(fill, x)));
        surface.set_stroke(self.line.as_ref().map(Line::stroke));
        if self.fill.is_some() || self.line.is_some() {
            surface.draw_path(&path);
        }
        surface.set_stroke(None);
    }

    fn filling(&self, fill: &Filling, x: f64) -> Fill {
        let opacity = share(fill.opacity);
        let paint: Paint = match &fill.colors[..] {
            [] => Color::BLACK.paint(),
            [color] => color.paint(),
            colors => {
                let bounds = self.path.bounding_box();
                LinearGradient {
                    x1: (bounds.x0 + x) as f32,
                    y1: 0.0,
                    x2: (bounds.x1 + x) as f32,
                    y2: 0.0,
                    transform: Default::default(),
                    spread_method: SpreadMethod::Pad,
                    stops: stops(colors, opacity),
                    anti_alias: false,
                }
                .into()
            }
        };
        Fill {
            paint,
            opacity,
            ..Fill::default()
        }
    }
}

fn stops(colors: &[Color], opacity: NormalizedF32) -> Vec<Stop> {
    let last = colors.len().saturating_sub(1).max(1) as f64;
    let stops = colors.iter().enumerate().map(|(at, color)| Stop {
        offset: share(at as f64 / last),
        color: match *color {
            Color::Rgb(r, g, b) => krilla::color::rgb::Color::new(r, g, b).into(),
            Color::Cmyk(c, m, y, k) => krilla::color::cmyk::Color::new(c, m, y, k).into(),
        },
        opacity,
    });
    stops.collect()
}

/// A number from 0 to 1 for the writer.
pub(crate) fn share(number: f64) -> NormalizedF32 {
    NormalizedF32::new(number.clamp(0.0, 1.0) as f32).unwrap_or(NormalizedF32::ONE)
}
