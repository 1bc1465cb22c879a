//! One style sheet out of `style/main.css` and all that it imports.
//!
//! cargo-leptos does this with Lightning CSS, which also rewrites new syntax for old browsers and
//! takes minutes to compile. Here imports are put in place and, for a release, the white space
//! goes; the result means the same.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};

/// The file's text with every `@import "…";` replaced by the file it names.
pub(crate) fn bundle(file: &Path) -> Result<String> {
    inline(file, &mut Vec::new())
}

fn inline(file: &Path, open: &mut Vec<PathBuf>) -> Result<String> {
    ensure!(
        !open.iter().any(|path| path == file),
        "{} imports itself",
        file.display()
    );
    open.push(file.to_path_buf());
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut out = String::with_capacity(text.len());
    for piece in pieces(&text) {
        match piece {
            Piece::Import(rule) => {
                let place = format!("`{}` in {}", rule.trim(), file.display());
                let import = Import::parse(rule).with_context(|| place.clone())?;
                let dir = file.parent().unwrap_or(Path::new("."));
                let path = dir.join(import.path.trim_start_matches("./"));
                let inner = inline(&path, open).with_context(|| place)?;
                out.push_str(&import.wrap(&inner));
            }
            Piece::Comment(text) | Piece::Quoted(text) | Piece::Plain(text) => out.push_str(text),
        }
    }
    open.pop();
    Ok(out)
}

/// The text without comments and without white space that separates nothing.
pub(crate) fn minify(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Comment(_) => {}
            Piece::Quoted(text) | Piece::Import(text) => out.push_str(text),
            Piece::Plain(text) => squeeze(text, &mut out),
        }
    }
    out
}

fn squeeze(text: &str, out: &mut String) {
    const LONELY: [char; 4] = ['{', '}', ';', ','];
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') && !out.ends_with(LONELY) && !out.is_empty() {
                    out.push(' ');
                }
            }
            c => {
                if LONELY.contains(&c) && out.ends_with(' ') {
                    out.pop();
                }
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            }
        }
    }
}

enum Piece<'a> {
    Import(&'a str),
    Comment(&'a str),
    Quoted(&'a str),
    Plain(&'a str),
}

/// Cuts the text into what may be looked at and what may not.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, found) = rest.split_at(start_of_token(rest));
        if !plain.is_empty() {
            pieces.push(Piece::Plain(plain));
        }
        let Some(first) = found.chars().next() else {
            break;
        };
        let end = match first {
            '/' => found.find("*/").map_or(found.len(), |at| at + 2),
            '@' => found.find(';').map_or(found.len(), |at| at + 1),
            quote => end_of_string(found, quote),
        };
        let (token, tail) = found.split_at(end);
        pieces.push(match first {
            '/' => Piece::Comment(token),
            '@' => Piece::Import(token),
            _ => Piece::Quoted(token),
        });
        rest = tail;
    }
    pieces
}

fn start_of_token(text: &str) -> usize {
    let mut candidates = text.match_indices(['/', '@', '"', '\'']).map(|(at, _)| at);
    let token = candidates.find(|&at| {
        ["/*", "@import", "\"", "'"]
            .iter()
            .any(|token| text[at..].starts_with(token))
    });
    token.unwrap_or(text.len())
}

fn end_of_string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// `@import "x.css" layer(base) supports(…) screen;`
struct Import<'a> {
    path: &'a str,
    layer: Option<&'a str>,
    supports: Option<&'a str>,
    media: &'a str,
}

impl<'a> Import<'a> {
    fn parse(rule: &'a str) -> Result<Self> {
        let rule = rule
            .trim_start_matches("@import")
            .trim_end_matches(';')
            .trim();
        let rule = rule.strip_prefix("url(").unwrap_or(rule);
        let Some(quote @ ('"' | '\'')) = rule.chars().next() else {
            bail!("the file's name is not quoted");
        };
        let end = end_of_string(rule, quote);
        let path = rule.get(1..end - 1).context("the file's name has no end")?;
        ensure!(
            !path.contains("//"),
            "only files of the project can be imported"
        );
        let mut rest = rule[end..].trim_start_matches(')').trim();
        let mut layer = None;
        let mut supports = None;
        if let Some((inner, tail)) = function(rest, "layer") {
            (layer, rest) = (Some(inner), tail);
        } else if let Some(tail) = rest.strip_prefix("layer") {
            (layer, rest) = (Some(""), tail.trim());
        }
        if let Some((inner, tail)) = function(rest, "supports") {
            (supports, rest) = (Some(inner), tail);
        }
        Ok(Self {
            path,
            layer,
            supports,
            media: rest,
        })
    }

    fn wrap(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if let Some(layer) = self.layer {
            text = format!("@layer {layer} {{\n{text}}}");
        }
        if let Some(supports) = self.supports {
            text = format!("@supports ({supports}) {{\n{text}}}");
        }
        if !self.media.is_empty() {
            text = format!("@media {} {{\n{text}}}", self.media);
        }
        text
    }
}

/// `name(inner) tail`
fn function<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let inner = text.strip_prefix(name)?.strip_prefix('(')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], inner[at + 1..].trim()));
        }
    }
    None
}

#[cfg(test)]
mod tests;
