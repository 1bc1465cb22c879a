//! The language of the app, changed in place.

use std::cell::Cell;

use engine::Value;
use protocol::ErrorBody;
use runtime::locale::direction;

use super::dom::{html, set_cookie};
use super::fetch;

/// Keeps what the reader chose; the server reads it.
const COOKIE: &str = "lath_locale";

thread_local! {
    static NEWEST: Cell<u32> = const { Cell::new(0) };
}

/// Fetches the messages of `code`, remembers it, and has the document say it. `auto` is what the
/// browser asks for, and is not remembered.
pub(super) async fn choose(base_path: &str, code: &str) -> Result<Value, String> {
    let number = NEWEST.get() + 1;
    NEWEST.set(number);
    let address = format!("{base_path}/api/locale/{code}");
    let answer = fetch::get(&address).await.map_err(|error| error.message)?;
    if NEWEST.get() != number {
        return Err("Another language was chosen meanwhile.".to_owned());
    }
    let i18n = answer.value();
    let active = i18n.key("active").as_str();
    let Some(active) = active.filter(|_| answer.status == 200) else {
        return Err(ErrorBody::from_value(&i18n, answer.status).message);
    };
    let kept = if code == "auto" { "" } else { code };
    set_cookie(COOKIE, kept, base_path);
    if let Some(html) = html() {
        html.set_lang(active);
        match direction(active) {
            "rtl" => html.set_dir("rtl"),
            _ => drop(html.remove_attribute("dir")),
        }
    }
    Ok(i18n)
}
