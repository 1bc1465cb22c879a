//! Writes `data/` anew from CLDR's JSON: `cargo run -p intl --example gather -- <node_modules>`.
//!
//! The folder must have the packages `cldr-core`, `cldr-numbers-full`, `cldr-dates-full`,
//! `cldr-units-full`, `cldr-misc-full` and `cldr-bcp47`. What is here is of version 48.1, of which
//! Chromium is; of `cldr-units-full` 48.0, and of `cldr-bcp47` 48.2, since there is no other.

mod dates;
mod json;
mod numbers;
mod world;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use json::Source;

/// The languages that browsers built on Chromium have.
const LANGUAGES: &str = "af am ar bg bn ca cs da de el en es et fa fi fil fr gu he hi hr hu id it ja \
                         kn ko lt lv ml mr ms nb nl no pl pt ro ru sk sl sr sv sw ta te th tr uk ur \
                         vi zh";

/// Written by few, and large.
const LEFT_OUT: &str = "ca-ES-valencia el-polyton en-Dsrt en-Dsrt-US en-Shaw en-Shaw-GB hi-Latn \
                        ms-Arab ms-Arab-BN zh-Latn zh-Latn-CN";

/// What Chromium has otherwise: locale or language, key, what is replaced, and by what.
const CORRECTIONS: [(&str, &str, &str, &str); 7] = [
    ("en", "sk.Hv", "HH'h' v", "HH v"),
    ("en-IE", "half.a", "am:am", "am:a.m."),
    ("en-IE", "half.a", "pm:pm", "pm:p.m."),
    ("ko", "half.a", "am:AM", "am:오전"),
    ("ko", "half.a", "pm:PM", "pm:오후"),
    ("ru", "c.UAH", "₴", "грн.|₴"),
    ("uk", "c.UAH", "₴", "грн|₴"),
];

/// What is known of a locale.
pub(crate) type Facts = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::args().nth(1).ok_or("which folder has the packages?")?;
    let source = Source::new(&root);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let english = facts(&source, "en")?;
    let locales = locales(&source)?;
    for language in LANGUAGES.split_whitespace() {
        let mut text = String::new();
        for locale in locales
            .iter()
            .filter(|l| l.split('-').next() == Some(language))
        {
            let own = facts(&source, locale)?;
            let parent = world::parent(&source, locale)?;
            let base = match &parent {
                Some(parent) => facts(&source, parent)?,
                None if locale == "en" => Facts::new(),
                None => english.clone(),
            };
            let changes = difference(&own, &base);
            if changes.is_empty() && parent.is_some() {
                continue;
            }
            writeln!(text, "@{locale}")?;
            for (key, value) in changes {
                writeln!(text, "{key}={value}")?;
            }
        }
        fs::write(data.join(format!("{language}.txt")), text)?;
    }
    fs::write(data.join("world.txt"), world::facts(&source, &locales)?)?;
    Ok(())
}

/// The locales of the languages, parents first.
fn locales(source: &Source) -> Result<Vec<String>, Box<dyn Error>> {
    let languages: Vec<&str> = LANGUAGES.split_whitespace().collect();
    let left_out: Vec<&str> = LEFT_OUT.split_whitespace().collect();
    let mut locales = source.locales()?;
    locales.retain(|locale| {
        let language = locale.split('-').next().unwrap_or_default();
        languages.contains(&language) && !left_out.contains(&&**locale)
    });
    locales.sort();
    Ok(locales)
}

/// All that is used of a locale.
fn facts(source: &Source, locale: &str) -> Result<Facts, Box<dyn Error>> {
    let mut facts = Facts::new();
    numbers::gather(source, locale, &mut facts)?;
    dates::gather(source, locale, &mut facts)?;
    facts.retain(|_, value| !value.is_empty());
    let language = locale.split('-').next().unwrap_or_default();
    for (of, key, from, to) in CORRECTIONS {
        if let Some(value) = facts.get_mut(key)
            && (locale == of || language == of)
        {
            *value = value.replacen(from, to, 1);
        }
    }
    Ok(facts)
}

/// What `own` has that `base` has not, or otherwise; empty where only `base` has it.
fn difference(own: &Facts, base: &Facts) -> Facts {
    let mut changes = own.clone();
    changes.retain(|key, value| base.get(key) != Some(value));
    for key in base.keys().filter(|key| !own.contains_key(*key)) {
        changes.insert(key.clone(), String::new());
    }
    changes
}
