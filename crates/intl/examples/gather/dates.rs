//! Dates, times, time zones.

use std::error::Error;

use serde_json::Value;

use crate::Facts;
use crate::json::{Source, entries, forms, list, text};

const MONTHS: [&str; 12] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
];
const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const STYLES: [&str; 4] = ["full", "long", "medium", "short"];
const APPENDED: [&str; 8] = [
    "Era",
    "Year",
    "Month",
    "Day-Of-Week",
    "Day",
    "Hour",
    "Minute",
    "Second",
];

/// Spans of zones whose names are kept.
const NAMED_ZONES: &str = "Africa_Central Africa_Eastern Africa_Southern Africa_Western Alaska \
    America_Central America_Eastern America_Mountain America_Pacific Arabian Argentina Atlantic \
    Australia_Central Australia_Eastern Australia_Western Brasilia China Colombia Europe_Central \
    Europe_Eastern Europe_Western GMT Gulf Hawaii Hawaii_Aleutian Hong_Kong India Indonesia_Western \
    Israel Japan Korea Malaysia Moscow New_Zealand Newfoundland Pakistan Peru Philippines Singapore \
    Taipei Indochina Iran Nepal Bangladesh Chile Turkey";

pub(crate) fn gather(
    source: &Source,
    locale: &str,
    facts: &mut Facts,
) -> Result<(), Box<dyn Error>> {
    let dates = source.main("dates", locale, "ca-gregorian", "dates")?;
    calendar(&dates["calendars"]["gregorian"], "", facts);
    // Those who reckon by another calendar as a rule.
    if matches!(&locale[..2], "th" | "fa") && !locale.starts_with("fil") {
        let dates = source.main("dates", locale, "ca-generic", "dates")?;
        calendar(&dates["calendars"]["generic"], "own.", facts);
        own_names(locale, facts);
    }
    let fields = source.main("dates", locale, "dateFields", "dates")?;
    relative(&fields["fields"], facts);
    let zones = source.main("dates", locale, "timeZoneNames", "dates")?;
    time_zones(&zones["timeZoneNames"], facts);
    Ok(())
}

fn calendar(calendar: &Value, prefix: &str, facts: &mut Facts) {
    let mut add = |key: &str, value: String| facts.insert(format!("{prefix}{key}"), value);
    for (form, f) in [("format", "f"), ("stand-alone", "s")] {
        for (width, w) in [("wide", "w"), ("abbreviated", "a"), ("narrow", "n")] {
            add(
                &format!("mon.{f}{w}"),
                list(&calendar["months"][form][width], &MONTHS),
            );
            add(
                &format!("day.{f}{w}"),
                list(&calendar["days"][form][width], &DAYS),
            );
            if f == "f" {
                add(
                    &format!("half.{w}"),
                    periods(&calendar["dayPeriods"][form][width]),
                );
            }
        }
    }
    let eras = &calendar["eras"];
    for (width, w) in [("eraNames", "w"), ("eraAbbr", "a"), ("eraNarrow", "n")] {
        add(&format!("era.{w}"), list(&eras[width], &["0", "1"]));
    }
    add("date", list(&calendar["dateFormats"], &STYLES));
    add("time", list(&calendar["timeFormats"], &STYLES));
    let both = &calendar["dateTimeFormats"];
    add("both", list(both, &STYLES));
    add(
        "at",
        list(&calendar["dateTimeFormats-atTime"]["standard"], &STYLES),
    );
    add("append", list(&both["appendItems"], &APPENDED));
    add("zone", text(&both["appendItems"]["Timezone"]).into());
    for (skeleton, pattern) in entries(&both["availableFormats"]) {
        if !skeleton.contains(['-', 'w', 'W', 'Q', 'Z']) {
            add(&format!("sk.{skeleton}"), text(pattern).into());
        }
    }
}

fn periods(names: &Value) -> String {
    let names = entries(names).filter(|(key, _)| !key.contains("-alt-"));
    let names = names.map(|(key, name)| format!("{key}:{}", text(name)));
    names.collect::<Vec<_>>().join("~")
}

