//! `i18n.json`: the languages of the app, its messages, and which language a reader gets.

use std::collections::BTreeMap;

use engine::{Map, Str, Value};

use crate::Diagnostics;

/// Languages that are looked at of those that a browser asks for.
const MAX_WANTED: usize = 32;

/// The languages of an app.
#[derive(Clone, Debug)]
pub struct I18n {
    /// The language of readers who ask for none of them.
    pub default_locale: Str,
    /// The language whose messages stand in for those that another one lacks.
    pub fallback_locale: Option<Str>,
    /// `{code, label, antd, dayjs}` of each, in the author's order.
    pub locales: Vec<Value>,
    /// Messages by language.
    pub messages: BTreeMap<Str, Value>,
}

impl I18n {
    /// Reads the file; none for an app without languages.
    pub(crate) fn read(file: &Value, d: &mut Diagnostics) -> Option<I18n> {
        let map = match file {
            Value::Map(map) if map.is_empty() => return None,
            Value::Map(map) => map,
            file if file.is_none() => return None,
            _ => {
                d.error("expected an object");
                return None;
            }
        };
        let get = |key: &str| map.get(key).unwrap_or(&Value::Undefined);
        let locales = d.within("locales", |d| locales(get("locales"), d));
        let codes: Vec<&str> = locales.iter().filter_map(code).collect();
        let default_locale = known(get("defaultLocale"), "defaultLocale", &codes, d);
        if get("defaultLocale").is_none() {
            d.error("`defaultLocale` is missing");
        }
        let fallback_locale = known(get("fallbackLocale"), "fallbackLocale", &codes, d);
        let messages = d.within("messages", |d| messages(get("messages"), &codes, d));
        Some(I18n {
            default_locale: default_locale?,
            fallback_locale,
            messages,
            locales,
        })
    }

    /// The codes of the languages.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.locales.iter().filter_map(code)
    }

    /// The language of a reader who once chose `chosen`, and whose browser asks for `accepted`
    /// (`Accept-Language`).
    pub fn choose(&self, chosen: Option<&str>, accepted: Option<&str>) -> Str {
        let chosen = chosen.and_then(|chosen| self.codes().find(|code| *code == chosen));
        let accepted = || wanted(accepted?).into_iter().find_map(|tag| self.best(tag));
        let found = chosen.or_else(accepted);
        found.map_or_else(|| self.default_locale.clone(), Str::from)
    }

    /// The language nearest to a tag: itself, itself without its last parts, or another of that
    /// language.
    fn best(&self, tag: &str) -> Option<&str> {
        let mut shorter = Some(tag);
        while let Some(tag) = shorter {
            let mut codes = self.codes();
            if let Some(code) = codes.find(|code| code.eq_ignore_ascii_case(tag)) {
                return Some(code);
            }
            shorter = tag.rsplit_once('-').map(|(shorter, _)| shorter);
        }
        let language = |tag: &'_ str| {
            tag.split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase()
        };
        let asked = language(tag);
        self.codes().find(|code| language(code) == asked)
    }

    /// What a reader of `active` needs to know: the languages, and the messages of that one, of those
    /// that stand in for it, and of `more`.
    pub fn view(&self, active: &str, more: &[Str]) -> Value {
        let stand_in = [Some(&self.default_locale), self.fallback_locale.as_ref()];
        let mut codes = vec![active, "en-US"];
        codes.extend(stand_in.into_iter().flatten().map(|code| &**code));
        codes.extend(more.iter().map(|code| &**code));
        let has = |code: &&Str| codes.contains(&&***code);
        let messages = self.messages.iter().filter(|(code, _)| has(code));
        let messages: Vec<_> = messages.map(|(c, m)| (c.clone(), m.clone())).collect();
        let fallback = self.fallback_locale.clone();
        Value::object([
            ("active", active.into()),
            ("defaultLocale", self.default_locale.clone().into()),
            (
                "fallbackLocale",
                fallback.map_or(Value::Undefined, Value::String),
            ),
            ("locales", Value::list(self.locales.clone())),
            ("messages", Value::map(messages.into_iter().collect())),
        ])
    }
}

