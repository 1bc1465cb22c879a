//! Icons by the names of react-icons (`AiOutlineShop`, `FaUser`), as SVG documents.
//!
//! The data is compiled in, compressed: see `generate.mjs`. Found icons are kept, within bounds; of
//! what has to be unpacked to find them, only the latest piece is. Nothing here blocks for longer
//! than it takes to unpack one piece, a few milliseconds.

mod pack;
mod sets;
mod suggest;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

pub use suggest::suggest;

/// Icons to keep: more than any app names. Some 3 MB of the usual size; the largest of all are 9.5 MB.
const KEPT: usize = 4096;

const LONGEST_NAME: usize = 64;

#[derive(Clone)]
struct Icon {
    svg: Arc<str>,
    colored: bool,
}

static ICONS: LazyLock<RwLock<HashMap<Box<str>, Icon>>> = LazyLock::new(RwLock::default);

/// The icon as a document of its own: `1em` wide and high, in `currentColor` where it has no colours
/// of its own. None for any text that is not the name of an icon.
///
/// The document holds shapes only, no script, no style, no reference to elsewhere; it may be inlined
/// in HTML, several times too.
pub fn svg(name: &str) -> Option<Arc<str>> {
    Some(icon(name)?.svg)
}

/// Whether there is an icon of that name. Unpacks only the names of the sets it may be in, once.
pub fn exists(name: &str) -> bool {
    is_name(name) && sets::place(name).is_some()
}

/// Whether the icon has colours of its own, so that a CSS mask would lose them: all of `Fc`, and the
/// two-tone icons of `Ai`, most of which mix them with `currentColor` (inline them to keep both).
pub fn is_colored(name: &str) -> bool {
    icon(name).is_some_and(|icon| icon.colored)
}

fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn icon(name: &str) -> Option<Icon> {
    if !is_name(name) {
        return None;
    }
    let kept = ICONS.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(icon) = kept.get(name) {
        return Some(icon.clone());
    }
    drop(kept);
    let icon = sets::place(name)?.with_line(draw)??;
    let mut kept = ICONS.write().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= KEPT {
        // Every second one, whichever: rare, and none is dear.
        let mut keep = false;
        kept.retain(|_, _| {
            keep = !keep;
            keep
        });
    }
    kept.insert(name.into(), icon.clone());
    Some(icon)
}

/// The icon of a line of a pack.
fn draw(line: &str) -> Option<Icon> {
    let mut columns = line.splitn(4, '\t');
    let (view_box, flags) = (columns.next()?, columns.next()?);
    let (attributes, inner) = (columns.next()?, columns.next()?);
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="1em" height="1em" viewBox="{view_box}""#
    );
    if !attributes.contains("fill=\"") {
        svg.push_str(r#" fill="currentColor""#);
    }
    if !attributes.is_empty() {
        svg.push(' ');
        svg.push_str(attributes);
    }
    svg.push('>');
    svg.push_str(inner);
    svg.push_str("</svg>");
    Some(Icon {
        svg: svg.into(),
        colored: flags.contains('c'),
    })
}
