//! Colours: names of CSS, `#rgb`, `#rrggbb`, `[red, green, blue]` and `[c, m, y, k]` in percent.

use engine::Value;
use krilla::color;

use crate::PdfError;
use crate::read::Read;

/// A colour as paper gets it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Color {
    Rgb(u8, u8, u8),
    Cmyk(u8, u8, u8, u8),
}

impl Color {
    pub(crate) const BLACK: Color = Color::Rgb(0, 0, 0);

    /// What is written; none for `transparent`.
    pub(crate) fn read(read: &Read<'_>) -> Result<Option<Color>, PdfError> {
        match read.value {
            Value::String(text) if text.eq_ignore_ascii_case("transparent") => Ok(None),
            Value::String(text) => {
                let color = hex(text).or_else(|| named(text));
                color.map(Some).ok_or_else(|| {
                    read.not("a colour: a name of CSS, `#rgb`, `#rrggbb` or a list of numbers")
                })
            }
            Value::List(_) => Ok(Some(parts(read)?)),
            _ => Err(read.not("a colour")),
        }
    }

    /// For the writer.
    pub(crate) fn paint(self) -> krilla::paint::Paint {
        match self {
            Color::Rgb(r, g, b) => color::rgb::Color::new(r, g, b).into(),
            Color::Cmyk(c, m, y, k) => color::cmyk::Color::new(c, m, y, k).into(),
        }
    }
}

fn parts(read: &Read<'_>) -> Result<Color, PdfError> {
    let items = read.list()?;
    let numbers: Vec<f64> = items
        .iter()
        .map(Read::number)
        .collect::<Result<_, PdfError>>()?;
    let byte = |number: f64, most: f64| (number.clamp(0.0, most) / most * 255.0).round() as u8;
    match numbers[..] {
        [r, g, b] => Ok(Color::Rgb(byte(r, 255.0), byte(g, 255.0), byte(b, 255.0))),
        [c, m, y, k] => Ok(Color::Cmyk(
            byte(c, 100.0),
            byte(m, 100.0),
            byte(y, 100.0),
            byte(k, 100.0),
        )),
        _ => Err(read.error("a colour has three numbers, or four in percent")),
    }
}

fn hex(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#')?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let byte = |shift: u32, bits: u32| (number >> shift) & ((1 << bits) - 1);
    match digits.len() {
        3 => Some(Color::Rgb(
            byte(8, 4) as u8 * 17,
            byte(4, 4) as u8 * 17,
            byte(0, 4) as u8 * 17,
        )),
        6 => Some(Color::Rgb(
            byte(16, 8) as u8,
            byte(8, 8) as u8,
            byte(0, 8) as u8,
        )),
        _ => None,
    }
}

fn named(text: &str) -> Option<Color> {
    let name = text.to_ascii_lowercase();
    let at = NAMES
        .binary_search_by(|(known, _)| (*known).cmp(&name))
        .ok()?;
    let number = NAMES[at].1;
    Some(Color::Rgb(
        (number >> 16) as u8,
        (number >> 8) as u8,
        number as u8,
    ))
}

