//! Logging in, and what is tried against it: through the router, with a provider of OpenID Connect beside
//! that does as it is told.

mod attacks;
mod browser;
mod callers;
mod flows;
mod letters;
mod mailbox;
mod own_users;
mod provider;
mod rules;
mod thefts;
mod user_keys;

use super::TestApp;
use browser::Browser;
use provider::Provider;

/// An app with a public page, one for users, one for admins, and an endpoint for each.
const PAGES: [(&str, &str); 7] = [
    (
        "menus.json",
        r#"[{"id":"menu:default","menuId":"default","links":[
            {"id":"m:home","menuItemId":"home","type":"MenuLink","pageId":"home","auth":{"public":true}},
            {"id":"m:inside","menuItemId":"inside","type":"MenuLink","pageId":"inside","auth":{"public":false}},
            {"id":"m:admin","menuItemId":"admin","type":"MenuLink","pageId":"admin","auth":{"public":false,"roles":["admin"]}}]}]"#,
    ),
    (
        "pages/inside/inside.json",
        r#"{"id":"page:inside","pageId":"inside","blockId":"inside","type":"Box","auth":{"public":false},"properties":{"content":{"_string.concat":["Hello ",{"_user":"name"}]}}}"#,
    ),
    (
        "pages/fixed/fixed.json",
        r#"{"id":"page:fixed","pageId":"fixed","blockId":"fixed","type":"Box","auth":{"public":false},"properties":{"content":"Always the same"}}"#,
    ),
    (
        "pages/admin/admin.json",
        r#"{"id":"page:admin","pageId":"admin","blockId":"admin","type":"Box","auth":{"public":false,"roles":["admin"]},"properties":{"content":"For admins"}}"#,
    ),
    (
        "api/whoami.json",
        r#"{"id":"endpoint:whoami","endpointId":"whoami","type":"Api","auth":{"public":false},"routine":[{":return":{"_user":true}}]}"#,
    ),
    (
        "api/root.json",
        r#"{"id":"endpoint:root","endpointId":"root","type":"Api","auth":{"public":false,"roles":["admin"]},"routine":[{":return":"secret"}]}"#,
    ),
    (
        "api/inner.json",
        r#"{"id":"endpoint:inner","endpointId":"inner","type":"InternalApi","auth":{"public":true},"routine":[{":return":true}]}"#,
    ),
];

/// `auth.json` with one provider of OpenID Connect at `issuer`, and whatever else.
fn auth_json(issuer: &str, more: &str) -> String {
    format!(
        r#"{{"configured":true,"providers":[{{"id":"oidc","type":"OpenIDConnectProvider","properties":{{
            "issuer":"{issuer}","clientId":"app","clientSecret":"a secret of the app"}}}}],
            "userFields":{{"roles":"profile.roles"}},
            "pages":{{"protected":true,"public":["home","404"],"roles":{{"admin":["admin"]}}}},
            "api":{{"protected":true,"public":["inner"],"roles":{{"admin":["root"]}}}},
            "callbacks":[],"events":[]{more}}}"#
    )
}

/// That app.
fn app(auth: &str) -> TestApp {
    app_with(auth, &[])
}

/// That app with environment variables.
fn app_with(auth: &str, vars: &[(&str, &str)]) -> TestApp {
    let mut files = PAGES.to_vec();
    files.push(("auth.json", auth));
    TestApp::with_vars(&files, vars)
}
