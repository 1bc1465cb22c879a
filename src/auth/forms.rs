//! Pages around logging in that are one form: a new password, a code, a registration.

use axum::http::{StatusCode, header};
use axum::response::Response;
use ui::prelude::*;

use super::{Auth, cookies, csrf, pages};
use crate::context::RequestContext;
use crate::csp;

/// Further forms of a page, made with the token against forged calls.
pub type MoreForms = Box<dyn FnOnce(&str) -> AnyView>;

/// A page that is a form.
#[derive(Default)]
pub struct FormPage<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What it is about.
    pub text: &'a str,
    /// What was wrong the last time.
    pub error: Option<String>,
    /// Where it goes, below `/api/auth`.
    pub action: &'a str,
    /// What there is to type: name, label, type, `autocomplete`.
    pub fields: Vec<[&'a str; 4]>,
    /// What goes along.
    pub hidden: Vec<(&'a str, String)>,
    /// What the button says.
    pub button: &'a str,
    /// Ways on: what they say and where they lead, below `/api/auth`.
    pub links: Vec<(&'a str, &'a str)>,
    /// Something between the text and the form.
    pub extra: Option<AnyView>,
    /// The same with further forms, which get the token against forged calls.
    pub forms: Option<MoreForms>,
    /// What the script does with it.
    pub passkey: Option<&'a str>,
}

impl FormPage<'_> {
    /// As HTML.
    pub fn response(self, cx: &RequestContext, auth: &Auth) -> Response {
        let base = format!("{}/api/auth", cx.config().base_path);
        let (token, cookie) = csrf::token(cx, auth);
        let status = match self.error {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        let error = self
            .error
            .map(|text| view! { <div class="a-error" role="alert">{text}</div> });
        let fields = self.fields.into_iter().map(field).collect::<Vec<_>>();
        let hidden = self.hidden.into_iter().map(|(name, value)| {
            view! { <input type="hidden" name=name.to_owned() value=value /> }.into_any()
        });
        let hidden: Vec<AnyView> = hidden.collect();
        let links = self.links.into_iter().map(|(text, to)| {
            view! { <a href=format!("{base}{to}")>{text.to_owned()}</a> }.into_any()
        });
        let links: Vec<AnyView> = links.collect();
        let links = (!links.is_empty()).then(|| view! { <div class="a-links">{links}</div> });
        let forms = self.forms.map(|forms| forms(&token));
        let action = format!("{base}{}", self.action);
        let script = self.passkey.map(|_| script(cx));
        let main = view! {
            <h1>{self.title.to_owned()}</h1>
            {error}
            <p>{self.text.to_owned()}</p>
            {self.extra}
            {forms}
            <form class="a-fields" method="post" action=action data-passkey=self.passkey.map(str::to_owned)>
                <input type="hidden" name="csrfToken" value=token />
                {hidden}
                {fields}
                <button type="submit" class="l-btn l-btn-primary">{self.button.to_owned()}</button>
            </form>
            {links}
            {script}
        };
        let mut response = pages::document(cx, self.title, main.into_any(), status);
        if self.passkey.is_some() {
            allow_script(cx, &mut response);
        }
        if let Some(value) = cookie.and_then(|cookie| cookies::header(&cookie)) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }
}

/// The script that asks the browser for passkeys.
pub fn script(cx: &RequestContext) -> AnyView {
    let src = format!("{}/_lath/auth.js", cx.config().base_path);
    view! { <script src=src></script> }.into_any()
}

/// Lets a page have that script.
pub fn allow_script(cx: &RequestContext, response: &mut Response) {
    let policy = csp::forms_with_script(&cx.state.settings, cx.is_https());
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
}

fn field([name, label, kind, complete]: [&str; 4]) -> AnyView {
    let (name, label) = (name.to_owned(), label.to_owned());
    let (kind, complete) = (kind.to_owned(), complete.to_owned());
    // A name is not asked of anyone.
    let required = name != "name";
    view! {
        <label>
            {label}
            <input name=name type=kind autocomplete=complete required=required />
        </label>
    }
    .into_any()
}
