use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// Any provider of OAuth 2 that is not OpenID Connect. The code is bound to the browser that asked (PKCE).
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there. Without one the app is a public client.
/// - `name`: what the button of the sign-in page says. Default: the provider's own name.
/// - `authorization`: the address that the browser is sent to, or `{ url, params }` with more parameters, such
///   as `scope`.
/// - `scope`: what is asked for, in place of the provider's usual.
/// - `token`: the address where a code is exchanged for a token.
/// - `userinfo`: the address that tells about the user.
/// - `profile`: an object that says where in the user's data `id`, `name`, `email` and `image` are, as paths;
///   `first|second` takes the first that is there. `emailVerified` is a path to true, or true if the provider
///   gives only addresses that it has verified.
/// - `tokenAuth`: how the app proves itself: `client_secret_basic` or `client_secret_post`.
/// - `pkce`: false for a provider that rejects PKCE.
/// - `allowDangerousEmailAccountLinking`: true links a login to the user with the same mail address, provided
///   that both sides have verified it.
///
/// ```yaml
/// - id: forge
///   type: OAuthProvider
///   properties:
///     name: Forge
///     authorization: { url: https://forge.example.com/authorize, params: { scope: user } }
///     token: https://forge.example.com/token
///     userinfo: https://forge.example.com/api/me
///     profile: { id: user.id, name: user.name, email: user.mail }
///     clientId: { _secret: FORGE_ID }
///     clientSecret: { _secret: FORGE_SECRET }
/// ```
pub struct OAuthProvider;

impl Provider for OAuthProvider {
    const NAME: &'static str = "OAuthProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "OAuth",
        at: At::OAuth("", "", ""),
        scope: "",
        secret: Secret::Basic,
        profile: Profile {
            id: "id|sub|user_id",
            name: "name|login|username",
            email: "email",
            image: "picture|avatar_url",
            verified: Verified::Never,
        },
        ..OAuth::OIDC
    });
}
