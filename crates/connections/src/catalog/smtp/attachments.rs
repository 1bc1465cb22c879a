//! Files that go with a mail: their contents come along, are in the build folder, or on the web.

use std::path::{Component, Path};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::Value;
use reqwest::Url;

use super::Mailer;
use crate::Error;
use crate::http;
use crate::mail::on_one_line;

/// Bytes that the files of one mail may have together.
const MAX_FILES: u64 = 50 * 1024 * 1024;

/// A file.
#[derive(Debug, PartialEq)]
pub(super) struct File {
    pub(super) name: Option<String>,
    pub(super) kind: String,
    /// The id by which the HTML of the mail shows it.
    pub(super) cid: Option<String>,
    pub(super) content: Vec<u8>,
}

/// Reads `attachments` of a mail.
///
/// # Errors
/// A file is not there, or they are too large together.
pub(super) async fn read(mailer: &Mailer, mail: &Value) -> Result<Vec<File>, Error> {
    let mut files = Vec::new();
    let mut left = MAX_FILES;
    for attachment in mail.key("attachments").items() {
        let text = |key| attachment.key(key).as_str().map(on_one_line);
        let path = attachment.key("path").as_str();
        let content = match (attachment.key("content").as_str(), path) {
            (Some(content), _) => decode(content, attachment.key("encoding"))?,
            (None, Some(path)) => load(mailer, path, left).await?,
            (None, None) => Vec::new(),
        };
        let too_large = || Error::request("SMTPMailSend: the attachments are too large.");
        let rest = left.checked_sub(content.len() as u64);
        left = rest.ok_or_else(too_large)?;
        let name = text("filename").or_else(|| path.and_then(last_segment));
        let guess = || kind_of(name.as_deref().unwrap_or_default()).to_owned();
        files.push(File {
            kind: text("contentType").unwrap_or_else(guess),
            cid: text("cid"),
            name,
            content,
        });
    }
    Ok(files)
}

fn decode(content: &str, encoding: &Value) -> Result<Vec<u8>, Error> {
    let encoding = encoding.as_str().unwrap_or("utf8").to_ascii_lowercase();
    let bytes = match encoding.as_str() {
        "" | "utf8" | "utf-8" => Some(content.as_bytes().to_vec()),
        "base64" => {
            let text: String = content.split_ascii_whitespace().collect();
            STANDARD.decode(text).ok()
        }
        "hex" => content
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
            .collect(),
        "latin1" | "binary" => content
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect(),
        _ => None,
    };
    bytes.ok_or_else(|| {
        Error::request("SMTPMailSend: the content of an attachment is not encoded as it says.")
    })
}

async fn load(mailer: &Mailer, path: &str, most: u64) -> Result<Vec<u8>, Error> {
    if let Ok(url) = Url::parse(path) {
        return fetch(mailer, url, most).await;
    }
    let missing = || {
        Error::request("SMTPMailSend: an attachment's \"path\" is not a file in the build folder.")
    };
    let relative = Path::new(path);
    let is_inside = relative
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_inside {
        return Err(missing());
    }
    // A link could lead out of the folder.
    let folder = tokio::fs::canonicalize(&mailer.build_dir).await;
    let file = tokio::fs::canonicalize(mailer.build_dir.join(relative)).await;
    let (Ok(folder), Ok(file)) = (folder, file) else {
        return Err(missing());
    };
    let length = tokio::fs::metadata(&file).await;
    let length = length.ok().filter(std::fs::Metadata::is_file);
    match length {
        Some(it) if file.starts_with(&folder) && it.len() <= most => {
            tokio::fs::read(&file).await.map_err(|_| missing())
        }
        Some(it) if it.len() > most => Err(Error::request(
            "SMTPMailSend: the attachments are too large.",
        )),
        _ => Err(missing()),
    }
}

async fn fetch(mailer: &Mailer, url: Url, most: u64) -> Result<Vec<u8>, Error> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::request(
            "SMTPMailSend: an attachment's \"path\" is not an address of the web.",
        ));
    }
    let host = url.host_str().unwrap_or_default().to_owned();
    if !mailer.guard.admits(&url) {
        return Err(http::refused(&host));
    }
    let response = mailer.http.get(url.clone()).timeout(http::PATIENCE);
    let response = response.send().await;
    let response = response.map_err(|error| http::failure(error, &url))?;
    if !response.status().is_success() {
        let status = response.status().as_u16();
        return Err(Error::request(format!(
            "SMTPMailSend: the host \"{host}\" answered {status} for an attachment."
        )));
    }
    http::read(response, most).await
}

/// The name of the file that a path or an address leads to.
fn last_segment(path: &str) -> Option<String> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().filter(|name| !name.is_empty());
    name.map(on_one_line)
}

/// What a file is, by its name.
fn kind_of(name: &str) -> &'static str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "csv" => "text/csv",
        "gif" => "image/gif",
        "htm" | "html" => "text/html",
        "ics" => "text/calendar",
        "jpeg" | "jpg" => "image/jpeg",
        "json" => "application/json",
        "md" => "text/markdown",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        "webp" => "image/webp",
        "xml" => "application/xml",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}
