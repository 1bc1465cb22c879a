use std::fmt;

use crate::place::Place;

/// Why a definition cannot become a PDF: what is wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct PdfError {
    /// The path in the definition, such as `content[3].table.body[2][1]`; empty for the whole.
    pub at: String,
    /// What is wrong, for the author of the definition.
    pub message: String,
}

impl PdfError {
    /// Something is wrong at a place.
    pub(crate) fn new(at: &Place, message: impl Into<String>) -> PdfError {
        PdfError {
            at: at.to_string(),
            message: message.into(),
        }
    }

    /// Something is wrong with the whole.
    pub(crate) fn whole(message: impl Into<String>) -> PdfError {
        PdfError {
            at: String::new(),
            message: message.into(),
        }
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.at, self.message)
        }
    }
}

impl std::error::Error for PdfError {}
