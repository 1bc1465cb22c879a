use crate::providers::{Provider, Row};

/// A link that is sent by mail: who opens it owns the address. A link works once and for a day.
///
/// ```yaml
/// - id: email
///   type: EmailProvider
///   properties:
///     server: { host: smtp.example.com, port: 465, auth: { user: app, pass: { _secret: SMTP_PASSWORD } } }
///     from: Example <login@example.com>
/// ```
///
/// - `server`: the mail server: an address such as `smtps://user:password@smtp.example.com`, or `host`,
///   `port`, `secure` and `auth` with `user` and `pass`.
/// - `from`: the sender.
/// - `maxAge`: seconds that a link is good for. Default: 86400.
pub struct EmailProvider;

impl Provider for EmailProvider {
    const NAME: &'static str = "EmailProvider";
    const ROW: Row = Row::Email;
}
