//! Names and attributes of cookies. They carry the app's name, so that apps on one host do not take
//! each other's, and on https the prefix `__Host-`, by which browsers take them from this host alone.

use axum::http::HeaderValue;
use cookie::{Cookie, SameSite, time};
use engine::Value;
use model::server::App;

use crate::context::RequestContext;

/// Bytes of one cookie that browsers keep for certain.
const MAX_COOKIE: usize = 3_800;

/// Cookies that a session is spread over at most. What is larger is refused.
const MAX_PARTS: usize = 5;

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The session.
    Session,
    /// Against forged calls.
    Csrf,
    /// A login on its way.
    Login,
    /// Whatever else is kept with the browser for a step of a login.
    Step,
}

const KINDS: [(Kind, &str, &[&str]); 4] = [
    (Kind::Session, "session-token", &["sessionToken"]),
    (Kind::Csrf, "csrf-token", &["csrfToken"]),
    (
        Kind::Login,
        "login",
        &["state", "pkceCodeVerifier", "nonce"],
    ),
    (Kind::Step, "step", &[]),
];

/// The names of an app's cookies, and what it says about them.
pub struct Names {
    plain: [String; 4],
    own: [Own; 4],
}

/// `auth.advanced.cookies.<name>`.
#[derive(Clone, Debug, Default)]
struct Own {
    name: Option<String>,
    same_site: Option<SameSite>,
    secure: Option<bool>,
    domain: Option<String>,
}

impl Names {
    /// Those of an app, with its `advanced.cookies`.
    pub fn of(app: &App, own: &Value) -> Names {
        let meta = |key: &str| app.meta.key(key).as_str().map(slug);
        let prefix = meta("slug").or_else(|| meta("name"));
        let prefix = prefix.unwrap_or_else(|| slug(&app.config.base_path));
        let dot = if prefix.is_empty() { "" } else { "." };
        Names {
            plain: KINDS.map(|(_, name, _)| format!("{prefix}{dot}lath.{name}")),
            own: KINDS.map(|(_, _, keys)| {
                let given = keys
                    .iter()
                    .map(|key| own.key(key))
                    .find(|own| !own.is_none());
                given.map_or_else(Own::default, Own::read)
            }),
        }
    }

    /// The name of a cookie.
    pub fn name(&self, kind: Kind, is_https: bool) -> String {
        let own = &self.own[kind as usize];
        let plain = &self.plain[kind as usize];
        match &own.name {
            // A name that browsers refuse on plain http would lock everybody out there.
            Some(name) if !is_https && name.starts_with("__") => plain.clone(),
            // What several of NextAuth's cookies hold is one here.
            Some(name) if kind != Kind::Login => name.clone(),
            _ if !is_https => plain.clone(),
            _ if own.domain.is_some() => format!("__Secure-{plain}"),
            _ => format!("__Host-{plain}"),
        }
    }

