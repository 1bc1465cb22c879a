//! Clients for requests that ask for a proxy or for TLS of their own.

use engine::{Map, Value, js};
use reqwest::{Client, Proxy, Url};

use crate::Error;
use crate::http::{self, guard::Guard, tls};

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

/// How requests get to the other side, if not in the usual way.
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
        let tls = options(config, "httpsAgentOptions", &tls::OPTIONS)?;
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
        let builder = tls::apply(builder, &self.tls)
            .map_err(|name| wrong(&format!("httpsAgentOptions.{name}")))?;
        builder.build().map_err(|error| {
            Error::config("AxiosHttp property \"httpsAgentOptions\" can not be used.")
                .with_source(error)
        })
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
