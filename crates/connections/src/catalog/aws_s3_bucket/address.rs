//! Where a bucket and its objects are.

use engine::Value;
use url::Url;

use crate::Error;
use crate::escape::escape;

/// The address of the bucket, or of an object in it.
///
/// # Errors
/// `endpoint`, `region` or `bucket` cannot be part of an address.
pub(super) fn of(connection: &Value, object: Option<&str>) -> Result<Url, Error> {
    let text = |key| connection.key(key).as_str().unwrap_or_default();
    let (region, bucket) = (text("region"), text("bucket"));
    let endpoint = match connection.key("endpoint").as_str() {
        Some(endpoint) if !endpoint.is_empty() => Url::parse(endpoint)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| wrong("endpoint"))?,
        _ => {
            let is_region = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            if region.is_empty() || !region.bytes().all(is_region) {
                return Err(wrong("region"));
            }
            let suffix = match region.starts_with("cn-") {
                true => "amazonaws.com.cn",
                false => "amazonaws.com",
            };
            let url = Url::parse(&format!("https://s3.{region}.{suffix}"));
            url.map_err(|_| wrong("region"))?
        }
    };
    if bucket.is_empty() {
        return Err(wrong("bucket"));
    }
    let mut url = endpoint;
    let base = url.path().trim_end_matches('/').to_owned();
    let forced = connection.key("forcePathStyle").as_bool() == Some(true);
    // A certificate for `*.s3…` is none for `a.b.s3…`.
    let in_host = !forced && is_label(bucket) && url.domain().is_some();
    let mut path = base;
    if in_host {
        let host = format!("{bucket}.{}", url.host_str().unwrap_or_default());
        url.set_host(Some(&host)).map_err(|_| wrong("bucket"))?;
    } else {
        path = format!("{path}/{}", escape(bucket));
    }
    match object {
        Some(key) => {
            let segments: Vec<String> = key.split('/').map(escape).collect();
            // An address cannot keep such a segment: it would lead to another object.
            if segments.iter().any(|it| matches!(&**it, "." | "..")) {
                return Err(Error::request(
                    "AwsS3Bucket: a key with a part \".\" or \"..\" has no address.",
                ));
            }
            path = format!("{path}/{}", segments.join("/"));
        }
        None if path.is_empty() => path.push('/'),
        None => {}
    }
    url.set_path(&path);
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

/// Can it be the first part of a host?
fn is_label(bucket: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (3..=63).contains(&bucket.len())
        && bucket.bytes().all(is_plain)
        && !bucket.starts_with('-')
        && !bucket.ends_with('-')
}

fn wrong(name: &str) -> Error {
    Error::config(format!(
        "AwsS3Bucket connection property \"{name}\" is not a valid value."
    ))
}
