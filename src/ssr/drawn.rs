//! A page as drawn once: its bytes, plain and compressed, and its tag.

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use sha2::{Digest, Sha256};

use crate::context::RequestContext;

/// See the module.
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
        let vary = HeaderValue::from_static("accept-encoding, cookie");
        parts.headers.insert(header::VARY, vary);
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
