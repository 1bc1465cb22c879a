//! Files for the browser: what the build of the browser's side made (`pkg/`), and public files. Small
//! ones are kept in memory, compressed as the build left them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, RwLock};

use app::Assets;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use crate::Settings;
use crate::context::RequestParts;

/// Files up to this size are kept in memory.
const MAX_KEPT: u64 = 4 << 20;

/// Where the files of the browser's side are.
const PKG: &str = "/pkg/";

/// All files for the browser.
pub struct Site {
    roots: Vec<PathBuf>,
    dev: bool,
    watch_port: Option<u32>,
    files: RwLock<BTreeMap<String, Arc<File>>>,
    /// The files of each part of the browser's side, without their ending.
    parts: BTreeMap<String, Vec<String>>,
}

/// A file.
struct File {
    path: PathBuf,
    modified: Option<std::time::SystemTime>,
    kind: &'static str,
    tag: String,
    /// None for a file that is too large to keep.
    plain: Option<Bytes>,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Site {
    /// Reads the files of the site root and of the app's own `public` folder, which wins.
    pub fn load(settings: &Settings) -> Site {
        let public = settings.build_dir.join("public");
        let site = Site {
            roots: vec![settings.site_root.clone(), public],
            dev: settings.dev,
            watch_port: settings.watch_port,
            files: RwLock::default(),
            parts: part_files(&settings.site_root).unwrap_or_default(),
        };
        let mut files = BTreeMap::new();
        for root in &site.roots {
            walk(root, "", &mut files);
        }
        if !files.contains_key("/pkg/lath.js") {
            tracing::warn!(dir = %settings.site_root.display(), "the browser's side is not there; pages will not come alive");
        }
        *site.files.write().unwrap_or_else(|e| e.into_inner()) = files;
        site
    }

    /// The file at `path` as an answer; none if there is no such file. A file of the browser's side
    /// may have the version of all of them before its name, as [`Site::assets`] gives it: what it loads
    /// by a relative address then has it as well.
    pub async fn answer(&self, path: &str, request: &RequestParts) -> Option<Response> {
        let (file, pinned) = match versioned(path) {
            Some((version, name)) => (
                self.find(&format!("{PKG}{name}"))?,
                *version == *self.version(),
            ),
            None => (self.find(path)?, false),
        };
        let Some(plain) = &file.plain else {
            let mut part = Request::new(Body::empty());
            *part.method_mut() = request.method.clone();
            *part.headers_mut() = request.headers.clone();
            return ServeFile::new(&file.path)
                .oneshot(part)
                .await
                .ok()
                .map(|r| r.map(Body::new));
        };
        let asked = request.uri.query().and_then(|q| q.strip_prefix("v="));
        let versioned = pinned || asked == Some(&file.tag);
        Some(file.respond(plain, &request.headers, versioned))
    }

    /// The version of the browser's side: of its wasm and its script, which change together.
    fn version(&self) -> String {
        let tag = |name: &str| {
            self.find(&format!("{PKG}{name}"))
                .map(|file| file.tag.clone())
        };
        let tags = [tag("lath.wasm"), tag("lath.js")].map(Option::unwrap_or_default);
        BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(tags.concat())[..12])
    }

    fn find(&self, path: &str) -> Option<Arc<File>> {
        let kept = self
            .files
            .read()
            .unwrap_or_else(|e| e.into_inner())
            .get(path)
            .cloned();
        if !self.dev {
            return kept;
        }
        // In development files come and go.
        let below = below(path)?;
        let mut places = self.roots.iter().rev().map(|root| root.join(below));
        let at = places.find(|place| place.is_file())?;
        let modified = fs::metadata(&at).and_then(|m| m.modified()).ok();
        if let Some(kept) = kept.filter(|f| f.modified == modified && f.path == at) {
            return Some(kept);
        }
        let file = Arc::new(File::read(at)?);
        let mut files = self.files.write().unwrap_or_else(|e| e.into_inner());
        files.insert(path.to_owned(), Arc::clone(&file));
        Some(file)
    }

    /// Addresses of the app's own files.
    pub fn assets(&self, base_path: &str) -> Arc<Assets> {
        let at = |path: &str| match self.find(path) {
            Some(file) => format!("{base_path}{path}?v={}", file.tag),
            None => format!("{base_path}{path}"),
        };
        let version = self.version();
        Arc::new(Assets {
            css: at("/pkg/lath.css"),
            js: format!("{base_path}{PKG}{version}/lath.js"),
            wasm: format!("{base_path}{PKG}{version}/lath.wasm"),
            purify: at("/vendor/purify.min.js"),
            start: at("/start.js"),
        })
    }

    /// Addresses of the files of these parts, which a page will fetch before it is alive.
    pub fn part_addresses(&self, base_path: &str, parts: &[&str]) -> Vec<String> {
        let files: BTreeSet<_> = parts
            .iter()
            .filter_map(|part| self.parts.get(*part))
            .flatten()
            .collect();
        if files.is_empty() {
            return Vec::new();
        }
        let version = self.version();
        let at = |file| format!("{base_path}{PKG}{version}/{file}.wasm");
        files.into_iter().map(at).collect()
    }

