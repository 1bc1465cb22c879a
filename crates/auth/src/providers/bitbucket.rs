use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, UserInfo, Verified};

/// Bitbucket. Only an address that the user has confirmed there counts as verified.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: bitbucket
///   type: BitbucketProvider
///   properties:
///     clientId: { _secret: BITBUCKET_ID }
///     clientSecret: { _secret: BITBUCKET_SECRET }
/// ```
pub struct BitbucketProvider;

impl Provider for BitbucketProvider {
    const NAME: &'static str = "BitbucketProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Bitbucket",
        at: At::OAuth(
            "https://bitbucket.org/site/oauth2/authorize",
            "https://bitbucket.org/site/oauth2/access_token",
            "https://api.bitbucket.org/2.0/user",
        ),
        scope: "account email",
        secret: Secret::Basic,
        profile: Profile {
            id: "account_id|uuid",
            name: "display_name|username",
            email: "email",
            image: "links.avatar.href",
            verified: Verified::If("email_verified"),
        },
        userinfo: UserInfo::Emails,
        ..OAuth::OIDC
    });
}