fn code(locale: &Value) -> Option<&str> {
    locale.key("code").as_str()
}

/// The tags of `Accept-Language`, the best first; up to the one that says that any will do.
fn wanted(accepted: &str) -> Vec<&str> {
    let entries = accepted.split(',').take(MAX_WANTED).map(|entry| {
        let (tag, params) = entry.split_once(';').unwrap_or((entry, ""));
        let quality = params.split(';').find_map(|p| p.trim().strip_prefix("q="));
        let quality = quality.map_or(Some(1.0), |q| q.trim().parse::<f64>().ok());
        (tag.trim(), quality.unwrap_or(0.0))
    });
    let mut tags: Vec<(&str, f64)> = entries
        .filter(|(tag, quality)| !tag.is_empty() && *quality > 0.0)
        .collect();
    tags.sort_by(|a, b| b.1.total_cmp(&a.1));
    let tags = tags.into_iter().map(|(tag, _)| tag);
    tags.take_while(|tag| *tag != "*").collect()
}

/// A code that must be among `codes`, if it is given.
fn known(value: &Value, key: &str, codes: &[&str], d: &mut Diagnostics) -> Option<Str> {
    d.within(key, |d| match value {
        value if value.is_none() => None,
        Value::String(code) if codes.contains(&&**code) => Some(code.clone()),
        // That there are none is told already.
        Value::String(_) if codes.is_empty() => None,
        Value::String(code) => {
            d.error(format!("`{code}` is not among `locales`"));
            None
        }
        _ => {
            d.error("expected a string");
            None
        }
    })
}

fn locales(value: &Value, d: &mut Diagnostics) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    if value.items().is_empty() {
        d.error("expected a list of languages, each with a `code`");
    }
    for (i, item) in value.items().iter().enumerate() {
        d.within(i, |d| {
            let locale = match item {
                Value::String(code) => Value::object([("code", code.clone().into())]),
                locale => locale.clone(),
            };
            match code(&locale) {
                None => d.error("`code` is missing: a language tag such as `de-DE`"),
                Some(code) if !is_tag(code) => {
                    d.error(format!("`{code}` is no language tag such as `de-DE`"));
                }
                Some(new) if found.iter().any(|known| code(known) == Some(new)) => {
                    d.error(format!("`{new}` is there twice"));
                }
                Some(_) => found.push(known_keys(&locale)),
            }
        });
    }
    found
}

fn known_keys(locale: &Value) -> Value {
    let mut kept = Map::new();
    for key in ["code", "label", "antd", "dayjs"] {
        if !locale.key(key).is_none() {
            kept.insert(key, locale.key(key).clone());
        }
    }
    Value::map(kept)
}

/// Can it be a language tag, and so stand in a cookie and an attribute?
fn is_tag(code: &str) -> bool {
    let mut parts = code.split('-');
    let language = parts.next().unwrap_or_default();
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    matches!(language.len(), 2 | 3 | 5..=8)
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && code.len() <= 64
        && parts.all(is_part)
}

fn messages(value: &Value, codes: &[&str], d: &mut Diagnostics) -> BTreeMap<Str, Value> {
    let mut found = BTreeMap::new();
    let map = match value {
        Value::Map(map) => map,
        value if value.is_none() => return found,
        _ => {
            d.error("expected an object with the messages of each language");
            return found;
        }
    };
    for (code, messages) in map.iter() {
        d.within(code, |d| match messages {
            _ if !codes.contains(&&**code) => {
                d.warning("the language is not among `locales`: nobody will see its messages");
            }
            Value::Map(_) => {
                found.insert(code.clone(), messages.clone());
            }
            _ => d.error("expected an object of messages by key"),
        });
    }
    found
}
