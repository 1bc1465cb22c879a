//! What connections that send mail share: addresses, and who may get mail at all.

use engine::platform::Regex;
use engine::{Value, js};

use crate::Error;

/// An address of mail.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Address {
    pub(crate) name: Option<String>,
    pub(crate) email: String,
}

/// Whom a mail goes to.
#[derive(Debug, PartialEq)]
pub(crate) struct Recipients {
    pub(crate) to: Vec<Address>,
    pub(crate) cc: Vec<Address>,
    pub(crate) bcc: Vec<Address>,
}

/// The addresses in a property: one or a list, each a text or `{ name, email }`. No text in them
/// has a line break, which could begin another header.
pub(crate) fn addresses(value: &Value) -> Vec<Address> {
    match value {
        Value::List(items) => items.iter().flat_map(addresses).collect(),
        Value::Map(_) => {
            let text = |key| value.key(key).as_str().map(on_one_line);
            let name = text("name").filter(|name| !name.is_empty());
            let email = text("email").unwrap_or_default();
            vec![Address { name, email }]
        }
        Value::String(text) => vec![address(&on_one_line(text))],
        _ => Vec::new(),
    }
}

/// `a@b.c` or `Some One <a@b.c>`.
fn address(text: &str) -> Address {
    let parts = text
        .rsplit_once('<')
        .and_then(|(name, rest)| Some((name, rest.split_once('>')?.0)));
    let Some((name, email)) = parts else {
        return Address {
            name: None,
            email: js::trim(text).to_owned(),
        };
    };
    let name = js::trim(name);
    let quoted = name.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let name = quoted.unwrap_or(name).to_owned();
    Address {
        name: Some(name).filter(|name| !name.is_empty()),
        email: js::trim(email).to_owned(),
    }
}

/// A text without line breaks.
pub(crate) fn on_one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\r', '\n', '\0'], " ")
}

impl Recipients {
    /// Of a message, as far as the connection's `filter` lets them through: all are replaced by
    /// `replaceAddress`, or must be at a domain of `allowlist` and match `regex`. None if nobody
    /// is left in `to`.
    ///
    /// # Errors
    /// `regex` is none.
    pub(crate) fn read(message: &Value, filter: &Value) -> Result<Option<Recipients>, Error> {
        let replacement = filter.key("replaceAddress");
        if let Some(text) = replacement.as_str() {
            return Ok(Some(Recipients {
                to: vec![address(&on_one_line(text))],
                cc: Vec::new(),
                bcc: Vec::new(),
            }));
        }
        let regex = filter.key("regex").as_str().map(|it| Regex::new(it, ""));
        let regex = regex.transpose().map_err(|_| wrong_regex())?;
        let domains = filter.key("allowlist").as_list();
        let admits = |address: &Address| {
            let email = address.email.to_lowercase();
            let domain = email.rsplit('@').next().unwrap_or_default();
            let is = |it: &Value| it.as_str().is_some_and(|it| it.to_lowercase() == domain);
            let by_regex = regex.as_ref().map_or(Ok(true), |it| it.is_match(&email));
            let by_regex = by_regex.map_err(|_| wrong_regex())?;
            Ok(by_regex && domains.is_none_or(|domains| domains.iter().any(is)))
        };
        let filtered = |key| -> Result<Vec<Address>, Error> {
            let mut admitted = Vec::new();
            for address in addresses(message.key(key)) {
                if admits(&address)? {
                    admitted.push(address);
                }
            }
            Ok(admitted)
        };
        let recipients = Recipients {
            to: filtered("to")?,
            cc: filtered("cc")?,
            bcc: filtered("bcc")?,
        };
        let is_filtered = regex.is_some() || domains.is_some();
        Ok(Some(recipients).filter(|it| !is_filtered || !it.to.is_empty()))
    }
}

fn wrong_regex() -> Error {
    Error::config(
        "The connection's property \"filter.regex\" is not a regular expression that can be used.",
    )
}

#[cfg(test)]
mod tests;
