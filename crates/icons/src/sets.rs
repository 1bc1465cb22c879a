//! The sets, by the prefix of their names.

use std::sync::{Mutex, PoisonError};

use crate::pack::Pack;

pub(crate) struct Set {
    pub(crate) prefix: &'static str,
    pub(crate) pack: Pack,
}

macro_rules! sets {
    ($($prefix:literal $file:literal)*) => {
        [$(Set {
            prefix: $prefix,
            pack: Pack::new(include_bytes!(concat!("../data/", $file, ".pack"))),
        }),*]
    };
}

/// Of two sets with one prefix, the first wins: it is the one that Lowdefy reads.
pub(crate) static SETS: [Set; 30] = sets! {
    "Ai" "ai"
    "Bi" "bi"
    "Bs" "bs"
    "Cg" "cg"
    "Ci" "ci"
    "Di" "di"
    "Fa" "fa"
    "Fa" "fa6"
    "Fc" "fc"
    "Fi" "fi"
    "Go" "go"
    "Gr" "gr"
    "Hi" "hi"
    "Hi" "hi2"
    "Im" "im"
    "Io" "io5"
    "Io" "io"
    "Lia" "lia"
    "Lu" "lu"
    "Md" "md"
    "Pi" "pi"
    "Ri" "ri"
    "Rx" "rx"
    "Si" "si"
    "Sl" "sl"
    "Tb" "tb"
    "Tfi" "tfi"
    "Ti" "ti"
    "Vsc" "vsc"
    "Wi" "wi"
};

/// Where an icon is.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    set: usize,
    stream: usize,
    line: usize,
}

/// Where the icon of that name is.
pub(crate) fn place(name: &str) -> Option<Place> {
    SETS.iter().enumerate().find_map(|(set, candidate)| {
        if !name.starts_with(candidate.prefix) {
            return None;
        }
        let (stream, line) = candidate.pack.find(name)?;
        Some(Place { set, stream, line })
    })
}

/// The stream unpacked last: the icons of a page come in a burst, most of them from one set.
struct Latest {
    set: usize,
    stream: usize,
    text: Box<str>,
}

static LATEST: Mutex<Option<Latest>> = Mutex::new(None);

impl Place {
    /// What `read` makes of the line of the icon. One stream is unpacked at a time, whoever asks.
    pub(crate) fn with_line<T>(self, read: impl FnOnce(&str) -> T) -> Option<T> {
        let Self { set, stream, line } = self;
        let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
        if !matches!(&*latest, Some(l) if l.set == set && l.stream == stream) {
            *latest = None; // before the next is unpacked: never two
            let text = SETS.get(set)?.pack.stream(stream)?;
            *latest = Some(Latest { set, stream, text });
        }
        latest.as_ref()?.text.lines().nth(line).map(read)
    }
}
