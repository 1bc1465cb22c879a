//! `canvas`: lines, boxes, ellipses and paths.

use std::rc::Rc;

use krilla::paint::{LineCap, LineJoin};
use kurbo::{BezPath, Shape as _};

use crate::PdfError;
use crate::color::Color;
use crate::limits::Budget;
use crate::node::Canvas;
use crate::read::Read;
use crate::shape::{Dash, Filling, Line, Shape};

/// How near curves are to what they should be, in points.
const NEAR: f64 = 0.01;

/// Parts that a path of a canvas may have.
const MAX_PATH: usize = 100_000;

/// Reads the shapes. The ground is as large as they need, from the top left corner.
pub(crate) fn read(read: &Read<'_>, budget: &Budget) -> Result<Canvas, PdfError> {
    let mut canvas = Canvas {
        shapes: Vec::new(),
        width: 0.0,
        height: 0.0,
    };
    for read in read.list()? {
        budget.node(&read.at)?;
        let (path, corner) = outline(&read)?;
        budget.items(path.elements().len() / 100, &read.at)?;
        canvas.width = canvas.width.max(corner.0);
        canvas.height = canvas.height.max(corner.1);
        let fill = filling(&read)?;
        let line = match (read.some("lineColor"), &fill) {
            (None, Some(_)) => None,
            _ => stroke(&read)?,
        };
        canvas.shapes.push(Rc::new(Shape { path, fill, line }));
    }
    Ok(canvas)
}

/// The path of a shape, and its corner at the bottom right.
fn outline(read: &Read<'_>) -> Result<(BezPath, (f64, f64)), PdfError> {
    let number = |key: &str| Ok::<f64, PdfError>(read.number_of(key)?.unwrap_or(0.0));
    match read.key("type").text()? {
        "rect" => {
            let (x, y) = (number("x")?, number("y")?);
            let corner = (x + number("w")?, y + number("h")?);
            let rect = kurbo::Rect::new(x, y, corner.0, corner.1);
            let path = match number("r")? {
                r if r > 0.0 => {
                    let most = rect.width().abs().min(rect.height().abs()) / 2.0;
                    rect.to_rounded_rect(r.min(most)).to_path(NEAR)
                }
                _ => rect.to_path(NEAR),
            };
            Ok((path, corner))
        }
        "ellipse" => {
            let (x, y) = (number("x")?, number("y")?);
            let (across, down) = (number("r1")?, number("r2")?);
            let ellipse = kurbo::Ellipse::new((x, y), (across.abs(), down.abs()), 0.0);
            Ok((ellipse.to_path(NEAR), (x + across, y + down)))
        }
        "line" => {
            let from = (number("x1")?, number("y1")?);
            let to = (number("x2")?, number("y2")?);
            let path = kurbo::Line::new(from, to).to_path(NEAR);
            Ok((path, (from.0.max(to.0), from.1.max(to.1))))
        }
        "polyline" => polyline(read),
        "path" => {
            let d = read.key("d");
            let path = BezPath::from_svg(d.text()?);
            let path = path.map_err(|e| d.error(format!("is no path of SVG: {e}")))?;
            if path.elements().len() > MAX_PATH || path.iter().any(|el| el.is_nan()) {
                return Err(d.error("is too long a path"));
            }
            Ok((path, (0.0, 0.0)))
        }
        _ => Err(read
            .key("type")
            .not("`rect`, `line`, `polyline`, `ellipse` or `path`")),
    }
}

fn polyline(read: &Read<'_>) -> Result<(BezPath, (f64, f64)), PdfError> {
    let mut path = BezPath::new();
    let mut corner = (0.0_f64, 0.0_f64);
    let points = read.key("points").list()?;
    let mut ends = (None, None);
    for (at, point) in points.iter().enumerate() {
        let (x, y) = (point.key("x").number()?, point.key("y").number()?);
        corner = (corner.0.max(x), corner.1.max(y));
        if at == 0 {
            path.move_to((x, y));
            ends.0 = Some((x, y));
        } else {
            path.line_to((x, y));
            ends.1 = Some((x, y));
        }
    }
    if ends.1.is_some() && (read.flag_of("closePath") || ends.0 == ends.1) {
        path.close_path();
    }
    Ok((path, corner))
}

fn filling(read: &Read<'_>) -> Result<Option<Filling>, PdfError> {
    let mut colors = Vec::new();
    if let Some(gradient) = read.some("linearGradient") {
        for color in gradient.list()? {
            colors.extend(Color::read(&color)?);
        }
    } else if let Some(color) = read.some("color") {
        colors.extend(Color::read(&color)?);
    }
    let opacity = read.some("fillOpacity");
    let opacity = opacity.map(|read| read.share()).transpose()?;
    Ok((!colors.is_empty()).then(|| Filling {
        colors,
        opacity: opacity.unwrap_or(1.0),
    }))
}

fn stroke(read: &Read<'_>) -> Result<Option<Line>, PdfError> {
    let color = match read.some("lineColor") {
        Some(read) => Color::read(&read)?,
        None => Some(Color::BLACK),
    };
    let Some(color) = color else { return Ok(None) };
    let width = read.length_of("lineWidth")?.unwrap_or(1.0);
    let mut line = Line::new(color, if width > 0.0 { width } else { 1.0 });
    if let Some(opacity) = read.some("strokeOpacity") {
        line.opacity = opacity.share()?;
    }
    if let Some(read) = read.some("dash") {
        line.dash = dash(&read)?;
    }
    line.cap = match read.text_of("lineCap")? {
        Some("round") => LineCap::Round,
        Some("square") => LineCap::Square,
        _ => LineCap::Butt,
    };
    line.join = match read.text_of("lineJoin")? {
        Some("round") => LineJoin::Round,
        Some("bevel") => LineJoin::Bevel,
        _ => LineJoin::Miter,
    };
    Ok(Some(line))
}

/// `{ length, space, phase }`; none where nothing would be drawn, or too much.
pub(crate) fn dash(read: &Read<'_>) -> Result<Option<Dash>, PdfError> {
    read.map()?;
    let length = read.length_of("length")?.unwrap_or(0.0);
    let space = read.length_of("space")?.unwrap_or(length);
    let phase = read.number_of("phase")?.unwrap_or(0.0);
    let dash = Dash {
        length,
        space,
        phase,
    };
    Ok((length + space > 0.01).then_some(dash))
}
