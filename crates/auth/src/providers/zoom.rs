use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// Zoom.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: zoom
///   type: ZoomProvider
///   properties:
///     clientId: { _secret: ZOOM_ID }
///     clientSecret: { _secret: ZOOM_SECRET }
/// ```
pub struct ZoomProvider;

impl Provider for ZoomProvider {
    const NAME: &'static str = "ZoomProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Zoom",
        at: At::OAuth(
            "https://zoom.us/oauth/authorize",
            "https://zoom.us/oauth/token",
            "https://api.zoom.us/v2/users/me",
        ),
        scope: "",
        secret: Secret::Basic,
        profile: Profile {
            id: "id",
            name: "display_name|first_name+last_name",
            email: "email",
            image: "pic_url",
            verified: Verified::If("verified"),
        },
        ..OAuth::OIDC
    });
}
