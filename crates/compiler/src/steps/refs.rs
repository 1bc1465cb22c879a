//! Names that operators read: whether anything has that name. What is doubtful is not said: a page whose
//! state is set by what an operator gives may have any key.

use std::collections::BTreeSet;

use super::pages::PageCx;
use crate::build::Compiler;
use crate::finding::Level;
use crate::known::meant;
use crate::node::{Kind, Node, Place};

/// A name that an operator reads: the first part of its path.
type Read<'n> = (&'n str, Place);

impl Compiler<'_> {
    /// Warns of state and requests that the page `node` reads and that nothing on it makes.
    pub(super) fn page_refs(&mut self, node: &Node, cx: &PageCx<'_>) {
        let page = &cx.id;
        if let Some(known) = state_keys(node, cx) {
            for (name, place) in reads(node, &["state"]) {
                let message = format!(
                    "State \"{name}\" is read on page \"{page}\", where no block has that id and no \
                     SetState sets it."
                );
                self.unknown("state-refs", name, place, message, &known);
            }
        }
        let known = cx.requests.iter();
        let known = known.filter_map(|request| request.get("requestId")?.as_str());
        let known: BTreeSet<&str> = known.collect();
        for (name, place) in reads(node, &["request", "request_details"]) {
            let message = format!(
                "The answer of request \"{name}\" is read on page \"{page}\", which has no such request."
            );
            self.unknown("request-refs", name, place, message, &known);
        }
        for request in &cx.requests {
            self.payload_refs(request, page);
        }
    }

    /// Warns of parts of its payload that a request reads and is not sent.
    fn payload_refs(&mut self, request: &Node, page: &str) {
        let Some(payload) = request.get("payload").and_then(Node::as_object) else {
            return;
        };
        if payload
            .single()
            .is_some_and(|(key, _)| key.starts_with('_'))
        {
            return;
        }
        let Some(properties) = request.get("properties") else {
            return;
        };
        let known: BTreeSet<&str> = payload.iter().map(|(key, ..)| &**key).collect();
        let id = request.get("requestId").and_then(Node::as_str);
        let id = id.unwrap_or_default();
        for (name, place) in reads(properties, &["payload"]) {
            let message = format!(
                "Request \"{id}\" on page \"{page}\" reads \"{name}\" of its payload, which has no such key."
            );
            self.unknown("payload-refs", name, place, message, &known);
        }
    }

    /// Warns of steps whose answers the endpoint `id` reads and that it does not have.
    pub(super) fn step_refs(&mut self, routine: &Node, id: &str, steps: &[&str]) {
        let known: BTreeSet<&str> = steps.iter().copied().collect();
        for (name, place) in reads(routine, &["step"]) {
            let message = format!(
                "The answer of step \"{name}\" is read at endpoint \"{id}\", which has no such step."
            );
            self.unknown("step-refs", name, place, message, &known);
        }
    }

    fn unknown(
        &mut self,
        code: &'static str,
        name: &str,
        place: Place,
        message: String,
        known: &BTreeSet<&str>,
    ) {
        if known.contains(name) {
            return;
        }
        let help = meant(name, known.iter().copied());
        self.find(Level::Warning, code, place, message, help);
    }
}

/// Keys that the state of a page may have; none if they cannot be known.
fn state_keys<'n>(page: &'n Node, cx: &'n PageCx<'_>) -> Option<BTreeSet<&'n str>> {
    let mut known: BTreeSet<&str> = cx.counts.keys().map(|id| first(id)).collect();
    let mut is_known = true;
    visit(page, &mut |node| {
        if node.get("type").and_then(Node::as_str) != Some("SetState") {
            return;
        }
        match node
            .get("params")
            .map(|params| (params, params.as_object()))
        {
            None => {}
            Some((_, Some(params)))
                if params.single().is_none_or(|(key, _)| !key.starts_with('_')) =>
            {
                known.extend(params.iter().map(|(key, ..)| first(key)));
            }
            Some((params, _)) => is_known &= params.is_null(),
        }
    });
    is_known.then_some(known)
}

/// What operators of these names read in `node`, also within functions.
fn reads<'n>(node: &'n Node, operators: &[&str]) -> Vec<Read<'n>> {
    let mut found = Vec::new();
    visit(node, &mut |node| {
        let single = node.as_object().and_then(|object| object.single());
        let Some((key, params)) = single else { return };
        let bare = key.trim_start_matches('_');
        if bare.len() == key.len() || !operators.contains(&bare) {
            return;
        }
        let path = params.as_str().map(|text| (text, params.place));
        let path = path.or_else(|| {
            let key = params.get("key")?;
            Some((key.as_str()?, key.place))
        });
        found.extend(path.map(|(path, place)| (first(path), place)));
    });
    found
}

/// The first part of a path.
fn first(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or_default()
}

fn visit<'n>(node: &'n Node, seen: &mut dyn FnMut(&'n Node)) {
    seen(node);
    match &node.kind {
        Kind::List(list) => list.items().iter().for_each(|item| visit(item, seen)),
        Kind::Object(object) => object.iter().for_each(|(_, _, value)| visit(value, seen)),
        Kind::Scalar(_) => {}
    }
}
