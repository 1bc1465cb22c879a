//! Sessions in the database, by axum-login on tower-sessions: the cookie is a random id, and what it means
//! is looked up, in memory for a few seconds.

use std::sync::Arc;
use std::time::Duration;

use auth::sessions::CLIENT_KEY;
use auth::{Lifetimes, Sessions, Store, StoreError};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use axum_login::tower_sessions::cookie::SameSite;
use axum_login::tower_sessions::{Expiry, SessionManagerLayer};
use axum_login::{AuthManagerLayer, AuthManagerLayerBuilder, AuthSession, AuthUser, AuthnBackend};
use cookie::time;
use engine::{Value, json};
use moka::sync::Cache;
use serde::{Deserialize, Serialize};
use tower::{Layer as _, ServiceExt as _, service_fn};

use super::cookies::Kind;
use super::session::Session;
use super::{Auth, address, keys};
use crate::context::RequestContext;

/// How long a user is believed to be as they were.
const FRESH: Duration = Duration::from_secs(3);

/// Users in memory.
const MANY: u64 = 20_000;

/// Where a session has [`Login`].
const LOGIN: &str = "lath.login";

/// A session of axum-login.
pub type Kept = AuthSession<Users>;

/// What a session keeps of its login.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Login {
    provider: String,
    born: u64,
    renewed: u64,
    /// What the login itself says about the user, as JSON.
    told: String,
}

/// A user as axum-login wants one.
#[derive(Clone, Debug)]
pub struct Known(pub Arc<auth::User>);

impl AuthUser for Known {
    type Id = String;

    fn id(&self) -> String {
        self.0.id.clone()
    }

    fn session_auth_hash(&self) -> &[u8] {
        self.0.stamp.as_bytes()
    }
}

/// The users of the database.
#[derive(Clone)]
pub struct Users {
    store: Store,
    fresh: Cache<String, Known>,
}

impl std::fmt::Debug for Users {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Users")
    }
}

impl AuthnBackend for Users {
    type User = Known;
    /// The id of someone who has proved who they are.
    type Credentials = String;
    type Error = StoreError;

    async fn authenticate(&self, id: String) -> Result<Option<Known>, StoreError> {
        self.get_user(&id).await
    }

    async fn get_user(&self, id: &String) -> Result<Option<Known>, StoreError> {
        if let Some(known) = self.fresh.get(id) {
            return Ok(Some(known));
        }
        let user = self.store.user(id).await?;
        let known = user.map(|user| Known(Arc::new(user)));
        if let Some(known) = &known {
            self.fresh.insert(id.clone(), known.clone());
        }
        Ok(known)
    }
}

/// The layers of one app's sessions: without https and with.
pub struct Layers {
    plain: AuthManagerLayer<Users, Sessions>,
    secure: AuthManagerLayer<Users, Sessions>,
    /// The sessions, to list and end them.
    pub sessions: Sessions,
    fresh: Cache<String, Known>,
}

impl Layers {
    /// For an app.
    pub fn new(auth: &Auth, store: &Store) -> Layers {
        let millis = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
        let sessions = store.sessions().with_lifetimes(Lifetimes {
            idle: millis(auth.policy.max_age),
            absolute: millis(auth.policy.absolute),
            ..Lifetimes::default()
        });
        let fresh = Cache::builder()
            .max_capacity(MANY)
            .time_to_live(FRESH)
            .build();
        let users = Users {
            store: store.clone(),
            fresh: fresh.clone(),
        };
        let layer = |is_https: bool| {
            let cookie = auth
                .cookies
                .cookie(Kind::Session, is_https, String::new(), None);
            let idle = time::Duration::try_from(auth.policy.max_age);
            let mut layer = SessionManagerLayer::new(sessions.clone())
                .with_name(cookie.name().to_owned())
                .with_path("/")
                .with_http_only(true)
                .with_secure(cookie.secure().unwrap_or(is_https))
                .with_same_site(cookie.same_site().unwrap_or(SameSite::Lax))
                .with_expiry(Expiry::OnInactivity(idle.unwrap_or(time::Duration::MAX)));
            if let Some(domain) = cookie.domain() {
                layer = layer.with_domain(domain.to_owned());
            }
            AuthManagerLayerBuilder::new(users.clone(), layer).build()
        };
        Layers {
            plain: layer(false),
            secure: layer(true),
            sessions,
            fresh,
        }
    }

