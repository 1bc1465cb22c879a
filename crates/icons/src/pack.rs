//! The file of one set: its names, then its icons, in several brotli streams. The layout is described
//! in `generate.mjs`.

use std::{io::Read as _, sync::OnceLock};

use brotli_decompressor::Decompressor;

const BUFFER: usize = 16 * 1024;

/// A file that is not as it should be reads as one that ends early: fewer icons, no panic.
pub(crate) struct Pack {
    bytes: &'static [u8],
    /// One a line. Kept: those of all sets together are below 1 MB.
    names: OnceLock<Box<str>>,
}

impl Pack {
    pub(crate) const fn new(bytes: &'static [u8]) -> Self {
        Self {
            bytes,
            names: OnceLock::new(),
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let unpack = || self.stream(0).unwrap_or_default();
        self.names.get_or_init(unpack).lines()
    }

    /// The stream and the line in it that hold an icon.
    pub(crate) fn find(&self, name: &str) -> Option<(usize, usize)> {
        let mut line = self.names().position(|other| other == name)?;
        for stream in 1.. {
            let (icons, _) = self.entry(stream)?;
            if line < icons {
                return Some((stream, line));
            }
            line -= icons;
        }
        None
    }

    /// The text of a stream, unpacked anew.
    pub(crate) fn stream(&self, stream: usize) -> Option<Box<str>> {
        let (_, length) = self.entry(stream)?;
        let mut start = 4 + 8 * self.streams()?;
        for before in 0..stream {
            start += self.entry(before)?.1;
        }
        let packed = self.bytes.get(start..start.checked_add(length)?)?;
        let mut text = String::new();
        Decompressor::new(packed, BUFFER)
            .read_to_string(&mut text)
            .ok()?;
        Some(text.into())
    }

    pub(crate) fn streams(&self) -> Option<usize> {
        self.number(0)
    }

    /// How many lines and how many packed bytes a stream has.
    fn entry(&self, stream: usize) -> Option<(usize, usize)> {
        if stream >= self.streams()? {
            return None;
        }
        Some((self.number(1 + 2 * stream)?, self.number(2 + 2 * stream)?))
    }

    fn number(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(4 * at..)?.first_chunk()?;
        usize::try_from(u32::from_le_bytes(*bytes)).ok()
    }
}
