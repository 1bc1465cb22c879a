//! The usual pages around logging in, as HTML that works without a script: sign in, sign out, an error,
//! "look into your mail". An app has its own instead by `auth.authPages`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use engine::Value;
use leptos::tachys::view::RenderHtml as _;
use ui::prelude::*;

use super::provider::{Provider, Way};
use super::{Auth, csrf, forms, target};
use crate::context::RequestContext;
use crate::{csp, ssr};

/// The style sheet, beside that of all pages.
pub const STYLE: &str = include_str!("../../style/auth.css");

/// Errors that the sign-in page tells, and what they mean to people. They do not say whether there is
/// such a user.
const SIGN_IN_ERRORS: [(&str, &str); 12] = [
    (
        "EmailNotVerified",
        "Confirm your address first: look for our letter in your mail.",
    ),
    (
        "OAuthSignin",
        "The provider could not be reached. Try again, or sign in another way.",
    ),
    (
        "OAuthCallback",
        "Signing in with the provider did not work. Try again.",
    ),
    (
        "OAuthCreateAccount",
        "The account could not be made. Try another way.",
    ),
    (
        "EmailCreateAccount",
        "The account could not be made. Try another way.",
    ),
    ("Callback", "Signing in did not work. Try again."),
    (
        "OAuthAccountNotLinked",
        "To confirm who you are, sign in the way you did before.",
    ),
    ("EmailSignin", "The mail could not be sent. Try again."),
    (
        "CredentialsSignin",
        "Signing in did not work. Check what you entered.",
    ),
    ("SessionRequired", "Sign in to see this page."),
    (
        "RateLimited",
        "There were too many tries. Wait a minute, then try again.",
    ),
    ("Csrf", "The page was too old. Try again."),
];

/// Others, which have a page: title, text, status.
const ERRORS: [(&str, &str, &str, u16); 3] = [
    (
        "Configuration",
        "Something is wrong on the server",
        "Signing in is not set up rightly. The log of the server says what is missing.",
        500,
    ),
    (
        "AccessDenied",
        "Access denied",
        "You are not allowed to sign in.",
        403,
    ),
    (
        "Verification",
        "The link does not work",
        "It was used already, or it is too old. Ask for another one.",
        403,
    ),
];

/// Is it told on the sign-in page?
pub fn is_sign_in_error(code: &str) -> bool {
    SIGN_IN_ERRORS.iter().any(|(known, _)| *known == code)
}

/// Where one signs in to come back to `to`.
pub fn sign_in_address(cx: &RequestContext, to: &str) -> String {
    let own = cx
        .snapshot
        .auth
        .as_ref()
        .and_then(|auth| auth.urls.sign_in.clone());
    let page = own.unwrap_or_else(|| "/api/auth/signin".into());
    let to = target::own(cx, Some(to));
    target::with_query(cx, &page, &[("callbackUrl", to.as_str())])
}

