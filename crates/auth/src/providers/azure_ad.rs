use crate::providers::{At, OAuth, Profile, Provider, Row, Verified};

/// One provider with two names.
const ROW: Row = Row::OAuth(OAuth {
    title: "Microsoft",
    at: At::Tenants(
        "https://login.microsoftonline.com/{tenantId|common}/v2.0",
        "https://login.microsoftonline.com/{tenantid}/v2.0",
    ),
    profile: Profile {
        verified: Verified::Never,
        email: "email|preferred_username",
        ..Profile::OIDC
    },
    ..OAuth::OIDC
});

/// Microsoft Entra ID, formerly Azure AD. Mail addresses of its users are what an administrator of their tenant wrote, so they never count as verified.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `tenantId`: the tenant whose users may log in. Default: `common`, everybody with a Microsoft account.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: microsoft
///   type: AzureADProvider
///   properties:
///     tenantId: { _secret: MICROSOFT_TENANT }
///     clientId: { _secret: MICROSOFT_ID }
///     clientSecret: { _secret: MICROSOFT_SECRET }
/// ```
pub struct AzureAdProvider;

impl Provider for AzureAdProvider {
    const NAME: &'static str = "AzureADProvider";
    const ROW: Row = ROW;
}

/// Microsoft Entra ID, formerly Azure AD. Mail addresses of its users are what an administrator of their tenant wrote, so they never count as verified.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `tenantId`: the tenant whose users may log in. Default: `common`, everybody with a Microsoft account.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: microsoft
///   type: MicrosoftEntraIDProvider
///   properties:
///     tenantId: { _secret: MICROSOFT_TENANT }
///     clientId: { _secret: MICROSOFT_ID }
///     clientSecret: { _secret: MICROSOFT_SECRET }
/// ```
pub struct MicrosoftEntraIdProvider;

impl Provider for MicrosoftEntraIdProvider {
    const NAME: &'static str = "MicrosoftEntraIDProvider";
    const ROW: Row = ROW;
}
