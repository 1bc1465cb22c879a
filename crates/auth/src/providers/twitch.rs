use crate::providers::{At, OAuth, Provider, Row, Secret};

/// Twitch.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: twitch
///   type: TwitchProvider
///   properties:
///     clientId: { _secret: TWITCH_ID }
///     clientSecret: { _secret: TWITCH_SECRET }
/// ```
pub struct TwitchProvider;

impl Provider for TwitchProvider {
    const NAME: &'static str = "TwitchProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Twitch",
        at: At::Issuer("https://id.twitch.tv/oauth2"),
        scope: "openid user:read:email",
        secret: Secret::Post,
        params: &[(
            "claims",
            r#"{"id_token":{"email":null,"email_verified":null,"picture":null,"preferred_username":null}}"#,
        )],
        ..OAuth::OIDC
    });
}
