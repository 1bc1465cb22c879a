//! Clients of MongoDB: how they are set, and that connections to the same database share one.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};
use std::time::Duration;

use engine::{Value, js};
use mongodb::bson::RawDocumentBuf;
use mongodb::options::{ClientOptions, ConnectionString, Credential};
use mongodb::{Collection, Database};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::errors;
use crate::Error;

/// How long a request waits for a server that can answer it, if nothing else is said.
const SELECTION: Duration = Duration::from_secs(20);

/// The options of the Node driver that connection strings have too, by the same name.
const SETTINGS: [&str; 33] = [
    "appName",
    "authMechanism",
    "authSource",
    "compressors",
    "connectTimeoutMS",
    "directConnection",
    "heartbeatFrequencyMS",
    "journal",
    "loadBalanced",
    "localThresholdMS",
    "maxConnecting",
    "maxIdleTimeMS",
    "maxPoolSize",
    "maxStalenessSeconds",
    "minPoolSize",
    "readConcernLevel",
    "readPreference",
    "replicaSet",
    "retryReads",
    "retryWrites",
    "serverSelectionTimeoutMS",
    "socketTimeoutMS",
    "srvMaxHosts",
    "srvServiceName",
    "ssl",
    "tls",
    "tlsAllowInvalidCertificates",
    "tlsAllowInvalidHostnames",
    "tlsCAFile",
    "tlsCertificateKeyFile",
    "tlsInsecure",
    "w",
    "waitQueueTimeoutMS",
];

/// The client of a connection.
pub(crate) struct Mongo(Arc<mongodb::Client>);

/// The clients of this process by how they are set. The key can hold a password and is never shown.
static CLIENTS: LazyLock<Mutex<HashMap<String, Weak<mongodb::Client>>>> =
    LazyLock::new(Mutex::default);

impl Mongo {
    /// The client that these properties ask for; a new one if no connection has it open.
    pub(super) async fn open(properties: &Value) -> Result<Mongo, Error> {
        let uri = properties.key("databaseUri").as_str().unwrap_or_default();
        let options = properties.key("options");
        let key = js::stable_stringify(&Value::list(vec![uri.into(), options.clone()]));
        if let Some(client) = shared(&key, None) {
            return Ok(Mongo(client));
        }
        let settings = settings(uri, options).await?;
        let client = mongodb::Client::with_options(settings).map_err(|_| {
            Error::config("The options of the MongoDBCollection connection do not fit together.")
        })?;
        let client = Arc::new(client);
        Ok(Mongo(shared(&key, Some(&client)).unwrap_or(client)))
    }

    /// The database of a connection.
    pub(super) fn database(&self, connection: &Value) -> Database {
        match connection.key("databaseName").as_str() {
            Some(name) => self.0.database(name),
            None => {
                let default = self.0.default_database();
                default.unwrap_or_else(|| self.0.database("test"))
            }
        }
    }

    /// The collection of a connection.
    pub(super) fn collection(&self, connection: &Value) -> Collection<RawDocumentBuf> {
        let name = connection.key("collection").as_str().unwrap_or_default();
        self.database(connection).collection(name)
    }

    /// The driver's own client.
    pub(super) fn driver(&self) -> &mongodb::Client {
        &self.0
    }

    /// Closes its connections for good.
    pub(super) async fn close(&self) {
        let client = mongodb::Client::clone(&self.0);
        client.shutdown().immediate(true).await;
    }
}

/// The open client of this key. Without one `new` becomes it.
fn shared(key: &str, new: Option<&Arc<mongodb::Client>>) -> Option<Arc<mongodb::Client>> {
    let mut clients = CLIENTS.lock().unwrap_or_else(PoisonError::into_inner);
    clients.retain(|_, client| client.strong_count() > 0);
    let open = clients.get(key).and_then(Weak::upgrade);
    if let (None, Some(new)) = (&open, new) {
        clients.insert(key.to_owned(), Arc::downgrade(new));
    }
    open
}

async fn settings(uri: &str, options: &Value) -> Result<ClientOptions, Error> {
    if !uri.starts_with("mongodb://") && !uri.starts_with("mongodb+srv://") {
        return Err(Error::config(
            "MongoDBCollection connection property \"databaseUri\" should begin with \
             \"mongodb://\" or \"mongodb+srv://\".",
        ));
    }
    // What the driver says of it can quote it, with its password.
    let wrong = |_| {
        Error::config(
            "MongoDBCollection connection property \"databaseUri\" or \"options\" is not valid. \
             A user and a password in it must be percent-encoded.",
        )
    };
    let text = with_options(uri, options);
    let parsed = ConnectionString::parse(text).map_err(wrong)?;
    // For `mongodb+srv` this asks the name server.
    let settings = ClientOptions::parse(parsed).await;
    let mut settings = settings.map_err(|error| match errors::is_dns(&error) {
        true => errors::explain(error),
        false => wrong(error),
    })?;
    let auth = options.key("auth");
    if let (Some(user), Some(password)) =
        (auth.key("username").as_str(), auth.key("password").as_str())
    {
        let credential = settings.credential.get_or_insert_with(Credential::default);
        credential.username = Some(user.to_owned());
        credential.password = Some(password.to_owned());
    }
    settings.server_selection_timeout.get_or_insert(SELECTION);
    Ok(settings)
}

/// The connection string with the options in it; an option takes the place of one that is there.
fn with_options(uri: &str, options: &Value) -> String {
    let (place, query) = uri.split_once('?').unwrap_or((uri, ""));
    let given = SETTINGS
        .iter()
        .chain(&["wtimeoutMS", "zlibCompressionLevel"]);
    let given: Vec<(&str, String)> = given
        .filter_map(|name| Some((*name, text(options.key(name))?)))
        .collect();
    let is_given = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        given.iter().any(|(it, _)| it.eq_ignore_ascii_case(name))
    };
    let mut pairs: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_given(pair))
        .map(str::to_owned)
        .collect();
    pairs.extend(given.iter().map(|(name, value)| {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        format!("{name}={value}")
    }));
    if pairs.is_empty() {
        return uri.to_owned();
    }
    // Options follow the name of the database, which may be empty.
    let hosts = place.split_once("://").map_or(place, |(_, rest)| rest);
    let slash = if hosts.contains('/') { "" } else { "/" };
    format!("{place}{slash}?{}", pairs.join("&"))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Bool(_) | Value::Number(_) => Some(js::to_text(value)),
        _ => None,
    }
}
