use crate::providers::{OAuth, Provider, Row};

/// Auth0.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `issuer`: the tenant's address, such as `https://example.eu.auth0.com`.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: auth0
///   type: Auth0Provider
///   properties:
///     issuer: https://example.eu.auth0.com
///     clientId: { _secret: AUTH0_ID }
///     clientSecret: { _secret: AUTH0_SECRET }
/// ```
pub struct Auth0Provider;

impl Provider for Auth0Provider {
    const NAME: &'static str = "Auth0Provider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Auth0",
        ..OAuth::OIDC
    });
}
