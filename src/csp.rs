//! The content security policy of pages: our own scripts, and those that the app's author put into
//! the document, by their hashes.

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::Settings;

/// The value of the header.
#[derive(Clone, Debug)]
pub struct Policy(pub HeaderValue);

/// What leptos writes into a streamed document that has no resources; both are the same every time.
const LEPTOS_SCRIPTS: [&str; 2] = [
    "__RESOLVED_RESOURCES=[];__SERIALIZED_ERRORS=[];__PENDING_RESOURCES=[];__RESOURCE_RESOLVERS=[];",
    "__INCOMPLETE_CHUNKS=[];",
];

/// The policy for an app with the given pieces of raw HTML.
pub fn policy(settings: &Settings, html: &[&str]) -> Policy {
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    if settings.watch_port.is_some() {
        // The reload script of cargo-leptos is inline and differs by port.
        scripts.push_str(" 'unsafe-inline'");
    } else {
        let inline = html.iter().flat_map(|html| inline_scripts(html));
        for script in LEPTOS_SCRIPTS.into_iter().chain(inline) {
            scripts.push_str(&format!(
                " 'sha256-{}'",
                BASE64_STANDARD.encode(Sha256::digest(script))
            ));
        }
    }
    for source in html.iter().flat_map(|html| script_sources(html)) {
        scripts.push(' ');
        scripts.push_str(&source);
    }
    let sockets = if settings.dev { " ws: http:" } else { "" };
    let policy = format!(
        "default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline' https:; \
         img-src 'self' data: blob: https: http:; media-src 'self' data: blob: https:; \
         font-src 'self' data: https:; connect-src 'self' https: wss:{sockets}; \
         frame-src 'self' https:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; \
         form-action 'self' https:; frame-ancestors {}",
        settings.frame_ancestors.replace([';', '\n', '\r'], " ")
    );
    Policy(HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'")))
}

/// The same for pages with passkeys, which need a script: ours.
pub fn forms_with_script(settings: &Settings, is_https: bool) -> HeaderValue {
    let policy = forms(settings, is_https);
    let with = policy
        .to_str()
        .map(|policy| format!("{policy}; script-src 'self'; connect-src 'self'"));
    let with = with
        .ok()
        .and_then(|policy| HeaderValue::from_str(&policy).ok());
    with.unwrap_or(policy)
}

/// The policy of the pages around logging in: no scripts at all, nobody's frame. Their forms lead to
/// providers, which in development may be without https.
pub fn forms(settings: &Settings, is_https: bool) -> HeaderValue {
    let plain = if is_https { "" } else { " http:" };
    let ancestors = settings.frame_ancestors.replace([';', '\n', '\r'], " ");
    let ancestors = if ancestors == "'self'" {
        "'none'"
    } else {
        &*ancestors
    };
    let policy = format!(
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; \
         base-uri 'none'; form-action 'self' https:{plain}; frame-ancestors {ancestors}"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// Texts of scripts without `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    scripts(html)
        .filter(|(tag, _)| !tag.contains("src="))
        .map(|(_, text)| text)
        .collect()
}

/// Origins of scripts with an absolute `src`.
fn script_sources(html: &str) -> Vec<String> {
    let sources = scripts(html).filter_map(|(tag, _)| {
        let rest = tag.split("src=").nth(1)?.trim_start_matches(['"', '\'']);
        let url = rest.split(['"', '\'', ' ', '>']).next()?;
        let address = runtime::url::Address::of(url);
        let safe = address
            .origin
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b":/.-[]".contains(&b));
        (address.protocol == "https:" && safe).then(|| address.origin.to_owned())
    });
    sources.collect()
}

/// Opening tag and text of every script.
fn scripts(html: &str) -> impl Iterator<Item = (&str, &str)> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (tag, rest) = rest.split_once('>')?;
        let (text, _) = rest.split_once("</script")?;
        Some((tag, text))
    })
}
