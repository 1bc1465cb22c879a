//! `_js`: the code of functions goes to a module of its own, and its hash stays in the artifact.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use engine::{Realm, Str, Value, json};
use sha1::{Digest, Sha1};

use crate::fields::Fields;
use crate::node::{Kind, Node, is_code};

/// Code by hash.
#[derive(Clone, Default)]
pub(crate) struct Scripts {
    client: BTreeMap<String, Str>,
    server: BTreeMap<String, Str>,
}

/// What functions of pages are given.
const CLIENT: &str = "actions, args, event, input, location, lowdefyApp, lowdefyGlobal, pathParams, \
                      request, state, urlQuery, user";

/// What functions of connections, requests and endpoints are given.
const SERVER: &str = "args, item, lowdefyApp, payload, secret, state, step, user";

impl Scripts {
    /// `node` with the hashes of its functions in place of their code.
    pub(crate) fn extract(&mut self, node: &Node, realm: Realm) -> Node {
        match &node.kind {
            _ if !node.has_code() => node.clone(),
            Kind::Object(object) => {
                let mut fields = Fields::room(object.iter().len());
                for (key, place, value) in object.iter() {
                    let value = match is_code(key) {
                        true => self.call(value, realm),
                        false => self.extract(value, realm),
                    };
                    fields.insert(key.clone(), (place, value));
                }
                Node::object(fields, node.place)
            }
            Kind::List(list) => {
                let items = list.items().iter().map(|item| self.extract(item, realm));
                Node::list(items.collect(), node.place)
            }
            Kind::Scalar(_) => node.clone(),
        }
    }

    /// Adds the functions of a part.
    pub(crate) fn add_all(&mut self, part: &Scripts) {
        for (all, part) in [
            (&mut self.client, &part.client),
            (&mut self.server, &part.server),
        ] {
            all.extend(part.iter().map(|(hash, code)| (hash.clone(), code.clone())));
        }
    }

    fn call(&mut self, node: &Node, realm: Realm) -> Node {
        if let Some(code) = node.as_str() {
            return Node::text(self.add(code, realm), node.place);
        }
        match (node.as_object(), node.get("fn").and_then(Node::as_str)) {
            (Some(object), Some(code)) => {
                let hash = self.add(code, realm);
                let mut fields = Fields::default();
                for (key, place, value) in object.iter() {
                    let value = match &**key {
                        "fn" => Node::text(&hash, value.place),
                        _ => self.extract(value, realm),
                    };
                    fields.insert(key.clone(), (place, value));
                }
                Node::object(fields, node.place)
            }
            _ => self.extract(node, realm),
        }
    }

    fn add(&mut self, code: &str, realm: Realm) -> String {
        let hash = BASE64_STANDARD.encode(Sha1::digest(code.as_bytes()));
        let map = match realm {
            Realm::Client => &mut self.client,
            _ => &mut self.server,
        };
        map.entry(hash.clone()).or_insert_with(|| code.into());
        hash
    }

    /// The modules and their paths; none where there are no functions.
    pub(crate) fn modules(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("plugins/operators/clientJsMap.js", CLIENT, &self.client),
            ("plugins/operators/serverJsMap.js", SERVER, &self.server),
        ];
        let used = all.into_iter().filter(|(_, _, map)| !map.is_empty());
        used.map(|(path, parameters, map)| (path, module(parameters, map)))
            .collect()
    }
}

fn module(parameters: &str, map: &BTreeMap<String, Str>) -> String {
    let mut out = String::from("export default {\n");
    for (hash, code) in map {
        let hash = json::stringify(&Value::text(hash));
        // The line end ends a comment that the code may end with.
        out.push_str(&format!("{hash}: ({{ {parameters} }}) => {{ {code}\n}},\n"));
    }
    out.push_str("};\n");
    out
}
