use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// X, formerly Twitter, by OAuth 2. It tells no mail address unless the app is allowed to ask for it.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: twitter
///   type: TwitterProvider
///   properties:
///     clientId: { _secret: TWITTER_ID }
///     clientSecret: { _secret: TWITTER_SECRET }
/// ```
pub struct TwitterProvider;

impl Provider for TwitterProvider {
    const NAME: &'static str = "TwitterProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "X",
        at: At::OAuth(
            "https://x.com/i/oauth2/authorize",
            "https://api.x.com/2/oauth2/token",
            "https://api.x.com/2/users/me?user.fields=profile_image_url",
        ),
        scope: "users.read tweet.read offline.access",
        secret: Secret::Basic,
        profile: Profile {
            id: "data.id",
            name: "data.name|data.username",
            email: "data.confirmed_email",
            image: "data.profile_image_url",
            verified: Verified::Never,
        },
        ..OAuth::OIDC
    });
}
