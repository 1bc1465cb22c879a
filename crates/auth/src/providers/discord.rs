use crate::providers::{At, OAuth, Profile, Provider, Row, Secret, Verified};

/// Discord.
///
/// - `clientId`: the app's id at the provider.
/// - `clientSecret`: the app's secret there.
/// - what [OAuthProvider](/docs/providers/OAuthProvider) takes: every provider takes it.
///
/// ```yaml
/// - id: discord
///   type: DiscordProvider
///   properties:
///     clientId: { _secret: DISCORD_ID }
///     clientSecret: { _secret: DISCORD_SECRET }
/// ```
pub struct DiscordProvider;

impl Provider for DiscordProvider {
    const NAME: &'static str = "DiscordProvider";
    const ROW: Row = Row::OAuth(OAuth {
        title: "Discord",
        at: At::OAuth(
            "https://discord.com/oauth2/authorize",
            "https://discord.com/api/oauth2/token",
            "https://discord.com/api/users/@me",
        ),
        scope: "identify email",
        secret: Secret::Post,
        profile: Profile {
            id: "id",
            name: "global_name|username",
            email: "email",
            image: "https://cdn.discordapp.com/avatars/{id}/{avatar}.png",
            verified: Verified::If("verified"),
        },
        ..OAuth::OIDC
    });
}
