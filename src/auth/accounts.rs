//! Which user of the database a login means. An account at a provider is somebody's once it was linked, and
//! linking is what thieves try: a mail address alone proves nothing.
//!
//! - The account is linked: it is that user.
//! - Who is logged in asked for it in so many words, and still is: the account becomes theirs, too.
//! - Another user has the address: only if the provider has verified it and the app wants it so
//!   (`allowDangerousEmailAccountLinking`), and not if the user has a second factor. If that user never
//!   proved the address, they lose every way in that they had, for they may have been anyone.
//! - Else it is a new user. An address that the provider has not verified is not theirs.

use auth::{NewUser, Store, StoreError, User};
use engine::Value;

use super::login::Proven;
use super::{Auth, audit, kept};
use crate::context::RequestContext;

/// Why not: NextAuth's name, and the text for the log.
type Refusal = (&'static str, String);

/// The user, and whether they are new. What is known of them goes into the login.
///
/// # Errors
/// Nobody, and why.
pub(super) async fn resolve(
    cx: &RequestContext,
    auth: &Auth,
    who: &mut Proven,
) -> Result<(User, bool), Refusal> {
    let failed = |error: StoreError| ("Callback", error.to_string());
    let store = cx.state.store().await.map_err(failed)?;
    let (found, is_new) = match who.known.take() {
        Some(known) => (known, false),
        None => match find(cx, auth, store, who).await? {
            Some(found) => (found, false),
            None => (create(store, who).await?, true),
        },
    };
    // What the database knows counts; what the login says beside it is kept for the callbacks.
    let now = kept::value(&found);
    let map = who.user.make_map();
    for (key, value) in now.as_map().into_iter().flat_map(|map| map.iter()) {
        if !value.is_none() {
            map.insert(key.clone(), value.clone());
        }
    }
    if is_new {
        let told = Value::object([("user", who.user.clone())]);
        auth.hooks.tell(cx, "createUser", told);
        audit::done(cx, "create_user", &who.provider, &found.id);
    }
    Ok((found, is_new))
}

async fn find(
    cx: &RequestContext,
    auth: &Auth,
    store: &Store,
    who: &Proven,
) -> Result<Option<User>, Refusal> {
    let failed = |error: StoreError| ("Callback", error.to_string());
    let account = account_id(who)?;
    let owner = store.user_by_account(&who.provider, &account).await;
    let owner = owner.map_err(failed)?;
    if let Some(asking) = &who.link_to {
        let is_still = cx.session.user_id() == Some(asking);
        if !is_still || owner.as_ref().is_some_and(|owner| owner.id != *asking) {
            let why = "who asked to link the account is not logged in, or it is another user's";
            return Err(("OAuthAccountNotLinked", why.to_owned()));
        }
        let asking = store.user(asking).await.map_err(failed)?;
        let asking = asking.ok_or(("OAuthAccountNotLinked", "no such user".to_owned()))?;
        link(cx, auth, store, who, &asking, &account).await?;
        return Ok(Some(asking));
    }
    if owner.is_some() {
        return Ok(owner);
    }
    let Some(email) = who.user.key("email").as_str() else {
        return Ok(None);
    };
    let Some(same) = store.user_by_email(email).await.map_err(failed)? else {
        return Ok(None);
    };
    if !who.email_verified {
        let why = "another user has the mail address, which the provider has not verified";
        return Err(("OAuthAccountNotLinked", why.to_owned()));
    }
    if !who.links_by_email {
        let why = "another user has the mail address, and the provider may not link by it";
        return Err(("OAuthAccountNotLinked", why.to_owned()));
    }
    // Who has a second factor wants more shown than the provider shows. One of whoever came first is
    // not the owner's.
    if same.email_verified.is_some() && store.has_totp(&same.id).await.map_err(failed)? {
        let why =
            "the user with the mail address has a second factor, so they must link it themselves";
        return Err(("OAuthAccountNotLinked", why.to_owned()));
    }
    let same = prove(cx, auth, store, &who.provider, same).await;
    let same = same.map_err(failed)?;
    let same = same.ok_or(("OAuthAccountNotLinked", "no such user".to_owned()))?;
    link(cx, auth, store, who, &same, &account).await?;
    Ok(Some(same))
}

/// The user as they are once their address is proven by who logs in now. If it never was, they lose
/// every way in that they had.
///
/// # Errors
/// The database failed.
pub async fn prove(
    cx: &RequestContext,
    auth: &Auth,
    store: &Store,
    provider: &str,
    user: User,
) -> Result<Option<User>, StoreError> {
    let email = match (&user.email, user.email_verified) {
        (Some(email), None) => email,
        _ => return Ok(Some(user)),
    };
    let is_first = store.prove_email(&user.id, email).await?;
    if let Some(layers) = auth.layers.get() {
        layers.forget(&user.id);
    }
    let now = store.user(&user.id).await?;
    if let (true, Some(now)) = (is_first, &now) {
        audit::done(cx, "claim_user", provider, &now.id);
        auth.hooks.tell_of(cx, "updateUser", now);
    }
    Ok(now)
}

async fn link(
    cx: &RequestContext,
    auth: &Auth,
    store: &Store,
    who: &Proven,
    to: &User,
    account: &str,
) -> Result<(), Refusal> {
    let linked = store.link_account(&to.id, &who.provider, account).await;
    linked.map_err(|error| ("OAuthAccountNotLinked", error.to_string()))?;
    audit::done(cx, "link_account", &who.provider, &to.id);
    let told = Value::object([
        ("user", kept::value(to)),
        ("account", who.account.clone()),
        ("profile", who.profile.clone()),
    ]);
    auth.hooks.tell(cx, "linkAccount", told);
    Ok(())
}

async fn create(store: &Store, who: &Proven) -> Result<User, Refusal> {
    let text = |key: &str| who.user.key(key).as_str().map(str::to_owned);
    // What cannot be kept must not keep its owner out.
    let new = NewUser {
        name: text("name"),
        email: text("email").filter(|_| who.email_verified),
        email_verified: who.email_verified,
        image: text("image"),
        ..NewUser::default()
    }
    .fitting();
    let created = store
        .create_user_with_account(new, &who.provider, &account_id(who)?)
        .await;
    created.map_err(|error| match error {
        StoreError::EmailTaken | StoreError::AccountTaken => {
            ("OAuthAccountNotLinked", error.to_string())
        }
        error => ("OAuthCreateAccount", error.to_string()),
    })
}

/// Takes a mail address out of what a login tells about a user that the provider has not verified and that
/// is another user's: whoever reads it would take the one for the other.
///
/// # Errors
/// The database failed.
pub(super) async fn without_anothers_address(
    cx: &RequestContext,
    who: &Proven,
    user: &User,
    told: &mut Value,
) -> Result<(), Refusal> {
    let email = told.key("email").as_str().filter(|_| !who.email_verified);
    let Some(email) = email else {
        return Ok(());
    };
    let failed = |error: StoreError| ("Callback", error.to_string());
    let store = cx.state.store().await.map_err(failed)?;
    let owner = store.user_by_email(email).await.map_err(failed)?;
    if owner.is_some_and(|owner| owner.id != user.id) {
        audit::refused(
            cx,
            "mail_address",
            &who.provider,
            "it is another user's, and the provider has not verified it",
        );
        told.make_map().remove("email");
    }
    Ok(())
}

fn account_id(who: &Proven) -> Result<String, Refusal> {
    let id = match who.account.key("providerAccountId") {
        Value::String(id) if !id.is_empty() => id.to_string(),
        id @ Value::Number(_) => engine::json::stringify(id),
        _ => return Err(("Callback", "the account has no id".to_owned())),
    };
    Ok(id)
}
