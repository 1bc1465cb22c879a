//! `auth.json`, read once per load: secrets in, providers found, names of cookies made.

use std::sync::Arc;
use std::time::Duration;

use engine::{Cx, ErrorSink, Expr, Root, Scope, Str, Value, path};
use model::server::{App, Rule};
use model::{Diagnostic, Diagnostics};
use tokio::sync::OnceCell;

use super::cookies::Names;
use super::hooks::Hooks;
use super::kept::Layers;
use super::keys::Keys;
use super::provider::Provider;
use super::strategies::Strategies;
use super::user::UserFields;
use super::ways::Ways;
use crate::Settings;
use crate::settings::AuthSecret;
use crate::snapshot::TABLES;

/// How the app logs people in.
pub struct Auth {
    /// What the app is called.
    pub app_name: String,
    /// What it signs with.
    pub keys: Keys,
    /// Whom people log in with.
    pub providers: Vec<Provider>,
    /// Pages of the app's own in place of the usual ones.
    pub urls: Urls,
    /// How long sessions last.
    pub policy: Policy,
    /// Cookies.
    pub cookies: Names,
    /// What of a login is part of the user.
    pub user_fields: UserFields,
    /// Endpoints that are called when something happens.
    pub hooks: Hooks,
    /// How programs prove themselves.
    pub strategies: Strategies,
    /// In development: who everybody is.
    pub mock_user: Option<Value>,
    /// Looks of the usual pages.
    pub theme: Theme,
    /// Sessions of the database, once it is open.
    pub layers: OnceCell<Layers>,
    /// The ways in that need no provider, once the database is open.
    pub ways: OnceCell<Ways>,
}

/// Where sessions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// In the cookie, signed.
    Jwt,
    /// In the database; the cookie is a random id.
    Database,
}

/// How long sessions last.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    /// Where they are.
    pub strategy: Strategy,
    /// Unused for so long, a session ends.
    pub max_age: Duration,
    /// In use, its end is put off this often.
    pub update_age: Duration,
    /// It ends so long after the login in any case.
    pub absolute: Duration,
}

/// `auth.authPages`: paths of the app's own pages.
#[derive(Clone, Debug, Default)]
pub struct Urls {
    /// To log in.
    pub sign_in: Option<Str>,
    /// To log out.
    pub sign_out: Option<Str>,
    /// That something failed.
    pub error: Option<Str>,
    /// That a mail was sent.
    pub verify_request: Option<Str>,
    /// Whoever logs in for the first time comes here.
    pub new_user: Option<Str>,
}

/// `auth.theme`.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// `dark`, `light` or as the reader's.
    pub scheme: Option<Str>,
    /// Colour of buttons.
    pub colour: Option<Str>,
    /// Address of a picture.
    pub logo: Option<Str>,
}

impl Auth {
    /// Reads the app's `auth` with these secrets; none if it has none. What is odd goes to `warnings`.
    ///
    /// # Errors
    /// What cookies are to be signed with can be guessed.
    pub fn load(
        app: &App,
        settings: &Settings,
        secrets: &Value,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Option<Arc<Auth>>, Vec<Diagnostic>> {
        if !app.auth.configured {
            return Ok(None);
        }
        let mut warn = |message: String| {
            let mut d = Diagnostics::of("auth.json");
            d.warning(message);
            warnings.extend(d.found);
        };
        let source = engine::serializer::without_places(&app.auth.source);
        let source = evaluated(&source, secrets, &mut warn);
        if !settings.dev {
            check_secret(&settings.auth.secret, &mut warn)?;
        }
        let providers = Provider::read_all(&source, &mut warn);
        for trouble in super::ways::mail_troubles(&providers) {
            warn(trouble);
        }
        let mut mock_user = settings.auth.dev_user.clone();
        if mock_user.is_none() {
            mock_user = Some(source.key("dev").key("mockUser").clone()).filter(|u| !u.is_none());
        }
        Ok(Some(Arc::new(Auth {
            app_name: app
                .meta
                .key("name")
                .as_str()
                .unwrap_or("the app")
                .to_owned(),
            keys: Keys::of(settings.auth.secret.bytes()),
            urls: Urls::read(source.key("authPages"), app, &mut warn),
            policy: Policy::read(source.key("session"), &mut warn),
            cookies: Names::of(app, source.key("advanced").key("cookies")),
            user_fields: UserFields::read(source.key("userFields")),
            hooks: Hooks::read(&source, app, &mut warn),
            strategies: Strategies::read(source.key("strategies"), &mut warn),
            mock_user: mock_user.filter(|_| settings.dev).map(super::user::checked),
            theme: Theme::read(source.key("theme")),
            layers: OnceCell::new(),
            ways: OnceCell::new(),
            providers,
        })))
    }

    /// The provider of that id.
    pub fn provider(&self, id: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| &*provider.id == id)
    }
}

/// Bytes below which a secret could be guessed, and below which it might be.
const SHORTEST: usize = 16;
const SHORT: usize = 32;

