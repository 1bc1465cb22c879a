//! The types that the server has, by which the compiler knows what an app may name.

/// Names of types. The lists need no order.
#[derive(Clone, Debug, Default)]
pub struct Known<'a> {
    /// Types of blocks.
    pub blocks: Vec<&'a str>,
    /// Types of actions.
    pub actions: Vec<&'a str>,
    /// Types of connections.
    pub connections: Vec<&'a str>,
    /// Types of requests.
    pub requests: Vec<&'a str>,
    /// Types of `auth.adapter`.
    pub adapters: Vec<&'a str>,
    /// Types of `auth.callbacks`.
    pub callbacks: Vec<&'a str>,
    /// Types of `auth.events`.
    pub events: Vec<&'a str>,
    /// Types of `auth.providers`.
    pub providers: Vec<&'a str>,
}

/// The sentence that helps who wrote `name` and probably meant one of `names`.
pub(crate) fn meant<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    closest(name, names).map(did_you_mean)
}

/// See [`meant`].
pub(crate) fn did_you_mean(name: &str) -> String {
    format!("Did you mean \"{name}\"?")
}

/// The one of `names` that `name` was probably meant to be.
pub(crate) fn closest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = match name.chars().count() {
        0..=2 => return None,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let lower = name.to_lowercase();
    let distance = |other: &str| strsim::damerau_levenshtein(&lower, &other.to_lowercase());
    let near = names.into_iter().map(|other| (distance(other), other));
    let best = near.min_by_key(|(n, other)| (*n, other.len()))?;
    (best.0 <= limit).then_some(best.1)
}

/// Types of blocks that Lowdefy has and a server may lack.
pub(crate) const BLOCKS: &[&str] = &[
    "Comment",
    "DocSearch",
    "EChart",
    "GoogleMaps",
    "GoogleMapsHeatmap",
    "GoogleMapsScript",
    "QRScanner",
];

/// Types of connections that Lowdefy has.
pub(crate) const CONNECTIONS: &[&str] = &[
    "AwsS3Bucket",
    "AxiosHttp",
    "Elasticsearch",
    "GoogleSheet",
    "Knex",
    "MongoDBCollection",
    "Redis",
    "SMTP",
    "SendGridMail",
    "Stripe",
];

/// Types of requests that Lowdefy has.
pub(crate) const REQUESTS: &[&str] = &[
    "AwsS3PresignedGetObject",
    "AwsS3PresignedPostPolicy",
    "AxiosHttp",
    "ElasticsearchDelete",
    "ElasticsearchDeleteByQuery",
    "ElasticsearchIndex",
    "ElasticsearchSearch",
    "ElasticsearchUpdate",
    "ElasticsearchUpdateByQuery",
    "GoogleSheetAppendMany",
    "GoogleSheetAppendOne",
    "GoogleSheetDeleteOne",
    "GoogleSheetGetMany",
    "GoogleSheetGetOne",
    "GoogleSheetUpdateMany",
    "GoogleSheetUpdateOne",
    "KnexBuilder",
    "KnexRaw",
    "MongoDBAggregation",
    "MongoDBBulkWrite",
    "MongoDBDeleteMany",
    "MongoDBDeleteOne",
    "MongoDBFind",
    "MongoDBFindOne",
    "MongoDBInsertConsecutiveId",
    "MongoDBInsertMany",
    "MongoDBInsertManyConsecutiveIds",
    "MongoDBInsertOne",
    "MongoDBUpdateMany",
    "MongoDBUpdateOne",
    "MongoDBVersionedUpdateOne",
    "Redis",
    "SMTPMailSend",
    "SendGridMailSend",
    "StripeRequest",
];

/// Types of login providers that Lowdefy has, by the names that their library has for them.
const PROVIDERS: &[&str] = &[
    "AppleProvider",
    "AtlassianProvider",
    "Auth0Provider",
    "AuthentikProvider",
    "AzureADB2CProvider",
    "AzureADProvider",
    "BattleNetProvider",
    "BoxProvider",
    "BoxyHQSAMLProvider",
    "BungieProvider",
    "CognitoProvider",
    "CoinbaseProvider",
    "DiscordProvider",
    "DropboxProvider",
    "DuendeIDS6Provider",
    "EVEOnlineProvider",
    "EmailProvider",
    "FACEITProvider",
    "FacebookProvider",
    "FortyTwoProvider",
    "FourSquareProvider",
    "FreshbooksProvider",
    "FusionAuthProvider",
    "GitHubProvider",
    "GitlabProvider",
    "GoogleProvider",
    "HubSpotProvider",
    "IdentityServer4Provider",
    "InstagramProvider",
    "KakaoProvider",
    "KeycloakProvider",
    "LineProvider",
    "LinkedInProvider",
    "MailRuProvider",
    "MailchimpProvider",
    "MediumProvider",
    "NaverProvider",
    "NetlifyProvider",
    "OktaProvider",
    "OneLoginProvider",
    "OpenIDConnectProvider",
    "OssoProvider",
    "OsuProvider",
    "PassageProvider",
    "PatreonProvider",
    "PinterestProvider",
    "PipedriveProvider",
    "RedditProvider",
    "SalesforceProvider",
    "SlackProvider",
    "SpotifyProvider",
    "StravaProvider",
    "TodoistProvider",
    "TraktProvider",
    "TwitchProvider",
    "TwitterProvider",
    "UnitedEffectsProvider",
    "VkProvider",
    "WikimediaProvider",
    "WordPressProvider",
    "WordpressProvider",
    "WorkOSProvider",
    "YandexProvider",
    "ZitadelProvider",
    "ZohoProvider",
    "ZoomProvider",
];

/// Types of a part of `auth` that Lowdefy has. Its callbacks and events are of packages alone.
pub(crate) fn auth(what: &str) -> &'static [&'static str] {
    match what {
        "adapter" => &["MongoDBAdapter"],
        "provider" => PROVIDERS,
        _ => &[],
    }
}
