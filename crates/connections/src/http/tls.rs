//! TLS as an app wants it, with the names of Node's options.

use engine::{Map, Value};
use reqwest::ClientBuilder;
use reqwest::tls::{Certificate, Identity, Version};

/// The options that [`apply`] honours.
pub(crate) const OPTIONS: [&str; 6] = [
    "ca",
    "cert",
    "key",
    "maxVersion",
    "minVersion",
    "rejectUnauthorized",
];

/// A client with these options.
///
/// # Errors
/// The name of an option whose value cannot be used.
pub(crate) fn apply(
    mut builder: ClientBuilder,
    options: &Map,
) -> Result<ClientBuilder, &'static str> {
    let option = |name| options.get(name).unwrap_or(&Value::Undefined);
    if option("rejectUnauthorized").as_bool() == Some(false) {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    if !option("ca").is_none() {
        let mut all = Vec::new();
        for pem in texts(option("ca")).ok_or("ca")? {
            let found = Certificate::from_pem_bundle(pem.as_bytes());
            all.extend(found.ok().filter(|found| !found.is_empty()).ok_or("ca")?);
        }
        builder = builder.tls_certs_only(all);
    }
    let (cert, key) = (option("cert"), option("key"));
    if !cert.is_none() || !key.is_none() {
        let pem = [key, cert].map(|it| it.as_str().unwrap_or_default());
        let identity = Identity::from_pem(pem.join("\n").as_bytes());
        builder = builder.identity(identity.map_err(|_| "cert")?);
    }
    if let Some(version) = version(option("minVersion")).ok_or("minVersion")? {
        builder = builder.tls_version_min(version);
    }
    if let Some(version) = version(option("maxVersion")).ok_or("maxVersion")? {
        builder = builder.tls_version_max(version);
    }
    Ok(builder)
}

/// A text or a list of texts.
fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::List(items) => items.iter().map(Value::as_str).collect(),
        value => value.as_str().map(|text| vec![text]),
    }
}

/// A version by its name, if one is given; none if there is no such version.
fn version(value: &Value) -> Option<Option<Version>> {
    match value.as_str() {
        Some("TLSv1.2") => Some(Some(Version::TLS_1_2)),
        Some("TLSv1.3") => Some(Some(Version::TLS_1_3)),
        _ => value.is_none().then_some(None),
    }
}
