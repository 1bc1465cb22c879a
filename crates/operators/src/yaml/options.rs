//! The options of both directions, read from what configuration gives.

use engine::{OpError, Value, js, json};

use super::schema::Schema;

/// The version of YAML and the schema that options name.
pub(super) struct Language {
    /// How plain scalars become values.
    pub(super) schema: Schema,
    /// Whether `<<` merges.
    pub(super) merge: bool,
    /// Whether tags outside the schema, such as `!!timestamp`, are known.
    pub(super) known_tags: bool,
    /// Plain scalars that look like a moment become one.
    pub(super) timestamps: bool,
}

impl Language {
    /// What `options` name; `version` wins over the one in them.
    ///
    /// # Errors
    /// For a version or a schema that does not exist.
    pub(super) fn new(options: &Value, version: Option<&str>) -> Result<Language, OpError> {
        let given = options.key("version");
        let named;
        let version = match (version, given) {
            (Some(version), _) => version,
            (None, Value::Undefined) => "1.2",
            (None, Value::Null) => {
                return fail("With a null YAML version, the { schema: Schema } option is required");
            }
            (None, given) => {
                named = js::to_text(given);
                &named
            }
        };
        let old = match version {
            "1.1" => true,
            "1.2" | "next" => false,
            _ => {
                return fail(format!(
                    "Expected '1.1', '1.2' or null as first argument, but found: {}",
                    json::stringify(&version.into())
                ));
            }
        };
        let schema = match options.key("schema") {
            Value::String(name) => Schema::by_name(name)?,
            _ if old && options.key("schema").is_undefined() => Schema::Yaml11,
            _ => Schema::Core,
        };
        let flag = |name: &str, default: bool| match options.key(name) {
            Value::Undefined => default,
            value => js::truthy(value),
        };
        Ok(Language {
            schema,
            merge: flag("merge", old),
            known_tags: flag("resolveKnownTags", !old),
            timestamps: custom_tags(options.key("customTags"))?,
        })
    }
}

/// Whether the tags that are added to the schema have `timestamp` among them.
fn custom_tags(tags: &Value) -> Result<bool, OpError> {
    const KNOWN: [&str; 17] = [
        "binary",
        "bool",
        "float",
        "floatExp",
        "floatNaN",
        "floatTime",
        "int",
        "intHex",
        "intOct",
        "intTime",
        "map",
        "null",
        "omap",
        "pairs",
        "seq",
        "set",
        "timestamp",
    ];
    for tag in tags.items() {
        let name = js::to_text(tag);
        if !KNOWN.contains(&&*name) {
            let known = KNOWN.map(|name| format!("\"{name}\"")).join(", ");
            return fail(format!("Unknown custom tag \"{name}\"; use one of {known}"));
        }
    }
    Ok(tags
        .items()
        .iter()
        .any(|tag| tag.as_str() == Some("timestamp")))
}

/// When text is put between quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// `"` where there is a choice.
    Double,
    /// `'` where there is a choice.
    Single,
    /// Never `'`.
    OnlyDouble,
}

/// How text is written when nothing speaks against it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TextStyle {
    /// Without quotes.
    Plain,
    /// As a block, `|` or `>`.
    Block,
    /// Between `"`.
    Double,
    /// Between `'`.
    Single,
}

/// Which block style text with several lines gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockQuote {
    /// None: quotes instead.
    Never,
    /// `|` unless a line is too long.
    Auto,
    /// `|`.
    Literal,
    /// `>`.
    Folded,
}

/// How to write.
pub(super) struct Style {
    /// Version and schema.
    pub(super) language: Language,
    /// A further schema by which text must stay text.
    pub(super) compat: Option<Schema>,
    /// Spaces of a step of indentation.
    pub(super) indent: usize,
    /// The width of lines; none does not fold.
    pub(super) line_width: Option<usize>,
    /// Characters that a folded line has at least.
    pub(super) min_content_width: usize,
    /// Whether a list in an object is indented.
    pub(super) indent_seq: bool,
    /// Whether keys are sorted.
    pub(super) sorted: bool,
    /// Whether `{ a: 1 }` has the inner spaces.
    pub(super) padding: bool,
    /// Lists and objects are between brackets, or not; none writes empty ones so.
    pub(super) in_flow: Option<bool>,
    /// Keys are never written as `? key`.
    pub(super) simple_keys: bool,
    /// `---` is written first.
    pub(super) directives: bool,
    /// Which quotes.
    pub(super) quotes: Quotes,
    /// The style of text.
    pub(super) text: TextStyle,
    /// The style of keys, where it is another.
    pub(super) key_text: Option<TextStyle>,
    /// The style of blocks.
    pub(super) block_quote: BlockQuote,
    /// Text between `"` is exactly JSON.
    pub(super) quoted_as_json: bool,
    /// From this length on text between `"` is broken at its newlines.
    pub(super) min_multi_line: usize,
    /// What is written for `true`, `false` and `null`.
    pub(super) words: [String; 3],
    /// The keys that are written; none writes all.
    pub(super) keys: Option<Vec<String>>,
}

