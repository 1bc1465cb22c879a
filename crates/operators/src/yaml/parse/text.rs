//! The text of scalars: how lines are joined, escapes, the end of blocks.

use super::scalar::BlockHeader;

/// The lines of a plain or quoted scalar joined: a break is a space, an empty line a break.
pub(super) fn fold(source: &str) -> String {
    let mut lines = source.split('\n');
    let first = lines.next().unwrap_or_default();
    let Some(mut line) = lines.next() else {
        return source.to_owned();
    };
    let mut out = trim_end(first).to_owned();
    let mut gap = ' ';
    for next in lines {
        let text = trim_end(line).trim_start_matches([' ', '\t']);
        if !text.is_empty() {
            out.push(gap);
            out.push_str(text);
            gap = ' ';
        } else if gap == '\n' {
            out.push(gap);
        } else {
            gap = '\n';
        }
        line = next;
    }
    out.push(gap);
    out.push_str(line.trim_start_matches([' ', '\t']));
    out
}

fn trim_end(line: &str) -> &str {
    let line = line.strip_suffix('\r').unwrap_or(line);
    line.trim_end_matches([' ', '\t'])
}

/// The text between `"`. Where an escape is wrong, its place and length.
pub(super) fn unescape(source: &str) -> Result<String, (usize, usize)> {
    let bytes = source.as_bytes();
    let byte = |i: usize| bytes.get(i).copied();
    let mut out = String::with_capacity(source.len());
    let mut i = 0;
    let mut kept = 0;
    while let Some(b) = byte(i) {
        match b {
            b'\r' if byte(i + 1) == Some(b'\n') => {
                out.push_str(&source[kept..i]);
                i += 1;
                kept = i;
            }
            b'\n' => {
                out.push_str(&source[kept..i]);
                i = break_line(bytes, i, &mut out);
                kept = i;
            }
            b'\\' => {
                out.push_str(&source[kept..i]);
                i = escape(source, i, &mut out)?;
                kept = i;
            }
            b' ' | b'\t' => {
                let n = bytes[i..]
                    .iter()
                    .take_while(|b| matches!(b, b' ' | b'\t'))
                    .count();
                let at_end = match byte(i + n) {
                    Some(b'\n') => true,
                    Some(b'\r') => byte(i + n + 1) == Some(b'\n'),
                    _ => false,
                };
                if at_end {
                    out.push_str(&source[kept..i]);
                    kept = i + n;
                }
                i += n;
            }
            _ => i += 1,
        }
    }
    out.push_str(&source[kept..]);
    Ok(out)
}

/// Writes what a break at `at` is, and gives where the text goes on.
fn break_line(bytes: &[u8], at: usize, out: &mut String) -> usize {
    let mut i = at + 1;
    let mut n_empty = 0;
    while let Some(b) = bytes.get(i) {
        match b {
            b'\n' => n_empty += 1,
            b'\r' if bytes.get(i + 1) == Some(&b'\n') => {}
            b' ' | b'\t' => {}
            _ => break,
        }
        i += 1;
    }
    if n_empty == 0 {
        out.push(' ');
    }
    out.extend(std::iter::repeat_n('\n', n_empty));
    i
}

/// Writes the escape at `at`, and gives where the text goes on.
fn escape(source: &str, at: usize, out: &mut String) -> Result<usize, (usize, usize)> {
    let bytes = source.as_bytes();
    let c = match bytes.get(at + 1).copied().unwrap_or(b' ') {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b'e' => '\x1b',
        b'f' => '\x0c',
        b'n' => '\n',
        b'r' => '\r',
        b't' | b'\t' => '\t',
        b'v' => '\x0b',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b @ (b' ' | b'"' | b'/' | b'\\') => char::from(b),
        b @ (b'\n' | b'\r') => {
            let mut i = at + 2;
            if b == b'\r' {
                if bytes.get(i) != Some(&b'\n') {
                    return Err((at, 2));
                }
                i += 1;
            }
            while let Some(b' ' | b'\t') = bytes.get(i) {
                i += 1;
            }
            return Ok(i);
        }
        b @ (b'x' | b'u' | b'U') => {
            let len = match b {
                b'x' => 2,
                b'u' => 4,
                _ => 8,
            };
            return code(source, at, len, out);
        }
        _ => return Err((at, 2)),
    };
    out.push(c);
    Ok(at + 2)
}

/// `\x41`, `\u0041`, `\U00000041`; two `\u` may be a surrogate pair.
fn code(source: &str, at: usize, len: usize, out: &mut String) -> Result<usize, (usize, usize)> {
    let hex = |from: usize| {
        let digits = source.get(from..from + len)?;
        let all = digits.bytes().all(|b| b.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(digits, 16).unwrap_or(u32::MAX))
    };
    let Some(mut code) = hex(at + 2) else {
        return Err((at, len + 2));
    };
    let mut end = at + 2 + len;
    if (0xd800..0xdc00).contains(&code)
        && len == 4
        && source[end..].starts_with("\\u")
        && let Some(low) = hex(end + 2).filter(|low| (0xdc00..0xe000).contains(low))
    {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        end += 6;
    }
    if code > 0x10_ffff {
        return Err((at, len + 2));
    }
    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    Ok(end)
}

/// The text of a block scalar of `lines` (indentation and content), whose own indentation is `indent`;
/// `ended` says that the last line ends with a break.
pub(super) fn block(
    lines: &[(usize, &str)],
    indent: Option<usize>,
    header: &BlockHeader,
    ended: bool,
) -> String {
    let keep = header.chomp == Some(b'+');
    let n_content = lines.iter().rposition(|(_, text)| !text.is_empty());
    let Some(last) = n_content else {
        let n = if ended {
            lines.len()
        } else {
            lines.len().saturating_sub(1)
        };
        return if keep && !lines.is_empty() {
            "\n".repeat(n.max(1))
        } else {
            String::new()
        };
    };
    let indent = indent.unwrap_or(0);
    // Trailing lines of spaces that are indented deeper belong to the text.
    let extra = lines[last + 1..].iter().rposition(|(n, _)| *n > indent);
    let end = extra.map_or(last + 1, |i| last + 2 + i);
    let mut out = String::new();
    let rest = |n: usize| " ".repeat(n.saturating_sub(indent));
    let first = lines
        .iter()
        .position(|(_, text)| !text.is_empty())
        .unwrap_or(0);
    for (n, _) in &lines[..first] {
        out.push_str(&rest(*n));
        out.push('\n');
    }
    let mut gap = "";
    let mut more_before = false;
    for (n, text) in &lines[first..end] {
        let more = *n > indent || text.starts_with('\t');
        if !header.folded {
            out.push_str(gap);
            out.push_str(&rest(*n));
            out.push_str(text);
            gap = "\n";
        } else if more {
            gap = match gap {
                " " => "\n",
                "\n" if !more_before => "\n\n",
                gap => gap,
            };
            out.push_str(gap);
            out.push_str(&rest(*n));
            out.push_str(text);
            gap = "\n";
            more_before = true;
        } else if text.is_empty() {
            if gap == "\n" {
                out.push('\n');
            } else {
                gap = "\n";
            }
        } else {
            out.push_str(gap);
            out.push_str(text);
            gap = " ";
            more_before = false;
        }
    }
    match header.chomp {
        Some(b'-') => {}
        Some(_) => {
            let blank = lines[end..].iter().map(|(n, _)| format!("\n{}", rest(*n)));
            out.extend(blank);
            if ended || !out.ends_with('\n') {
                out.push('\n');
            }
        }
        None => out.push('\n'),
    }
    out
}
