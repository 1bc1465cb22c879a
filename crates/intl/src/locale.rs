//! The languages that a reader asks for, and the one that there is.

use crate::data::{self, Data};
use crate::settings::Reader;

/// Letters of a tag that a complaint shows.
const MAX_SHOWN: usize = 200;

/// A language with what is known of it.
#[derive(Clone, Debug)]
pub(crate) struct Locale {
    /// As it was found: `de-AT`.
    pub(crate) name: String,
    /// What was asked for after `-u-`: keys and their values.
    extensions: Vec<(String, String)>,
    pub(crate) data: Data,
}

/// The first of `wanted` that there is, else `default`.
///
/// # Errors
/// For a text that names no language.
pub(crate) fn choose(wanted: &[String], default: &str) -> Result<Locale, String> {
    let mut tags = Vec::new();
    for tag in wanted {
        tags.push(Tag::parse(tag)?);
    }
    tags.extend(Tag::parse(default));
    let found = tags
        .into_iter()
        .find(|tag| data::has_language(&tag.language));
    let tag = found.unwrap_or_else(|| Tag {
        language: "en".to_owned(),
        rest: "-US".to_owned(),
        extensions: Vec::new(),
    });
    let name = format!("{}{}", tag.language, tag.rest);
    let data = data::of(alias(&name).unwrap_or(&name));
    Ok(Locale {
        name,
        extensions: tag.extensions,
        data,
    })
}

/// `zh-Hant` for `zh-TW`: the script that people write there.
fn alias(name: &str) -> Option<&'static str> {
    data::world(&format!("alias.{name}"))
}

/// The parts of `zh-Hant-TW-u-nu-hanidec`.
struct Tag {
    language: String,
    /// Script, region and variants, each with its hyphen.
    rest: String,
    extensions: Vec<(String, String)>,
}

impl Tag {
    /// # Errors
    /// That it is none. V8 looks at what follows the variants in small letters.
    fn parse(text: &str) -> Result<Tag, String> {
        let given = text;
        let text = text.to_ascii_lowercase();
        let mut parts: Vec<&str> = text.split('-').collect();
        let is_open = parts.len() > 1 && parts.last() == Some(&"");
        parts.truncate(parts.len() - usize::from(is_open));
        let mut parts = parts.into_iter().peekable();
        let wrong = || invalid(given);
        let language = parts.next().filter(|part| is_language(part));
        let mut tag = Tag {
            language: modern(language.ok_or_else(wrong)?).to_owned(),
            rest: String::new(),
            extensions: Vec::new(),
        };
        if let Some(script) = parts.next_if(|part| part.len() == 4 && is_alphabetic(part)) {
            let (first, rest) = script.split_at(1);
            tag.rest += &format!("-{}{rest}", first.to_ascii_uppercase());
        }
        if let Some(region) = parts.next_if(|part| is_region(part)) {
            tag.rest += &format!("-{}", region.to_ascii_uppercase());
        }
        while let Some(variant) = parts.next_if(|part| is_variant(part)) {
            tag.rest += &format!("-{variant}");
        }
        if parts.peek().is_some_and(|part| part.len() != 1) {
            return Err(wrong());
        }
        while let Some(singleton) = parts.next() {
            let is_private = singleton == "x";
            let is_part = |part: &&str| {
                let least = if is_private { 1 } else { 2 };
                (least..=8).contains(&part.len()) && is_alphanumeric(part)
            };
            let mut subtags = Vec::new();
            while let Some(part) = parts.next_if(is_part) {
                subtags.push(part.to_owned());
            }
            if subtags.is_empty() || singleton.len() != 1 || !is_alphanumeric(singleton) {
                return Err(invalid(&text));
            }
            if singleton == "u" {
                tag.extensions = keywords(&subtags);
            }
        }
        if is_open {
            return Err(invalid(&text));
        }
        Ok(tag)
    }
}

fn invalid(tag: &str) -> String {
    let shown: String = tag.chars().take(MAX_SHOWN).collect();
    format!("Invalid language tag: {shown}")
}

fn is_alphabetic(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_alphanumeric(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn is_language(part: &str) -> bool {
    matches!(part.len(), 2 | 3 | 5..=8) && is_alphabetic(part)
}

fn is_region(part: &str) -> bool {
    let is_number = part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit());
    (part.len() == 2 && is_alphabetic(part)) || is_number
}

fn is_variant(part: &str) -> bool {
    let begins_with_digit = part.starts_with(|c: char| c.is_ascii_digit());
    let is_long = (5..=8).contains(&part.len()) || (part.len() == 4 && begins_with_digit);
    is_long && is_alphanumeric(part)
}

/// The name that a language has now.
fn modern(language: &str) -> &str {
    match language {
        "iw" => "he",
        "in" => "id",
        "tl" => "fil",
        "mo" => "ro",
        language => language,
    }
}

/// Keys have two letters, values more.
fn keywords(subtags: &[String]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for subtag in subtags {
        match found.last_mut() {
            _ if subtag.len() == 2 => found.push((subtag.clone(), String::new())),
            Some((_, value)) if value.is_empty() => value.clone_from(subtag),
            Some((_, value)) => *value += &format!("-{subtag}"),
            None => {}
        }
    }
    found
}

impl Locale {
    /// What was asked for after `-u-key-`.
    pub(crate) fn extension(&self, key: &str) -> Option<&str> {
        let mut found = self.extensions.iter();
        let (_, value) = found.find(|(known, _)| known == key)?;
        Some(value)
    }

    pub(crate) fn language(&self) -> &str {
        self.name.split('-').next().unwrap_or_default()
    }

    /// The region that is named, or the one where most who speak the language are.
    pub(crate) fn region(&self) -> &str {
        let mut parts = self.name.split('-').skip(1);
        let named = parts.find(|part| matches!(part.len(), 2 | 3));
        named.unwrap_or_else(|| match &*self.name {
            "zh-Hant" => "TW",
            _ => data::world(&format!("region.{}", self.language())).unwrap_or_default(),
        })
    }

    /// The numbering system: as the options say, as the tag says, as is usual.
    ///
    /// # Errors
    /// For a text that cannot name one.
    pub(crate) fn numbering(&self, options: &Reader<'_>) -> Result<String, String> {
        let known = |name: &str| data::world(&format!("digits.{name}")).is_some();
        if let Some(name) = options.text("numberingSystem") {
            if !is_type(&name) {
                return Err(format!("Invalid numberingSystem : {name}"));
            }
            let name = name.to_ascii_lowercase();
            if known(&name) {
                return Ok(name);
            }
        }
        let asked = self.extension("nu").filter(|name| known(name));
        Ok(asked.unwrap_or_else(|| self.data.text("ns")).to_owned())
    }
}

/// Could it be a value of an extension: parts of three to eight letters and digits?
pub(crate) fn is_type(name: &str) -> bool {
    name.split('-').all(|part| {
        (3..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}
