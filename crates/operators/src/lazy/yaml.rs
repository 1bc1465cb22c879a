use engine::{Args, Cx, OpResult, Operator, Value};

use crate::instance::{self, ARRAY_OBJECT, Call, Method, Takes, arg, as_given, method};
use crate::yaml;

/// Reads and writes YAML 1.2.
///
/// `_yaml.parse` gives the value of a document. Its scalars are those of the core schema: `yes` is
/// text, `0x1f` is 31, `2026-01-31` is text. Anchors and aliases work, and merge keys (`<<`) with the
/// option `merge: true`; at most 100 aliases may stand for one anchor.
///
/// `_yaml.stringify` writes a document. A date becomes `~d: 2026-01-31T00:00:00.000Z`, which
/// `_yaml.parse` makes a date again.
///
/// ```yaml
/// _yaml.parse:
///   - _state: config_text
/// _yaml.parse:
///   on: { _request: get_config }
///   options: { merge: true }
/// _yaml.stringify:
///   on: { _state: order }
///   options: { indent: 4, lineWidth: 120, sortMapEntries: true }
/// ```
///
/// The options are those of the npm package `yaml` that are no functions. To read: `version`,
/// `schema` (`core`, `failsafe`, `json`, `yaml-1.1`), `merge`, `customTags` (`timestamp`),
/// `maxAliasCount`, `uniqueKeys`, `strict`, `prettyErrors`. To write: `indent`, `indentSeq`,
/// `lineWidth`, `minContentWidth`, `sortMapEntries`, `collectionStyle` (`block`, `flow`),
/// `flowCollectionPadding`, `defaultStringType` and `defaultKeyType` (`PLAIN`, `QUOTE_DOUBLE`,
/// `QUOTE_SINGLE`, `BLOCK_LITERAL`, `BLOCK_FOLDED`), `singleQuote`, `blockQuote`,
/// `doubleQuotedAsJSON`, `doubleQuotedMinMultiLineLength`, `simpleKeys`, `trueStr`, `falseStr`,
/// `nullStr`, `directives`, `compat`. A number in place of them is the indentation.
///
/// Text that is no YAML is an error with line, column and that line; so is a text with several
/// documents, and anything but text.
pub struct Yaml;

const METHODS: &[Method] = &[
    method("stringify", Takes::Named("on options"), ARRAY_OBJECT),
    method("parse", Takes::Named("on options"), ARRAY_OBJECT),
];

impl Operator for Yaml {
    const NAME: &'static str = "_yaml";

    fn eval(cx: &Cx<'_>, args: Args<'_>) -> OpResult {
        let call = Call {
            cx,
            args,
            methods: METHODS,
        };
        call.class(None, as_given, run)
    }
}

fn run(_: &Cx<'_>, method: &str, args: Vec<Value>) -> OpResult {
    let options = arg(&args, 1);
    match (method, arg(&args, 0)) {
        ("parse", Value::String(text)) if &**text == "undefined" => Ok(Value::Undefined),
        ("parse", Value::String(text)) => yaml::parse(text, options),
        ("parse", _) => instance::fail("requires a string type to parse."),
        (_, Value::Undefined) => Ok("".into()),
        (_, Value::Function(_)) => instance::fail("\"undefined\" is not valid JSON"),
        (_, value) => yaml::stringify(value, options).map(Value::from),
    }
}
