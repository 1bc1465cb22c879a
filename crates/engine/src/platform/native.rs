//! The platform outside of a browser.

mod intl;
mod regex;

use unicode_normalization::UnicodeNormalization;

pub(super) use intl::{intl, is_own_time};
pub(super) use regex::Regex;

pub(super) fn normalize(text: &str, form: &str) -> String {
    match form {
        "NFC" => text.nfc().collect(),
        "NFD" => text.nfd().collect(),
        "NFKC" => text.nfkc().collect(),
        _ => text.nfkd().collect(),
    }
}
