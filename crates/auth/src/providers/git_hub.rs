use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, UserInfo, Verified};

/// GitHub. Only an address that the user has verified there counts as verified.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: github
///   type: GitHubProvider
///   properties:
///     clientId: { _secret: GITHUB_ID }
///     clientSecret: { _secret: GITHUB_SECRET }
/// ```
pub struct GitHubProvider;

impl Provider for GitHubProvider {
    const NAME: &'static str = "GitHubProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "GitHub",
        at: At::OAuth(
            "https://github.com/login/oauth/authorize",
            "https://github.com/login/oauth/access_token",
            "https://api.github.com/user",
        ),
        scope: "read:user user:email",
        secret: Secret::Post,
        profile: Profile {
            id: "id",
            name: "name|login",
            email: "email",
            image: "avatar_url",
            verified: Verified::If("email_verified"),
        },
        userinfo: UserInfo::Emails,
        ..OAuth::OIDC
    });
}
