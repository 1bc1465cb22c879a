//! Pages: a page is a block, with rules, and the requests of all its blocks.

use std::sync::{Arc, OnceLock};

use engine::Realm;

use super::{
    Artifact, Ids, Part,
    auth::{PageRules, Rules},
    place_of, set,
    types::Types,
};
use crate::build::{Compiler, received};
use crate::keys::item;
use crate::memo::Record;
use crate::node::{FileId, Node, Object, Place};
use crate::scripts::Scripts;
use crate::units::{Made, Unit, Units};

/// What is known of a page while its blocks are built.
pub(super) struct PageCx<'t> {
    pub(super) id: String,
    pub(super) rule: Node,
    pub(super) types: &'t mut Types,
    /// Blocks of one id so far.
    pub(super) counts: std::collections::HashMap<String, usize>,
    pub(super) request_ids: Ids,
    pub(super) requests: Vec<Node>,
    /// Requests that actions name, with their places.
    pub(super) called: Vec<(String, Place)>,
    /// Pages that actions name.
    pub(super) linked: Vec<(String, Place)>,
}

/// A page that is to be built.
struct Wanted<'n> {
    /// Where it is among the pages.
    i: usize,
    id: &'n str,
    /// The place of its id.
    at: Place,
    node: &'n Node,
    rule: Node,
}

/// The pages that were built.
pub(super) struct Pages {
    /// Ids in order, with where they are.
    pub(super) ids: Vec<(String, Place)>,
    /// Their rules.
    pub(super) rules: PageRules,
}

/// The page of what is not found.
const NOT_FOUND: &str = "{id: '404', type: Result, style: {minHeight: 100vh}, properties: {status: info, \
    title: '404', subTitle: 'Sorry, the page you are visiting does not exist.'}, areas: {extra: \
    {blocks: [{id: home, type: Button, properties: {title: Go to home page, type: Link}, events: \
    {onClick: [{id: home, type: Link, params: {home: true}}]}}]}}}";

/// The pages of the app, and those that every app has.
pub(super) fn with_defaults(c: &mut Compiler<'_>, app: &Object) -> Vec<Node> {
    let mut all = c.section(app, "pages").unwrap_or_default().to_vec();
    let has = all
        .iter()
        .any(|page| page.get("id").and_then(Node::as_str) == Some("404"));
    if !has {
        let file = c.sources.made("lath:404.yaml", NOT_FOUND.into(), false);
        c.note(file, None);
        all.extend(c.parse(file));
    }
    all
}

