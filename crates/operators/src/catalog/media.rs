use engine::{Args, Cx, Map, OpError, OpResult, Operator, Reads, Realm, Root, Value};

use crate::get_from_object::{self, Ask};

/// What the window is like. It has `width` and `height` in pixels, and `size`: `xs` below 576
/// pixels, `sm` below 768, `md` below 992, `lg` below 1200, `xl` below 1600, else `xxl`. `darkMode`
/// is true in dark colours.
///
/// ```yaml
/// _if: { test: { _eq: [{ _media: size }, xs] }, then: 24, else: 8 }
/// ```
///
/// The server does not know the window and takes that of a desktop; the browser puts it right.
///
/// A text or a whole number in place of the parameters is `key`; true gives everything.
///
/// - `key`: where the value is: names and positions, parted by dots.
/// - `default`: what to give where there is nothing. Default: null.
pub struct Media;

/// Sizes by the width below which they hold.
const SIZES: [(f64, &str); 5] = [
    (576.0, "xs"),
    (768.0, "sm"),
    (992.0, "md"),
    (1200.0, "lg"),
    (1600.0, "xl"),
];

impl Operator for Media {
    const NAME: &'static str = "_media";
    const REALM: Realm = Realm::Client;

    fn reads(_: Option<&str>) -> Reads {
        Reads::WINDOW
    }

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let Some(width) = cx
            .read(Root::Media, "width")
            .as_number()
            .filter(|w| *w != 0.0)
        else {
            return Err(OpError::new(
                "device window width not available for _media.",
            ));
        };
        let size = Value::from(size(width));
        match get_from_object::ask(&args)? {
            Ask::Key(key, _) if key == "size" => Ok(size),
            Ask::Key(..) | Ask::Default(_) => get_from_object::read(cx, &args, Root::Media),
            Ask::All => {
                let mut all = Map::new();
                all.insert("size", size);
                for (key, value) in cx
                    .read(Root::Media, "")
                    .as_map()
                    .into_iter()
                    .flat_map(|m| m.iter())
                {
                    all.insert(key.clone(), value.clone());
                }
                Ok(all.into())
            }
        }
    }
}

fn size(width: f64) -> &'static str {
    SIZES
        .iter()
        .find(|(limit, _)| width < *limit)
        .map_or("xxl", |(_, size)| size)
}
