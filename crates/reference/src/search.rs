//! Finding pages by words.

use crate::{Page, pages, plain};

/// A page that has what was looked for.
#[derive(Debug)]
pub struct Hit {
    /// The page.
    pub page: &'static Page,
    /// A line around the first word that is found in the text; the summary if only the name has it.
    pub excerpt: String,
    score: usize,
}

/// The pages that have every word, the best first.
pub fn search(query: &str) -> Vec<Hit> {
    let words: Vec<String> = query
        .split_whitespace()
        .take(8)
        .map(|word| word.chars().take(60).collect::<String>().to_lowercase())
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Hit> = pages()
        .iter()
        .filter_map(|page| hit(page, &words))
        .collect();
    hits.sort_by(|a, b| b.score.cmp(&a.score).then(a.page.name.cmp(b.page.name)));
    hits
}

fn hit(page: &'static Page, words: &[String]) -> Option<Hit> {
    let (name, title, text) = (
        page.name.to_lowercase(),
        page.title.to_lowercase(),
        page.text.to_lowercase(),
    );
    let first = page.summary().to_lowercase();
    let mut score = 0;
    for word in words {
        // `get order`, `getorder` and `_get` should all be found.
        let bare = plain(word);
        let bare_name = plain(&name);
        let own = if name == *word || !bare.is_empty() && bare_name == bare {
            100
        } else if !bare.is_empty() && bare_name.starts_with(&bare) {
            60
        } else if name.contains(word) || title.contains(word) {
            40
        } else {
            0
        };
        let said = if first.contains(word) { 15 } else { 0 };
        let times = text.matches(word.as_str()).take(5).count();
        // A word of a table stands in backticks: it is the name of a property or a method.
        let row = if text.contains(&format!("\n| `{word}`")) {
            20
        } else {
            0
        };
        let of_word = own + said + times + row;
        if of_word == 0 {
            return None;
        }
        score += of_word;
    }
    Some(Hit {
        page,
        excerpt: excerpt(page, words),
        score,
    })
}

/// What a page says of the first word that it has something to say of: the summary, a row of a table,
/// a line of prose, in this order.
fn excerpt(page: &Page, words: &[String]) -> String {
    let has = |line: &str| {
        let line = line.to_lowercase();
        words.iter().any(|word| line.contains(word))
    };
    let names = |line: &str| {
        let line = line.to_lowercase();
        let mut words = words.iter();
        words.any(|word| line.starts_with(&format!("| `{word}`")))
    };
    let summary = page.summary();
    if has(&summary) {
        return summary;
    }
    let lines = prose(page.text);
    let row = lines.iter().find(|line| names(line));
    match row.or_else(|| lines.iter().find(|line| has(line))) {
        Some(line) if line.starts_with('|') => cells(line),
        Some(line) => line.trim_start_matches(['#', '-', ' ']).to_owned(),
        None => summary,
    }
}

/// The lines outside of code.
fn prose(text: &str) -> Vec<&str> {
    let mut fence = None;
    let is_prose = |line: &&str| {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            None if ticks.len() > 2 => fence = Some(ticks.to_owned()),
            None => return true,
            Some(ref open) if ticks == open => fence = None,
            Some(_) => {}
        }
        false
    };
    text.lines().filter(is_prose).collect()
}

/// ``| `width` | in pixels |`` → `` `width`: in pixels ``
fn cells(line: &str) -> String {
    let cells: Vec<&str> = line
        .trim_matches(['|', ' '])
        .split(" | ")
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    match cells.split_first() {
        Some((first, rest)) if !rest.is_empty() => format!("{first}: {}", rest.join(" · ")),
        _ => cells.concat(),
    }
}
