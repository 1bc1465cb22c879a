//! What goes wrong between a mail and its server.

use std::error::Error as StdError;

use crate::Error;

/// What went wrong. What a server says can repeat what it was sent, so only its code is told.
pub(super) fn of(error: lettre::transport::smtp::Error) -> Error {
    let code = error.status().map(|code| code.to_string());
    match code.as_deref() {
        Some(code @ ("432" | "454" | "530" | "534" | "535" | "538")) => Error::service(format!(
            "The mail server did not accept the sender's credentials ({code})."
        )),
        Some(code) if error.is_permanent() => {
            Error::request(format!("The mail server refused the mail ({code})."))
        }
        Some(code) => Error::service(format!(
            "The mail server can not take the mail now ({code})."
        )),
        None if error.is_timeout() => Error::service("The mail server did not answer in time."),
        None if error.is_tls() || is_about_tls(&error) => {
            Error::service("The mail server can not be spoken to encrypted.")
        }
        None => {
            let reached = error.is_response() || error.is_client();
            let text = match reached {
                true => "The mail server does not speak as expected.",
                false => "The mail server could not be reached.",
            };
            match error.source() {
                Some(source) if !reached => Error::service(text).with_source(source.to_string()),
                _ => Error::service(text),
            }
        }
    }
}

/// Is the other side's certificate, or how it encrypts, what is wrong?
fn is_about_tls(error: &(dyn StdError + 'static)) -> bool {
    let inner = error.downcast_ref::<std::io::Error>();
    let inner = inner.and_then(std::io::Error::get_ref);
    inner.is_some_and(|it| it.is::<rustls::Error>())
        || error.is::<rustls::Error>()
        || error.source().is_some_and(is_about_tls)
}
