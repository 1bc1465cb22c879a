//! Which secrets functions of `_js` read, as far as their code says.

/// What functions read secrets with.
const NAME: &str = "secret";

/// The secrets that `code` reads: each by its name, or none where `secret` is not called with a plain
/// text. Who wants to hide it can (`eval`); who reads one as everybody does is seen.
pub(super) fn secrets(code: &str) -> Vec<Option<String>> {
    let code = with_letters(code);
    let uses = code.match_indices(NAME);
    uses.filter_map(|(at, _)| read(&code[..at], &code[at + NAME.len()..]))
        .collect()
}

/// What the name between `before` and `after` reads; none where it is another name.
fn read(before: &str, after: &str) -> Option<Option<String>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    if before.ends_with(is_part) || after.starts_with(is_part) {
        return None;
    }
    let (before, after) = (before.trim_end(), after.trim_start());
    let is_member = before.ends_with('.') && !before.ends_with("...");
    let is_key = before.ends_with(['{', ',']) && after.starts_with(':');
    (!is_member && !is_key).then(|| argument(after))
}

/// The text with which something is called.
fn argument(after: &str) -> Option<String> {
    let rest = after.strip_prefix('(')?.trim_start();
    let quote = rest.chars().next().filter(|c| "'\"`".contains(*c))?;
    let (name, rest) = rest[1..].split_once(quote)?;
    let is_plain = !name.contains(['\\', '$', '\n']);
    let is_all = rest.trim_start().starts_with([')', ',']);
    (is_plain && is_all).then(|| name.to_owned())
}

/// `code` with letters and digits in place of their escapes: names may have those.
fn with_letters(code: &str) -> String {
    let mut parts = code.split("\\u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = match part.strip_prefix('{') {
            Some(part) => part.split_once('}').unwrap_or_default(),
            None => part.split_at_checked(4).unwrap_or_default(),
        };
        let code = u32::from_str_radix(digits, 16).ok();
        match code
            .and_then(char::from_u32)
            .filter(char::is_ascii_alphanumeric)
        {
            Some(letter) => {
                out.push(letter);
                out.push_str(rest);
            }
            None => {
                out.push_str("\\u");
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_however_they_are_written() {
        let name = |name: &str| Some(name.to_owned());
        for (code, found) in [
            (
                "return secret('A') + secret( \"B\" )",
                vec![name("A"), name("B")],
            ),
            (
                "return s\\u0065cret(`A`) + secre\\u{74}('\\u0042')",
                vec![name("A"), name("B")],
            ),
            ("const read = secret; return read('A')", vec![None]),
            (
                "return secret(name) + secret.call(0, 'A') + secret`A` + secret/**/('A')",
                vec![None; 4],
            ),
            (
                "return secret('A' + 'B') + secret(`A${1}`) + secret('A\\'')",
                vec![None; 3],
            ),
            ("return [...secret]", vec![None]),
            (
                "return row.secret + secrets + my_secret + $secret + { secret: 1 }.secret",
                vec![],
            ),
        ] {
            assert_eq!(secrets(code), found, "{code}");
        }
    }
}
