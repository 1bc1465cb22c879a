use crate::providers::{At, OAuth, Provider, Row, Secret};

/// LinkedIn, by its product "Sign In with LinkedIn using OpenID Connect".
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: linkedin
///   type: LinkedInProvider
///   properties:
///     clientId: { _secret: LINKEDIN_ID }
///     clientSecret: { _secret: LINKEDIN_SECRET }
/// ```
pub struct LinkedInProvider;

impl Provider for LinkedInProvider {
    const NAME: &'static str = "LinkedInProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "LinkedIn",
        at: At::Issuer("https://www.linkedin.com/oauth"),
        secret: Secret::Post,
        pkce: false,
        ..OAuth::OIDC
    });
}
