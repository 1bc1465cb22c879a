//! A command with its arguments, as node-redis makes it of a name, parameters and modifiers.

use ::redis::Cmd;
use engine::Value;

use super::errors::unknown;
use super::shapes::{self, Arguments};
use crate::Error;

/// A command that can be sent.
#[derive(Debug)]
pub(super) struct Call {
    /// As node-redis calls it, in capitals.
    pub(super) name: String,
    /// As the configuration has it.
    pub(super) given: String,
    pub(super) command: Cmd,
    /// Does the server wait with its answer for others?
    pub(super) waits: bool,
}

/// Commands with words after the name. What stands after `_` is a word of its own.
const FAMILIES: [&str; 14] = [
    "ACL", "CLIENT", "CLUSTER", "COMMAND", "CONFIG", "FUNCTION", "LATENCY", "MEMORY", "MODULE",
    "OBJECT", "PUBSUB", "SCRIPT", "XGROUP", "XINFO",
];

/// Commands that have a name of their own for when they are given a count.
const COUNTED: [&str; 8] = [
    "HRANDFIELD",
    "LPOP",
    "RPOP",
    "SPOP",
    "SRANDMEMBER",
    "ZPOPMAX",
    "ZPOPMIN",
    "ZRANDMEMBER",
];

/// Commands that would change what the connection is for the next request, or take it over.
const REFUSED: [&str; 24] = [
    "ASKING",
    "AUTH",
    "DEBUG",
    "DISCARD",
    "EXEC",
    "HELLO",
    "MONITOR",
    "MULTI",
    "PSUBSCRIBE",
    "PSYNC",
    "PUNSUBSCRIBE",
    "QUIT",
    "READONLY",
    "READWRITE",
    "REPLCONF",
    "RESET",
    "SELECT",
    "SSUBSCRIBE",
    "SUBSCRIBE",
    "SUNSUBSCRIBE",
    "SYNC",
    "UNSUBSCRIBE",
    "UNWATCH",
    "WATCH",
];

/// The same of `CLIENT` and `SCRIPT`.
const REFUSED_WORDS: [(&str, &str); 7] = [
    ("CLIENT", "CACHING"),
    ("CLIENT", "NO-EVICT"),
    ("CLIENT", "NO-TOUCH"),
    ("CLIENT", "REPLY"),
    ("CLIENT", "SETNAME"),
    ("CLIENT", "TRACKING"),
    ("SCRIPT", "DEBUG"),
];

/// Commands that wait.
const WAITING: [&str; 10] = [
    "BLMOVE",
    "BLMPOP",
    "BLPOP",
    "BRPOP",
    "BRPOPLPUSH",
    "BZMPOP",
    "BZPOPMAX",
    "BZPOPMIN",
    "WAIT",
    "WAITAOF",
];

impl Call {
    /// Makes it.
    ///
    /// # Errors
    /// There is no such command, or it may not be run here; a parameter or modifier is wrong.
    pub(super) fn new(
        command: &str,
        parameters: &[Value],
        modifiers: &Value,
    ) -> Result<Call, Error> {
        let name = command.trim().to_uppercase().replace(' ', "_");
        let (words, ending) = words(&name).ok_or_else(|| unknown(command))?;
        let mut arguments = Arguments::new(command, words);
        shapes::arrange(&name, &mut arguments, parameters, modifiers)?;
        arguments.words(&ending);
        let arguments = arguments.finish();
        let word = |i: usize| {
            arguments
                .get(i)
                .map(|it| it.to_uppercase())
                .unwrap_or_default()
        };
        let (first, second) = (word(0), word(1));
        if REFUSED.contains(&first.as_str())
            || REFUSED_WORDS.contains(&(first.as_str(), second.as_str()))
        {
            return Err(Error::config(format!(
                "Redis command \"{command}\" is not available: it would change the connection \
                 that requests share."
            )));
        }
        let blocks = || arguments.iter().any(|it| it.eq_ignore_ascii_case("BLOCK"));
        let waits = WAITING.contains(&first.as_str())
            || (matches!(first.as_str(), "XREAD" | "XREADGROUP") && blocks());
        let mut made = Cmd::new();
        for argument in &arguments {
            made.arg(argument);
        }
        Ok(Call {
            name,
            given: command.to_owned(),
            command: made,
            waits,
        })
    }
}

/// The words that a command begins and ends with.
fn words(name: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let is_fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || !name.chars().all(is_fine) {
        return None;
    }
    let family = name.split('_').next().unwrap_or_default();
    if FAMILIES.contains(&family) {
        return Some((name.split('_').collect(), Vec::new()));
    }
    for ending in ["WITHSCORES", "WITHVALUES", "JUSTID"] {
        let rest = name
            .strip_suffix(ending)
            .and_then(|it| it.strip_suffix('_'));
        if let Some(rest) = rest {
            let (words, _) = words(rest)?;
            return Some((words, vec![ending]));
        }
    }
    match name.split_once('_') {
        None | Some((_, "RO")) => Some((vec![name], Vec::new())),
        Some((rest, "COUNT")) if COUNTED.contains(&rest) => Some((vec![rest], Vec::new())),
        Some(("XPENDING", "RANGE")) => Some((vec!["XPENDING"], Vec::new())),
        Some(_) => None,
    }
}
