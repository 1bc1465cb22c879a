use crate::providers::{At, OAuth, Provider, Row, Secret, UserInfo};

/// Apple. The app proves itself with a token that it signs with a key from Apple's developer pages.
///
/// - `clientId`: the app's Services ID.
/// - `teamId`: the team's id.
/// - `keyId`: the key's id.
/// - `privateKey`: the key: the text of the `.p8` file.
/// - `clientSecret`: a token that was signed elsewhere, in place of the three.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: apple
///   type: AppleProvider
///   properties:
///     clientId: com.example.app
///     teamId: ABCDE12345
///     keyId: FGHIJ67890
///     privateKey: { _secret: APPLE_KEY }
/// ```
pub struct AppleProvider;

impl Provider for AppleProvider {
    const NAME: &'static str = "AppleProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Apple",
        at: At::Issuer("https://appleid.apple.com"),
        scope: "openid name email",
        params: &[("response_mode", "form_post")],
        secret: Secret::Signed,
        userinfo: UserInfo::None,
        pkce: false,
        ..OAuth::OIDC
    });
}
