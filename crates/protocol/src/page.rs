//! What a browser gets of a page: in the HTML of a visit, and by `GET /api/page/<pageId>`.

use engine::{Map, Str, Value};

/// What all pages share: `GET /api/root`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Root {
    /// The page for `/`, and whether the app names it.
    pub home_page_id: Option<Str>,
    /// Is `config.homePageId` set?
    pub home_configured: bool,
    /// `global` of the app.
    pub global: Value,
    /// Menus as the caller may see them.
    pub menus: Value,
    /// Prefix of all paths: empty or `/app`.
    pub base_path: Str,
    /// Slug, name, version.
    pub app: Value,
    /// The languages of the app, and the messages of the one that is `active` and of those that stand in
    /// for it; undefined in an app without languages.
    pub i18n: Value,
    /// Address of the functions of `_js`, if pages have any.
    pub scripts: Option<Str>,
    /// Does the server watch its sources?
    pub dev: bool,
}

impl Root {
    /// As data; the first three keys are Lowdefy's rootConfig.
    pub fn to_value(&self) -> Value {
        let home = Value::object([
            ("configured", Value::Bool(self.home_configured)),
            (
                "pageId",
                self.home_page_id.clone().map_or(Value::Null, Value::String),
            ),
        ]);
        Value::object([
            ("home", home),
            ("lowdefyGlobal", self.global.clone()),
            ("menus", self.menus.clone()),
            ("basePath", Value::String(self.base_path.clone())),
            ("app", self.app.clone()),
            ("i18n", self.i18n.clone()),
            (
                "scripts",
                self.scripts.clone().map_or(Value::Undefined, Value::String),
            ),
            (
                "dev",
                if self.dev {
                    Value::Bool(true)
                } else {
                    Value::Undefined
                },
            ),
        ])
    }

    /// From data.
    pub fn from_value(value: &Value) -> Root {
        Root {
            home_page_id: value.key("home").key("pageId").as_shared_str(),
            home_configured: value
                .key("home")
                .key("configured")
                .as_bool()
                .unwrap_or(false),
            global: value.key("lowdefyGlobal").clone(),
            menus: value.key("menus").clone(),
            base_path: value
                .key("basePath")
                .as_shared_str()
                .unwrap_or_else(|| "".into()),
            app: value.key("app").clone(),
            i18n: value.key("i18n").clone(),
            scripts: value.key("scripts").as_shared_str(),
            dev: value.key("dev").as_bool().unwrap_or(false),
        }
    }
}

/// A page with everything that rendering it took, so that the browser computes the same tree.
#[derive(Clone, Debug, Default)]
pub struct PagePayload {
    /// The page artifact, without what only the server may know.
    pub config: Value,
    /// State after onInit.
    pub state: Value,
    /// `global` after onInit, where an action changed it.
    pub global: Value,
    /// Calls of requests by id.
    pub requests: Value,
    /// Calls of endpoints by id; undefined if there were none.
    pub endpoints: Value,
    /// What a Link passed.
    pub input: Value,
    /// Past events.
    pub event_log: Value,
    /// The user, or undefined.
    pub user: Value,
    /// The clock that the server rendered with, milliseconds.
    pub now: f64,
    /// Seed of the random numbers that it rendered with.
    pub seed: f64,
    /// The window that it assumed: `{width, height}`.
    pub media: Value,
    /// The address: origin, path and query as the server saw them.
    pub href: Str,
    /// Errors of evaluation, for the developer.
    pub errors: Value,
    /// Answers of the app's JavaScript that a browser might give otherwise, by call.
    pub scripts: Value,
    /// Did the server run onInit?
    pub initialised: bool,
}

impl PagePayload {
    /// As data. `config` is left out when it is undefined (it may be embedded as text).
    pub fn to_value(&self) -> Value {
        let mut map = Map::new();
        let entries = [
            ("config", self.config.clone()),
            ("state", self.state.clone()),
            ("global", self.global.clone()),
            ("requests", self.requests.clone()),
            ("endpoints", self.endpoints.clone()),
            ("input", self.input.clone()),
            ("eventLog", self.event_log.clone()),
            ("user", self.user.clone()),
            ("now", Value::Number(self.now)),
            ("seed", Value::Number(self.seed)),
            ("media", self.media.clone()),
            ("href", Value::String(self.href.clone())),
            ("errors", self.errors.clone()),
            ("scripts", self.scripts.clone()),
            ("initialised", Value::Bool(self.initialised)),
        ];
        for (key, value) in entries {
            if !value.is_undefined() {
                map.insert(key, value);
            }
        }
        Value::map(map)
    }

    /// From data.
    pub fn from_value(value: &Value) -> PagePayload {
        PagePayload {
            config: value.key("config").clone(),
            state: value.key("state").clone(),
            global: value.key("global").clone(),
            requests: value.key("requests").clone(),
            endpoints: value.key("endpoints").clone(),
            input: value.key("input").clone(),
            event_log: value.key("eventLog").clone(),
            user: value.key("user").clone(),
            now: value.key("now").as_number().unwrap_or(0.0),
            seed: value.key("seed").as_number().unwrap_or(1.0),
            media: value.key("media").clone(),
            href: value
                .key("href")
                .as_shared_str()
                .unwrap_or_else(|| "".into()),
            errors: value.key("errors").clone(),
            scripts: value.key("scripts").clone(),
            initialised: value.key("initialised").as_bool().unwrap_or(false),
        }
    }
}
