//! What happens once it is known who someone is: may they, which user is it, and a new session.

use cookie::Cookie;
use engine::Value;

use super::session::Token;
use super::{Auth, Strategy, accounts, audit, kept, user};
use crate::context::RequestContext;

/// Someone who has proved who they are.
#[derive(Debug)]
pub struct Proven {
    /// The provider's id.
    pub provider: String,
    /// NextAuth's word for how: `oauth`, `email`, `credentials`.
    pub kind: &'static str,
    /// The user, with `id`, `name`, `email`, `image`, and whatever else is known.
    pub user: Value,
    /// The account at the provider, with its tokens.
    pub account: Value,
    /// What the provider tells. Of `credentials` all of it is part of the user.
    pub profile: Value,
    /// The provider has made sure that the mail address is the user's.
    pub email_verified: bool,
    /// The provider's properties let a login mean the user with the same mail address.
    pub links_by_email: bool,
    /// The user who is logged in asked for this account to be theirs, too: their id.
    pub link_to: Option<String>,
    /// The user of the database, where that is how they proved who they are.
    pub known: Option<::auth::User>,
}

/// Why somebody who proved who they are is not let in, by NextAuth's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused(pub &'static str);

/// Somebody who is let in.
pub struct LoggedIn {
    /// The session.
    pub cookies: Vec<Cookie<'static>>,
    /// The first time.
    pub is_new: bool,
}

/// Lets someone in.
///
/// # Errors
/// The app's callbacks refuse, or the session cannot be kept.
pub async fn log_in(
    cx: &RequestContext,
    auth: &Auth,
    mut who: Proven,
) -> Result<LoggedIn, Refused> {
    let provider = who.provider.clone();
    let refuse = |code: &'static str, why: &str| {
        audit::refused(cx, "sign_in", &provider, why);
        Refused(code)
    };
    let asked = payload(&who);
    let said = auth.hooks.ask(cx, "signIn", &asked).await;
    let said = said.map_err(|_| refuse("AccessDenied", "the callback `signIn` failed"))?;
    if said.iter().any(|said| *said == Value::Bool(false)) {
        return Err(refuse("AccessDenied", "the callback `signIn` says no"));
    }
    // Users of the database are as the database has them, now and later.
    let by_app = who.kind == "credentials" && who.known.is_none();
    let (cookies, is_new, id) = match auth.policy.strategy {
        Strategy::Jwt => {
            let (cookies, id) = in_cookie(cx, auth, &who, by_app)
                .await
                .map_err(|(code, why)| refuse(code, why))?;
            (cookies, false, id)
        }
        Strategy::Database => {
            let account = accounts::resolve(cx, auth, &mut who).await;
            let (user, is_new) = account.map_err(|(code, why)| refuse(code, &why))?;
            let told = told(cx, auth, &who, by_app).await;
            let mut told = told.map_err(|why| refuse("Callback", why))?;
            accounts::without_anothers_address(cx, &who, &user, &mut told)
                .await
                .map_err(|(code, why)| refuse(code, &why))?;
            let id = user.id.clone();
            let begun = kept::begin(cx, user, &who.provider, &told).await;
            begun.map_err(|why| refuse("Callback", &why))?;
            (Vec::new(), is_new, id)
        }
    };
    audit::done(cx, "sign_in", &who.provider, &id);
    auth.hooks.tell(cx, "signIn", payload(&who));
    Ok(LoggedIn { cookies, is_new })
}

/// A session in the cookie.
async fn in_cookie(
    cx: &RequestContext,
    auth: &Auth,
    who: &Proven,
    by_app: bool,
) -> Result<(Vec<Cookie<'static>>, String), (&'static str, &'static str)> {
    let told = told(cx, auth, who, by_app)
        .await
        .map_err(|why| ("Callback", why))?;
    let session_user = auth.user_fields.with(told, &who.user);
    let own = who.known.as_ref().map(|known| known.id.as_str());
    let sealed = Token::new(&session_user, &who.provider, own).seal(auth);
    let cookies = sealed
        .and_then(|(value, life)| auth.cookies.session(cx, &value, Some(life.as_secs())))
        .ok_or(("Configuration", "the user's data is too large for a cookie"))?;
    Ok((cookies, user::id(&session_user)))
}

/// What the app takes of the login (all of it, if `by_app` a system that it trusts says so), and what its callbacks make of that.
async fn told(
    cx: &RequestContext,
    auth: &Auth,
    who: &Proven,
    by_app: bool,
) -> Result<Value, &'static str> {
    let mut made = match by_app {
        true => auth.user_fields.told_by_app(&who.profile, &who.account),
        false => auth.user_fields.told(&who.account, &who.profile),
    };
    if who.kind == "oauth" && !made.key("email").is_none() {
        made.make_map()
            .insert("email_verified", who.email_verified.into());
    }
    if auth.hooks.has("jwt") || auth.hooks.has("session") {
        made = auth.user_fields.with(made, &who.user);
    }
    for name in ["jwt", "session"] {
        if !auth.hooks.has(name) {
            continue;
        }
        let mut asked = payload(who);
        let key = if name == "jwt" { "token" } else { "session" };
        let value = match name {
            "jwt" => made.clone(),
            _ => Value::object([("user", made.clone())]),
        };
        asked.make_map().insert(key, value);
        let said = auth.hooks.ask(cx, name, &asked).await;
        for said in said.map_err(|_| "a callback failed")? {
            let said = if name == "jwt" {
                &said
            } else {
                said.key("user")
            };
            if said.as_map().is_some() {
                made = said.clone();
            }
        }
    }
    Ok(user::checked(made))
}

fn payload(who: &Proven) -> Value {
    Value::object([
        ("user", who.user.clone()),
        ("account", who.account.clone()),
        ("profile", who.profile.clone()),
    ])
}

/// Ends the session of the caller.
pub async fn log_out(cx: &RequestContext, auth: &Auth) -> Vec<Cookie<'static>> {
    kept::end(cx).await;
    auth.cookies.session(cx, "", Some(0)).unwrap_or_default()
}
