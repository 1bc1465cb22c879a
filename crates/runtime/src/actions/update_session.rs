use engine::{Root, Value};

use crate::{Action, ActionCx, ActionError};

/// Asks the server who is logged in, so that `_user` has what changed: a new name, another role.
///
/// ```yaml
/// id: refresh_user
/// type: UpdateSession
/// ```
///
/// The response is the user, or null for nobody. It fails where the server cannot be reached.
pub struct UpdateSession;

impl Action for UpdateSession {
    const NAME: &'static str = "UpdateSession";
    const NEEDS_BROWSER: bool = true;

    async fn run(cx: ActionCx, _: Value) -> Result<Value, ActionError> {
        let app = cx.page.app().clone();
        let user = app.backend().session().await;
        let user = user.map_err(ActionError::new)?;
        let now = user.clone();
        app.change_paths(&[(Root::User, "")], Some(&cx.page), |shared| {
            shared.user = now;
        });
        Ok(user.or_null())
    }
}
