use crate::providers::{At, OAuth, Profile, Provider, Row};

/// Salesforce.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `issuer`: the address of your own domain. Default: `https://login.salesforce.com`.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: salesforce
///   type: SalesforceProvider
///   properties:
///     clientId: { _secret: SALESFORCE_ID }
///     clientSecret: { _secret: SALESFORCE_SECRET }
/// ```
pub struct SalesforceProvider;

impl Provider for SalesforceProvider {
    const NAME: &'static str = "SalesforceProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Salesforce",
        at: At::Issuer("{issuer|https://login.salesforce.com}"),
        profile: Profile {
            id: "user_id|sub",
            ..Profile::OIDC
        },
        ..OAuth::OIDC
    });
}