    /// Under `cargo leptos watch`: what its reload script needs.
    pub fn watch_options(&self) -> Option<LeptosOptions> {
        let port = self.watch_port?;
        let options = LeptosOptions::builder()
            .output_name("lath")
            .reload_port(port);
        Some(options.build())
    }
}

/// What wasm-split wrote of the parts that it made; none when the build was not split.
fn part_files(site_root: &Path) -> Option<BTreeMap<String, Vec<String>>> {
    let text = fs::read(site_root.join("pkg/__wasm_split_manifest.json")).ok()?;
    let value = engine::json::parse(&text).ok()?;
    let texts = |value: &engine::Value| {
        let items = value.items().iter();
        items
            .filter_map(|v| v.as_str().map(str::to_owned))
            .collect()
    };
    let parts = value.as_map()?.iter();
    Some(
        parts
            .map(|(name, files)| (name.to_string(), texts(files)))
            .collect(),
    )
}

/// The path of a file below a folder, as a request names it: each part is a plain name, so that no
/// other way leads to the same file, and none out of the folder. None for anything else.
fn below(path: &str) -> Option<&Path> {
    let path = path.strip_prefix('/')?;
    let is_name = |part: &str| {
        let mut parts = Path::new(part).components();
        let is_one = matches!(parts.next(), Some(Component::Normal(name)) if name == part);
        is_one && parts.next().is_none() && !part.starts_with('.')
    };
    path.split('/').all(is_name).then(|| Path::new(path))
}

/// `/pkg/<version>/<name>`: version and name.
fn versioned(path: &str) -> Option<(&str, &str)> {
    let (version, name) = path.strip_prefix(PKG)?.split_once('/')?;
    let is_version = version.len() == 16 && !name.contains("..");
    (is_version && !version.contains('.')).then_some((version, name))
}

impl File {
    fn read(path: PathBuf) -> Option<File> {
        let meta = fs::metadata(&path).ok()?;
        let kept = meta.len() <= MAX_KEPT;
        let plain = if kept {
            Some(Bytes::from(fs::read(&path).ok()?))
        } else {
            None
        };
        let beside = |ending: &str| {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            let newer = fs::metadata(&name).and_then(|m| m.modified()).ok() >= meta.modified().ok();
            (kept && newer)
                .then(|| fs::read(&name).ok())
                .flatten()
                .map(Bytes::from)
        };
        let hash = plain.as_ref().map(Sha256::digest);
        // A large file is told apart by its time and size.
        let stamp = meta
            .modified()
            .ok()
            .and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok());
        let stamp = format!(
            "{:x}-{:x}",
            meta.len(),
            stamp.unwrap_or_default().as_millis()
        );
        let tag = hash.map_or(stamp, |h| BASE64_URL_SAFE_NO_PAD.encode(&h[..12]));
        let ending = path
            .extension()
            .and_then(|e| e.to_str())
            .unwrap_or_default();
        Some(File {
            kind: content_type(ending),
            brotli: beside(".br"),
            gzip: beside(".gz"),
            modified: meta.modified().ok(),
            tag,
            plain,
            path,
        })
    }

    fn respond(&self, plain: &Bytes, request: &HeaderMap, versioned: bool) -> Response {
        let tag = format!("\"{}\"", self.tag);
        let cache = if versioned {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=0, must-revalidate"
        };
        let text = |name| {
            request
                .get(name)
                .and_then(|v: &HeaderValue| v.to_str().ok())
                .unwrap_or_default()
        };
        let common = [
            (header::ETAG, tag.clone()),
            (header::CACHE_CONTROL, cache.to_owned()),
            (header::VARY, "accept-encoding".to_owned()),
        ];
        if text(header::IF_NONE_MATCH)
            .split(',')
            .any(|t| t.trim() == tag)
        {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let accepts = text(header::ACCEPT_ENCODING);
        let (body, encoding) = match (&self.brotli, &self.gzip) {
            (Some(body), _) if accepts.contains("br") => (body, Some("br")),
            (_, Some(body)) if accepts.contains("gzip") => (body, Some("gzip")),
            _ => (plain, None),
        };
        let mut response =
            (common, [(header::CONTENT_TYPE, self.kind)], body.clone()).into_response();
        if let Some(encoding) = encoding {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }
}

fn walk(root: &Path, below: &str, files: &mut BTreeMap<String, Arc<File>>) {
    let entries = fs::read_dir(root.join(below))
        .into_iter()
        .flatten()
        .filter_map(Result::ok);
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') || name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        if entry.path().is_dir() {
            walk(root, &path, files);
        } else if let Some(file) = File::read(entry.path()) {
            files.insert(format!("/{path}"), Arc::new(file));
        }
    }
}

fn content_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "html" => "text/html; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "pdf" => "application/pdf",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
