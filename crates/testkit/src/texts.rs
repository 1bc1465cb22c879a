//! Comparison of error texts.

/// `text` without the prefix that newer versions dropped, white space collapsed.
pub fn normal(text: &str) -> String {
    let text = text.strip_prefix("Error: ").unwrap_or(text);
    let text = text.strip_prefix("Operator Error: ").unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Do both lists say the same?
pub fn same<'a>(
    expected: impl Iterator<Item = &'a str>,
    got: impl Iterator<Item = &'a str>,
) -> bool {
    expected.map(normal).eq(got.map(normal))
}
