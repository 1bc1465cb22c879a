use crate::providers::{OAuth, Provider, Row};

/// Okta.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `issuer`: the address of the authorization server, such as `https://example.okta.com/oauth2/default`.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: okta
///   type: OktaProvider
///   properties:
///     issuer: https://example.okta.com/oauth2/default
///     clientId: { _secret: OKTA_ID }
///     clientSecret: { _secret: OKTA_SECRET }
/// ```
pub struct OktaProvider;

impl Provider for OktaProvider {
    const NAME: &'static str = "OktaProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Okta",
        ..OAuth::OIDC
    });
}
