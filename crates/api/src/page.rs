//! Pages: who may see them.

use model::server::{PageEntry, Rule};
use protocol::{Code, ErrorBody};

use crate::ApiContext;

/// The page of that id, if it exists and the caller may see it. Where an app says so, the two are not told
/// apart.
///
/// # Errors
/// Its rules are none, the caller must log in, or may not see it.
pub fn find<'a>(cx: &ApiContext<'a>, id: &str) -> Result<Option<&'a PageEntry>, ErrorBody> {
    let Some(entry) = cx.app.pages.get(id) else {
        return Ok(None);
    };
    if entry.auth == Rule::Invalid {
        return Err(ErrorBody::new(Code::Config, "Invalid auth configuration"));
    }
    match cx.check(&entry.auth) {
        Ok(()) => Ok(Some(entry)),
        Err(Some(error)) => Err(error),
        Err(None) => Ok(None),
    }
}
