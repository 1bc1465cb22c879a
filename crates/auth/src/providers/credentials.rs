use crate::providers::{Provider, Row};

/// A form of the app's own, or name and password of the built-in table of users.
///
/// ```yaml
/// - id: credentials
///   type: CredentialsProvider
///   properties:
///     name: Password
///     credentials:
///       email: { label: E-mail, type: email }
///       password: { label: Password, type: password }
///     endpoint: check_password
/// ```
///
/// Without an `endpoint` the built-in users log in, with their e-mail address and their password. Wrong
/// passwords make one wait, longer each time. Who is signed in can set up a second factor at
/// `/api/auth/totp`. Letters (to confirm an address, for a forgotten password) go by the mail server of
/// this provider, or else by that of the app's EmailProvider.
///
/// ```yaml
/// - id: password
///   type: CredentialsProvider
///   properties:
///     registration: true
///     verifyEmail: true
///     server: { host: smtp.example.com, port: 465, auth: { user: app, pass: { _secret: SMTP_PASSWORD } } }
///     from: Example <login@example.com>
/// ```
///
/// - `name`: what the button of the sign-in page says.
/// - `credentials`: the fields of the form: an object with `label`, `type` and `placeholder` of each.
///   Default: `email` and `password`.
/// - `endpoint`: the API endpoint, usually an `InternalApi`, that is called with the fields as payload and
///   returns the user, or null to refuse. Without it the built-in users log in.
/// - `registration`: whoever wants can become a user, at `/api/auth/register`. Without a mail server the
///   form must say which addresses are users already. Default: false.
/// - `verifyEmail`: only who has followed the link of a letter to their address can log in. Without a
///   mail server nobody can register. Default: false.
/// - `minLength`: the least number of characters of a password. Default: 8.
/// - `server`: the mail server, as of the EmailProvider.
/// - `from`: the sender, as of the EmailProvider.
pub struct CredentialsProvider;

impl Provider for CredentialsProvider {
    const NAME: &'static str = "CredentialsProvider";
    const ROW: Row = Row::Credentials;
}
