//! What does not depend on the language of the reader.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use serde_json::Value;

use crate::LANGUAGES;
use crate::json::{Source, entries, text};

/// The locale that `locale` takes from what it does not have.
pub(crate) fn parent(source: &Source, locale: &str) -> Result<Option<String>, Box<dyn Error>> {
    let parents = source.world("parentLocales", "parentLocales")?;
    let known = text(&parents["parentLocale"][locale]);
    let shorter = locale
        .rsplit_once('-')
        .map(|(shorter, _)| shorter.to_owned());
    Ok(match known {
        "" => shorter,
        "und" => None,
        known => Some(known.to_owned()),
    })
}

/// All of it, as text.
pub(crate) fn facts(source: &Source, locales: &[String]) -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    let languages: Vec<&str> = LANGUAGES.split_whitespace().collect();
    for locale in locales {
        let shorter = locale
            .rsplit_once('-')
            .map(|(shorter, _)| shorter.to_owned());
        let parent = parent(source, locale)?;
        if parent != shorter {
            writeln!(out, "parent.{locale}={}", parent.unwrap_or_default())?;
        }
    }
    regions(source, locales, &mut out)?;
    plurals(
        &source.world("plurals", "plurals-type-cardinal")?,
        "plural",
        &languages,
        &mut out,
    )?;
    plurals(
        &source.world("ordinals", "plurals-type-ordinal")?,
        "ordinal",
        &languages,
        &mut out,
    )?;
    for (name, system) in entries(&source.world("numberingSystems", "numberingSystems")?) {
        if text(&system["_type"]) == "numeric" {
            writeln!(out, "digits.{name}={}", text(&system["_digits"]))?;
        }
    }
    let currencies = source.world("currencyData", "currencyData")?;
    for (code, facts) in entries(&currencies["fractions"]) {
        let digits = text(&facts["_digits"]);
        if digits != "2" {
            writeln!(out, "places.{code}={digits}")?;
        }
    }
    day_periods(
        &source.world("dayPeriods", "dayPeriodRuleSet")?,
        &languages,
        &mut out,
    )?;
    let metazones = source.world("metaZones", "metaZones")?;
    zones(&metazones, &source.time_zones()?, &mut out)?;
    let mut lines: Vec<&str> = out.lines().collect();
    lines.sort_by_key(|line| line.split('=').next());
    Ok(format!("@world\n{}\n", lines.join("\n")))
}

/// Which script and region are meant where none is named, and which hours regions count by.
fn regions(source: &Source, locales: &[String], out: &mut String) -> Result<(), Box<dyn Error>> {
    let likely = source.world("likelySubtags", "likelySubtags")?;
    let known: Vec<&str> = LANGUAGES.split_whitespace().collect();
    for (short, full) in entries(&likely) {
        let parts: Vec<&str> = short.split('-').collect();
        let full = text(full);
        if !known.contains(&parts[0]) {
            continue;
        }
        if let [language] = parts[..] {
            let region = full.rsplit_once('-').map_or("", |(_, region)| region);
            writeln!(out, "region.{language}={region}")?;
        }
        let shorter = full.rsplit_once('-').map_or("", |(shorter, _)| shorter);
        let named = [full, shorter]
            .into_iter()
            .find(|tag| locales.iter().any(|l| l == tag));
        // `zh-TW` is `zh-Hant`.
        let has_region = parts.len() == 2 && parts[1].len() != 4;
        if let Some(named) = named.filter(|_| has_region) {
            writeln!(out, "alias.{short}={named}")?;
        }
    }
    let mut hours: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let times = source.world("timeData", "timeData")?;
    for (region, facts) in entries(&times) {
        hours
            .entry(text(&facts["_preferred"]))
            .or_default()
            .push(region);
    }
    for (hour, regions) in hours {
        writeln!(out, "hour.{hour}={}", regions.join(" ").replace('_', "-"))?;
    }
    Ok(())
}

fn plurals(
    rules: &Value,
    key: &str,
    languages: &[&str],
    out: &mut String,
) -> Result<(), Box<dyn Error>> {
    for (language, rules) in entries(rules) {
        if !languages.contains(&&**language) && language != "pt-PT" {
            continue;
        }
        let rules = entries(rules).filter_map(|(count, rule)| {
            let count = count.strip_prefix("pluralRule-count-")?;
            let rule = text(rule).split('@').next()?.trim();
            (!rule.is_empty()).then(|| format!("{count}:{rule}"))
        });
        let rules: Vec<String> = rules.collect();
        writeln!(out, "{key}.{language}={}", rules.join("~"))?;
    }
    Ok(())
}

/// `periods.de=midnight:0000~morning1:0500-1000~…`
fn day_periods(rules: &Value, languages: &[&str], out: &mut String) -> Result<(), Box<dyn Error>> {
    for (language, rules) in entries(rules) {
        if !languages.contains(&&**language) && language != "es-CO" {
            continue;
        }
        let time = |rule: &Value, key: &str| text(&rule[key]).replace(':', "");
        let rules = entries(rules).map(|(name, rule)| match text(&rule["_at"]) {
            "" => format!("{name}:{}-{}", time(rule, "_from"), time(rule, "_before")),
            _ => format!("{name}:{}", time(rule, "_at")),
        });
        writeln!(
            out,
            "periods.{language}={}",
            rules.collect::<Vec<_>>().join("~")
        )?;
    }
    Ok(())
}

/// `zones.Japan=Asia/Tokyo Japan`
fn zones(metazones: &Value, names: &Value, out: &mut String) -> Result<(), Box<dyn Error>> {
    let mut spans: BTreeMap<String, Vec<String>> = BTreeMap::new();
    walk(&metazones["metazoneInfo"]["timezone"], "", &mut spans);
    let aliases: Vec<&str> = entries(names)
        .map(|(_, zone)| text(&zone["_alias"]))
        .collect();
    for (span, zones) in spans {
        let all = zones.iter().map(|zone| {
            let mut same = aliases
                .iter()
                .filter(|all| all.split(' ').any(|name| name == zone));
            same.next().copied().unwrap_or(zone)
        });
        writeln!(out, "zones.{span}={}", all.collect::<Vec<_>>().join(" "))?;
    }
    Ok(())
}

/// Zones are nested by the parts of their names; each has the list of spans that it belonged to.
fn walk(value: &Value, name: &str, spans: &mut BTreeMap<String, Vec<String>>) {
    if let Some(list) = value.as_array() {
        let last = list
            .last()
            .map_or("", |last| text(&last["usesMetazone"]["_mzone"]));
        if !last.is_empty() {
            spans
                .entry(last.to_owned())
                .or_default()
                .push(name.to_owned());
        }
    }
    for (part, value) in entries(value) {
        let name = if name.is_empty() {
            part.clone()
        } else {
            format!("{name}/{part}")
        };
        walk(value, &name, spans);
    }
}
