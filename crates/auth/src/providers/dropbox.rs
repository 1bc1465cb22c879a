use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, UserInfo, Verified};

/// Dropbox.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: dropbox
///   type: DropboxProvider
///   properties:
///     clientId: { _secret: DROPBOX_ID }
///     clientSecret: { _secret: DROPBOX_SECRET }
/// ```
pub struct DropboxProvider;

impl Provider for DropboxProvider {
    const NAME: &'static str = "DropboxProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Dropbox",
        at: At::OAuth(
            "https://www.dropbox.com/oauth2/authorize?token_access_type=offline",
            "https://api.dropboxapi.com/oauth2/token",
            "https://api.dropboxapi.com/2/users/get_current_account",
        ),
        scope: "account_info.read",
        secret: Secret::Post,
        profile: Profile {
            id: "account_id",
            name: "name.display_name",
            email: "email",
            image: "profile_photo_url",
            verified: Verified::If("email_verified"),
        },
        userinfo: UserInfo::Post,
        ..OAuth::OIDC
    });
}
