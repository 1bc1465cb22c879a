//! Fonts: Roboto comes along, others as data URLs.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Read as _;
use std::rc::Rc;
use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::UnicodeBuffer;

use crate::PdfError;
use crate::data_url;
use crate::place::Place;
use crate::read::Read;
use crate::style::Style;

/// Bytes that a font may have.
const LARGEST: usize = 20 << 20;

/// The font that is always there.
const OWN: &str = "Roboto";

/// Its four faces, compressed: regular, medium, and both in italics.
const FACES: [&[u8]; 4] = [
    include_bytes!("../fonts/Roboto-Regular.ttf.br"),
    include_bytes!("../fonts/Roboto-Medium.ttf.br"),
    include_bytes!("../fonts/Roboto-Italic.ttf.br"),
    include_bytes!("../fonts/Roboto-MediumItalic.ttf.br"),
];

/// How the definition calls the four.
const KEYS: [&str; 4] = ["normal", "bold", "italics", "bolditalics"];

/// The bytes of the fonts of a definition, by name and face.
pub(crate) struct Files(HashMap<(String, usize), Vec<u8>>);

impl Files {
    /// What `fonts` has.
    pub(crate) fn read(fonts: &Read<'_>) -> Result<Files, PdfError> {
        let mut files = HashMap::new();
        if fonts.value.is_none() {
            return Ok(Files(files));
        }
        for (name, _) in fonts.map()?.iter() {
            let font = fonts.key(name);
            for (face, key) in KEYS.into_iter().enumerate() {
                let Some(read) = font.some(key) else { continue };
                let url = read.text()?;
                // pdfmake's own names of its font's files mean the font that is here.
                if !url.starts_with("data:") && url.starts_with("Roboto-") && &**name == OWN {
                    continue;
                }
                let bytes = data_url::bytes(&read, LARGEST)?;
                files.insert((name.to_string(), face), bytes);
            }
        }
        Ok(Files(files))
    }
}

/// A font in one style, ready to measure and to draw.
pub(crate) struct Face<'d> {
    shaper: rustybuzz::Face<'d>,
    /// For the writer.
    pub(crate) font: Font,
    /// Of the line, above the baseline; in parts of the size.
    pub(crate) ascent: f64,
    /// Height of a line, in parts of the size.
    pub(crate) height: f64,
    words: RefCell<HashMap<Rc<str>, Rc<Shaped>>>,
}

/// Text as glyphs.
pub(crate) struct Shaped {
    pub(crate) text: Rc<str>,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// In parts of the size.
    pub(crate) width: f64,
}

/// Words of a font that are kept.
const MAX_WORDS: usize = 50_000;

impl Face<'_> {
    /// The glyphs of `text`. Characters that the font lacks become its box.
    pub(crate) fn shape(&self, text: &str) -> Rc<Shaped> {
        if let Some(known) = self.words.borrow().get(text) {
            return known.clone();
        }
        let shaped = Rc::new(self.shape_anew(text));
        let mut words = self.words.borrow_mut();
        if words.len() < MAX_WORDS {
            words.insert(shaped.text.clone(), shaped.clone());
        }
        shaped
    }

    fn shape_anew(&self, text: &str) -> Shaped {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let output = rustybuzz::shape(&self.shaper, &[], buffer);
        let (infos, positions) = (output.glyph_infos(), output.glyph_positions());
        // A glyph stands for the text up to where the next one's begins.
        let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        let end_of = |start: usize| {
            let after = starts.partition_point(|other| *other <= start);
            starts.get(after).copied().unwrap_or(text.len())
        };
        let em = f64::from(self.shaper.units_per_em());
        let part = |units: i32| (f64::from(units) / em) as f32;
        let mut width = 0.0;
        let glyphs = infos.iter().zip(positions).map(|(info, to)| {
            let start = info.cluster as usize;
            width += f64::from(to.x_advance) / em;
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                part(to.x_advance),
                part(to.x_offset),
                part(to.y_offset),
                0.0,
                start..end_of(start),
                None,
            )
        });
        let glyphs = glyphs.collect();
        Shaped {
            text: text.into(),
            glyphs,
            width,
        }
    }
}

/// A font by name, and which of its faces.
type Key = (Rc<str>, usize);

/// All fonts of a document.
pub(crate) struct Fonts<'d> {
    files: &'d Files,
    faces: RefCell<HashMap<Key, Rc<Face<'d>>>>,
}

impl<'d> Fonts<'d> {
    pub(crate) fn new(files: &'d Files) -> Fonts<'d> {
        Fonts {
            files,
            faces: RefCell::default(),
        }
    }

    /// The face that a style asks for.
    pub(crate) fn of(&self, style: &Style, at: &Place) -> Result<Rc<Face<'d>>, PdfError> {
        let face = usize::from(style.bold) + 2 * usize::from(style.italics);
        let key = (style.font.clone(), face);
        if let Some(known) = self.faces.borrow().get(&key) {
            return Ok(known.clone());
        }
        let file = self.files.0.get(&(style.font.to_string(), face));
        let bytes: &'d [u8] = match file {
            Some(bytes) => bytes,
            None if &*style.font == OWN => own_bytes(face),
            None => {
                return Err(PdfError::new(
                    at,
                    format!(
                        "font '{}' in style '{}' is not defined in the fonts of the document",
                        style.font, KEYS[face]
                    ),
                ));
            }
        };
        let unreadable = || {
            PdfError::new(
                at,
                format!("font '{}' is no TrueType or OpenType font", style.font),
            )
        };
        let shaper = rustybuzz::Face::from_slice(bytes, 0).ok_or_else(unreadable)?;
        let font = Font::new(bytes.to_vec().into(), 0).ok_or_else(unreadable)?;
        let em = f64::from(shaper.units_per_em()).max(1.0);
        let ascent = f64::from(shaper.ascender()) / em;
        let height = (f64::from(shaper.ascender()) - f64::from(shaper.descender())) / em;
        let made = Rc::new(Face {
            shaper,
            font,
            ascent,
            height: height.clamp(0.1, 10.0),
            words: RefCell::default(),
        });
        self.faces.borrow_mut().insert(key, made.clone());
        Ok(made)
    }
}

/// A face of the font that comes along.
pub(crate) fn own_bytes(face: usize) -> &'static [u8] {
    static BYTES: [OnceLock<Vec<u8>>; 4] = [const { OnceLock::new() }; 4];
    BYTES[face].get_or_init(|| {
        let mut bytes = Vec::new();
        let mut reader = brotli_decompressor::Decompressor::new(FACES[face], 4096);
        // What was packed is whole: were it not, no text could be drawn, and the face would be refused.
        reader.read_to_end(&mut bytes).ok();
        bytes
    })
}
