use crate::providers::{OAuth, Provider, Row};

/// Any provider of OpenID Connect. What it can do is read from its discovery document; the code is bound
/// to the browser that asked (PKCE), the ID token to this login (nonce), and its signature is checked with
/// keys that may change at any time.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there. Without one the app is a public client.
/// - `issuer`: the provider's address. Its discovery document is `/.well-known/openid-configuration` below it.
/// - `wellKnown`: the address of the discovery document, where it is elsewhere.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: company
///   type: OpenIDConnectProvider
///   properties:
///     name: Company
///     issuer: https://login.example.com
///     clientId: { _secret: COMPANY_ID }
///     clientSecret: { _secret: COMPANY_SECRET }
/// ```
pub struct OpenIdConnectProvider;

impl Provider for OpenIdConnectProvider {
    const NAME: &'static str = "OpenIDConnectProvider";
    const ROW: Row = Row::OAuth(OAuth::OIDC);
}
