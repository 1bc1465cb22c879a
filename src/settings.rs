//! Settings: the only place that reads the environment.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use engine::{Map, Value};
use js::Limits;
use url::Url;

/// Everything that can be set from outside. README's neighbour `docs/settings.md` lists it for users.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `LATH_BUILD_DIR`: the artifacts. Default `build`.
    pub build_dir: PathBuf,
    /// `LATH_ADDR`, else `LEPTOS_SITE_ADDR`, else `127.0.0.1` and `PORT`: where to listen.
    pub addr: SocketAddr,
    /// `LEPTOS_SITE_ROOT`: what the browser loads. Default `target/site`.
    pub site_root: PathBuf,
    /// `LATH_DEV=1`, or running under `cargo leptos watch`: watch the artifacts, show errors.
    pub dev: bool,
    /// `LATH_CONFIG_DIR`, in development alone: the app as its author writes it, which the server builds.
    pub config_dir: Option<PathBuf>,
    /// `LATH_HOSTS`: in development, names besides `localhost` by which browsers of this machine may ask,
    /// by commas.
    pub hosts: Vec<String>,
    /// `LATH_WATCH`: further folders, as the variable `PATH` separates them, whose changes count.
    pub watch: Vec<PathBuf>,
    /// `LATH_WATCH_IGNORE`: patterns of paths in the app's folder whose changes do not, by commas.
    pub watch_ignore: Vec<String>,
    /// `LATH_EDITOR`: the address that opens a file in the author's editor, with `{file}`, `{line}` and
    /// `{column}`. Default: that of Visual Studio Code; `off` for none.
    pub editor: Option<String>,
    /// `LATH_CHROMIUM`: the browser that takes pictures of pages for coding agents, in development.
    /// Default: the first of the usual names in `PATH`.
    pub chromium: Option<PathBuf>,
    /// Under `cargo leptos watch`: port of its reload socket.
    pub watch_port: Option<u32>,
    /// `LATH_LOG`: a tracing filter. Default `info`.
    pub log: String,
    /// `LATH_LOG_FORMAT=json|text`. Default: text in development, JSON otherwise.
    pub log_json: bool,
    /// `LATH_BODY_LIMIT`: largest body of a call, bytes. Default 4 MiB.
    pub body_limit: usize,
    /// `LATH_INIT_TIMEOUT_MS`: how long onInit may take on the server. Default 10 s.
    pub init_timeout: Duration,
    /// `LATH_GRACE_MS`: how long running requests may take after a signal to stop. Default 10 s.
    pub grace: Duration,
    /// How long a client may take to send the head of a request, and may stay silent before the next.
    pub head_timeout: Duration,
    /// `LATH_JS_TIMEOUT_MS` and `LATH_JS_MEMORY_MB`: what one call of a function of `_js` may take on
    /// the server. Default 50 ms and 16 MB.
    pub js: Limits,
    /// `LATH_ENDPOINT_TIMEOUT_MS`: how long the routine of an endpoint may take. Default 5 minutes.
    pub endpoint_timeout: Duration,
    /// `LATH_PDF_TIMEOUT_MS`: how long making a PDF may take, and waiting for others. Default 10 s.
    pub pdf_timeout: Duration,
    /// `LATH_PDF_PARALLEL`: how many PDFs are made at once. Default 2.
    pub pdf_parallel: usize,
    /// `LATH_PDF_PAGES`: pages that a PDF may have. Default 1000.
    pub pdf_pages: usize,
    /// `LATH_ALLOW_PRIVATE_HTTP=1`: AxiosHttp may reach loopback and private addresses.
    pub allow_private_http: bool,
    /// `LATH_METRICS`: `1`, or a token that readers of `/metrics` must have. Default: off; on in
    /// development.
    pub metrics: Metrics,
    /// `LATH_SCHEDULES=0`: endpoints with schedules do not run by themselves here.
    pub schedules: bool,
    /// `LATH_FRAME_ANCESTORS`: who may embed pages in a frame. Default `'self'`.
    pub frame_ancestors: String,
    /// `LATH_URL`, else `AUTH_URL`, else `NEXTAUTH_URL`: where the app is for browsers. Default: where they
    /// say that they look for it.
    pub url: Option<Url>,
    /// `LATH_TRUST_PROXY=1`: the last address of `x-forwarded-for` is the caller's.
    pub trust_proxy: bool,
    /// Logging in.
    pub auth: AuthSettings,
    /// `LOWDEFY_SECRET_<NAME>` and `LATH_SECRET_<NAME>`: what `_secret: NAME` reads. The second wins.
    pub secrets: Secrets,
}