/// Is what cookies are signed with long enough?
///
/// # Errors
/// It could be guessed. The message says which variable it is, and not what is in it.
fn check_secret(secret: &AuthSecret, warn: &mut impl FnMut(String)) -> Result<(), Vec<Diagnostic>> {
    let Some(name) = secret.name() else {
        warn(
            "AUTH_SECRET is not set: cookies are signed with a secret that ends with this \
             process. Logins on their way and sessions in cookies end with it, and several \
             servers do not know one another's"
                .to_owned(),
        );
        return Ok(());
    };
    match secret.bytes().len() {
        0..SHORTEST => {
            let mut d = Diagnostics::of("environment");
            d.error(format!(
                "{name} has fewer than {SHORTEST} bytes: whoever guesses it can sign in as anyone. \
                 Set it to {SHORT} random characters or more"
            ));
            Err(d.found)
        }
        SHORTEST..SHORT => {
            warn(format!(
                "{name} has fewer than {SHORT} bytes; it should have so many, at random"
            ));
            Ok(())
        }
        _ => Ok(()),
    }
}

impl Policy {
    fn read(session: &Value, warn: &mut impl FnMut(String)) -> Policy {
        let mut seconds = |key: &str, usual: u64| match session.key(key) {
            value if value.is_none() => Duration::from_secs(usual),
            Value::Number(n) if *n >= 1.0 && *n < 1e9 => Duration::from_secs(*n as u64),
            _ => {
                warn(format!("`session.{key}` should be a number of seconds"));
                Duration::from_secs(usual)
            }
        };
        let (max_age, update_age, absolute) = (
            seconds("maxAge", 30 * 86_400),
            seconds("updateAge", 86_400),
            seconds("absoluteMaxAge", 90 * 86_400),
        );
        let strategy = match session.key("strategy").as_str() {
            Some("jwt") => Strategy::Jwt,
            Some("database") => Strategy::Database,
            Some(other) => {
                warn(format!(
                    "`session.strategy` is `database` or `jwt`, not {other:?}"
                ));
                Strategy::Database
            }
            None => Strategy::Database,
        };
        Policy {
            strategy,
            max_age,
            // Half of it at most, or a session in use would end.
            update_age: update_age.min(max_age / 2),
            absolute,
        }
    }
}

impl Urls {
    fn read(pages: &Value, app: &App, warn: &mut impl FnMut(String)) -> Urls {
        let mut page = |key: &str| {
            let page = pages.key(key).as_shared_str().filter(|p| !p.is_empty())?;
            let id = page
                .trim_matches('/')
                .split(['?', '#'])
                .next()
                .unwrap_or_default();
            // Whoever is sent to it must be able to see it, or is sent in circles.
            let hidden = app
                .pages
                .get(id)
                .is_some_and(|entry| entry.auth != Rule::Public);
            if hidden && key != "newUser" {
                warn(format!(
                    "`authPages.{key}`: the page `{id}` is not public; the usual one is shown"
                ));
                return None;
            }
            Some(page)
        };
        Urls {
            sign_in: page("signIn"),
            sign_out: page("signOut"),
            error: page("error"),
            verify_request: page("verifyRequest"),
            new_user: page("newUser"),
        }
    }
}

impl Theme {
    fn read(theme: &Value) -> Theme {
        let text = |key: &str| theme.key(key).as_shared_str();
        let is_colour = |c: &Str| {
            c.len() < 40
                && c.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"#(),.% ".contains(&b))
        };
        Theme {
            scheme: text("colorScheme"),
            colour: text("brandColor").filter(is_colour),
            logo: text("logo"),
        }
    }
}

/// The file with what its operators give: mostly `_secret`.
fn evaluated(source: &Value, secrets: &Value, warn: &mut impl FnMut(String)) -> Value {
    // Some secrets are kept from the operator because requests could show them; here they belong.
    let source = with_secrets(source, secrets, warn);
    let errors = ErrorSink::default();
    let scope = Secrets(secrets);
    let value = Expr::compile(&source, TABLES.server).eval(&Cx::new(
        &scope,
        TABLES.server,
        "auth",
        &errors,
    ));
    for error in errors.take() {
        warn(error.message.to_string());
    }
    value
}

fn with_secrets(value: &Value, secrets: &Value, warn: &mut impl FnMut(String)) -> Value {
    if let Some(name) = value.key("_secret").as_str()
        && value.as_map().is_some_and(|map| map.len() == 1)
    {
        let secret = secrets.key(name).clone();
        if secret.is_none() {
            warn(format!(
                "the secret `{name}` is not set (LOWDEFY_SECRET_{name})"
            ));
        }
        return secret.or_null();
    }
    match value {
        Value::List(items) => Value::list(
            items
                .iter()
                .map(|v| with_secrets(v, secrets, warn))
                .collect(),
        ),
        Value::Map(map) => Value::map(
            map.iter()
                .map(|(key, v)| (key.clone(), with_secrets(v, secrets, warn)))
                .collect(),
        ),
        other => other.clone(),
    }
}

struct Secrets<'a>(&'a Value);

impl Scope for Secrets<'_> {
    fn read(&self, root: Root, at: &str) -> Value {
        match root {
            Root::Secret if at.is_empty() => self.0.clone(),
            Root::Secret => path::get(self.0, at),
            _ => Value::Undefined,
        }
    }

    fn now(&self) -> f64 {
        crate::ssr::now_ms()
    }

    fn random(&self) -> f64 {
        crate::ssr::random()
    }
}