impl Style {
    /// What `options` say: an object, a number or text for the indentation, or a list of keys.
    ///
    /// # Errors
    /// For values that do not exist.
    pub(super) fn new(options: &Value) -> Result<Style, OpError> {
        let indent = match options {
            Value::Number(n) => Some(*n),
            Value::String(s) if !s.is_empty() => Some(crate::utf16::len(s) as f64),
            _ => None,
        };
        if let Some(indent) = indent {
            let indent = (indent + 0.5).floor();
            let mut style = Style::of(&Value::Undefined)?;
            if indent >= 1.0 {
                style.indent = indent.min(8.0) as usize;
            }
            return Ok(style);
        }
        let mut style = Style::of(options)?;
        if let Value::List(items) = options {
            style.keys = Some(items.iter().map(js::to_text).collect());
        }
        Ok(style)
    }

    fn of(options: &Value) -> Result<Style, OpError> {
        let defaults = options.key("toStringDefaults");
        let get = |name: &str| match options.key(name) {
            Value::Undefined => defaults.key(name),
            value => value,
        };
        let flag = |name: &str, default: bool| match get(name) {
            Value::Undefined => default,
            value => js::truthy(value),
        };
        let size = |name: &str, default: usize| match get(name) {
            Value::Undefined => default,
            value => js::to_number(value).clamp(0.0, 1e9) as usize,
        };
        let word = |name: &str, default: &str| match get(name) {
            Value::Undefined => default.to_owned(),
            value => js::to_text(value),
        };
        let compat = match options.key("compat") {
            Value::String(name) if !name.is_empty() => Some(Schema::by_name(name)?),
            _ => None,
        };
        Ok(Style {
            language: Language::new(options, None)?,
            compat,
            indent: indent(get("indent"))?,
            line_width: Some(size("lineWidth", 80)).filter(|width| *width > 0),
            min_content_width: size("minContentWidth", 20),
            indent_seq: flag("indentSeq", true),
            sorted: options.key("sortMapEntries").as_bool() == Some(true),
            padding: flag("flowCollectionPadding", true),
            in_flow: match get("collectionStyle").as_str() {
                Some("flow") => Some(true),
                Some("block") => Some(false),
                _ => None,
            },
            simple_keys: flag("simpleKeys", false),
            directives: get("directives").as_bool() == Some(true),
            quotes: match get("singleQuote") {
                Value::Bool(false) => Quotes::OnlyDouble,
                value if js::truthy(value) => Quotes::Single,
                _ => Quotes::Double,
            },
            text: text_style(get("defaultStringType"))?.unwrap_or(TextStyle::Plain),
            key_text: text_style(get("defaultKeyType"))?,
            block_quote: match get("blockQuote") {
                Value::Undefined => BlockQuote::Auto,
                Value::String(s) if &**s == "literal" => BlockQuote::Literal,
                Value::String(s) if &**s == "folded" => BlockQuote::Folded,
                value if js::truthy(value) => BlockQuote::Auto,
                _ => BlockQuote::Never,
            },
            quoted_as_json: flag("doubleQuotedAsJSON", false),
            min_multi_line: size("doubleQuotedMinMultiLineLength", 40),
            words: [
                word("trueStr", "true"),
                word("falseStr", "false"),
                word("nullStr", "null"),
            ],
            keys: None,
        })
    }
}

fn indent(value: &Value) -> Result<usize, OpError> {
    match value {
        Value::Undefined => Ok(2),
        // More than any terminal is wide would only make the text explode.
        Value::Number(n) if n.fract() == 0.0 && *n >= 1.0 => Ok(n.min(80.0) as usize),
        value => fail(format!(
            "\"indent\" option must be a positive integer, not {}",
            json::stringify(value)
        )),
    }
}

fn text_style(value: &Value) -> Result<Option<TextStyle>, OpError> {
    match value {
        Value::Undefined | Value::Null => Ok(None),
        value => match &*js::to_text(value) {
            "PLAIN" => Ok(Some(TextStyle::Plain)),
            "BLOCK_LITERAL" | "BLOCK_FOLDED" => Ok(Some(TextStyle::Block)),
            "QUOTE_DOUBLE" => Ok(Some(TextStyle::Double)),
            "QUOTE_SINGLE" => Ok(Some(TextStyle::Single)),
            other => fail(format!("Unsupported default string type {other}")),
        },
    }
}

fn fail<T>(message: impl Into<std::borrow::Cow<'static, str>>) -> Result<T, OpError> {
    Err(OpError::new(message))
}