/// What logging in needs from outside.
#[derive(Clone, Debug)]
pub struct AuthSettings {
    /// `AUTH_SECRET`, else `NEXTAUTH_SECRET`: what cookies are signed with.
    pub secret: AuthSecret,
    /// `LATH_AUTH_TRIES`: how often an address may try to log in, a minute. Default 30; 0 for no limit.
    pub tries: u32,
    /// `LOWDEFY_DEV_USER`: in development, who everybody is, as JSON.
    pub dev_user: Option<Value>,
    /// `DATABASE_URL`: where users and sessions are. Default: SQLite in `LATH_DATA_DIR`.
    pub database: String,
}

/// What cookies are signed with. Printing it shows nothing.
#[derive(Clone)]
pub struct AuthSecret {
    text: String,
    name: Option<&'static str>,
}

impl AuthSecret {
    /// One that is given, with the name of its variable, or else one that lasts as long as the process.
    pub fn of(given: Option<(&'static str, &str)>) -> AuthSecret {
        let random = || {
            let ids = [
                uuid::Uuid::new_v4(),
                uuid::Uuid::new_v4(),
                uuid::Uuid::new_v4(),
            ];
            ids.map(|id| id.to_string()).concat()
        };
        AuthSecret {
            text: given.map_or_else(random, |(_, text)| text.to_owned()),
            name: given.map(|(name, _)| name),
        }
    }

    /// Did somebody set it?
    pub fn is_given(&self) -> bool {
        self.name.is_some()
    }

    /// The variable that somebody set it with.
    pub fn name(&self) -> Option<&'static str> {
        self.name
    }

    /// As key material.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

impl std::fmt::Debug for AuthSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name.unwrap_or("random"))
    }
}

/// Who may read figures.
#[derive(Clone)]
pub enum Metrics {
    /// Nobody: nothing is counted.
    Off,
    /// Everybody.
    Open,
    /// Who has this token.
    Token(String),
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Metrics::Off => "off",
            Metrics::Open => "open",
            Metrics::Token(_) => "token",
        })
    }
}

/// Secrets by name. Printing it shows names only.
#[derive(Clone, Default)]
pub struct Secrets(BTreeMap<String, String>);

impl Secrets {
    /// As expressions of the server read them.
    pub fn to_value(&self) -> Value {
        Value::map(
            self.0
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str().into()))
                .collect::<Map>(),
        )
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl FromIterator<(String, String)> for Secrets {
    fn from_iter<T: IntoIterator<Item = (String, String)>>(iter: T) -> Secrets {
        Secrets(iter.into_iter().collect())
    }
}

impl Settings {
    /// From the environment of the process.
    pub fn from_env() -> Settings {
        let vars = environment(None);
        let dir = vars.get("LATH_CONFIG_DIR").filter(|dir| !dir.is_empty());
        match dir {
            Some(dir) => Settings::of(&environment(Some(dir.as_ref()))),
            None => Settings::of(&vars),
        }
    }