    /// A user is not any more as they were.
    pub fn forget(&self, user_id: &str) {
        self.fresh.invalidate(user_id);
    }

    /// Answers a request whose session is in the database, or will be.
    pub async fn run(
        &self,
        auth: Arc<Auth>,
        is_https: bool,
        request: Request,
        next: Next,
    ) -> Response {
        let inner = service_fn(move |mut request: Request| {
            let (auth, next) = (auth.clone(), next.clone());
            async move {
                if let Some(kept) = request.extensions().get::<Kept>().cloned() {
                    let session = session(&auth, kept).await;
                    request.extensions_mut().insert(session);
                }
                Ok::<_, std::convert::Infallible>(next.run(request).await)
            }
        });
        let layer = if is_https { &self.secure } else { &self.plain };
        match layer.layer(inner).oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }
}

/// The caller of a session.
async fn session(auth: &Auth, kept: Kept) -> Session {
    let nobody = |kept| Session {
        kept: Some(kept),
        ..Session::default()
    };
    let Some(known) = kept.user.clone() else {
        return nobody(kept);
    };
    let login = kept.session.get::<Login>(LOGIN).await.ok().flatten();
    let (Some(mut login), Some(id)) = (login, kept.session.id()) else {
        return nobody(kept);
    };
    let now = keys::now();
    if now.saturating_sub(login.renewed) >= auth.policy.update_age.as_secs() {
        // Writing it has the cookie's own end put off.
        login.renewed = now;
        kept.session.insert(LOGIN, &login).await.ok();
    }
    let told = json::parse_wire(login.told.as_bytes()).unwrap_or_default();
    let end = login.born.saturating_add(auth.policy.absolute.as_secs());
    Session {
        user: auth.user_fields.with(told, &value(&known.0)),
        id: Some(Sessions::name_of(&id).into()),
        expires: now.saturating_add(auth.policy.max_age.as_secs()).min(end),
        born: login.born,
        provider: Some(login.provider.into()),
        kept: Some(kept),
        own: None,
    }
}

/// A user of the database as data.
pub fn value(user: &auth::User) -> Value {
    let text = |text: &Option<String>| text.as_deref().map_or(Value::Null, Value::from);
    let mut value = match user.data.as_map() {
        Some(_) => user.data.clone(),
        None => Value::object([]),
    };
    let map = value.make_map();
    map.insert("id", user.id.as_str().into());
    map.insert("name", text(&user.name));
    map.insert("email", text(&user.email));
    map.insert("emailVerified", user.email_verified.is_some().into());
    map.insert("image", text(&user.image));
    let roles = user.roles.iter().map(|role| role.as_str().into());
    map.insert("roles", Value::list(roles.collect()));
    value
}

/// A new session for a user; the one that the browser has ends. `told` is what the login itself says
/// about the user.
///
/// # Errors
/// It cannot be kept; the text is for the log.
pub async fn begin(
    cx: &RequestContext,
    known: auth::User,
    provider: &str,
    told: &Value,
) -> Result<(), String> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let mut kept = cx
        .session
        .kept
        .clone()
        .ok_or("there is no store of sessions")?;
    // Whoever knew the id before does not know it afterwards. Emptying a session leaves it its id.
    if kept.session.id().is_some() {
        kept.logout().await.map_err(|e| text(&e))?;
    }
    kept.session.cycle_id().await.map_err(|e| text(&e))?;
    let now = keys::now();
    let login = Login {
        provider: provider.to_owned(),
        born: now,
        renewed: now,
        told: json::to_wire(told),
    };
    let client = serde_json::json!({
        "address": address::of(cx).map(|address| address.to_string()),
        "agent": cx.header("user-agent"),
    });
    let session = kept.session.clone();
    kept.login(&Known(Arc::new(known)))
        .await
        .map_err(|e| text(&e))?;
    session.insert(LOGIN, &login).await.map_err(|e| text(&e))?;
    session
        .insert(CLIENT_KEY, client)
        .await
        .map_err(|e| text(&e))
}

/// Ends the session of the caller.
pub async fn end(cx: &RequestContext) {
    if let Some(mut kept) = cx
        .session
        .kept
        .clone()
        .filter(|kept| kept.session.id().is_some())
        && let Err(error) = kept.logout().await
    {
        tracing::error!(%error, "a session could not be ended");
    }
}
