use engine::{Root, Value};

use crate::{Action, ActionCx, ActionError};

/// Chooses the language of the app. What is on the page changes at once, and the choice is remembered
/// for a year.
///
/// ```yaml
/// id: language
/// type: SetLocale
/// params: { locale: { _state: language } }
/// ```
///
/// - `locale`: the `code` of one of the languages in `i18n.json`, or `auto` for the best of those that
///   the browser asks for. Default: `auto`.
///
/// It fails for a language that the app has not, and when the messages cannot be fetched; the page then
/// stays as it is.
pub struct SetLocale;

impl Action for SetLocale {
    const NAME: &'static str = "SetLocale";

    async fn run(cx: ActionCx, params: Value) -> Result<Value, ActionError> {
        let app = cx.page.app().clone();
        let code = match params.key("locale") {
            Value::String(code) => code.clone(),
            locale if locale.is_none() => "auto".into(),
            _ => return Err(ActionError::new("SetLocale: `locale` must be a string.")),
        };
        check(&app.shared().root.i18n, &code)?;
        let i18n = app.backend().set_locale(&code).await;
        let i18n = i18n.map_err(ActionError::new)?;
        app.change_paths(&[(Root::I18n, "")], Some(&cx.page), |shared| {
            shared.root.i18n = i18n;
        });
        Ok(Value::Undefined)
    }
}

/// # Errors
/// The app has no such language.
fn check(i18n: &Value, code: &str) -> Result<(), ActionError> {
    let codes = i18n.key("locales").items().iter();
    let codes: Vec<&str> = codes.filter_map(|l| l.key("code").as_str()).collect();
    if codes.is_empty() {
        let message = "SetLocale: the app has no languages (`config.i18n`).";
        return Err(ActionError::new(message));
    }
    if code == "auto" || codes.contains(&code) {
        return Ok(());
    }
    let codes = codes.join(", ");
    Err(ActionError::new(format!(
        "SetLocale: the app has no language `{code}`; it has {codes}."
    )))
}
