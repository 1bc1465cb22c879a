//! How a language is written.

/// Scripts that are written from right to left.
const RTL_SCRIPTS: &str = "adlm arab hebr mand mend nkoo rohg samr syrc thaa";

/// Languages that are, where the tag names no script.
const RTL_LANGUAGES: &str = "ar arc ckb dv fa he iw ks ku-iq lrc mzn nqo pnb ps sd syr ug ur yi";

/// The direction in which the language of a tag such as `ar-EG` is written: `rtl` or `ltr`.
pub fn direction(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let script = parts.next().filter(|part| part.len() == 4);
    let has = |list: &str, name: &str| list.split(' ').any(|known| known == name);
    let is_rtl = match script {
        Some(script) => has(RTL_SCRIPTS, script),
        None => has(RTL_LANGUAGES, language) || has(RTL_LANGUAGES, &tag),
    };
    if is_rtl { "rtl" } else { "ltr" }
}
