use crate::providers::{At, OAuth, Provider, Row};

/// Google.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: google
///   type: GoogleProvider
///   properties:
///     clientId: { _secret: GOOGLE_ID }
///     clientSecret: { _secret: GOOGLE_SECRET }
/// ```
pub struct GoogleProvider;

impl Provider for GoogleProvider {
    const NAME: &'static str = "GoogleProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Google",
        at: At::Issuer("https://accounts.google.com"),
        ..OAuth::OIDC
    });
}
