use crate::providers::{OAuth, Provider, Row};

/// Amazon Cognito.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `issuer`: the user pool's address, such as `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI`.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: cognito
///   type: CognitoProvider
///   properties:
///     issuer: https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI
///     clientId: { _secret: COGNITO_ID }
///     clientSecret: { _secret: COGNITO_SECRET }
/// ```
pub struct CognitoProvider;

impl Provider for CognitoProvider {
    const NAME: &'static str = "CognitoProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Cognito",
        ..OAuth::OIDC
    });
}
