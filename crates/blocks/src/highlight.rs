//! Colours for code: comments, texts, numbers, keys and the commonest words, told apart in one pass
//! that knows how languages write their comments and no more of them.

use crate::html;

/// How a language writes comments to the end of a line, or none, and whether `/* */` is one.
fn comments(language: &str) -> (Option<&'static str>, bool) {
    match language {
        "yaml" | "yml" | "python" | "py" | "bash" | "sh" | "shell" | "toml" | "ruby"
        | "dockerfile" => (Some("#"), false),
        "js" | "javascript" | "jsx" | "ts" | "typescript" | "tsx" | "json" | "java" | "go"
        | "rust" | "c" | "cpp" | "scss" => (Some("//"), true),
        "sql" => (Some("--"), true),
        "css" => (None, true),
        _ => (None, false),
    }
}

const WORDS: &[&str] = &[
    "and",
    "as",
    "async",
    "await",
    "break",
    "by",
    "case",
    "class",
    "const",
    "continue",
    "create",
    "def",
    "default",
    "delete",
    "do",
    "else",
    "export",
    "extends",
    "false",
    "fn",
    "for",
    "from",
    "function",
    "group",
    "if",
    "import",
    "in",
    "insert",
    "into",
    "is",
    "join",
    "left",
    "let",
    "limit",
    "match",
    "new",
    "not",
    "null",
    "on",
    "or",
    "order",
    "return",
    "select",
    "set",
    "struct",
    "switch",
    "table",
    "this",
    "throw",
    "true",
    "try",
    "type",
    "undefined",
    "update",
    "use",
    "values",
    "var",
    "where",
    "while",
    "with",
];

/// The code as HTML; as plain text for languages that are not known.
pub fn highlight(language: &str, code: &str) -> String {
    let language = language.to_ascii_lowercase();
    let (line, block) = comments(&language);
    if line.is_none() && !block {
        return html::escape(code);
    }
    let yaml = matches!(&*language, "yaml" | "yml");
    let mut out = String::with_capacity(code.len() * 2);
    let mut rest = code;
    let mut before = '\n';
    while let Some(c) = rest.chars().next() {
        let apart = !(before.is_alphanumeric() || before == '_' || before == '$');
        let (class, length) = if line.is_some_and(|l| rest.starts_with(l)) && (apart || !yaml) {
            ("comment", rest.find('\n').unwrap_or(rest.len()))
        } else if block && rest.starts_with("/*") {
            (
                "comment",
                rest[2..].find("*/").map_or(rest.len(), |at| at + 4),
            )
        } else if matches!(c, '"' | '\'' | '`') && apart {
            let length = text(rest, c);
            (
                if rest[length..].trim_start().starts_with(':') {
                    "key"
                } else {
                    "text"
                },
                length,
            )
        } else if apart && c.is_ascii_digit() {
            (
                "number",
                span(rest, |c| c.is_ascii_alphanumeric() || c == '.'),
            )
        } else if apart && (c.is_alphabetic() || c == '_') {
            word(rest, yaml)
        } else {
            ("", c.len_utf8())
        };
        let piece = html::escape(&rest[..length]);
        if class.is_empty() {
            out.push_str(&piece);
        } else {
            out.push_str(&format!("<span class=\"l-c-{class}\">{piece}</span>"));
        }
        before = rest[..length].chars().next_back().unwrap_or(' ');
        rest = &rest[length..];
    }
    out
}

fn span(text: &str, within: impl Fn(char) -> bool) -> usize {
    text.find(|c| !within(c)).unwrap_or(text.len())
}

/// Length of a text in quotes. Only backticks go beyond the line; what does not end is no text.
fn text(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return 1,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    1
}

fn word(rest: &str, yaml: bool) -> (&'static str, usize) {
    let length = span(rest, |c| {
        c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '.') && yaml || c == '_'
    });
    let word = &rest[..length];
    let after = &rest[length..];
    let key = yaml && after.starts_with(':') && after[1..].starts_with([' ', '\n'])
        || yaml && after == ":";
    if key {
        return ("key", length);
    }
    let known = if yaml {
        matches!(word, "true" | "false" | "null")
    } else {
        WORDS.contains(&&*word.to_ascii_lowercase())
    };
    (if known { "word" } else { "" }, length)
}
