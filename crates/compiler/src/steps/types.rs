//! Types: which the app uses and how often, and whether there are such types.

use engine::{Map, Realm, Str, Value};
use indexmap::IndexMap;

use crate::build::Compiler;
use crate::finding::Level;
use crate::known::{self, closest, did_you_mean, meant};
use crate::node::{Kind, Node, Object, Place};

/// Uses of types by name: how often, and where first.
type Uses = IndexMap<Str, (usize, Place)>;

/// What the app uses, or a part of it.
#[derive(Clone, Default)]
pub(crate) struct Types {
    blocks: Uses,
    actions: Uses,
    connections: Uses,
    requests: Uses,
    client: Uses,
    server: Uses,
    auth: IndexMap<&'static str, Uses>,
    /// Ids of connections.
    connection_ids: Vec<String>,
    /// Who needs which connection.
    needs: Vec<(String, String, Place)>,
    /// The app brings packages with types of its own.
    has_plugins: bool,
}

fn merge(uses: &mut Uses, part: &Uses) {
    for (name, (n, place)) in part {
        uses.entry(name.clone()).or_insert((0, *place)).0 += n;
    }
}

fn count(uses: &mut Uses, name: &str, place: Place) {
    match uses.get_mut(name) {
        Some((n, _)) => *n += 1,
        None => {
            uses.insert(name.into(), (1, place));
        }
    }
}

/// Kinds of types of `auth` in `types.json`.
const AUTH: [(&str, &str); 4] = [
    ("adapter", "adapters"),
    ("callback", "callbacks"),
    ("event", "events"),
    ("provider", "providers"),
];

impl Types {
    /// None yet.
    pub(super) fn of(app: &Object) -> Types {
        let plugins = app.get("plugins").and_then(Node::as_list);
        Types {
            has_plugins: plugins.is_some_and(|list| !list.is_empty()),
            ..Types::default()
        }
    }

    /// Adds what a part uses, but for its operators.
    pub(super) fn add(&mut self, part: &Types) {
        merge(&mut self.blocks, &part.blocks);
        merge(&mut self.actions, &part.actions);
        merge(&mut self.requests, &part.requests);
        self.needs.extend(part.needs.iter().cloned());
    }

    /// Adds the operators that a part uses.
    pub(super) fn add_operators(&mut self, part: &Types) {
        merge(&mut self.client, &part.client);
        merge(&mut self.server, &part.server);
    }

    pub(super) fn block(&mut self, name: &str, place: Place) {
        count(&mut self.blocks, name, place);
    }

    pub(super) fn action(&mut self, name: &str, place: Place) {
        count(&mut self.actions, name, place);
    }

    pub(super) fn request(&mut self, name: &str, place: Place) {
        count(&mut self.requests, name, place);
    }

    pub(super) fn connection(&mut self, id: &str, name: &str, place: Place) {
        self.connection_ids.push(id.to_owned());
        count(&mut self.connections, name, place);
    }

    /// Notes that `what` needs the connection `id`.
    pub(super) fn needs_connection(&mut self, id: &str, what: &str, place: Place) {
        self.needs.push((id.to_owned(), what.to_owned(), place));
    }

    /// A part of `auth`: an adapter, callback, event or provider.
    pub(super) fn auth(&mut self, what: &str, name: &str, place: Place) {
        if let Some((what, _)) = AUTH.into_iter().find(|(known, _)| *known == what) {
            count(self.auth.entry(what).or_default(), name, place);
        }
    }

    /// Counts the operators in `node`.
    pub(super) fn operators(&mut self, c: &mut Compiler<'_>, node: &Node, realm: Realm) {
        match &node.kind {
            Kind::Object(object) => {
                let single = object.single().filter(|(key, _)| key.starts_with('_'));
                if let Some((key, place)) = single.and_then(|(k, _)| Some((k, object.place_of(k)?)))
                {
                    self.operator(c, key, place, realm);
                }
                for (_, _, value) in object.iter() {
                    self.operators(c, value, realm);
                }
            }
            Kind::List(list) => list
                .items()
                .iter()
                .for_each(|n| self.operators(c, n, realm)),
            Kind::Scalar(_) => {}
        }
    }

