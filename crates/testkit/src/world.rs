//! A world to evaluate in: everything fixed, as the vectors were recorded.

use std::cell::Cell;

use engine::{Map, Root, Scope, Value, json, path};

/// A fixed world: values by root, a clock that stands still, random numbers from a seed.
#[derive(Default)]
pub struct World {
    roots: Vec<(Root, Value)>,
    /// What the clock says.
    pub now: f64,
    seed: Cell<u64>,
}

impl World {
    /// An empty world at `now`.
    pub fn new(now: f64) -> World {
        World {
            roots: Vec::new(),
            now,
            seed: Cell::new(0x9e37_79b9_7f4a_7c15),
        }
    }

    /// Sets the whole of `root`.
    #[must_use]
    pub fn with(mut self, root: Root, value: Value) -> World {
        self.roots.retain(|(r, _)| *r != root);
        self.roots.push((root, value));
        self
    }

    /// A page as `context` describes it, in the words of Lowdefy's WebParser.
    pub fn of_page(context: &Value, now: f64) -> World {
        let key = match context.key("contextId") {
            Value::Undefined => context.key("id"),
            id => id,
        };
        let input = context
            .key("inputs")
            .key(key.as_str().unwrap_or_default())
            .clone();
        let query = match context.key("urlQuery") {
            Value::Undefined => {
                let search = context.key("window").key("location").key("search");
                url_query(search.as_str().unwrap_or_default())
            }
            query => query.clone(),
        };
        let window = context.key("window");
        let of = |name: &str| context.key(name).clone();
        World::new(now)
            .with(Root::State, of("state"))
            .with(Root::Global, of("lowdefyGlobal"))
            .with(Root::Input, input)
            .with(Root::UrlQuery, query)
            .with(Root::Event, of("event"))
            .with(Root::EventLog, of("eventLog"))
            .with(Root::Actions, of("actions"))
            .with(Root::Requests, of("requests"))
            .with(Root::User, of("user"))
            .with(Root::Menus, of("menus"))
            .with(Root::Location, location(context))
            .with(Root::Media, media(window))
    }

    /// A request on the server.
    pub fn of_request(context: &Value, now: f64) -> World {
        World::new(now)
            .with(Root::Payload, context.key("payload").clone())
            .with(Root::Secret, context.key("secrets").clone())
            .with(Root::User, context.key("user").clone())
    }
}

impl Scope for World {
    fn read(&self, root: Root, path: &str) -> Value {
        let Some((_, value)) = self.roots.iter().find(|(r, _)| *r == root) else {
            return Value::Undefined;
        };
        if path.is_empty() {
            value.clone()
        } else {
            path::get(value, path)
        }
    }

    fn now(&self) -> f64 {
        self.now
    }

    fn random(&self) -> f64 {
        let mut x = self.seed.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.seed.set(x);
        (x >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Address parts as a page has them: of the browser, and of the app.
fn location(context: &Value) -> Value {
    let mut map = Map::clone(
        context
            .key("window")
            .key("location")
            .as_map()
            .unwrap_or(&<_>::default()),
    );
    map.insert("basePath", context.key("basePath").clone());
    map.insert("homePageId", context.key("home").key("pageId").clone());
    map.insert("pageId", context.key("pageId").clone());
    map.into()
}

fn media(window: &Value) -> Value {
    let width = window.key("innerWidth").clone();
    Value::object([
        ("width", width),
        ("height", window.key("innerHeight").clone()),
    ])
}

/// The query of an address: every value is JSON if it can be, else text.
pub fn url_query(search: &str) -> Value {
    let search = search.strip_prefix('?').unwrap_or(search);
    let pairs = search.split('&').filter(|p| !p.is_empty());
    let entry = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let text = percent_decode(value);
        let value = json::parse_wire(text.as_bytes()).unwrap_or_else(|_| text.into());
        (percent_decode(key), value)
    };
    Value::map(pairs.map(entry).collect())
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|h| std::str::from_utf8(h).ok());
        match (first, code.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (byte, _) => {
                bytes.push(if byte == b'+' { b' ' } else { byte });
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
