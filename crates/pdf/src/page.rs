//! Size and margins of pages.

use engine::Value;

use crate::PdfError;
use crate::read::Read;

/// Width and height in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// How a page lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Orientation {
    Portrait,
    Landscape,
}

/// What is free around the content.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Margins {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// The largest page that readers of PDF show.
const LARGEST: f64 = 14_400.0;

/// Less than this and nothing has room.
const SMALLEST: f64 = 3.0;

impl Size {
    /// `pageSize` and `pageOrientation`.
    pub(crate) fn read(definition: &Read<'_>) -> Result<Size, PdfError> {
        let size = match definition.some("pageSize") {
            None => Size::of(A4),
            Some(read) => match read.value {
                Value::String(name) => named(name).ok_or_else(|| read.not("a size of paper"))?,
                _ => custom(&read)?,
            },
        };
        match definition.some("pageOrientation") {
            None => Ok(size),
            Some(read) => Ok(size.turned(Orientation::read(&read)?)),
        }
    }

    const fn of((width, height): (f64, f64)) -> Size {
        Size { width, height }
    }

    /// The same paper in that orientation.
    pub(crate) fn turned(self, to: Orientation) -> Size {
        let lies = self.width > self.height;
        if lies == (to == Orientation::Landscape) {
            return self;
        }
        Size {
            width: self.height,
            height: self.width,
        }
    }
}

impl Orientation {
    pub(crate) fn read(read: &Read<'_>) -> Result<Orientation, PdfError> {
        match read.text()?.to_ascii_lowercase().as_str() {
            "portrait" => Ok(Orientation::Portrait),
            "landscape" => Ok(Orientation::Landscape),
            _ => Err(read.not("`portrait` or `landscape`")),
        }
    }
}

impl Margins {
    /// `pageMargins`: one number, two, or four.
    pub(crate) fn read(definition: &Read<'_>, size: Size) -> Result<Margins, PdfError> {
        let read = definition.key("pageMargins");
        let [left, top, right, bottom] = match read.value {
            value if value.is_none() => [40.0; 4],
            Value::Map(_) => {
                let side = |key: &str| Ok(read.length_of(key)?.unwrap_or(0.0));
                [side("left")?, side("top")?, side("right")?, side("bottom")?]
            }
            _ => four(&read)?,
        };
        let margins = Margins {
            left,
            top,
            right,
            bottom,
        };
        if left < 0.0 || top < 0.0 || right < 0.0 || bottom < 0.0 {
            return Err(read.error("margins of pages cannot be negative"));
        }
        // Turned pages too must have room.
        let least = size.width.min(size.height);
        let (across, down) = (left + right, top + bottom);
        if across >= size.width - 1.0 || down >= size.height - 1.0 || across.min(down) >= least {
            return Err(read.error(format!(
                "the margins leave nothing of a page of {} × {} points",
                size.width, size.height
            )));
        }
        Ok(margins)
    }
}

/// A margin: one number for all sides, two for across and down, four from left clockwise.
pub(crate) fn four(read: &Read<'_>) -> Result<[f64; 4], PdfError> {
    let Value::List(_) = read.value else {
        return Ok([read.number()?; 4]);
    };
    let items = read.list()?;
    let numbers: Vec<f64> = items
        .iter()
        .map(|item| {
            if item.value.is_none() {
                Ok(0.0)
            } else {
                item.number()
            }
        })
        .collect::<Result<_, PdfError>>()?;
    match numbers[..] {
        [across, down] => Ok([across, down, across, down]),
        [left, top, right, bottom] => Ok([left, top, right, bottom]),
        _ => Err(read.error("a list of margins has two or four numbers")),
    }
}

fn custom(read: &Read<'_>) -> Result<Size, PdfError> {
    let height = read.key("height");
    if height.value.as_str() == Some("auto") {
        return Err(height.error("pages that grow with their content are not supported"));
    }
    let side = |read: Read<'_>| match read.number()? {
        number if (SMALLEST..=LARGEST).contains(&number) => Ok(number),
        _ => Err(read.not(&format!("a number from {SMALLEST} to {LARGEST}"))),
    };
    Ok(Size {
        width: side(read.key("width"))?,
        height: side(height)?,
    })
}

fn named(name: &str) -> Option<Size> {
    let name = name.to_ascii_uppercase();
    let found = SIZES.iter().find(|(known, _)| *known == name);
    found.map(|(_, size)| Size::of(*size))
}

const A4: (f64, f64) = (595.28, 841.89);

/// Sizes of paper by name, in points.
const SIZES: [(&str, (f64, f64)); 50] = [
    ("4A0", (4767.87, 6740.79)),
    ("2A0", (3370.39, 4767.87)),
    ("A0", (2383.94, 3370.39)),
    ("A1", (1683.78, 2383.94)),
    ("A2", (1190.55, 1683.78)),
    ("A3", (841.89, 1190.55)),
    ("A4", A4),
    ("A5", (419.53, 595.28)),
    ("A6", (297.64, 419.53)),
    ("A7", (209.76, 297.64)),
    ("A8", (147.4, 209.76)),
    ("A9", (104.88, 147.4)),
    ("A10", (73.7, 104.88)),
    ("B0", (2834.65, 4008.19)),
    ("B1", (2004.09, 2834.65)),
    ("B2", (1417.32, 2004.09)),
    ("B3", (1000.63, 1417.32)),
    ("B4", (708.66, 1000.63)),
    ("B5", (498.9, 708.66)),
    ("B6", (354.33, 498.9)),
    ("B7", (249.45, 354.33)),
    ("B8", (175.75, 249.45)),
    ("B9", (124.72, 175.75)),
    ("B10", (87.87, 124.72)),
    ("C0", (2599.37, 3676.54)),
    ("C1", (1836.85, 2599.37)),
    ("C2", (1298.27, 1836.85)),
    ("C3", (918.43, 1298.27)),
    ("C4", (649.13, 918.43)),
    ("C5", (459.21, 649.13)),
    ("C6", (323.15, 459.21)),
    ("C7", (229.61, 323.15)),
    ("C8", (161.57, 229.61)),
    ("C9", (113.39, 161.57)),
    ("C10", (79.37, 113.39)),
    ("RA0", (2437.8, 3458.27)),
    ("RA1", (1729.13, 2437.8)),
    ("RA2", (1218.9, 1729.13)),
    ("RA3", (864.57, 1218.9)),
    ("RA4", (609.45, 864.57)),
    ("SRA0", (2551.18, 3628.35)),
    ("SRA1", (1814.17, 2551.18)),
    ("SRA2", (1275.59, 1814.17)),
    ("SRA3", (907.09, 1275.59)),
    ("SRA4", (637.8, 907.09)),
    ("EXECUTIVE", (521.86, 756.0)),
    ("FOLIO", (612.0, 936.0)),
    ("LEGAL", (612.0, 1008.0)),
    ("LETTER", (612.0, 792.0)),
    ("TABLOID", (792.0, 1224.0)),
];
