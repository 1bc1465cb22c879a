use engine::{Root, Value};

use crate::login::callback_url;
use crate::{Action, ActionCx, ActionError};

/// Logs the user out, and goes to a page that everybody may see.
///
/// ```yaml
/// id: logout
/// type: Logout
/// params: { callbackUrl: { pageId: goodbye } }
/// ```
///
/// - `callbackUrl`: where to be afterwards: an object with `pageId`, `home: true` or `url` (an address of
///   this app), and `urlQuery`. Default: the page where the user is, which may be the sign-in page then.
/// - `redirect`: false stays on the page.
///
/// It fails where the server cannot be reached.
pub struct Logout;

impl Action for Logout {
    const NAME: &'static str = "Logout";
    const NEEDS_BROWSER: bool = true;

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let app = cx.page.app().clone();
        let to = callback_url(&app, params.key("callbackUrl"))?;
        let stays = *params.key("redirect") == Value::Bool(false);
        let done = app.backend().logout(to, stays).await;
        done.map_err(ActionError::new)?;
        // What was loaded for the user is nobody else's.
        app.forget_pages();
        if stays {
            app.change_paths(&[(Root::User, "")], Some(&cx.page), |shared| {
                shared.user = Value::Undefined;
            });
        }
        Ok(Value::Undefined)
    }
}