    fn operator(&mut self, c: &mut Compiler<'_>, key: &str, place: Place, realm: Realm) {
        let bare = key.trim_start_matches('_');
        let name = &key[key.len() - bare.len() - 1..];
        let name = name.split('.').next().unwrap_or_default();
        let uses = match realm {
            Realm::Client => &mut self.client,
            _ => &mut self.server,
        };
        if let Some((n, _)) = uses.get_mut(name) {
            *n += 1;
            return;
        }
        if operators::all().any(|entry| entry.name == name) {
            return count(uses, name, place);
        }
        // Data of databases has such keys as well: only what is nearly an operator is worth a word.
        let names = operators::all().map(|entry| entry.name.trim_start_matches('_'));
        if let Some(close) = closest(name.trim_start_matches('_'), names) {
            let message = format!("Operator type \"{name}\" was used but is not defined.");
            let help = Some(did_you_mean(&format!("_{close}")));
            c.find(Level::Warning, "types", place, message, help);
        }
    }

    /// Says which types and connections there are not.
    pub(super) fn check(&self, c: &mut Compiler<'_>) {
        let known = c.options.known;
        self.check_types(c, "Action", &self.actions, &known.actions, &[]);
        self.check_types(c, "Block", &self.blocks, &known.blocks, known::BLOCKS);
        let others = known::CONNECTIONS;
        self.check_types(
            c,
            "Connection",
            &self.connections,
            &known.connections,
            others,
        );
        let others = known::REQUESTS;
        self.check_types(c, "Request", &self.requests, &known.requests, others);
        for (what, uses) in &self.auth {
            let names = match *what {
                "adapter" => &known.adapters,
                "callback" => &known.callbacks,
                "event" => &known.events,
                _ => &known.providers,
            };
            self.check_types(c, &format!("Auth {what}"), uses, names, known::auth(what));
        }
        for (id, what, place) in &self.needs {
            if self.connection_ids.contains(id) {
                continue;
            }
            let ids = self.connection_ids.iter().map(String::as_str);
            let help = meant(id, ids);
            let message = format!("{what} uses the connection \"{id}\", which there is not.");
            c.find(Level::Warning, "connection-refs", *place, message, help);
        }
    }

    fn check_types(
        &self,
        c: &mut Compiler<'_>,
        what: &str,
        uses: &Uses,
        known: &[&str],
        absent: &[&str],
    ) {
        for (name, (_, place)) in uses {
            if known.contains(&&**name) {
                continue;
            }
            if absent.contains(&&**name) {
                let message = format!("{what} type \"{name}\" is not available in this server.");
                c.warn("types", *place, message);
                continue;
            }
            let level = match self.has_plugins {
                true => Level::Warning,
                false => Level::Error,
            };
            let help = meant(name, known.iter().chain(absent).copied());
            let message = format!("{what} type \"{name}\" was used but is not defined.");
            c.find(level, "types", *place, message, help);
        }
    }

    /// `types.json`.
    pub(super) fn value(&self) -> Value {
        let empty = Uses::default();
        let auth = AUTH.map(|(what, key)| (key, counts(self.auth.get(what).unwrap_or(&empty))));
        Value::object([
            ("actions", counts(&self.actions)),
            ("auth", Value::map(auth.into_iter().collect::<Map>())),
            ("blocks", counts(&self.blocks)),
            ("connections", counts(&self.connections)),
            ("requests", counts(&self.requests)),
            (
                "operators",
                Value::object([
                    ("client", counts(&self.client)),
                    ("server", counts(&self.server)),
                ]),
            ),
        ])
    }
}

fn counts(uses: &Uses) -> Value {
    let entries = uses.iter().map(|(name, (n, _))| {
        let entry = [
            ("originalTypeName", Value::String(name.clone())),
            ("package", "lath".into()),
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("count", (*n).into()),
        ];
        (name.clone(), Value::object(entry))
    });
    Value::map(entries.collect())
}