    /// From the given variables.
    pub fn of(vars: &BTreeMap<String, String>) -> Settings {
        let get = |name: &str| vars.get(name).map(String::as_str).filter(|v| !v.is_empty());
        let flag = |name: &str| get(name).map(|v| matches!(v, "1" | "true" | "yes" | "on"));
        let number = |name: &str| get(name).and_then(|v| v.parse::<u64>().ok());
        let watch = get("LEPTOS_WATCH").is_some();
        let dev = flag("LATH_DEV").unwrap_or(watch);
        let config_dir = get("LATH_CONFIG_DIR").filter(|_| dev).map(PathBuf::from);
        let build_dir = match (get("LATH_BUILD_DIR"), &config_dir) {
            (Some(dir), _) => PathBuf::from(dir),
            (None, Some(dir)) => dir.join(".lath/build"),
            (None, None) => PathBuf::from("build"),
        };
        let port = number("PORT")
            .and_then(|p| u16::try_from(p).ok())
            .unwrap_or(3000);
        let addr = get("LATH_ADDR")
            .or(get("LEPTOS_SITE_ADDR"))
            .and_then(|a| a.parse().ok());
        Settings {
            build_dir,
            config_dir,
            hosts: get("LATH_HOSTS").map(listed).unwrap_or_default(),
            watch: get("LATH_WATCH")
                .map(|list| std::env::split_paths(list).collect())
                .or(get("LOWDEFY_SERVER_DEV_WATCH")
                    .map(|list| names(list).map(Into::into).collect()))
                .unwrap_or_default(),
            watch_ignore: get("LATH_WATCH_IGNORE")
                .map(listed)
                .or(get("LOWDEFY_SERVER_DEV_WATCH_IGNORE").map(|list| names(list).collect()))
                .unwrap_or_default(),
            editor: match get("LATH_EDITOR").unwrap_or(EDITOR) {
                "off" => None,
                address => Some(address.to_owned()),
            },
            chromium: match get("LATH_CHROMIUM") {
                Some(path) => Some(path.into()),
                None if dev => get("PATH").and_then(browser_of),
                None => None,
            },
            addr: addr.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], port))),
            site_root: get("LEPTOS_SITE_ROOT").unwrap_or("target/site").into(),
            dev,
            watch_port: watch.then(|| number("LEPTOS_RELOAD_PORT").unwrap_or(3001) as u32),
            log: get("LATH_LOG").unwrap_or("info").to_owned(),
            log_json: get("LATH_LOG_FORMAT").map_or(!dev, |f| f == "json"),
            body_limit: number("LATH_BODY_LIMIT").unwrap_or(4 << 20) as usize,
            init_timeout: Duration::from_millis(number("LATH_INIT_TIMEOUT_MS").unwrap_or(10_000)),
            grace: Duration::from_millis(number("LATH_GRACE_MS").unwrap_or(10_000)),
            head_timeout: Duration::from_millis(number("LATH_HEAD_TIMEOUT_MS").unwrap_or(30_000)),
            js: Limits {
                time: Duration::from_millis(number("LATH_JS_TIMEOUT_MS").unwrap_or(50)),
                memory: (number("LATH_JS_MEMORY_MB").unwrap_or(16) as usize)
                    .saturating_mul(1 << 20),
            },
            endpoint_timeout: Duration::from_millis(
                number("LATH_ENDPOINT_TIMEOUT_MS").unwrap_or(300_000),
            ),
            pdf_timeout: Duration::from_millis(number("LATH_PDF_TIMEOUT_MS").unwrap_or(10_000)),
            pdf_parallel: number("LATH_PDF_PARALLEL").unwrap_or(2) as usize,
            pdf_pages: number("LATH_PDF_PAGES").unwrap_or(1000) as usize,
            allow_private_http: flag("LATH_ALLOW_PRIVATE_HTTP").unwrap_or(false),
            metrics: match get(METRICS) {
                None if dev => Metrics::Open,
                None | Some("0" | "false" | "off") => Metrics::Off,
                Some("1" | "true" | "on") => Metrics::Open,
                Some(token) => Metrics::Token(token.to_owned()),
            },
            schedules: flag("LATH_SCHEDULES").unwrap_or(true),
            url: ["LATH_URL", "AUTH_URL", "NEXTAUTH_URL"]
                .iter()
                .find_map(|name| get(name))
                .and_then(|url| Url::parse(url).ok())
                .filter(|url| matches!(url.scheme(), "http" | "https")),
            trust_proxy: flag("LATH_TRUST_PROXY").unwrap_or(false),
            auth: AuthSettings {
                secret: AuthSecret::of(
                    AUTH_SECRETS
                        .iter()
                        .find_map(|name| Some((*name, get(name)?))),
                ),
                tries: number("LATH_AUTH_TRIES").map_or(30, |n| n.min(1_000_000) as u32),
                dev_user: get("LOWDEFY_DEV_USER")
                    .and_then(|user| engine::json::parse(user.as_bytes()).ok()),
                database: get(DATABASE).map_or_else(
                    || {
                        let dir = get("LATH_DATA_DIR").unwrap_or("data");
                        format!("sqlite://{dir}/auth.sqlite")
                    },
                    str::to_owned,
                ),
            },
            frame_ancestors: get("LATH_FRAME_ANCESTORS").unwrap_or("'self'").to_owned(),
            secrets: secrets(vars),
        }
    }
}