/// CSS's names, sorted.
const NAMES: [(&str, u32); 148] = [
    ("aliceblue", 0xf0f8ff),
    ("antiquewhite", 0xfaebd7),
    ("aqua", 0x00ffff),
    ("aquamarine", 0x7fffd4),
    ("azure", 0xf0ffff),
    ("beige", 0xf5f5dc),
    ("bisque", 0xffe4c4),
    ("black", 0x000000),
    ("blanchedalmond", 0xffebcd),
    ("blue", 0x0000ff),
    ("blueviolet", 0x8a2be2),
    ("brown", 0xa52a2a),
    ("burlywood", 0xdeb887),
    ("cadetblue", 0x5f9ea0),
    ("chartreuse", 0x7fff00),
    ("chocolate", 0xd2691e),
    ("coral", 0xff7f50),
    ("cornflowerblue", 0x6495ed),
    ("cornsilk", 0xfff8dc),
    ("crimson", 0xdc143c),
    ("cyan", 0x00ffff),
    ("darkblue", 0x00008b),
    ("darkcyan", 0x008b8b),
    ("darkgoldenrod", 0xb8860b),
    ("darkgray", 0xa9a9a9),
    ("darkgreen", 0x006400),
    ("darkgrey", 0xa9a9a9),
    ("darkkhaki", 0xbdb76b),
    ("darkmagenta", 0x8b008b),
    ("darkolivegreen", 0x556b2f),
    ("darkorange", 0xff8c00),
    ("darkorchid", 0x9932cc),
    ("darkred", 0x8b0000),
    ("darksalmon", 0xe9967a),
    ("darkseagreen", 0x8fbc8f),
    ("darkslateblue", 0x483d8b),
    ("darkslategray", 0x2f4f4f),
    ("darkslategrey", 0x2f4f4f),
    ("darkturquoise", 0x00ced1),
    ("darkviolet", 0x9400d3),
    ("deeppink", 0xff1493),
    ("deepskyblue", 0x00bfff),
    ("dimgray", 0x696969),
    ("dimgrey", 0x696969),
    ("dodgerblue", 0x1e90ff),
    ("firebrick", 0xb22222),
    ("floralwhite", 0xfffaf0),
    ("forestgreen", 0x228b22),
    ("fuchsia", 0xff00ff),
    ("gainsboro", 0xdcdcdc),
    ("ghostwhite", 0xf8f8ff),
    ("gold", 0xffd700),
    ("goldenrod", 0xdaa520),
    ("gray", 0x808080),
    ("green", 0x008000),
    ("greenyellow", 0xadff2f),
    ("grey", 0x808080),
    ("honeydew", 0xf0fff0),
    ("hotpink", 0xff69b4),
    ("indianred", 0xcd5c5c),
    ("indigo", 0x4b0082),
    ("ivory", 0xfffff0),
    ("khaki", 0xf0e68c),
    ("lavender", 0xe6e6fa),
    ("lavenderblush", 0xfff0f5),
    ("lawngreen", 0x7cfc00),
    ("lemonchiffon", 0xfffacd),
    ("lightblue", 0xadd8e6),
    ("lightcoral", 0xf08080),
    ("lightcyan", 0xe0ffff),
    ("lightgoldenrodyellow", 0xfafad2),
    ("lightgray", 0xd3d3d3),
    ("lightgreen", 0x90ee90),
    ("lightgrey", 0xd3d3d3),
    ("lightpink", 0xffb6c1),
    ("lightsalmon", 0xffa07a),
    ("lightseagreen", 0x20b2aa),
    ("lightskyblue", 0x87cefa),
    ("lightslategray", 0x778899),
    ("lightslategrey", 0x778899),
    ("lightsteelblue", 0xb0c4de),
    ("lightyellow", 0xffffe0),
    ("lime", 0x00ff00),
    ("limegreen", 0x32cd32),
    ("linen", 0xfaf0e6),
    ("magenta", 0xff00ff),
    ("maroon", 0x800000),
    ("mediumaquamarine", 0x66cdaa),
    ("mediumblue", 0x0000cd),
    ("mediumorchid", 0xba55d3),
    ("mediumpurple", 0x9370db),
    ("mediumseagreen", 0x3cb371),
    ("mediumslateblue", 0x7b68ee),
    ("mediumspringgreen", 0x00fa9a),
    ("mediumturquoise", 0x48d1cc),
    ("mediumvioletred", 0xc71585),
    ("midnightblue", 0x191970),
    ("mintcream", 0xf5fffa),
    ("mistyrose", 0xffe4e1),
    ("moccasin", 0xffe4b5),
    ("navajowhite", 0xffdead),
    ("navy", 0x000080),
    ("oldlace", 0xfdf5e6),
    ("olive", 0x808000),
    ("olivedrab", 0x6b8e23),
    ("orange", 0xffa500),
    ("orangered", 0xff4500),
    ("orchid", 0xda70d6),
    ("palegoldenrod", 0xeee8aa),
    ("palegreen", 0x98fb98),
    ("paleturquoise", 0xafeeee),
    ("palevioletred", 0xdb7093),
    ("papayawhip", 0xffefd5),
    ("peachpuff", 0xffdab9),
    ("peru", 0xcd853f),
    ("pink", 0xffc0cb),
    ("plum", 0xdda0dd),
    ("powderblue", 0xb0e0e6),
    ("purple", 0x800080),
    ("rebeccapurple", 0x663399),
    ("red", 0xff0000),
    ("rosybrown", 0xbc8f8f),
    ("royalblue", 0x4169e1),
    ("saddlebrown", 0x8b4513),
    ("salmon", 0xfa8072),
    ("sandybrown", 0xf4a460),
    ("seagreen", 0x2e8b57),
    ("seashell", 0xfff5ee),
    ("sienna", 0xa0522d),
    ("silver", 0xc0c0c0),
    ("skyblue", 0x87ceeb),
    ("slateblue", 0x6a5acd),
    ("slategray", 0x708090),
    ("slategrey", 0x708090),
    ("snow", 0xfffafa),
    ("springgreen", 0x00ff7f),
    ("steelblue", 0x4682b4),
    ("tan", 0xd2b48c),
    ("teal", 0x008080),
    ("thistle", 0xd8bfd8),
    ("tomato", 0xff6347),
    ("turquoise", 0x40e0d0),
    ("violet", 0xee82ee),
    ("wheat", 0xf5deb3),
    ("white", 0xffffff),
    ("whitesmoke", 0xf5f5f5),
    ("yellow", 0xffff00),
    ("yellowgreen", 0x9acd32),
];
