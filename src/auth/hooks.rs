//! Endpoints of the app that are called when someone logs in or out: callbacks decide, events are told.

use engine::{Str, Value};
use model::server::App;

use super::kept;
use crate::context::RequestContext;
use crate::services::endpoint;

/// Callbacks, by what they decide about.
const CALLBACKS: [&str; 4] = ["signIn", "jwt", "session", "redirect"];

/// Events, by what happened.
const EVENTS: [&str; 6] = [
    "createUser",
    "linkAccount",
    "session",
    "signIn",
    "signOut",
    "updateUser",
];

/// `auth.callbacks` and `auth.events` of the types `EndpointCallback` and `EndpointEvent`.
#[derive(Default)]
pub struct Hooks {
    callbacks: Vec<(&'static str, Str)>,
    events: Vec<(&'static str, Str)>,
}

impl Hooks {
    /// Reads them.
    pub fn read(auth: &Value, app: &App, warn: &mut impl FnMut(String)) -> Hooks {
        let mut hooks = Hooks::default();
        let all = [
            ("callbacks", "EndpointCallback", &CALLBACKS[..]),
            ("events", "EndpointEvent", &EVENTS[..]),
        ];
        for (key, kind, known) in all {
            for item in auth.key(key).items() {
                let id = item.key("id").as_str().unwrap_or_default();
                if item.key("type").as_str() != Some(kind) {
                    warn(format!(
                        "`{key}`: \"{id}\" is not of the type {kind}, and does nothing"
                    ));
                    continue;
                }
                let properties = item.key("properties");
                let endpoint = properties.key("endpointId").as_shared_str();
                let endpoint = endpoint.filter(|id| app.endpoints.contains_key(id));
                let Some(endpoint) = endpoint else {
                    warn(format!(
                        "`{key}`: \"{id}\" names no endpoint (`endpointId`), and does nothing"
                    ));
                    continue;
                };
                let on = properties.key("on");
                let on: Vec<&str> = match on.as_str() {
                    Some(one) => vec![one],
                    None => on.items().iter().filter_map(Value::as_str).collect(),
                };
                for name in on {
                    match known.iter().find(|known| **known == name) {
                        Some(name) if key == "events" => {
                            hooks.events.push((name, endpoint.clone()))
                        }
                        Some(name) => hooks.callbacks.push((name, endpoint.clone())),
                        None => warn(format!(
                            "`{key}`: \"{id}\" is on {name:?}, which there is not"
                        )),
                    }
                }
            }
        }
        hooks
    }

    /// What each callback says, in their order.
    ///
    /// # Errors
    /// One of them failed: the log says why, and whoever asks goes no further.
    pub async fn ask(
        &self,
        cx: &RequestContext,
        name: &str,
        payload: &Value,
    ) -> Result<Vec<Value>, Failed> {
        let mut said = Vec::new();
        for (_, id) in self.callbacks.iter().filter(|(on, _)| *on == name) {
            let ended = endpoint::run_named(&as_app(cx), id, payload.clone()).await;
            said.push(ended.result.map_err(|_| Failed)?);
        }
        Ok(said)
    }

    /// Is there a callback of that name?
    pub fn has(&self, name: &str) -> bool {
        self.callbacks.iter().any(|(on, _)| *on == name)
    }

    /// Tells of an event that is about a user alone.
    pub fn tell_of(&self, cx: &RequestContext, name: &str, user: &::auth::User) {
        self.tell(cx, name, Value::object([("user", kept::value(user))]));
    }

    /// Tells of an event; nobody waits for it.
    pub fn tell(&self, cx: &RequestContext, name: &str, payload: Value) {
        for (_, id) in self.events.iter().filter(|(on, _)| *on == name) {
            let (cx, id, payload) = (as_app(cx), id.clone(), payload.clone());
            let tasks = cx.state.shutdown.clone();
            tasks.spawn_to_end(async move {
                endpoint::run_named(&cx, &id, payload).await;
            });
        }
    }
}

/// A callback failed.
#[derive(Debug)]
pub struct Failed;

/// The endpoint `id`, called by the app itself.
pub async fn call(cx: &RequestContext, id: &str, payload: Value) -> Result<Value, Failed> {
    let ended = endpoint::run_named(&as_app(cx), id, payload).await;
    ended.result.map_err(|_| Failed)
}

/// Not as who is about to log in, but as the app itself.
fn as_app(cx: &RequestContext) -> RequestContext {
    RequestContext {
        trusted: true,
        session: Default::default(),
        ..cx.clone()
    }
}
