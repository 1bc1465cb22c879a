use crate::providers::{At, OAuth, Provider, Row, Secret};

/// Slack.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: slack
///   type: SlackProvider
///   properties:
///     clientId: { _secret: SLACK_ID }
///     clientSecret: { _secret: SLACK_SECRET }
/// ```
pub struct SlackProvider;

impl Provider for SlackProvider {
    const NAME: &'static str = "SlackProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Slack",
        at: At::Issuer("https://slack.com"),
        secret: Secret::Post,
        pkce: false,
        ..OAuth::OIDC
    });
}
