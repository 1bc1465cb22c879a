//! Signatures of AWS, version 4.

use std::time::{SystemTime, UNIX_EPOCH};

use engine::{Value, date};
use ring::{digest, hmac};
use url::Url;

use crate::escape::escape;

/// How requests are signed.
pub(super) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Who signs, and for where.
pub(super) struct Signer<'a> {
    pub(super) key_id: &'a str,
    pub(super) key: &'a str,
    pub(super) token: Option<&'a str>,
    pub(super) region: &'a str,
    /// When, in milliseconds since 1970.
    pub(super) now: f64,
}

impl<'a> Signer<'a> {
    /// Of the properties of a connection, now.
    pub(super) fn new(connection: &'a Value) -> Signer<'a> {
        let text = |key| connection.key(key).as_str();
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Signer {
            key_id: text("accessKeyId").unwrap_or_default(),
            key: text("secretAccessKey").unwrap_or_default(),
            token: text("sessionToken").filter(|token| !token.is_empty()),
            region: text("region").unwrap_or_default(),
            now: now.map_or(0.0, |now| now.as_millis() as f64),
        }
    }

    /// The moment as signatures have it: `20130524T000000Z`.
    pub(super) fn time(&self) -> String {
        let iso = date::to_iso(self.now);
        let seconds = iso.split('.').next().unwrap_or_default();
        format!("{}Z", seconds.replace(['-', ':'], ""))
    }

    fn day(&self) -> String {
        self.time().split('T').next().unwrap_or_default().to_owned()
    }

    /// What the signature is good for.
    fn scope(&self) -> String {
        format!("{}/{}/s3/aws4_request", self.day(), self.region)
    }

    /// The key's id with the scope.
    pub(super) fn credential(&self) -> String {
        format!("{}/{}", self.key_id, self.scope())
    }

    /// The signature of a text.
    pub(super) fn sign(&self, text: &str) -> String {
        let day = self.day();
        let secret = format!("AWS4{}", self.key);
        let parts = [&*day, self.region, "s3", "aws4_request", text];
        let signature = parts.iter().fold(secret.into_bytes(), |key, part| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
            hmac::sign(&key, part.as_bytes()).as_ref().to_vec()
        });
        hex(&signature)
    }

    /// `url` as anyone may get it for `expires` seconds, with `query` besides.
    pub(super) fn presign(&self, url: &Url, expires: u64, query: &[(&str, &str)]) -> String {
        let (credential, time, expires) = (self.credential(), self.time(), expires.to_string());
        let mut pairs = vec![
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", &time),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", "host"),
        ];
        pairs.extend(self.token.map(|token| ("X-Amz-Security-Token", token)));
        pairs.extend(query);
        let mut pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect();
        pairs.sort();
        let query = pairs.join("&");
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map(|port| format!(":{port}"));
        let request = format!(
            "GET\n{}\n{query}\nhost:{host}{}\n\nhost\nUNSIGNED-PAYLOAD",
            url.path(),
            port.unwrap_or_default()
        );
        let hash = hex(digest::digest(&digest::SHA256, request.as_bytes()).as_ref());
        let text = format!("{ALGORITHM}\n{time}\n{}\n{hash}", self.scope());
        let signature = self.sign(&text);
        format!("{url}?{query}&X-Amz-Signature={signature}")
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
