//! The app's own messages: which text is said in which language.

use crate::{Value, path};

/// The message of `key` among those of `i18n` ([`crate::Root::I18n`]): in the language `locale`, else the
/// active one; where that lacks it, in the languages that stand in for it. Keys may be nested.
pub fn find(i18n: &Value, locale: Option<&str>, key: &str) -> Option<Value> {
    let messages = i18n.key("messages");
    let code = |key: &str| i18n.key(key).as_str();
    let locales = [
        locale.or(code("active")),
        code("fallbackLocale"),
        code("defaultLocale"),
        Some("en-US"),
    ];
    let of = |locale: &str| {
        let messages = messages.key(locale);
        match messages.key(key) {
            found if found.is_none() && key.contains('.') => path::get(messages, key),
            found => found.clone(),
        }
    };
    let mut found = locales.into_iter().flatten().map(of);
    found.find(|message| !message.is_none())
}
