//! Clients for requests that ask for a proxy or for TLS of their own.

use engine::{Map, Value, js};
use reqwest::tls::{Certificate, Identity, Version};
use reqwest::{Client, ClientBuilder, Proxy, Url};

use crate::Error;
use crate::http::{self, guard::Guard};

/// Options of Node's agents that are about keeping connections, which we do anyway.
const IGNORED: [&str; 8] = [
    "keepAlive",
    "keepAliveMsecs",
    "maxFreeSockets",
    "maxSockets",
    "maxTotalSockets",
    "scheduling",
    "timeout",
    "noDelay",
];

/// Options of Node's agents for HTTPS that are honoured.
const TLS: [&str; 6] = [
    "ca",
    "cert",
    "key",
    "maxVersion",
    "minVersion",
    "rejectUnauthorized",
];

/// How requests get to the other side, if not in the usual way.
#[derive(Debug)]
pub(super) struct Transport {
    /// Where a proxy is.
    pub(super) proxy: Option<Url>,
    auth: Option<(String, String)>,
    tls: Map,
}

impl Transport {
    /// Reads the merged properties; none if they ask for nothing special.
    ///
    /// # Errors
    /// They ask for something that is not there.
    pub(super) fn read(config: &Value) -> Result<Option<Transport>, Error> {
        if js::truthy(config.key("socketPath")) {
            return Err(unavailable("socketPath"));
        }
        options(config, "httpAgentOptions", &[])?;
        let tls = options(config, "httpsAgentOptions", &TLS)?;
        let settings = config.key("proxy");
        let proxy = settings
            .as_map()
            .map(|_| proxy_address(settings))
            .transpose()?;
        if proxy.is_none() && tls.is_empty() {
            return Ok(None);
        }
        let auth = settings.key("auth");
        let text = |key| auth.key(key).as_str().unwrap_or_default().to_owned();
        let auth = auth.as_map().map(|_| (text("username"), text("password")));
        Ok(Some(Transport { proxy, auth, tls }))
    }

    /// What tells it from others. It holds secrets.
    pub(super) fn key(&self) -> String {
        let (user, password) = self.auth.clone().unwrap_or_default();
        let proxy = self.proxy.as_ref().map(Url::to_string).unwrap_or_default();
        js::stable_stringify(&Value::list(vec![
            proxy.into(),
            user.into(),
            password.into(),
            self.tls.clone().into(),
        ]))
    }

    /// A client for it.
    ///
    /// # Errors
    /// A certificate, key or version cannot be read.
    pub(super) fn client(&self, guard: Guard) -> Result<Client, Error> {
        let mut builder = http::builder(guard);
        if let Some(url) = &self.proxy {
            let mut proxy = Proxy::all(url.clone())
                .map_err(|error| wrong("proxy.host").with_source(error.without_url()))?;
            if let Some((user, password)) = &self.auth {
                proxy = proxy.basic_auth(user, password);
            }
            builder = builder.proxy(proxy);
        }
        let builder = self.with_tls(builder)?;
        builder.build().map_err(|error| {
            Error::config("AxiosHttp property \"httpsAgentOptions\" can not be used.")
                .with_source(error)
        })
    }

    fn with_tls(&self, mut builder: ClientBuilder) -> Result<ClientBuilder, Error> {
        let option = |name| self.tls.get(name).unwrap_or(&Value::Undefined);
        if option("rejectUnauthorized").as_bool() == Some(false) {
            builder = builder.tls_danger_accept_invalid_certs(true);
        }
        if !option("ca").is_none() {
            let mut all = Vec::new();
            for pem in texts(option("ca")).ok_or_else(|| wrong("httpsAgentOptions.ca"))? {
                let found = Certificate::from_pem_bundle(pem.as_bytes());
                let found = found.ok().filter(|found| !found.is_empty());
                all.extend(found.ok_or_else(|| wrong("httpsAgentOptions.ca"))?);
            }
            builder = builder.tls_certs_only(all);
        }
        let (cert, key) = (option("cert"), option("key"));
        if !cert.is_none() || !key.is_none() {
            let pem = [key, cert].map(|it| it.as_str().unwrap_or_default());
            let identity = Identity::from_pem(pem.join("\n").as_bytes())
                .map_err(|_| wrong("httpsAgentOptions.cert"))?;
            builder = builder.identity(identity);
        }
        if let Some(version) = version(option("minVersion"), "minVersion")? {
            builder = builder.tls_version_min(version);
        }
        if let Some(version) = version(option("maxVersion"), "maxVersion")? {
            builder = builder.tls_version_max(version);
        }
        Ok(builder)
    }
}

/// The options of an agent that change something.
fn options(config: &Value, agent: &str, known: &[&str]) -> Result<Map, Error> {
    let mut options = Map::new();
    let Some(given) = config.key(agent).as_map() else {
        return Ok(options);
    };
    for (name, value) in given.iter() {
        let is_default = &**name == "rejectUnauthorized" && value.as_bool() != Some(false);
        if IGNORED.contains(&&**name) || is_default || value.is_none() {
            continue;
        }
        if !known.contains(&&**name) {
            return Err(unavailable(&format!("{agent}.{name}")));
        }
        options.insert(name.clone(), value.clone());
    }
    Ok(options)
}

fn proxy_address(settings: &Value) -> Result<Url, Error> {
    let text = |key| settings.key(key).as_str().filter(|text| !text.is_empty());
    let scheme = text("protocol").unwrap_or("http").trim_end_matches(':');
    if !matches!(scheme, "http" | "https") {
        return Err(unavailable("proxy.protocol"));
    }
    let host = text("hostname").or_else(|| text("host"));
    let host = host.ok_or_else(|| wrong("proxy.host"))?;
    let port = match settings.key("port") {
        port if port.is_none() => String::new(),
        port => format!(":{}", js::to_text(port)),
    };
    let url = Url::parse(&format!("{scheme}://{host}{port}"));
    let url = url.map_err(|_| wrong("proxy.host"))?;
    if url.path() != "/" || url.query().is_some() || !url.username().is_empty() {
        return Err(wrong("proxy.host"));
    }
    Ok(url)
}

/// A text or a list of texts.
fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::List(items) => items.iter().map(Value::as_str).collect(),
        value => value.as_str().map(|text| vec![text]),
    }
}

fn version(value: &Value, name: &str) -> Result<Option<Version>, Error> {
    match value.as_str() {
        Some("TLSv1.2") => Ok(Some(Version::TLS_1_2)),
        Some("TLSv1.3") => Ok(Some(Version::TLS_1_3)),
        None if value.is_none() => Ok(None),
        _ => Err(wrong(&format!("httpsAgentOptions.{name}"))),
    }
}

fn unavailable(name: &str) -> Error {
    Error::config(format!(
        "AxiosHttp property \"{name}\" is not available in this build."
    ))
}

fn wrong(name: &str) -> Error {
    Error::config(format!(
        "AxiosHttp property \"{name}\" is not a valid value."
    ))
}
