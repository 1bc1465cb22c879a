use crate::providers::{Provider, Row};

/// A token (JWT) that another system has signed, as for an app that is shown in a frame of that system.
/// `Login` passes it as `token`. Whatever it says about the user is the user; it must say who it is, by
/// `id` or `sub`, and when it ends (`exp`).
///
/// ```yaml
/// - id: portal
///   type: JWTProvider
///   properties:
///     issuer: https://portal.example.com
///     publicKey: { _secret: PORTAL_PUBLIC_KEY }
///     roles: [guest]
/// ```
///
/// - `publicKey`: the other system's public key, as PEM (RS256 or ES256).
/// - `secret`: or the secret that both share (HS256), 32 characters or longer.
/// - `issuer`: what the token's `iss` must be.
/// - `audience`: what the token's `aud` must be. Without it a token for any audience is taken.
/// - `roles`: roles that everybody gets who comes this way.
/// - `maxAge`: seconds that a token may be old at most, by its `iat`. One that does not say when it was
///   made must end (`exp`) within so many seconds. Default: 300.
pub struct JwtProvider;

impl Provider for JwtProvider {
    const NAME: &'static str = "JWTProvider";
    const ROW: Row = Row::Token;
}