/// What the packages do not have: years of Buddhists and Persians are written without their era, and
/// Persian months have names.
fn own_names(locale: &str, facts: &mut Facts) {
    const PERSIAN: &str = "فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند";
    const INITIALS: &str = "ف|ا|خ|ت|م|ش|م|آ|آ|د|ب|ا";
    let is_thai = locale.starts_with("th");
    let skeletons: Vec<(String, String)> = facts
        .iter()
        .filter_map(|(key, pattern)| Some((key.strip_prefix("own.sk.yyyy")?, pattern)))
        .map(|(rest, pattern)| (format!("own.sk.y{rest}"), without_era(pattern)))
        // Thai years by themselves have their era; Persian dates with weekdays have the usual form.
        .filter(|(key, _)| key != if is_thai { "own.sk.y" } else { "own.sk.yMMMEd" })
        .collect();
    facts.retain(|key, _| !key.starts_with("own.sk.yyyy"));
    facts.extend(skeletons);
    let mut add = |key: &str, value: &str| facts.insert(format!("own.{key}"), value.to_owned());
    if is_thai {
        add("date", "EEEEที่ d MMMM G y|d MMMM y|d MMM y|d/M/yy");
    } else {
        add("date", "y MMMM d, EEEE|d MMMM y|d MMM y|y/M/d");
        add("at", "{1} ساعت {0}|{1} ساعت {0}|{1}، {0}|{1}, {0}");
    }
    for width in ["w", "a", "n"] {
        let era = match (is_thai, width) {
            (true, "w") => "พุทธศักราช",
            (true, _) => "พ.ศ.",
            (false, "w") => "هجری شمسی",
            (false, _) => "ه.ش.",
        };
        add(&format!("era.{width}"), era);
        for form in ["f", "s"] {
            let months = match (is_thai, width) {
                // The months are the Gregorian ones.
                (true, _) => "",
                (false, "n") => INITIALS,
                (false, _) => PERSIAN,
            };
            add(&format!("mon.{form}{width}"), months);
        }
    }
}

fn without_era(pattern: &str) -> String {
    let eras = [" GGGGG", "GGGGG ", " G", "G "];
    let mut pattern = pattern.to_owned();
    for era in eras {
        pattern = pattern.replacen(era, "", 1);
    }
    pattern
}

/// Spans from now, and what fields are called.
fn relative(fields: &Value, facts: &mut Facts) {
    let units = [
        "year", "quarter", "month", "week", "day", "hour", "minute", "second",
    ];
    for (style, suffix) in [("long", ""), ("short", "-short"), ("narrow", "-narrow")] {
        for unit in units {
            let field = &fields[format!("{unit}{suffix}")];
            let mut add = |key: &str, value: String| {
                facts.insert(format!("{key}.{style}.{unit}"), value);
            };
            let words = ["-2", "-1", "0", "1", "2"].map(|n| {
                let word = text(&field[format!("relative-type-{n}")]);
                (!word.is_empty()).then(|| format!("{n}:{word}"))
            });
            add(
                "rel",
                words.into_iter().flatten().collect::<Vec<_>>().join("~"),
            );
            for (key, name) in [("in", "future"), ("ago", "past")] {
                let patterns = &field[format!("relativeTime-type-{name}")];
                add(key, forms(patterns, "relativeTimePattern-count-"));
            }
        }
    }
    let names = [
        "era",
        "year",
        "month",
        "weekday",
        "day",
        "hour",
        "minute",
        "second",
        "dayperiod",
    ];
    let names = names.map(|name| text(&fields[name]["displayName"]));
    facts.insert("fields".into(), names.join("|"));
}

fn time_zones(zones: &Value, facts: &mut Facts) {
    facts.insert(
        "gmt".into(),
        list(zones, &["gmtFormat", "gmtZeroFormat", "hourFormat"]),
    );
    let utc = &zones["zone"]["Etc"]["UTC"];
    let utc = [&utc["long"]["standard"], &utc["short"]["standard"]].map(text);
    facts.insert("utc".into(), utc.join("|"));
    for (name, names) in entries(&zones["metazone"]) {
        if NAMED_ZONES.split_whitespace().any(|known| known == name) {
            facts.insert(format!("mz.{name}"), zone_names(names));
        }
    }
    for (area, city) in [("Europe", "London"), ("Europe", "Dublin")] {
        let names = zone_names(&zones["zone"][area][city]);
        facts.insert(format!("mz.{area}/{city}"), names);
    }
}

/// Generic, standard and daylight, long and short.
fn zone_names(names: &Value) -> String {
    let kinds = ["generic", "standard", "daylight"];
    let long = kinds.map(|kind| text(&names["long"][kind]));
    let short = kinds.map(|kind| text(&names["short"][kind]));
    let all = [long, short].concat().join("|");
    all.trim_end_matches('|').to_owned()
}
