//! The world of a case: what `with` says, and a clock and random numbers that are always the same.

use std::cell::{Cell, RefCell};

use engine::{OpResult, Root, Scope, Script, Str, Value, date, path};

use crate::{notation, scripts};

/// What an expression can read. `with` may have
///
/// - `state`, `global`, `input`, `url_query`, `event`, `event_log`, `actions`, `requests`, `endpoints`,
///   `user`, `menus`, `location`, `media`, `app`, `theme`, `i18n`, `payload`, `secrets`, `steps`, `items`
///   and `error`: the values that the operators of these names read;
/// - `block`: where the expression stands, the id of a block or a request. Default: `spec`;
/// - `indices`: the positions in the lists around the block;
/// - `now`: the time. Default: `2026-06-04T10:30:00Z`;
/// - `zone`: the time zone, such as `+02:00`. Default: UTC;
/// - `locale`: the reader's language. Default: `en-US`;
/// - `random`: the random numbers, over and over. Default: 0.5.
pub struct World {
    values: Value,
    block: String,
    indices: Vec<usize>,
    now: f64,
    zone: f64,
    locale: Str,
    random: Vec<f64>,
    drawn: Cell<usize>,
    logged: RefCell<Vec<Value>>,
    ran_script: Cell<bool>,
}

/// What every world's clock says, unless it says otherwise: 2026-06-04T10:30:00Z.
const NOW: f64 = 1_780_569_000_000.0;

/// The keys that are no values to be read.
const SETTINGS: [&str; 6] = ["block", "indices", "locale", "now", "random", "zone"];

impl Default for World {
    fn default() -> World {
        World {
            values: Value::Undefined,
            block: "spec".to_owned(),
            indices: Vec::new(),
            now: NOW,
            zone: 0.0,
            locale: "en-US".into(),
            random: vec![0.5],
            drawn: Cell::new(0),
            logged: RefCell::default(),
            ran_script: Cell::new(false),
        }
    }
}

impl World {
    /// The world that `with` describes.
    ///
    /// # Errors
    /// A key that is unknown, or what it cannot be.
    pub fn new(with: &Value) -> Result<World, String> {
        let mut world = World {
            values: notation::read(with),
            ..World::default()
        };
        let keys = with.as_map().map(|map| map.keys()).into_iter().flatten();
        for key in keys {
            let known = NAMES.iter().any(|(_, name)| name == &&**key);
            if !known && !SETTINGS.contains(&&**key) {
                return Err(format!("`with` has no `{key}`"));
            }
        }
        if let Some(block) = with.key("block").as_str() {
            world.block = block.to_owned();
        }
        if let Some(locale) = with.key("locale").as_shared_str() {
            world.locale = locale;
        }
        let indices = with.key("indices").items().iter();
        world.indices = indices
            .filter_map(|i| usize::try_from(i.as_integer()?).ok())
            .collect();
        let random = with.key("random");
        match (random, random.items()) {
            (Value::Number(n), _) => world.random = vec![*n],
            (_, []) => {}
            (_, items) => world.random = items.iter().filter_map(Value::as_number).collect(),
        }
        match with.key("now") {
            Value::Undefined => {}
            now => {
                let now = now.as_str().and_then(date::parse);
                world.now = now.ok_or("`now` is no time, such as 2026-06-04T10:30:00Z")?;
            }
        }
        match with.key("zone") {
            Value::Undefined => {}
            zone => {
                let zone = zone.as_str().and_then(minutes);
                world.zone = zone.ok_or("`zone` is no time zone, such as +02:00")?;
            }
        }
        Ok(world)
    }

    /// Where the expression stands.
    pub(crate) fn block(&self) -> &str {
        &self.block
    }

    /// The positions in the lists around.
    pub(crate) fn indices(&self) -> &[usize] {
        &self.indices
    }

    /// What was logged.
    pub(crate) fn logged(&self) -> Vec<Value> {
        self.logged.borrow().clone()
    }

    /// Was a function of `_js` called?
    pub(crate) fn ran_script(&self) -> bool {
        self.ran_script.get()
    }
}

/// `+02:00` → 120
fn minutes(zone: &str) -> Option<f64> {
    let sign = match zone.chars().next()? {
        '+' => 1.0,
        '-' => -1.0,
        _ => return None,
    };
    let (hours, minutes) = zone[1..].split_once(':')?;
    Some(sign * (hours.parse::<f64>().ok()? * 60.0 + minutes.parse::<f64>().ok()?))
}

/// What can be read, and how `with` calls it.
const NAMES: [(Root, &str); 21] = [
    (Root::State, "state"),
    (Root::Global, "global"),
    (Root::Input, "input"),
    (Root::UrlQuery, "url_query"),
    (Root::Event, "event"),
    (Root::EventLog, "event_log"),
    (Root::Actions, "actions"),
    (Root::Requests, "requests"),
    (Root::Endpoints, "endpoints"),
    (Root::User, "user"),
    (Root::Menus, "menus"),
    (Root::Location, "location"),
    (Root::Media, "media"),
    (Root::App, "app"),
    (Root::Theme, "theme"),
    (Root::I18n, "i18n"),
    (Root::Payload, "payload"),
    (Root::Secret, "secrets"),
    (Root::Step, "steps"),
    (Root::Item, "items"),
    (Root::Error, "error"),
];

impl Scope for World {
    fn read(&self, root: Root, path: &str) -> Value {
        let name = NAMES.iter().find(|(known, _)| *known == root);
        let value = name.map_or(&Value::Undefined, |(_, name)| self.values.key(name));
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
        let at = self.drawn.get();
        self.drawn.set(at + 1);
        self.random[at % self.random.len().max(1)]
    }

    fn timezone_offset(&self, _ms: f64) -> f64 {
        -self.zone
    }

    fn locale(&self) -> Str {
        self.locale.clone()
    }

    fn log(&self, value: &Value) {
        self.logged.borrow_mut().push(value.clone());
    }

    /// The code itself stands where an app has the hash of a function.
    fn script(&self, script: &Script<'_>) -> OpResult {
        self.ran_script.set(true);
        scripts::run(script)
    }
}
