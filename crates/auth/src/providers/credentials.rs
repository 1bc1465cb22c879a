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
/// - `name`: what the button of the sign-in page says.
/// - `credentials`: the fields of the form: an object with `label`, `type` and `placeholder` of each.
///   Default: `email` and `password`.
/// - `endpoint`: the API endpoint, usually an `InternalApi`, that is called with the fields as payload and
///   returns the user, or null to refuse. Without it the built-in users log in.
pub struct CredentialsProvider;

impl Provider for CredentialsProvider {
    const NAME: &'static str = "CredentialsProvider";
    const ROW: Row = Row::Credentials;
}
