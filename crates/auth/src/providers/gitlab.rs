use crate::providers::{At, OAuth, Provider, Row};

/// GitLab, that of gitlab.com or your own.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - `issuer`: the address of your own GitLab. Default: `https://gitlab.com`.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: gitlab
///   type: GitlabProvider
///   properties:
///     clientId: { _secret: GITLAB_ID }
///     clientSecret: { _secret: GITLAB_SECRET }
/// ```
pub struct GitlabProvider;

impl Provider for GitlabProvider {
    const NAME: &'static str = "GitlabProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "GitLab",
        at: At::Issuer("{issuer|https://gitlab.com}"),
        ..OAuth::OIDC
    });
}
