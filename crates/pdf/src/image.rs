//! `image`: pictures in PNG and JPEG, as data URLs or by their name in `images`.

use std::cell::RefCell;
use std::collections::HashMap;

use engine::Str;
use krilla::Data;
use krilla::image::Image;

use crate::PdfError;
use crate::data_url;
use crate::limits::Budget;
use crate::read::Read;
use crate::style::Style;

/// Bytes that a picture may have.
const LARGEST: usize = 20 << 20;

/// A picture with its place's size.
pub(crate) struct Picture {
    pub(crate) image: Image,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) opacity: f64,
    /// It fills its place and what stands out is cut off; none: it is as large as its place.
    pub(crate) cover: Option<Cover>,
}

/// Where a picture lies that is larger than its place, in parts of what stands out.
#[derive(Clone, Copy)]
pub(crate) struct Cover {
    pub(crate) across: f64,
    pub(crate) down: f64,
}

/// The pictures of a document.
pub(crate) struct Images<'a> {
    named: Read<'a>,
    known: RefCell<HashMap<Str, Image>>,
}

impl<'a> Images<'a> {
    pub(crate) fn new(definition: &Read<'a>) -> Images<'a> {
        Images {
            named: definition.key("images"),
            known: RefCell::default(),
        }
    }

    /// The picture of a node, in the size that it asks for.
    pub(crate) fn node(
        &self,
        node: &Read<'_>,
        style: &Style,
        budget: &Budget,
    ) -> Result<Picture, PdfError> {
        let image = self.find(&node.key("image"), budget)?;
        let (width, height) = image.size();
        let natural = (f64::from(width.max(1)), f64::from(height.max(1)));
        let cover = node.some("cover").map(|read| cover(&read)).transpose()?;
        let (cover, (width, height)) = match cover {
            Some((cover, size)) => (Some(cover), size),
            None => (None, size(node, natural)?),
        };
        Ok(Picture {
            image,
            width,
            height,
            opacity: style.opacity,
            cover,
        })
    }

    fn find(&self, read: &Read<'_>, budget: &Budget) -> Result<Image, PdfError> {
        let Some(text) = read.value.as_shared_str() else {
            return Err(read.not("a data URL or the name of a picture in `images`"));
        };
        if let Some(known) = self.known.borrow().get(&text) {
            return Ok(known.clone());
        }
        let image = match text.starts_with("data:") {
            true => decode(read, budget)?,
            false => match self.named.some(&text) {
                Some(named) => decode(&named, budget)?,
                None => {
                    return Err(read.not("a data URL or the name of a picture in `images`"));
                }
            },
        };
        self.known.borrow_mut().insert(text, image.clone());
        Ok(image)
    }
}

fn decode(read: &Read<'_>, budget: &Budget) -> Result<Image, PdfError> {
    if read.value.as_map().is_some() {
        return Err(read.error("must be a data URL: nothing is fetched for a PDF"));
    }
    budget.clock(&read.at)?;
    let data = data_url::bytes(read, LARGEST)?;
    let made = if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        Image::from_png(Data::from(data), true)
    } else if data.starts_with(b"\xff\xd8\xff") {
        Image::from_jpeg(Data::from(data), true)
    } else {
        return Err(read.error("must be a picture in PNG or JPEG"));
    };
    let image = made.map_err(|_| read.error("is a broken picture"))?;
    let (width, height) = image.size();
    budget.pixels(u64::from(width) * u64::from(height), &read.at)?;
    Ok(image)
}

/// `fit`, or `width` and `height`, or as many points as the picture has pixels.
fn size(node: &Read<'_>, natural: (f64, f64)) -> Result<(f64, f64), PdfError> {
    let ratio = natural.0 / natural.1;
    if let Some(fit) = node.some("fit") {
        let sides = fit.list()?;
        let [width, height] = &sides[..] else {
            return Err(fit.not("a list of two numbers"));
        };
        let (width, height) = (width.length()?, height.length()?);
        let factor = (width / natural.0).min(height / natural.1);
        return Ok((natural.0 * factor, natural.1 * factor));
    }
    // Columns give their width to what is in them; a picture takes only a number as its own.
    let side = |key: &str| match node.value.key(key).as_number() {
        Some(_) => node.length_of(key),
        None => Ok(None),
    };
    let (mut width, mut height) = match (side("width")?, side("height")?) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, width / ratio),
        (None, Some(height)) => (height * ratio, height),
        (None, None) => natural,
    };
    if let Some(most) = side("maxWidth")?.filter(|most| *most < width) {
        (width, height) = (most, most / ratio);
    }
    if let Some(most) = side("maxHeight")?.filter(|most| *most < height) {
        (width, height) = (most * ratio, most);
    }
    if let Some(least) = side("minWidth")?.filter(|least| *least > width) {
        (width, height) = (least, least / ratio);
    }
    if let Some(least) = side("minHeight")?.filter(|least| *least > height) {
        (width, height) = (least * ratio, least);
    }
    Ok((width, height))
}

fn cover(read: &Read<'_>) -> Result<(Cover, (f64, f64)), PdfError> {
    let side = |key: &str| match read.key(key).length()? {
        number if number > 0.0 => Ok(number),
        _ => Err(read.key(key).not("a number above 0")),
    };
    let size = (side("width")?, side("height")?);
    let part = |key: &str| match read.text_of(key)? {
        Some("left" | "top") => Ok(0.0),
        Some("right" | "bottom") => Ok(1.0),
        None | Some("center") => Ok(0.5),
        Some(_) => Err(read
            .key(key)
            .not("`left`, `top`, `center`, `right` or `bottom`")),
    };
    let cover = Cover {
        across: part("align")?,
        down: part("valign")?,
    };
    Ok((cover, size))
}
