//! A browser: it keeps cookies, and follows nothing by itself.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};

use crate::tests::TestApp;
use crate::tests::test_app::Answer;

/// See the module.
#[derive(Clone)]
pub(super) struct Browser<'a> {
    app: &'a TestApp,
    pub(super) cookies: BTreeMap<String, String>,
    pub(super) https: bool,
}

impl<'a> Browser<'a> {
    pub(super) fn of(app: &'a TestApp) -> Browser<'a> {
        Browser {
            app,
            cookies: BTreeMap::new(),
            https: false,
        }
    }

    pub(super) async fn get(&mut self, path: &str) -> Answer {
        let request = Request::get(path);
        self.send(request, String::new()).await
    }

    /// Posts a form, as JSON.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields
            .iter()
            .map(|(name, value)| format!("{name:?}:{value:?}"));
        let body = format!("{{{}}}", fields.collect::<Vec<_>>().join(","));
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request, body).await
    }

    pub(super) async fn send(
        &mut self,
        mut request: axum::http::request::Builder,
        body: String,
    ) -> Answer {
        if !self.cookies.is_empty() {
            let pairs = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"));
            let line = pairs.collect::<Vec<_>>().join("; ");
            request = request.header(header::COOKIE, line);
        }
        if self.https {
            request = request.header("x-forwarded-proto", "https");
        }
        let answer = self
            .app
            .answer(request.body(Body::from(body)).expect("request"))
            .await;
        for cookie in answer.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("ASCII");
            let (name, rest) = text.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            match value.is_empty() || text.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }

    /// This browser's token against forged calls.
    pub(super) async fn csrf(&mut self) -> String {
        let answer = self.get("/api/auth/csrf").await.json();
        answer
            .key("csrfToken")
            .as_str()
            .expect("a token")
            .to_owned()
    }

    /// Begins a login; the address that the browser is sent to.
    pub(super) async fn begin(&mut self, provider: &str, to: &str) -> String {
        let token = self.csrf().await;
        let path = format!("/api/auth/signin/{provider}");
        let fields = [
            ("csrfToken", &*token),
            ("callbackUrl", to),
            ("json", "true"),
        ];
        let answer = self.post(&path, &fields).await;
        answer
            .json()
            .key("url")
            .as_str()
            .expect("an address")
            .to_owned()
    }

    /// Logs in at the provider as `user`.
    pub(super) async fn log_in(&mut self, provider: &super::Provider, user: &str) -> Answer {
        let url = self.begin("oidc", "/inside").await;
        let back = provider.authorize(&url, user);
        self.get(&back).await
    }

    /// The user of the session, as JSON; `{}` for nobody.
    pub(super) async fn session(&mut self) -> engine::Value {
        self.get("/api/auth/session").await.json()
    }
}
