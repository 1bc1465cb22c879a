use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// Facebook. It does not say whether a mail address is verified, so none counts as such.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: facebook
///   type: FacebookProvider
///   properties:
///     clientId: { _secret: FACEBOOK_ID }
///     clientSecret: { _secret: FACEBOOK_SECRET }
/// ```
pub struct FacebookProvider;

impl Provider for FacebookProvider {
    const NAME: &'static str = "FacebookProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Facebook",
        at: At::OAuth(
            "https://www.facebook.com/v19.0/dialog/oauth",
            "https://graph.facebook.com/oauth/access_token",
            "https://graph.facebook.com/me?fields=id,name,email,picture",
        ),
        scope: "email public_profile",
        secret: Secret::Post,
        profile: Profile {
            id: "id",
            name: "name",
            email: "email",
            image: "picture.data.url",
            verified: Verified::Never,
        },
        ..OAuth::OIDC
    });
}
