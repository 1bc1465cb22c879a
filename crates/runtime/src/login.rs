//! What logging in needs to know: whom with, what for, and where to be afterwards.

use engine::{Str, Value, js};

use crate::{ActionError, AppCx, url};

/// A login, as the action means it.
#[derive(Clone, Debug, PartialEq)]
pub struct Login {
    /// With whom; none for the only one, or to let the user choose.
    pub provider_id: Option<Str>,
    /// Where to be afterwards; none for where the user is.
    pub callback_url: Option<String>,
    /// A query for the provider's address.
    pub query: String,
    /// Stay on the page where that is possible.
    pub stays: bool,
    /// What a form asked for.
    pub fields: Value,
}

/// How a login went that did not leave the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoginAnswer {
    /// What `_actions` reads.
    pub response: Value,
    /// The user as they are now, if they are another one.
    pub user: Option<Value>,
}

/// More than one of the ways to say where is given.
const AMBIGUOUS: &str =
    "Invalid Link: To avoid ambiguity, only one of 'home', 'pageId' or 'url' can be defined.";

/// Reads `callbackUrl`: `{home | pageId | url, urlQuery}`. None where it says nothing.
pub(crate) fn callback_url(app: &AppCx, params: &Value) -> Result<Option<String>, ActionError> {
    let ways = ["home", "pageId", "url"];
    let given = ways.iter().filter(|way| js::truthy(params.key(way)));
    if given.count() > 1 {
        return Err(ActionError::new(AMBIGUOUS));
    }
    let root = app.shared().root.clone();
    let base = &root.base_path;
    let path = if js::truthy(params.key("home")) {
        match &root.home_page_id {
            Some(page_id) if !root.home_configured => format!("{base}/{page_id}"),
            _ => format!("{base}/"),
        }
    } else if let Some(page_id) = params.key("pageId").as_str() {
        format!("{base}/{page_id}")
    } else if let Some(url) = params.key("url").as_str().or(params.as_str()) {
        url.to_owned()
    } else {
        return Ok(None);
    };
    let query = url::stringify_query(params.key("urlQuery"));
    let joint = match (query.is_empty(), path.contains('?')) {
        (true, _) => "",
        (false, true) => "&",
        (false, false) => "?",
    };
    Ok(Some(format!("{path}{joint}{query}")))
}
