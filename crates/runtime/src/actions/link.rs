use engine::Value;

use crate::{Action, ActionCx, ActionError, link};

/// Goes to a page of the app, to an address, home or back. While a page is being prepared on the
/// server (onInit) it becomes a redirect.
///
/// ```yaml
/// type: Link
/// params: { pageId: customer, urlQuery: { id: { _event: row.id } } }
/// ```
pub struct Link;

impl Action for Link {
    const NAME: &'static str = "Link";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let target = link::target(cx.page.app(), &params).map_err(ActionError::new)?;
        link::follow(cx.page.app(), target);
        Ok(Value::Undefined)
    }
}
