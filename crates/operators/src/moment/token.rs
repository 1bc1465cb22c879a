//! Formats taken apart: `[at] HH:mm` is text, a token, text, a token.

/// A piece of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Stands for itself.
    Text(&'a str),
    /// Stands for a part of the date; what is no known token stands for itself.
    Token(&'a str),
}

/// Tokens of moment.js, in the order in which they are tried; of two that begin alike the longer one
/// stands first, as far as moment.js knows it.
const TOKENS: [&str; 67] = [
    "Hmmss", "hmmss", "Hmm", "hmm", "Mo", "MMMM", "MMM", "MM", "M", "Do", "DDDo", "DDDD", "DDD",
    "DD", "D", "dddd", "ddd", "dd", "do", "d", "wo", "w|", "ww", "w", "Wo", "W|", "WW", "W", "Qo",
    "Q", "NNNNN", "NNNN", "NNN", "NN", "N", "YYYYYY", "YYYYY", "YYYY", "YY", "yyyy", "yyy", "yy",
    "yo", "y", "ggggg", "gggg", "gg", "GGGGG", "GGGG", "GG", "e", "E", "a", "A", "hh", "h", "HH",
    "H", "kk", "k", "mm", "m", "ss", "s", "x", "X", "Y",
];

/// The long forms, likewise.
const LONG: [&str; 10] = [
    "LTS", "LT", "LLLL", "LLL", "LL", "L", "llll", "lll", "ll", "l",
];

/// `format` in pieces.
pub(crate) fn pieces(format: &str) -> Vec<Piece<'_>> {
    split(format, token)
}

/// `format` with its long forms spelled out by `spell`, and those within them.
pub(crate) fn expand<'a>(format: &str, spell: impl Fn(&str) -> &'a str) -> String {
    let mut format = format.to_owned();
    // As often as moment.js does: a language may have a long form within another.
    for _ in 0..6 {
        let pieces = split(&format, long);
        if !pieces.iter().any(|piece| matches!(piece, Piece::Token(_))) {
            break;
        }
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Token(name) => match spell(name) {
                    "" => out.push_str(name),
                    long => out.push_str(long),
                },
                Piece::Text(text) => out.push_str(text),
            }
        }
        format = out;
    }
    format
}

/// Splits by `next`, which gives the piece that `rest` begins with and its length.
fn split<'a>(
    format: &'a str,
    next: impl Fn(&'a str) -> (Option<Piece<'a>>, usize),
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut rest = format;
    while !rest.is_empty() {
        let (piece, len) = next(rest);
        pieces.extend(piece);
        rest = &rest[len..];
    }
    pieces
}

/// The text in brackets at the start of `rest`, without and with them. The last `]` before the next
/// `[` ends it.
fn bracketed(rest: &str) -> Option<(&str, usize)> {
    let inner = rest.strip_prefix('[')?;
    let inner = &inner[..inner.find('[').unwrap_or(inner.len())];
    let end = inner.rfind(']')?;
    Some((&inner[..end], end + 2))
}

fn token(rest: &str) -> (Option<Piece<'_>>, usize) {
    if let Some((text, len)) = bracketed(rest) {
        return (Some(Piece::Text(text)), len);
    }
    if let Some(escaped) = rest.strip_prefix('\\') {
        let len = token_len(escaped);
        let text = escaped[..len].trim_start_matches('\\');
        return (Some(Piece::Text(text)), 1 + len);
    }
    let len = token_len(rest);
    let piece = match &rest[..len] {
        // A dot of a regular expression is no line break.
        "\n" | "\r" | "\u{2028}" | "\u{2029}" => None,
        token => Some(Piece::Token(token)),
    };
    (piece, len)
}

/// Length of the token at the start; any other character is a token by itself.
fn token_len(rest: &str) -> usize {
    let run = |c: char, most: usize| rest.chars().take_while(|x| *x == c).count().min(most);
    match rest.chars().next() {
        None => 0,
        Some('S') => run('S', 9),
        Some(c @ ('z' | 'Z')) => run(c, 2),
        Some(c) => TOKENS
            .iter()
            .find(|token| rest.starts_with(**token))
            .map_or(c.len_utf8(), |token| token.len()),
    }
}

fn long(rest: &str) -> (Option<Piece<'_>>, usize) {
    let find = |rest: &str| LONG.iter().find(|long| rest.starts_with(**long)).copied();
    if let Some((_, len)) = bracketed(rest) {
        return (Some(Piece::Text(&rest[..len])), len);
    }
    if let Some(name) = find(rest) {
        return (Some(Piece::Token(&rest[..name.len()])), name.len());
    }
    let len = match rest.strip_prefix('\\').and_then(find) {
        Some(escaped) => 1 + escaped.len(),
        None => rest.chars().next().map_or(1, char::len_utf8),
    };
    (Some(Piece::Text(&rest[..len])), len)
}
