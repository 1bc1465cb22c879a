//! What a call works with.

use connections::{Clients, ConnectionEntry};
use engine::{OpResult, Script, Table, Value};
use model::server::{App, Denied, Rule};
use protocol::{Code, ErrorBody};

use crate::Plans;

const SIGNED_OUT: &str = "You are not signed in.";
const FORBIDDEN: &str = "You are not allowed to do this.";

/// Finds a type of connection by its name.
pub type Catalog = fn(&str) -> Option<&'static ConnectionEntry>;

/// Lowdefy's API context: the app, and who calls. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ApiContext<'a> {
    /// The app.
    pub app: &'a App,
    /// What was looked up when it was loaded.
    pub plans: &'a Plans,
    /// Open connections.
    pub clients: &'a Clients,
    /// Operators of connections and requests.
    pub requests: &'static Table,
    /// Operators of routines.
    pub routines: &'static Table,
    /// Who calls; undefined for nobody.
    pub user: &'a Value,
    /// Secrets by name.
    pub secrets: &'a Value,
    /// The caller is the app itself: rules of access do not count.
    pub trusted: bool,
    /// The rest of the process.
    pub host: &'a dyn Host,
}

impl ApiContext<'_> {
    /// May the caller?
    ///
    /// # Errors
    /// No. The error is what the caller is told, or none if it is told that there is no such thing.
    pub(crate) fn check(&self, rule: &Rule) -> Result<(), Option<ErrorBody>> {
        rule.check(self.user).map_err(|denied| {
            let body = match denied {
                Denied::SignedOut => ErrorBody::new(Code::Authentication, SIGNED_OUT),
                Denied::Forbidden => ErrorBody::new(Code::Authorization, FORBIDDEN),
            };
            Some(body).filter(|_| self.app.auth.tells())
        })
    }
}

/// What calls need of the process that they run in.
pub trait Host: Sync {
    /// Milliseconds since 1970.
    fn now(&self) -> f64;

    /// A number in [0, 1).
    fn random(&self) -> f64;

    /// Runs a function of the app's own JavaScript.
    fn script(&self, script: &Script<'_>) -> OpResult;

    /// Keeps a value that a routine logs with `:log` (`error`, `warn`, `info` or `debug`), or that an
    /// operator logs (`info`).
    fn log(&self, level: &str, value: &Value);

    /// Languages, as `_t` and `_locale` read them, with the caller's as the active one.
    fn i18n(&self) -> Value;

    /// Notes what is odd, once for each text.
    fn note(&self, message: &str);

    /// Notes how long a request or a step took, and whether it failed.
    fn measured(&self, _work: &Measured<'_>) {}
}

/// A request that was run.
#[derive(Clone, Copy, Debug)]
pub struct Measured<'a> {
    /// Of the connection.
    pub connection_id: &'a str,
    /// Of the request or step.
    pub request_id: &'a str,
    /// Its type.
    pub kind: &'a str,
    /// The page it belongs to, or none for a step of an endpoint.
    pub page_id: Option<&'a str>,
    /// The endpoint it is a step of.
    pub endpoint_id: Option<&'a str>,
    /// How long.
    pub time: std::time::Duration,
    /// Did it fail?
    pub failed: bool,
}
