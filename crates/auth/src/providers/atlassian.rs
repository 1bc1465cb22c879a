use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// Atlassian: Jira, Confluence and the like.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: atlassian
///   type: AtlassianProvider
///   properties:
///     clientId: { _secret: ATLASSIAN_ID }
///     clientSecret: { _secret: ATLASSIAN_SECRET }
/// ```
pub struct AtlassianProvider;

impl Provider for AtlassianProvider {
    const NAME: &'static str = "AtlassianProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Atlassian",
        at: At::OAuth(
            "https://auth.atlassian.com/authorize",
            "https://auth.atlassian.com/oauth/token",
            "https://api.atlassian.com/me",
        ),
        scope: "read:me",
        secret: Secret::Post,
        profile: Profile {
            id: "account_id",
            name: "name",
            email: "email",
            image: "picture",
            verified: Verified::If("email_verified"),
        },
        params: &[("audience", "api.atlassian.com"), ("prompt", "consent")],
        ..OAuth::OIDC
    });
}
