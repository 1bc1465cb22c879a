//! Where the nodes of a cluster are, and who asks them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use engine::Value;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap};

use crate::Error;
use crate::http;

/// The addresses of the nodes.
///
/// # Errors
/// There is none, or one is no address.
pub(super) fn addresses(properties: &Value) -> Result<Vec<Url>, Error> {
    if let Some(id) = properties.key("cloud").key("id").as_str() {
        return cloud(id).map(|url| vec![url]);
    }
    let given = match properties.key("node") {
        none if none.is_none() => properties.key("nodes"),
        node => node,
    };
    let list = match given {
        Value::List(nodes) => &nodes[..],
        one => std::slice::from_ref(one),
    };
    let url = |node: &Value| {
        let text = node.as_str().or_else(|| node.key("url").as_str());
        let url = Url::parse(text.unwrap_or_default()).ok();
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
        url.ok_or_else(|| {
            Error::config("Elasticsearch connection property \"node\" is not an address.")
        })
    };
    let urls: Result<Vec<Url>, Error> = list.iter().map(url).collect();
    match urls {
        Ok(urls) if urls.is_empty() => Err(Error::config(
            "Elasticsearch connection property \"node\" is not an address.",
        )),
        urls => urls,
    }
}

/// `name:<base64 of host$id$…>`
fn cloud(id: &str) -> Result<Url, Error> {
    let wrong =
        || Error::config("Elasticsearch connection property \"cloud.id\" is not a cloud id.");
    let (_, code) = id.split_once(':').ok_or_else(wrong)?;
    let text = STANDARD.decode(code).map_err(|_| wrong())?;
    let text = String::from_utf8(text).map_err(|_| wrong())?;
    let mut parts = text.split('$');
    let (host, id) = (parts.next().unwrap_or_default(), parts.next());
    let id = id.filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()));
    let url = Url::parse(&format!("https://{}.{host}", id.ok_or_else(wrong)?));
    url.map_err(|_| wrong())
}

/// Adds the header that says who asks.
///
/// # Errors
/// It has characters that cannot be sent.
pub(super) fn authorize(properties: &Value, headers: &mut HeaderMap) -> Result<(), Error> {
    let (auth, cloud) = (properties.key("auth"), properties.key("cloud"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let basic = |from: &Value| {
        let pair = format!(
            "{}:{}",
            text(from.key("username")),
            text(from.key("password"))
        );
        format!("Basic {}", STANDARD.encode(pair))
    };
    let key = auth.key("apiKey");
    let header = if !key.is_none() {
        match key.as_map() {
            Some(_) => {
                let pair = format!("{}:{}", text(key.key("id")), text(key.key("api_key")));
                format!("ApiKey {}", STANDARD.encode(pair))
            }
            None => format!("ApiKey {}", text(key)),
        }
    } else if let Some(token) = auth.key("bearer").as_str() {
        format!("Bearer {token}")
    } else if auth.key("username").as_str().is_some() {
        basic(auth)
    } else if cloud.key("username").as_str().is_some() {
        basic(cloud)
    } else {
        return Ok(());
    };
    headers.insert(AUTHORIZATION, http::secret(&header)?);
    Ok(())
}
