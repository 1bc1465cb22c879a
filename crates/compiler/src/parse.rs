//! Texts made into nodes: YAML and JSON5, by the end of the file's name.

mod json;
mod quick;
mod scalar;
mod yaml;

use crate::node::{FileId, Node, Place};

/// What is wrong with a text.
pub(crate) struct Fault {
    /// Where.
    pub(crate) place: Place,
    /// What: a sentence.
    pub(crate) message: String,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// `.yaml`, `.yml`
    Yaml,
    /// `.json`, read as JSON5.
    Json,
    /// Anything else is text.
    Text,
}

/// Levels of lists and objects that a file may have.
const MAX_DEPTH: u32 = 100;

impl Language {
    /// By the end of a path.
    pub(crate) fn of(path: &str) -> Language {
        match path.rsplit('.').next() {
            Some("yaml" | "yml") => Language::Yaml,
            Some("json") => Language::Json,
            _ => Language::Text,
        }
    }

    /// The node of `text`; what is only suspicious goes to `doubts`.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn parse(
        self,
        text: &str,
        file: FileId,
        doubts: &mut Vec<Fault>,
    ) -> Result<Node, Fault> {
        match self {
            Language::Yaml => match quick::parse(text, file) {
                Some(node) => Ok(node),
                None => yaml::parse(text, file, doubts),
            },
            Language::Json => json::parse(text, file),
            Language::Text => Ok(Node::text(text, place(file, 0..text.len()))),
        }
    }
}

fn place(file: FileId, range: std::ops::Range<usize>) -> Place {
    let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Place {
        file,
        start: at(range.start),
        end: at(range.end),
    }
}

fn too_deep(place: Place) -> Fault {
    Fault {
        place,
        message: format!("Lists and objects are nested more than {MAX_DEPTH} levels deep."),
    }
}

#[cfg(test)]
mod tests;
