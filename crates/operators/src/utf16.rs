//! Text by UTF-16 units, as JavaScript counts. Half of a surrogate pair cannot be kept apart: it
//! becomes U+FFFD.

/// Length in units.
pub(crate) fn len(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().map(char::len_utf16).sum()
    }
}

/// The units from `from` up to `to`, which must lie within the text.
pub(crate) fn slice(text: &str, from: usize, to: usize) -> String {
    if from >= to {
        return String::new();
    }
    if text.is_ascii() {
        return text[from..to].to_owned();
    }
    let units: Vec<u16> = text.encode_utf16().skip(from).take(to - from).collect();
    String::from_utf16_lossy(&units)
}

/// The unit at which byte `at` begins.
pub(crate) fn unit_of(text: &str, at: usize) -> usize {
    len(&text[..at])
}

/// The byte at which unit `at` begins; within a pair the byte after it.
pub(crate) fn byte_of(text: &str, at: usize) -> usize {
    if text.is_ascii() {
        return at.min(text.len());
    }
    let mut seen = 0;
    for (byte, c) in text.char_indices() {
        if seen >= at {
            return byte;
        }
        seen += c.len_utf16();
    }
    text.len()
}

/// JavaScript's order of text.
pub(crate) fn compare(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() {
        a.cmp(b)
    } else {
        a.encode_utf16().cmp(b.encode_utf16())
    }
}