/// Signing in: a button per provider, and forms for those that have one.
pub fn sign_in(cx: &RequestContext, auth: &Auth, to: &str, error: Option<&str>) -> Response {
    let (token, cookie) = csrf::token(cx, auth);
    let form = Form {
        base: format!("{}/api/auth", cx.config().base_path),
        token,
        to: to.to_owned(),
    };
    let is_form = |p: &&Provider| matches!(p.way, Way::Email | Way::Credentials);
    let forms = auth
        .providers
        .iter()
        .filter(is_form)
        .map(|p| form.fields(p));
    let forms: Vec<AnyView> = forms.collect();
    let buttons = auth
        .providers
        .iter()
        .filter(|p| matches!(p.way, Way::OAuth(_) | Way::Passkey));
    let buttons: Vec<AnyView> = buttons
        .map(|p| match p.way {
            Way::Passkey => form.passkey(p),
            _ => form.button(p),
        })
        .collect();
    let has_passkeys = auth.providers.iter().any(|p| matches!(p.way, Way::Passkey));
    let script = has_passkeys.then(|| forms::script(cx));
    let link = |is: bool, path: &str, text: &'static str| {
        let to = format!("{}{path}", form.base);
        is.then(|| view! { <a href=to>{text}</a> })
    };
    let forgot = auth.built_in().is_some() && auth.has_mail();
    let links = [
        link(forgot, "/forgot", "Forgotten password"),
        link(auth.has_registration(), "/register", "Register"),
    ];
    let links: Vec<_> = links.into_iter().flatten().collect();
    let links = (!links.is_empty()).then(|| view! { <div class="a-links">{links}</div> });
    let both = !forms.is_empty() && !buttons.is_empty();
    let or = both.then(|| view! { <div class="a-or">"or"</div> });
    let message = error.map(|code| {
        let known = SIGN_IN_ERRORS.iter().find(|(known, _)| *known == code);
        let text = known.map_or("Signing in did not work.", |(_, text)| text);
        view! { <div class="a-error" role="alert">{text}</div> }
    });
    let nobody = auth.providers.is_empty().then(|| {
        view! { <p>"This app has no provider to sign in with."</p> }
    });
    let main = view! {
        <h1>"Sign in"</h1>
        {message}
        {nobody}
        <div class="a-list">{forms}{or}{buttons}</div>
        {links}
        {script}
    };
    let mut response = document(cx, "Sign in", main.into_any(), StatusCode::OK);
    if has_passkeys {
        forms::allow_script(cx, &mut response);
    }
    if let Some(value) = cookie.and_then(|cookie| super::cookies::header(&cookie)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// What forms of the sign-in page have in common.
struct Form {
    base: String,
    token: String,
    to: String,
}

impl Form {
    fn hidden(&self) -> AnyView {
        view! {
            <input type="hidden" name="csrfToken" value=self.token.clone() />
            <input type="hidden" name="callbackUrl" value=self.to.clone() />
        }
        .into_any()
    }

    fn button(&self, provider: &Provider) -> AnyView {
        let action = format!("{}/signin/{}", self.base, provider.id);
        let text = format!("Sign in with {}", provider.title);
        view! {
            <form method="post" action=action>
                {self.hidden()}
                <button type="submit" class="l-btn l-btn-default">{text}</button>
            </form>
        }
        .into_any()
    }

    fn passkey(&self, provider: &Provider) -> AnyView {
        let action = format!("{}/callback/{}", self.base, provider.id);
        let text = format!("Sign in with a {}", provider.title.to_lowercase());
        view! {
            <form method="post" action=action data-passkey="login">
                {self.hidden()}
                <button type="submit" class="l-btn l-btn-default">{text}</button>
            </form>
        }
        .into_any()
    }

    fn fields(&self, provider: &Provider) -> AnyView {
        let is_email = matches!(provider.way, Way::Email);
        let path = if is_email { "signin" } else { "callback" };
        let action = format!("{}/{path}/{}", self.base, provider.id);
        let fields = fields_of(provider).into_iter().map(|field| {
            let complete = match &*field.kind {
                "password" => "current-password",
                "email" => "email",
                _ => "username",
            };
            view! {
                <label>
                    {field.label}
                    <input name=field.name type=field.kind placeholder=field.placeholder autocomplete=complete required=true />
                </label>
            }
            .into_any()
        });
        let fields: Vec<AnyView> = fields.collect();
        let text = match is_email {
            true => "Send me a link".to_owned(),
            false => "Sign in".to_owned(),
        };
        view! {
            <form class="a-fields" method="post" action=action>
                {self.hidden()}
                {fields}
                <button type="submit" class="l-btn l-btn-primary">{text}</button>
            </form>
        }
        .into_any()
    }
}

struct Field {
    name: String,
    label: String,
    kind: String,
    placeholder: String,
}

/// The fields of a provider's form.
fn fields_of(provider: &Provider) -> Vec<Field> {
    let field = |name: &str, label: &str, kind: &str| Field {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: kind.to_owned(),
        placeholder: String::new(),
    };
    let email = field("email", "E-mail", "email");
    if matches!(provider.way, Way::Email) {
        return vec![email];
    }
    let own = provider.properties.key("credentials").as_map();
    let Some(own) = own else {
        return vec![email, field("password", "Password", "password")];
    };
    let read = |(name, value): (&engine::Str, &Value)| {
        let text = |key: &str, usual: &str| value.key(key).as_str().unwrap_or(usual).to_owned();
        Field {
            name: name.to_string(),
            label: text("label", name),
            kind: text("type", "text"),
            placeholder: text("placeholder", ""),
        }
    };
    own.iter().map(read).collect()
}

/// Signing out, which is asked before it is done.
pub fn sign_out(cx: &RequestContext, auth: &Auth, to: &str) -> Response {
    let (token, cookie) = csrf::token(cx, auth);
    let action = format!("{}/api/auth/signout", cx.config().base_path);
    let main = view! {
        <h1>"Sign out"</h1>
        <p>"Do you want to sign out?"</p>
        <form method="post" action=action>
            <input type="hidden" name="csrfToken" value=token />
            <input type="hidden" name="callbackUrl" value=to.to_owned() />
            <button type="submit" class="l-btn l-btn-primary">"Sign out"</button>
        </form>
    };
    let mut response = document(cx, "Sign out", main.into_any(), StatusCode::OK);
    if let Some(value) = cookie.and_then(|cookie| super::cookies::header(&cookie)) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// An error that has a page.
pub fn error(cx: &RequestContext, code: &str) -> Response {
    let known = ERRORS.iter().find(|(known, ..)| *known == code);
    let (title, text, status) = match known {
        Some((_, title, text, status)) => (*title, *text, *status),
        None => ("That did not work", "Signing in did not work.", 200),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    notice(cx, title, text, status)
}

/// Somebody who is signed in may not see a page.
pub fn forbidden(cx: &RequestContext) -> Response {
    let text = "You are signed in, but you are not allowed to see this page.";
    notice(cx, "Access denied", text, StatusCode::FORBIDDEN)
}

/// A mail was sent, or would have been if there were such a user.
pub fn verify_request(cx: &RequestContext) -> Response {
    let text = "If the address is right, a link to sign in with was sent to it.";
    notice(cx, "Look into your mail", text, StatusCode::OK)
}

/// A page with a title, a text, and ways on.
pub fn notice(cx: &RequestContext, title: &str, text: &str, status: StatusCode) -> Response {
    let base = &cx.config().base_path;
    let (sign_in, home) = (format!("{base}/api/auth/signin"), format!("{base}/"));
    let sign_out = (!cx.session.user.is_none()).then(|| {
        let address = format!("{base}/api/auth/signout");
        view! { <a href=address>"Sign out"</a> }
    });
    let sign_in = cx
        .session
        .user
        .is_none()
        .then(|| view! { <a href=sign_in>"Sign in"</a> });
    let main = view! {
        <h1>{title.to_owned()}</h1>
        <p>{text.to_owned()}</p>
        <div class="a-links">{sign_in}{sign_out}<a href=home>"To the start"</a></div>
    };
    document(cx, title, main.into_any(), status)
}

/// The document around the middle of such a page.
pub fn document(cx: &RequestContext, title: &str, main: AnyView, status: StatusCode) -> Response {
    let base = &cx.config().base_path;
    let theme = cx.snapshot.auth.as_ref().map(|auth| auth.theme.clone());
    let theme = theme.unwrap_or_default();
    let scheme = match (theme.scheme.as_deref(), ssr::theme(cx)) {
        (Some("dark"), "system") => "dark",
        (Some("light"), "system") => "light",
        (_, own) => own,
    };
    let colour = theme
        .colour
        .map(|c| format!("--l-primary:{c};--l-primary-fill:{c};--l-primary-fill-hover:{c}"));
    let logo = theme
        .logo
        .map(|src| view! { <img class="a-logo" src=src.to_string() alt="" /> });
    let css = cx.state.site.assets(base).css.clone();
    let html = view! {
        <html lang="en" data-theme=scheme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="robots" content="noindex" />
                <title>{title.to_owned()}</title>
                <link rel="stylesheet" href=css />
                <link rel="stylesheet" href=format!("{base}/_lath/auth.css") />
                <link rel="icon" href=format!("{base}/icon.svg") type="image/svg+xml" />
                <meta name="color-scheme" content="light dark" />
            </head>
            <body class="a">
                <main class="a-card" style=colour.unwrap_or_default()>{logo}{main}</main>
            </body>
        </html>
    };
    let text = format!("<!DOCTYPE html>{}", html.into_any().to_html());
    let mut response = (status, Html(text)).into_response();
    let headers = response.headers_mut();
    let policy = csp::forms(&cx.state.settings, cx.is_https());
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // What the address holds is nobody else's.
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    response
}

/// One of a list of the user's own things, with a button that removes it.
pub fn row_with_button(
    action: &str,
    token: &str,
    about: String,
    id: String,
    button: &'static str,
) -> AnyView {
    let (action, token) = (action.to_owned(), token.to_owned());
    view! {
        <li>
            <form class="a-row" method="post" action=action>
                <span>{about}</span>
                <input type="hidden" name="csrfToken" value=token />
                <input type="hidden" name="id" value=id />
                <button type="submit" class="l-btn l-btn-default">{button}</button>
            </form>
        </li>
    }
    .into_any()
}
