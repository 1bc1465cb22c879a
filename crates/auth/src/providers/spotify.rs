use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// Spotify. Its mail addresses are not verified.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: spotify
///   type: SpotifyProvider
///   properties:
///     clientId: { _secret: SPOTIFY_ID }
///     clientSecret: { _secret: SPOTIFY_SECRET }
/// ```
pub struct SpotifyProvider;

impl Provider for SpotifyProvider {
    const NAME: &'static str = "SpotifyProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Spotify",
        at: At::OAuth(
            "https://accounts.spotify.com/authorize",
            "https://accounts.spotify.com/api/token",
            "https://api.spotify.com/v1/me",
        ),
        scope: "user-read-email",
        secret: Secret::Basic,
        profile: Profile {
            id: "id",
            name: "display_name",
            email: "email",
            image: "images.0.url",
            verified: Verified::Never,
        },
        ..OAuth::OIDC
    });
}
