//! Endpoints: what `api` lists, and the steps of their routines.

use super::{Artifact, Ids, Part, auth::Rules, place_of, set, types::Types};
use crate::build::{Compiler, received};
use crate::fields::Fields;
use crate::keys::item;
use crate::node::{Node, Object, Place};

/// Keys of controls whose values are routines.
const PARTS: [&str; 9] = [
    ":catch",
    ":default",
    ":do",
    ":else",
    ":finally",
    ":parallel",
    ":switch",
    ":then",
    ":try",
];

/// An endpoint whose routine is being built.
struct EndpointCx<'t> {
    id: String,
    steps: Ids,
    types: &'t mut Types,
}

impl Compiler<'_> {
    /// Checks endpoints and makes their artifacts.
    pub(super) fn endpoints(
        &mut self,
        app: &Object,
        rules: &Rules,
        types: &mut Types,
        parts: &mut Vec<Part>,
    ) {
        let mut ids = Ids::default();
        let mut names = Vec::new();
        let all = self.section(app, "api").unwrap_or_default();
        for (i, node) in all.iter().enumerate() {
            let Some(object) = node.as_object() else {
                let shown = received(Some(node));
                let message = format!("Endpoint should be an object. Received {shown}.");
                self.error("schema", node.place, message);
                continue;
            };
            let Some(id) = self.id(object, node.place, "Endpoint", "") else {
                continue;
            };
            let at = place_of(object, "id", node.place);
            if !ids.add(id) {
                self.error("ids", at, format!("Duplicate endpointId \"{id}\"."));
                continue;
            }
            if !self.names_file(id, at, "Endpoint") {
                continue;
            }
            names.push(id);
            let rule = rules.endpoint(self, id, at);
            if let Some(node) = self.endpoint(id, object, node.place, rule, types) {
                parts.push(Part::One(Artifact {
                    path: format!("api/{id}.json"),
                    key: item("root.api", i, &node),
                    node,
                }));
            }
        }
        rules.check(self, "api", &names);
    }

    fn endpoint(
        &mut self,
        id: &str,
        object: &Object,
        place: Place,
        rule: Node,
        types: &mut Types,
    ) -> Option<Node> {
        let at = place_of(object, "id", place);
        let kind = self.type_of(object, place, "Endpoint", &format!(" at endpoint \"{id}\""))?;
        if !["Api", "InternalApi"].contains(&kind) {
            let message = format!(
                "Endpoint type \"{kind}\" at endpoint \"{id}\" is not known: it is \"Api\" or \
                 \"InternalApi\"."
            );
            self.error("types", place_of(object, "type", place), message);
        }
        let Some(routine) = object.get("routine").filter(|node| !node.is_null()) else {
            self.error(
                "schema",
                at,
                format!("Endpoint routine is not defined at endpoint \"{id}\"."),
            );
            return None;
        };
        let mut cx = EndpointCx {
            id: id.to_owned(),
            steps: Ids::default(),
            types,
        };
        let routine = self.routine(routine, &mut cx);
        self.step_refs(&routine, id, &cx.steps.all());
        let mut fields = object.fields();
        set(&mut fields, "routine", routine);
        set(&mut fields, "auth", rule);
        set(&mut fields, "endpointId", Node::text(id, at));
        set(&mut fields, "id", Node::text(format!("endpoint:{id}"), at));
        Some(Node::object(fields, place))
    }

    fn routine(&mut self, node: &Node, cx: &mut EndpointCx<'_>) -> Node {
        if let Some(items) = node.as_list() {
            let items = items.iter().map(|item| self.routine(item, cx));
            return Node::list(items.collect(), node.place);
        }
        let Some(object) = node.as_object() else {
            let message = format!(
                "A routine at endpoint \"{}\" is a list of steps and controls. Received {}.",
                cx.id,
                received(Some(node))
            );
            self.error("schema", node.place, message);
            return node.clone();
        };
        if object.iter().any(|(key, _, _)| key.starts_with(':')) {
            return self.control(object, node.place, cx);
        }
        self.step(object, node.place, cx)
    }

    fn control(&mut self, object: &Object, place: Place, cx: &mut EndpointCx<'_>) -> Node {
        let mut fields = Fields::room(object.iter().len());
        for (key, at, value) in object.iter() {
            let value = match PARTS.contains(&&**key) && !value.is_null() {
                true => self.routine(value, cx),
                false => value.clone(),
            };
            fields.insert(key.clone(), (at, value));
        }
        Node::object(fields, place)
    }

    fn step(&mut self, object: &Object, place: Place, cx: &mut EndpointCx<'_>) -> Node {
        let broken = |object: &Object| Node::object(object.fields(), place);
        let where_ = format!(" at endpoint \"{}\"", cx.id);
        let Some(id) = self.id(object, place, "Step", &where_) else {
            return broken(object);
        };
        let at = place_of(object, "id", place);
        if !cx.steps.add(id) {
            let message = format!("Duplicate stepId \"{id}\" on endpoint \"{}\".", cx.id);
            self.error("ids", at, message);
        }
        let at_step = format!(" at step \"{id}\"{where_}");
        let Some(kind) = self.type_of(object, place, "Step", &at_step) else {
            return broken(object);
        };
        let prefix = if kind == "CallApi" {
            "endpoint"
        } else {
            "request"
        };
        if prefix == "request" {
            cx.types.request(kind, place_of(object, "type", place));
            match object.get("connectionId") {
                Some(node) => {
                    if let Some(connection) = node.as_str() {
                        let what = format!("Step \"{id}\"{where_}");
                        cx.types.needs_connection(connection, &what, node.place);
                    }
                }
                None => {
                    let message = format!("Step connectionId missing{at_step}.");
                    self.error("schema", at, message);
                }
            }
        }
        let mut fields = object.fields();
        let full = format!("{prefix}:{}:{id}", cx.id);
        set(&mut fields, "id", Node::text(full, at));
        set(&mut fields, "stepId", Node::text(id, at));
        set(&mut fields, "endpointId", Node::text(&cx.id, at));
        Node::object(fields, place)
    }
}
