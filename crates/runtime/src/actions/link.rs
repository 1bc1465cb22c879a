use engine::Value;

use crate::{Action, ActionCx, ActionError, link};

/// Goes to a page of the app, to an address, home or back. While a page is being prepared on the
/// server (onInit) it becomes a redirect.
///
/// ```yaml
/// id: open_customer
/// type: Link
/// params: { pageId: customer, urlQuery: { id: { _event: row.id } } }
/// ```
///
/// Of `pageId`, `url`, `href`, `home` and `back` there must be exactly one, else it fails. A text
/// in place of the parameters is a `pageId`.
///
/// - `pageId`: a page of the app.
/// - `url`: an address. Without a protocol, `https://` is put before it.
/// - `href`: an address that is taken as it is, such as `mailto:help@example.com`.
/// - `home`: true goes to the home page.
/// - `back`: true goes back in the browser's history.
/// - `urlQuery`: an object that becomes the query of the address. The page reads it with
///   `_url_query`.
/// - `input`: a value for the page, which reads it with `_input`. It is not part of the address.
/// - `hash`: where on the page, as after `#`.
/// - `newTab`: true opens another tab.
/// - `replace`: true replaces this page in the history, so that going back does not return to it.
/// - `scroll`: false leaves the window scrolled as it is.
pub struct Link;

impl Action for Link {
    const NAME: &'static str = "Link";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let target = link::target(cx.page.app(), &params).map_err(ActionError::new)?;
        link::follow(cx.page.app(), target);
        Ok(Value::Undefined)
    }
}