/// See [`Settings::editor`].
const EDITOR: &str = "vscode://file/{file}:{line}:{column}";

/// What a Chromium may be called.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The browser in the folders of the variable `PATH`.
fn browser_of(path: &str) -> Option<PathBuf> {
    let folders = std::env::split_paths(path);
    let files = folders.flat_map(|folder| BROWSERS.map(|name| folder.join(name)));
    files.into_iter().find(|file| file.is_file())
}

/// The parts of a list by commas.
fn listed(list: &str) -> Vec<String> {
    list.split(',').map(|part| part.trim().to_owned()).collect()
}

/// The texts of a JSON list.
fn names(list: &str) -> impl Iterator<Item = String> {
    let list = engine::json::parse(list.as_bytes()).unwrap_or_default();
    let texts = list.items().iter().filter_map(Value::as_str);
    texts.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// The environment of the process, and what `.env` in the folder `dir` adds to it.
pub fn environment(dir: Option<&Path>) -> BTreeMap<String, String> {
    let file = dir.map(|dir| dotenv(&dir.join(".env"))).unwrap_or_default();
    // A variable that is not Unicode is none that an app could name.
    let own = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    file.into_iter().chain(own).collect()
}

/// The variables of a file of lines `NAME=value`; lines that are none are said and left out.
fn dotenv(path: &Path) -> Vec<(String, String)> {
    let Ok(lines) = dotenvy::from_path_iter(path) else {
        return Vec::new();
    };
    let file = path.display();
    let read = lines.filter_map(|line| match line {
        Ok(entry) => Some(entry),
        // The message of the error has the line, which may hold a secret.
        Err(_) => {
            tracing::warn!(%file, "a line is not `NAME=value` and is left out");
            None
        }
    });
    read.collect()
}

/// Variables that cookies are signed with; the first counts.
const AUTH_SECRETS: [&str; 2] = ["AUTH_SECRET", "NEXTAUTH_SECRET"];

/// The variable that says where users are, with the password of the database.
const DATABASE: &str = "DATABASE_URL";

/// The variable that may hold the token of who reads figures.
const METRICS: &str = "LATH_METRICS";

/// What names of the app's secrets begin with; the last wins.
const SECRET_PREFIXES: [&str; 2] = ["LOWDEFY_SECRET_", "LATH_SECRET_"];

/// Is the value of the variable for the server alone?
fn is_secret(name: &str) -> bool {
    AUTH_SECRETS.contains(&name)
        || [DATABASE, METRICS].contains(&name)
        || SECRET_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// What `_build.env` may read: the environment without secrets, which artifacts must not hold.
pub fn build_env(vars: &BTreeMap<String, String>) -> HashMap<String, String> {
    let vars = vars.iter().filter(|(name, _)| !is_secret(name));
    vars.map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

fn secrets(vars: &BTreeMap<String, String>) -> Secrets {
    let with = |prefix: &'static str| {
        vars.iter()
            .filter_map(move |(k, v)| Some((k.strip_prefix(prefix)?.to_owned(), v.clone())))
    };
    SECRET_PREFIXES.into_iter().flat_map(with).collect()
}
