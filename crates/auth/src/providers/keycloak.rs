use crate::providers::{OAuth, Provider, Row};

/// Keycloak.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `issuer`: the realm's address, such as `https://id.example.com/realms/main`.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: keycloak
///   type: KeycloakProvider
///   properties:
///     issuer: https://id.example.com/realms/main
///     clientId: { _secret: KEYCLOAK_ID }
///     clientSecret: { _secret: KEYCLOAK_SECRET }
/// ```
pub struct KeycloakProvider;

impl Provider for KeycloakProvider {
    const NAME: &'static str = "KeycloakProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Keycloak",
        ..OAuth::OIDC
    });
}
