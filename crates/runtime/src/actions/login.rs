use engine::{Root, Value};

use crate::login::{Login as Call, callback_url};
use crate::{Action, ActionCx, ActionError, url};

/// Logs the user in: goes to the provider and comes back, or has a mail sent, or checks what a form asked
/// for. Where the app has one provider that one is meant, and where it has several and none is named the
/// sign-in page lets the user choose.
///
/// ```yaml
/// id: login
/// type: Login
/// params: { providerId: github, callbackUrl: { pageId: dashboard } }
/// ```
///
/// - `providerId`: the `id` of one of `auth.providers`.
/// - `callbackUrl`: where to be afterwards: an object with `pageId`, `home: true` or `url` (an address of
///   this app), and `urlQuery`. Default: the page where the user is.
/// - `authUrl`: an object whose `urlQuery` is added to the address of the provider, as in
///   `{ urlQuery: { prompt: login } }`.
/// - `redirect`: false stays on the page where nothing else is needed (a form, a mail). The response then
///   has `ok`, and `error` if it did not work.
/// - `link`: true makes the account at the provider another way to log in for the user who is logged in.
/// - anything else, such as `email`, `password` or `token`: what the provider's form has.
///
/// It fails where nobody can be reached. That the user was not let in is told on the sign-in page, or by
/// `error` in the response.
pub struct Login;

const OWN: [&str; 4] = ["providerId", "callbackUrl", "authUrl", "redirect"];

impl Action for Login {
    const NAME: &'static str = "Login";
    const NEEDS_BROWSER: bool = true;

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let app = cx.page.app().clone();
        let mut fields = match params.as_map() {
            Some(_) => params.clone(),
            None => Value::object([]),
        };
        for key in OWN {
            fields.make_map().remove(key);
        }
        let call = Call {
            provider_id: params.key("providerId").as_shared_str(),
            callback_url: callback_url(&app, params.key("callbackUrl"))?,
            query: url::stringify_query(params.key("authUrl").key("urlQuery")),
            stays: *params.key("redirect") == Value::Bool(false),
            fields,
        };
        let answer = app.backend().login(call).await.map_err(ActionError::new)?;
        if let Some(user) = answer.user {
            app.forget_pages();
            app.change_paths(&[(Root::User, "")], Some(&cx.page), |shared| {
                shared.user = user;
            });
        }
        Ok(answer.response)
    }
}
