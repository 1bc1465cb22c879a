//! `qr`: a code for cameras.

use std::rc::Rc;

use kurbo::BezPath;
use qrcode::{EcLevel, QrCode, Version};

use crate::PdfError;
use crate::color::Color;
use crate::limits::Budget;
use crate::node::Canvas;
use crate::read::Read;
use crate::shape::{Filling, Shape};

/// Points that a square of the code has, where no size is asked for.
const MODULE: f64 = 5.0;

/// The code as a canvas: its ground, and all dark squares as one shape.
pub(crate) fn read(read: &Read<'_>, budget: &Budget) -> Result<Canvas, PdfError> {
    // A few letters ask for much work.
    budget.clock(&read.at)?;
    let code = code(read)?;
    let dark = code
        .to_colors()
        .into_iter()
        .filter(|color| *color == qrcode::Color::Dark);
    budget.items(dark.count(), &read.at)?;
    let count = code.width();
    let module = match read.length_of("fit")? {
        Some(fit) if fit > 0.0 => {
            let module = fit / count as f64;
            // Whole points are sharp; what is smaller than one has to be as it is.
            if module < 1.0 { module } else { module.floor() }
        }
        _ => MODULE,
    };
    let padding = read.length_of("padding")?.unwrap_or(0.0) * module;
    let size = count as f64 * module + 2.0 * padding;
    let color = |key: &str, default: Color| match read.some(key) {
        Some(read) => Color::read(&read),
        None => Ok(Some(default)),
    };
    let mut shapes = Vec::new();
    if let Some(ground) = color("background", Color::Rgb(255, 255, 255))? {
        shapes.push(Rc::new(Shape::filled(0.0, 0.0, size, size, ground, 1.0)));
    }
    if let Some(dark) = color("foreground", Color::BLACK)? {
        shapes.push(Rc::new(Shape {
            path: squares(&code, module, padding),
            fill: Some(Filling {
                colors: vec![dark],
                opacity: 1.0,
            }),
            line: None,
        }));
    }
    Ok(Canvas {
        shapes,
        width: size,
        height: size,
    })
}

fn code(read: &Read<'_>) -> Result<QrCode, PdfError> {
    let level = match read
        .text_of("eccLevel")?
        .map(str::to_ascii_uppercase)
        .as_deref()
    {
        None | Some("L") => EcLevel::L,
        Some("M") => EcLevel::M,
        Some("Q") => EcLevel::Q,
        Some("H") => EcLevel::H,
        _ => return Err(read.key("eccLevel").not("`L`, `M`, `Q` or `H`")),
    };
    let text = engine::js::to_text(read.value.key("qr"));
    let made = match read.some("version") {
        None => QrCode::with_error_correction_level(&text, level),
        Some(version) => match version.count()? {
            number @ 1..=40 => QrCode::with_version(&text, Version::Normal(number as i16), level),
            _ => return Err(version.not("a number from 1 to 40")),
        },
    };
    made.map_err(|_| read.key("qr").error("is too long for a QR code"))
}

fn squares(code: &QrCode, module: f64, padding: f64) -> BezPath {
    let count = code.width();
    let mut path = BezPath::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            let x = (at % count) as f64 * module + padding;
            let y = (at / count) as f64 * module + padding;
            path.move_to((x, y));
            path.line_to((x + module, y));
            path.line_to((x + module, y + module));
            path.line_to((x, y + module));
            path.close_path();
        }
    }
    path
}
