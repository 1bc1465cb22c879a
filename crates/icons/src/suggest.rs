//! "Did you mean …".

use crate::{LONGEST_NAME, exists, sets::SETS};

/// What Ant Design's own names end with, and what react-icons' begin with instead.
const ANT_DESIGN: [(&str, &str); 3] = [
    ("Outlined", "AiOutline"),
    ("Filled", "AiFill"),
    ("TwoTone", "AiTwotone"),
];

/// The name of an icon that is close to `name`, for a message. Of the sets with the prefix of `name`
/// in whatever case, or for a name of Ant Design (`HomeOutlined`) the same icon of `Ai`.
///
/// It compares with every name of a set, which takes some milliseconds: for builds and development,
/// not for every request.
pub fn suggest(name: &str) -> Option<String> {
    if name.len() > LONGEST_NAME || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    ant_design(name).or_else(|| closest(name))
}

fn ant_design(name: &str) -> Option<String> {
    ANT_DESIGN.iter().find_map(|(end, start)| {
        let found = format!("{start}{}", name.strip_suffix(end)?);
        exists(&found).then_some(found)
    })
}

fn closest(name: &str) -> Option<String> {
    let wanted = Wanted::new(name);
    let mut best = None;
    // One word wrong, or a few letters.
    let mut limit = 2 + 2 * name.len() / 5;
    for set in &SETS {
        if !starts_with(name, set.prefix) {
            continue;
        }
        for candidate in set.pack.names() {
            if let Some(distance) = wanted.distance(candidate, limit) {
                limit = distance;
                best = Some(candidate);
            }
        }
    }
    best.map(str::to_owned)
}

fn starts_with(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

struct Wanted {
    /// Without regard to case.
    letters: String,
    words: Vec<String>,
}

impl Wanted {
    fn new(name: &str) -> Self {
        Self {
            letters: name.to_ascii_lowercase(),
            words: words(name),
        }
    }

    /// Twice the letters to change, or 1 where only the order of the words differs; none if that is
    /// not below `limit`.
    fn distance(&self, candidate: &str, limit: usize) -> Option<usize> {
        let same_words = limit > 1
            && candidate.len() == self.letters.len()
            && !candidate.eq_ignore_ascii_case(&self.letters)
            && words(candidate) == self.words;
        if same_words {
            return Some(1);
        }
        if 2 * candidate.len().abs_diff(self.letters.len()) >= limit {
            return None;
        }
        let edits = strsim::osa_distance(&self.letters, &candidate.to_ascii_lowercase());
        Some(2 * edits).filter(|distance| *distance < limit)
    }
}

/// The words of a name in camel case, sorted.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        match words.last_mut() {
            Some(word) if !c.is_ascii_uppercase() => word.push(c),
            _ => words.push(c.into()),
        }
    }
    words.sort_unstable();
    words
}
