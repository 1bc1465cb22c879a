//! How languages write dates: tables of text, read when they are asked.
//!
//! A table is a list of rows. `@de-ch de` begins the row of Swiss German, which takes from that of
//! German what it does not have itself; what neither has is English. Then come lines `key=value`:
//!
//! - `months`, `monthsShort`, `days`, `daysShort`, `daysMin`: names parted by `|`; with `.f` as they
//!   are within a date, where the format matches `.when`; with `.g` where it matches `.gwhen`;
//! - `LT`, `L`, `LL`, …: long forms of formats;
//! - `week`: first day of the week, and the number that tells the first week of a year;
//! - `half`: words for the time of day, `0 AM~am|1200 PM~pm`, each with the time from which it is;
//! - `nth`: the ordinal number; `nth.D` that of days of the month and so on;
//! - `digits`, `comma`: what stands for `0123456789` and for the comma;
//! - `eras`: first day, last day, number of the first year, name, narrow name, short name;
//! - `future`, `past`, and `s`, `ss`, `m`, `mm`, …: spans of time. `a|b|c|d` are the words by themselves,
//!   in the future, in the past, and by themselves of a negative span.
//!
//! `%d` is the number. Words that depend on it are `a~b~c@4`: the line `!4` at the head of the table
//! spells out which of them belongs to the numbers 0 to 199, `a3b2` being `aaabb`; 200 is as 100.

/// The languages that a library knows.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    rows: &'static str,
    english: &'static str,
}

/// One of them.
#[derive(Clone, Copy)]
pub(crate) struct Language {
    /// As the library calls it: `de-ch`.
    pub(crate) name: &'static str,
    table: Table,
    /// Its own lines, those of its parent, and those of English.
    lines: [&'static str; 3],
}

impl Table {
    /// A table, which has English in itself or in `english`.
    pub(crate) const fn new(rows: &'static str, english: &'static str) -> Table {
        Table { rows, english }
    }

    /// English.
    pub(crate) fn english(self) -> Language {
        let english = row(self.english, "en").map_or("", |(_, _, lines)| lines);
        Language {
            name: "en",
            table: self,
            lines: ["", "", english],
        }
    }

    /// The language of that very name.
    pub(crate) fn find(self, name: &str) -> Option<Language> {
        let mut language = self.english();
        if name != "en" {
            let (name, parent, own) = row(self.rows, name)?;
            let parent = row(self.rows, parent).map_or("", |(_, _, lines)| lines);
            language.name = name;
            language.lines[..2].copy_from_slice(&[own, parent]);
        }
        Some(language)
    }
}

/// The row of `name`: its name, its parent, its lines.
fn row(rows: &'static str, name: &str) -> Option<(&'static str, &'static str, &'static str)> {
    if name.is_empty() || name.contains(['\n', ' ', '=']) {
        return None;
    }
    let head = format!("\n@{name}");
    let starts = rows.match_indices(&head).map(|(at, _)| &rows[at + 2..]);
    let mut rows = starts.filter(|row| row[name.len()..].starts_with(['\n', ' ']));
    let (title, lines) = rows.next()?.split_once('\n')?;
    let lines = lines.split("\n@").next().unwrap_or(lines);
    let (name, parent) = title.split_once(' ').unwrap_or((title, ""));
    Some((name, parent, lines))
}

impl Language {
    /// The value of `key`; empty where there is none.
    pub(crate) fn text(&self, key: &str) -> &'static str {
        let mut sources = self.lines.into_iter();
        let found = sources.find_map(|lines| line(lines, key));
        found.unwrap_or_default()
    }

    /// Item `i` of a list; empty where there is none.
    pub(crate) fn item(&self, key: &str, i: usize) -> &'static str {
        self.text(key).split('|').nth(i).unwrap_or_default()
    }

    /// The form of `words` for the number `n`, with the number in it.
    pub(crate) fn counted(&self, words: &'static str, n: f64) -> String {
        let form = match words.rsplit_once('@') {
            None => words,
            Some((forms, rule)) => {
                let which = self.form(rule, n).unwrap_or(0);
                forms.split('~').nth(which).unwrap_or_default()
            }
        };
        form.replacen("%d", &engine::js::number_to_text(n), 1)
    }

    /// Which form the rule chooses for `n`.
    fn form(&self, rule: &str, n: f64) -> Option<usize> {
        let n = n.abs().floor();
        let mut n = if n < 200.0 { n } else { 100.0 + n % 100.0 } as usize;
        let head = format!("!{rule} ");
        let runs = [self.table.rows, self.table.english]
            .into_iter()
            .find_map(|rows| rows.lines().find_map(|line| line.strip_prefix(&*head)))?;
        let mut rest = runs;
        while let Some(letter) = rest.bytes().next() {
            rest = &rest[1..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let len = rest[..digits].parse().unwrap_or(1);
            rest = &rest[digits..];
            if n < len {
                return Some(usize::from(letter - b'a'));
            }
            n -= len;
        }
        None
    }

    /// First day of the week, and the number that tells the first week of a year.
    pub(crate) fn week(&self) -> (i64, i64) {
        let (first, year) = self.text("week").split_once(',').unwrap_or(("0", "6"));
        (first.parse().unwrap_or(0), year.parse().unwrap_or(6))
    }

    /// The word for a time of day: `AM`, or `am` where `lower`.
    pub(crate) fn half_day(&self, hour: u32, minute: u32, lower: bool) -> &'static str {
        let now = hour * 100 + minute;
        let mut word = "";
        for part in self.text("half").split('|') {
            let Some((from, words)) = part.split_once(' ') else {
                continue;
            };
            if from.parse().is_ok_and(|from: u32| from <= now) {
                word = words;
            }
        }
        match word.split_once('~') {
            Some((_, small)) if lower => small,
            Some((large, _)) => large,
            None => word,
        }
    }

    /// `text` with the digits and commas of the language.
    pub(crate) fn own_digits(&self, text: String) -> String {
        let (digits, comma) = (self.text("digits"), self.text("comma"));
        if digits.is_empty() && comma.is_empty() {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c.to_digit(10).and_then(|d| digits.chars().nth(d as usize)) {
                Some(digit) => out.push(digit),
                None if c == ',' && !comma.is_empty() => out.push_str(comma),
                None => out.push(c),
            }
        }
        out
    }
}

fn line(lines: &'static str, key: &str) -> Option<&'static str> {
    lines
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
}