impl Compiler<'_> {
    /// Builds all pages, those that are new by all cores.
    pub(super) fn pages(
        &mut self,
        units: &mut Units,
        all: &[Node],
        rules: &Rules,
        types: &mut Types,
        parts: &mut Vec<Part>,
    ) -> Pages {
        let mut ids = Ids::default();
        let wanted = all.iter().enumerate().map(|(i, node)| {
            let look = |helper: &mut Compiler<'_>| helper.wanted(i, node, rules, &mut ids);
            self.apart(node.place.file, 0, look)
        });
        let wanted: Vec<(Option<Wanted<'_>>, Record)> = wanted.collect();
        let mut made = self.units(units, wanted.iter().filter_map(|(page, _)| page.as_ref()));
        let mut built = Pages {
            ids: Vec::new(),
            rules: PageRules::new(),
        };
        let mut linked = Vec::new();
        for (page, record) in wanted {
            self.adopt(record);
            let Some((page, unit)) = page.and_then(|page| Some((page, made.next()?))) else {
                continue;
            };
            built.ids.push((page.id.to_owned(), page.at));
            built.rules.insert(page.id.to_owned(), page.rule);
            if let Some(journal) = &mut self.journal {
                unit.findings.iter().for_each(|found| journal.say(found));
            }
            types.add(&unit.types);
            linked.extend(unit.linked.iter().cloned());
            if let Some(node) = &unit.page {
                let key = item("root.pages", page.i, node);
                parts.push(Part::Page(unit, key));
            }
        }
        self.linked(&linked, &built);
        let names: Vec<&str> = built.ids.iter().map(|(id, _)| id.as_str()).collect();
        rules.check(self, "pages", &names);
        built
    }

    /// A page with an id of its own, and who may see it. None of another, of which it says what is wrong.
    fn wanted<'n>(
        &mut self,
        i: usize,
        node: &'n Node,
        rules: &Rules,
        ids: &mut Ids,
    ) -> Option<Wanted<'n>> {
        let Some(object) = node.as_object() else {
            let shown = received(Some(node));
            let message = format!("pages[{i}] is not an object. Received {shown}");
            self.error("schema", node.place, message);
            return None;
        };
        let id = self.id(object, node.place, "Page", &format!(" at page {i}"))?;
        let at = place_of(object, "id", node.place);
        if !ids.add(id) {
            self.error("ids", at, format!("Duplicate pageId \"{id}\"."));
            return None;
        }
        if !self.names_file(id, at, "Page") {
            return None;
        }
        let rule = rules.page(self, id, at);
        Some(Wanted {
            i,
            id,
            at,
            node,
            rule,
        })
    }

    /// The pages as they are built: those that stay the same, and those that are new.
    fn units<'w, 'n: 'w>(
        &self,
        units: &mut Units,
        wanted: impl Iterator<Item = &'w Wanted<'n>>,
    ) -> std::vec::IntoIter<Arc<Unit>> {
        let known = wanted.map(|page| (page, units.find(page.id, page.node, &page.rule)));
        let known: Vec<_> = known.collect();
        let new = known.iter().filter(|(_, unit)| unit.is_none());
        let new: Vec<&Wanted<'_>> = new.map(|(page, _)| *page).collect();
        let work = |helper: &mut Compiler<'_>, page: &&Wanted<'_>| helper.unit(page);
        let done = self.by_all_cores(&new, FileId::default(), work);
        let mut done = done.into_iter();
        let unit = |(page, unit): (&Wanted<'_>, Option<Arc<Unit>>)| {
            unit.or_else(|| {
                let (unit, record) = done.next()?;
                Some(units.keep(page.id, unit.with(record)))
            })
        };
        let all: Vec<Arc<Unit>> = known.into_iter().filter_map(unit).collect();
        all.into_iter()
    }

    /// Builds one page, with all that it becomes.
    fn unit(&mut self, wanted: &Wanted<'_>) -> Unit {
        let Wanted { id, node, rule, .. } = wanted;
        let mut types = Types::default();
        let mut cx = PageCx {
            id: (*id).to_owned(),
            rule: rule.clone(),
            types: &mut types,
            counts: Default::default(),
            request_ids: Ids::default(),
            requests: Vec::new(),
            called: Vec::new(),
            linked: Vec::new(),
        };
        let page = self.page(node, &mut cx);
        self.called(&cx);
        if let Some(page) = &page {
            self.page_refs(page, &cx);
        }
        let (requests, linked) = (cx.requests, cx.linked);
        let mut unit = Unit {
            source: (*node).clone(),
            rule: rule.clone(),
            artifacts: Vec::new(),
            types,
            scripts: Scripts::default(),
            linked,
            findings: Vec::new(),
            page,
        };
        if let Some(page) = unit.page.clone() {
            for artifact in artifacts(id, page, requests) {
                let made = self.made(artifact, &mut unit);
                unit.artifacts.push(made);
            }
        }
        unit
    }

    fn made(&mut self, artifact: Artifact, unit: &mut Unit) -> Made {
        let realm = match artifact.key.is_empty() {
            true => Realm::Client,
            false => Realm::Server,
        };
        unit.types.operators(self, &artifact.node, realm);
        let node = unit.scripts.extract(&artifact.node, realm);
        let artifact = Artifact { node, ..artifact };
        Made {
            text: OnceLock::new(),
            path: artifact.path,
            key: artifact.key,
            node: artifact.node,
        }
    }

    /// Builds one page.
    fn page(&mut self, node: &Node, cx: &mut PageCx<'_>) -> Option<Node> {
        let mut fields = node.as_object()?.fields();
        let at = fields.get("id").map_or(node.place, |(_, id)| id.place);
        let empty = |_: &str| Node::list(Vec::new(), at);
        let mut given = fields.clone();
        set(&mut given, "auth", cx.rule.clone());
        set(&mut given, "pageId", Node::text(&cx.id, at));
        let block = self.block(&Node::object(given, node.place), cx)?;
        fields = block.as_object()?.fields();
        set(&mut fields, "id", Node::text(format!("page:{}", cx.id), at));
        let told = cx.requests.iter().map(super::requests::told).collect();
        set(&mut fields, "requests", Node::list(told, at));
        set(&mut fields, "operators", empty("operators"));
        Some(Node::object(fields, node.place))
    }

    /// Warns of actions that call requests which the page does not have.
    fn called(&mut self, cx: &PageCx<'_>) {
        let ids: Vec<&str> = cx
            .requests
            .iter()
            .filter_map(|node| node.get("requestId")?.as_str())
            .collect();
        for (id, place) in &cx.called {
            if !ids.contains(&id.as_str()) {
                let help = crate::known::meant(id, ids.iter().copied());
                let message = format!(
                    "Request \"{id}\" is called on page \"{}\", which has no such request.",
                    cx.id
                );
                self.find(
                    crate::finding::Level::Warning,
                    "request-refs",
                    *place,
                    message,
                    help,
                );
            }
        }
    }

    /// Warns of links to pages that the app does not have.
    fn linked(&mut self, linked: &[(String, Place)], built: &Pages) {
        for (id, place) in linked {
            if !built.rules.contains_key(id) {
                let names = built.ids.iter().map(|(id, _)| id.as_str());
                let help = crate::known::meant(id, names);
                let message = format!("Page \"{id}\" is linked to, but there is no such page.");
                self.find(
                    crate::finding::Level::Warning,
                    "link-refs",
                    *place,
                    message,
                    help,
                );
            }
        }
    }
}

/// The artifacts of a page: its requests, and at last itself.
fn artifacts(id: &str, page: Node, requests: Vec<Node>) -> Vec<Artifact> {
    let request = |(j, node): (usize, Node)| {
        let request_id = node.get("requestId").and_then(Node::as_str);
        let request_id = request_id.unwrap_or_default();
        Artifact {
            path: format!("pages/{id}/requests/{request_id}.json"),
            key: item(".requests", j, &node),
            node,
        }
    };
    let mut all: Vec<Artifact> = requests.into_iter().enumerate().map(request).collect();
    all.push(Artifact {
        path: format!("pages/{id}/{id}.json"),
        key: String::new(),
        node: page,
    });
    all
}
