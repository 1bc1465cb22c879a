//! A document: directives before it, its markers, and that nothing follows.

use engine::Value;

use super::Parser;
use super::block::After;
use crate::yaml::error::{Parsed, fault, span};
use crate::yaml::options::Language;

/// What `%YAML` and `%TAG` say.
#[derive(Default)]
pub(super) struct Directives {
    version: Option<String>,
    /// Handles such as `!e!` with the prefix they stand for.
    pub(super) tags: Vec<(String, String)>,
    any: bool,
}

impl Parser<'_> {
    /// The value of the only document.
    pub(super) fn document(&mut self, options: &Value) -> Parsed<Value> {
        if self.text.starts_with('\u{feff}') {
            self.pos = 3;
        }
        self.prelude()?;
        if let Some(version) = self.directives.version.take()
            && let Ok(language) = Language::new(options, Some(&version))
        {
            self.language = language;
        }
        let marker = self.is_marker(self.pos) && self.peek() == Some(b'-');
        if marker {
            self.pos += 3;
        } else if self.directives.any {
            let message = match self.peek() {
                None => "Missing directives-end indicator line",
                _ => "Missing directives-end/doc-start indicator line",
            };
            return fault(self.pos, message);
        }
        let after = if marker { After::Marker } else { After::Start };
        let node = self.block_node(-1, after)?;
        let value = self.value(node);
        self.end_of_document()?;
        Ok(value)
    }

    /// Directives, comments and empty lines.
    fn prelude(&mut self) -> Parsed<()> {
        loop {
            let line = self.pos;
            self.spaces();
            if self.peek() == Some(b'%') && self.pos == line {
                self.directive()?;
            } else if self.peek() != Some(b'#') && !self.is_line_end(self.pos) {
                self.pos = line;
                break;
            }
            while !self.is_line_end(self.pos) {
                self.pos += 1;
            }
            if !self.newline() {
                break;
            }
        }
        Ok(())
    }

    fn directive(&mut self) -> Parsed<()> {
        let rest = &self.text[self.pos..];
        let line = rest.lines().next().unwrap_or_default();
        let line = line.split(" #").next().unwrap_or_default();
        let end = self.pos + line.len();
        let mut parts = line.split([' ', '\t']).filter(|part| !part.is_empty());
        let name = parts.next().unwrap_or_default();
        let parts: Vec<&str> = parts.collect();
        self.directives.any = true;
        match (name, &*parts) {
            ("%TAG", [handle, prefix]) => {
                let tags = &mut self.directives.tags;
                tags.insert(0, ((*handle).to_owned(), (*prefix).to_owned()));
            }
            ("%TAG", _) => {
                let message = "%TAG directive should contain exactly two parts";
                return span(self.pos, end, message);
            }
            ("%YAML", ["1.1" | "1.2"]) => self.directives.version = Some(parts[0].to_owned()),
            ("%YAML", [version]) => {
                let is_number =
                    |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                let valid = version
                    .split_once('.')
                    .is_some_and(|(a, b)| is_number(a) && is_number(b));
                if !valid {
                    let message = format!("Unsupported YAML version {version}");
                    return span(self.pos + 6, end, message);
                }
            }
            ("%YAML", _) => {
                let message = "%YAML directive should contain exactly one part";
                return span(self.pos, end, message);
            }
            _ => {}
        }
        Ok(())
    }

    /// Nothing may follow but comments and markers.
    fn end_of_document(&mut self) -> Parsed<()> {
        self.skip(true)?;
        if self.peek().is_none() {
            return Ok(());
        }
        let at_start = self.line_start(self.pos) == self.pos;
        if !at_start || !self.is_marker(self.pos) {
            return self.unexpected("at node end");
        }
        if self.peek() == Some(b'.') {
            self.pos += 3;
            self.line_rest()?;
            loop {
                self.skip(true)?;
                let at_start = self.line_start(self.pos) == self.pos;
                if self.peek() == Some(b'%') && at_start {
                    while !self.is_line_end(self.pos) {
                        self.pos += 1;
                    }
                } else if self.is_marker(self.pos) && at_start && self.peek() == Some(b'.') {
                    self.pos += 3;
                } else {
                    break;
                }
            }
            if self.peek().is_none() {
                return Ok(());
            }
        }
        if self.many {
            return Ok(());
        }
        let line = self.src[self.pos..].iter().position(|b| *b == b'\n');
        span(
            self.pos,
            // Shown whole where it ends the text.
            line.map_or(self.src.len(), |_| self.pos + 1),
            "Source contains multiple documents; please use YAML.parseAllDocuments()",
        )
    }
}