    /// A cookie to set; an empty value forgets it.
    pub fn cookie(
        &self,
        kind: Kind,
        is_https: bool,
        value: String,
        seconds: Option<u64>,
    ) -> Cookie<'static> {
        let own = &self.own[kind as usize];
        let mut cookie = Cookie::build((self.name(kind, is_https), value))
            .path("/")
            .http_only(true)
            .secure(is_https && own.secure.unwrap_or(true))
            .same_site(match own.same_site {
                // Browsers refuse it without https.
                Some(SameSite::None) if !is_https => SameSite::Lax,
                other => other.unwrap_or(SameSite::Lax),
            });
        if let Some(domain) = &own.domain {
            cookie = cookie.domain(domain.clone());
        }
        if let Some(seconds) = seconds {
            let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
            cookie = cookie.max_age(time::Duration::seconds(seconds));
        }
        cookie.build()
    }

    /// A session as cookies: one, or several if it is long. What a longer one left is forgotten.
    /// None if it is too long.
    pub fn session(
        &self,
        cx: &RequestContext,
        value: &str,
        seconds: Option<u64>,
    ) -> Option<Vec<Cookie<'static>>> {
        let https = cx.is_https();
        let parts: Vec<&str> = split(value);
        if parts.len() > MAX_PARTS {
            return None;
        }
        let name = self.name(Kind::Session, https);
        let single = parts.len() <= 1;
        let mut out = Vec::new();
        let whole = if single { value } else { "" };
        let mut cookie = self.cookie(Kind::Session, https, whole.to_owned(), seconds);
        if !single || value.is_empty() {
            cookie.set_max_age(time::Duration::ZERO);
        }
        if single || cx.cookie(&name).is_some() {
            out.push(cookie);
        }
        for i in 0..MAX_PARTS {
            let numbered = format!("{name}.{i}");
            let part = parts.get(i).filter(|_| !single);
            if part.is_none() && cx.cookie(&numbered).is_none() {
                continue;
            }
            let text = part.copied().unwrap_or_default().to_owned();
            let mut cookie = self.cookie(Kind::Session, https, text, seconds);
            cookie.set_name(numbered);
            if part.is_none() {
                cookie.set_max_age(time::Duration::ZERO);
            }
            out.push(cookie);
        }
        Some(out)
    }

    /// The value of a session as a request has it.
    pub fn session_of(&self, cookies: &Cookies<'_>, is_https: bool) -> Option<String> {
        let name = self.name(Kind::Session, is_https);
        if let Some(value) = cookies.get(&name).filter(|value| !value.is_empty()) {
            return Some(value.to_owned());
        }
        let part = |i: usize| cookies.get(&format!("{name}.{i}"));
        let whole: String = (0..MAX_PARTS).map_while(part).collect();
        (!whole.is_empty()).then_some(whole)
    }
}

/// The cookies of a request.
pub struct Cookies<'a>(pub Vec<&'a str>);

impl<'a> Cookies<'a> {
    /// Those in a head.
    pub fn of(headers: &'a axum::http::HeaderMap) -> Cookies<'a> {
        let lines = headers.get_all("cookie").iter();
        Cookies(lines.filter_map(|v| v.to_str().ok()).collect())
    }

    /// The value of one. If there are several of that name, none: one of them is not ours.
    pub fn get(&self, name: &str) -> Option<&'a str> {
        let pairs = self.0.iter().flat_map(|line| line.split(';'));
        let mut found = pairs.filter_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then_some(value)
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }
}

/// Takes the cookies of a name out of a head.
pub fn remove(headers: &mut axum::http::HeaderMap, name: &str) {
    let is_one = |pair: &&str| pair.trim().split('=').next() == Some(name);
    let cookies = Cookies::of(headers);
    let mut pairs = cookies.0.iter().flat_map(|line| line.split(';'));
    if !pairs.clone().any(|pair| is_one(&pair)) {
        return;
    }
    let others: Vec<&str> = pairs.by_ref().filter(|pair| !is_one(pair)).collect();
    let line = HeaderValue::from_str(others.join(";").trim());
    headers.remove("cookie");
    if let Ok(line) = line {
        headers.insert("cookie", line);
    }
}

fn split(value: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = value;
    // Tokens are ASCII.
    while rest.len() > MAX_COOKIE {
        let (part, more) = rest.split_at(MAX_COOKIE);
        parts.push(part);
        rest = more;
    }
    parts.push(rest);
    parts
}

/// As a header.
pub fn header(cookie: &Cookie<'_>) -> Option<HeaderValue> {
    HeaderValue::from_str(&cookie.to_string()).ok()
}

fn slug(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let text: String = text.chars().map(plain).collect();
    let parts = text.split('-').filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

impl Own {
    fn read(own: &Value) -> Own {
        let options = own.key("options");
        let token = |c: u8| c.is_ascii_alphanumeric() || b"-_.".contains(&c);
        let name = own.key("name").as_str();
        Own {
            name: name
                .filter(|name| !name.is_empty() && name.bytes().all(token))
                .map(str::to_owned),
            same_site: match options
                .key("sameSite")
                .as_str()
                .map(str::to_ascii_lowercase)
            {
                Some(text) if text == "none" => Some(SameSite::None),
                Some(text) if text == "strict" => Some(SameSite::Strict),
                Some(text) if text == "lax" => Some(SameSite::Lax),
                _ => None,
            },
            secure: options.key("secure").as_bool(),
            domain: options.key("domain").as_str().map(str::to_owned),
        }
    }
}
