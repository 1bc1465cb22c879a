//! What one document may take.

use std::cell::Cell;
use std::time::Instant;

use crate::PdfError;
use crate::place::Place;

/// What one document may take. Whoever exceeds it gets an error, never a slow server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// When to give up.
    pub deadline: Option<Instant>,
    /// Pages.
    pub pages: usize,
    /// Nodes of content: texts, cells, lists and so on.
    pub nodes: usize,
    /// Nodes within each other.
    pub depth: usize,
    /// Things on pages: lines of text, lines, boxes, pictures; also the dark squares of codes for
    /// cameras, the characters of text that is repeated by reference, and those of watermarks.
    pub items: usize,
    /// Pixels of all pictures together.
    pub pixels: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            deadline: None,
            pages: 1000,
            nodes: 200_000,
            depth: 50,
            items: 1_000_000,
            pixels: 40_000_000,
        }
    }
}

/// What is left of [`Limits`].
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    nodes: Cell<usize>,
    items: Cell<usize>,
    pixels: Cell<u64>,
    ticks: Cell<u32>,
    characters: Cell<usize>,
}

/// Work between two looks at the clock.
const TICKS: u32 = 64;

/// Characters that are laid out between two looks at the clock.
const CHARACTERS: usize = 16_384;

impl Budget {
    pub(crate) fn new(limits: Limits) -> Budget {
        Budget {
            nodes: Cell::new(limits.nodes),
            items: Cell::new(limits.items),
            pixels: Cell::new(limits.pixels),
            ticks: Cell::new(0),
            characters: Cell::new(0),
            limits,
        }
    }

    /// One more node.
    pub(crate) fn node(&self, at: &Place) -> Result<(), PdfError> {
        let left = self.nodes.get().checked_sub(1).ok_or_else(|| {
            let most = self.limits.nodes;
            PdfError::new(
                at,
                format!("the document has more than {most} parts, which is the limit"),
            )
        })?;
        self.nodes.set(left);
        self.tick(at)
    }

    /// `count` more things on pages.
    pub(crate) fn items(&self, count: usize, at: &Place) -> Result<(), PdfError> {
        let left = self.items.get().checked_sub(count).ok_or_else(|| {
            let most = self.limits.items;
            PdfError::new(
                at,
                format!("the pages have more than {most} lines and shapes, which is the limit"),
            )
        })?;
        self.items.set(left);
        self.tick(at)
    }

    /// A picture of that many pixels.
    pub(crate) fn pixels(&self, count: u64, at: &Place) -> Result<(), PdfError> {
        let left = self.pixels.get().checked_sub(count).ok_or_else(|| {
            let most = self.limits.pixels;
            PdfError::new(
                at,
                format!("the pictures have more than {most} pixels together, which is the limit"),
            )
        })?;
        self.pixels.set(left);
        self.tick(at)
    }

    /// Text of so many characters is to be laid out: is there time left?
    pub(crate) fn text(&self, count: usize, at: &Place) -> Result<(), PdfError> {
        let characters = self.characters.get().saturating_add(count);
        self.characters.set(characters % CHARACTERS);
        match characters < CHARACTERS {
            true => Ok(()),
            false => self.clock(at),
        }
    }

    /// Some work was done: is there time left?
    pub(crate) fn tick(&self, at: &Place) -> Result<(), PdfError> {
        let ticks = self.ticks.get();
        self.ticks.set((ticks + 1) % TICKS);
        if ticks == 0 { self.clock(at) } else { Ok(()) }
    }

    /// Is there time left?
    pub(crate) fn clock(&self, at: &Place) -> Result<(), PdfError> {
        match self.limits.deadline {
            Some(deadline) if Instant::now() >= deadline => {
                Err(PdfError::new(at, "making the PDF took too long"))
            }
            _ => Ok(()),
        }
    }
}
