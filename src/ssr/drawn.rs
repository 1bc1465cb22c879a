//! Pages that are drawn once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use engine::Str;
use http_body_util::BodyExt as _;
use sha2::{Digest, Sha256};

use crate::context::RequestContext;

/// Bytes of drawn pages that are kept at most. What comes later is drawn each time.
const MAX_BYTES: usize = 256 << 20;

/// Pages as drawn, kept for all who are to see the same.
#[derive(Default)]
pub struct DrawnPages(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    pages: BTreeMap<Key, Arc<Drawn>>,
    bytes: usize,
}

/// All that such a page depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) page_id: Str,
    pub(super) locale: Str,
    pub(super) theme: &'static str,
    /// It is shown at `/`.
    pub(super) at_home: bool,
}

impl DrawnPages {
    /// The page, if it was drawn.
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Drawn>> {
        self.kept().pages.get(key).cloned()
    }

    /// Keeps a page.
    pub(super) fn keep(&self, key: Key, drawn: &Arc<Drawn>) {
        let mut kept = self.kept();
        let bytes = kept.bytes + drawn.plain.len() + drawn.brotli.len();
        if bytes <= MAX_BYTES && kept.pages.insert(key, Arc::clone(drawn)).is_none() {
            kept.bytes = bytes;
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page: its bytes, plain and compressed, and its tag.
pub struct Drawn {
    status: StatusCode,
    headers: HeaderMap,
    plain: Bytes,
    brotli: Bytes,
    tag: HeaderValue,
}

impl Drawn {
    /// Takes a response to its end. None if its body breaks off.
    pub(super) async fn of(response: Response) -> Option<Drawn> {
        let (mut parts, body) = response.into_parts();
        let plain = body.collect().await.ok()?.to_bytes();
        let hash = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&plain)[..12]);
        let tag = HeaderValue::from_str(&format!("\"{hash}\"")).ok()?;
        parts.headers.insert(header::ETAG, tag.clone());
        parts
            .headers
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let encoding = HeaderValue::from_static("accept-encoding");
        parts.headers.append(header::VARY, encoding);
        let brotli = compress(&plain);
        Some(Drawn {
            status: parts.status,
            headers: parts.headers,
            plain,
            brotli,
            tag,
        })
    }

    /// The answer to a visit.
    pub(super) fn answer(&self, cx: &RequestContext) -> Response {
        if cx.request.headers.get(header::IF_NONE_MATCH) == Some(&self.tag) {
            return (StatusCode::NOT_MODIFIED, [(header::ETAG, self.tag.clone())]).into_response();
        }
        let accepts = cx
            .header("accept-encoding")
            .is_some_and(|v| v.contains("br"));
        let body = if accepts { &self.brotli } else { &self.plain };
        let mut response = (self.status, self.headers.clone(), body.clone()).into_response();
        if accepts {
            response
                .headers_mut()
                .insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    }
}

fn compress(plain: &[u8]) -> Bytes {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 9,
        lgwin: 22,
        ..Default::default()
    };
    match brotli::BrotliCompress(&mut &plain[..], &mut out, &params) {
        Ok(_) => out.into(),
        Err(_) => Bytes::new(),
    }
}
