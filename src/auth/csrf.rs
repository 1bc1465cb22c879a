//! Tokens against forged calls: one in a cookie, the same one in the form. Both are bound to the session,
//! so that a token that someone got elsewhere, cookie and all, does not fit.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use cookie::Cookie;
use subtle::ConstantTimeEq as _;

use super::Auth;
use super::cookies::{Cookies, Kind};
use crate::context::RequestContext;

/// The token of this browser, and the cookie to set if it has none yet.
pub fn token(cx: &RequestContext, auth: &Auth) -> (String, Option<Cookie<'static>>) {
    if let Some(token) = kept(cx, auth) {
        return (token.to_owned(), None);
    }
    let token = random();
    let mark = BASE64_URL_SAFE_NO_PAD.encode(auth.keys.mark(&bound(cx, &token)));
    let value = format!("{token}.{mark}");
    let cookie = auth.cookies.cookie(Kind::Csrf, cx.is_https(), value, None);
    (token, Some(cookie))
}

/// Is `given` this browser's token?
pub fn is_ours(cx: &RequestContext, auth: &Auth, given: &str) -> bool {
    let kept = kept(cx, auth);
    kept.is_some_and(|token| token.as_bytes().ct_eq(given.as_bytes()).into())
}

/// The token of the cookie, if this server made it for this session.
fn kept<'a>(cx: &'a RequestContext, auth: &Auth) -> Option<&'a str> {
    let name = auth.cookies.name(Kind::Csrf, cx.is_https());
    let value = Cookies::of(&cx.request.headers).get(&name)?;
    let (token, mark) = value.split_once('.')?;
    let mark = BASE64_URL_SAFE_NO_PAD.decode(mark).ok()?;
    let is_mark = token.len() >= 32 && auth.keys.is_mark(&bound(cx, token), &mark);
    is_mark.then_some(token)
}

fn bound(cx: &RequestContext, token: &str) -> String {
    format!("{}|{token}", cx.session.id.as_deref().unwrap_or_default())
}

/// 256 bits.
pub fn random() -> String {
    let bytes = [
        uuid::Uuid::new_v4(),
        uuid::Uuid::new_v4(),
        uuid::Uuid::new_v4(),
    ];
    let bytes: Vec<u8> = bytes.iter().flat_map(|id| id.into_bytes()).collect();
    BASE64_URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, &bytes))
}
