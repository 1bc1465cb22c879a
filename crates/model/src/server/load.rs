//! Reading a build folder into an [`App`]. All files are looked at before anything is said, so that an
//! author sees every finding at once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use engine::{Expr, Reads, Realm, Str, Table, Value, json, serializer};

use crate::server::files::{self, PageFile, Stamp};
use crate::server::script::{self, NamedScript, Scripts};
use crate::server::{
    App, AppHtml, AuthConfig, Config, Connection, Endpoint, I18n, PageEntry, Request, Rule,
};
use crate::{Block, Diagnostic, Diagnostics, Page, Severity, read};

/// The operators to compile with.
#[derive(Clone, Copy)]
pub struct Tables {
    /// Those of pages.
    pub client: &'static Table,
    /// Those of connections and requests.
    pub server: &'static Table,
    /// Those of routines.
    pub routine: &'static Table,
}

/// How to load.
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// Keep place markers in what browsers get.
    pub keep_places: bool,
}

/// Reads the app in `dir`.
///
/// # Errors
/// Every finding, at least one of which is an error. Warnings alone do not fail; they are in the app.
pub fn load(dir: &Path, tables: Tables, options: Options) -> Result<App, Vec<Diagnostic>> {
    load_again(dir, tables, options, None)
}

/// The same, where pages of `before` whose files did not change are taken from there. It was loaded in
/// the same way.
///
/// # Errors
/// As [`load`].
pub fn load_again(
    dir: &Path,
    tables: Tables,
    options: Options,
    before: Option<&App>,
) -> Result<App, Vec<Diagnostic>> {
    if !dir.is_dir() {
        let mut d = Diagnostics::of(dir.display().to_string());
        d.error("the build directory does not exist");
        return Err(d.found);
    }
    let mut loader = Loader {
        dir,
        tables,
        options,
        before: before.map(|app| &app.pages),
        found: Vec::new(),
        named: Vec::new(),
    };
    let app = loader.app();
    if loader.found.iter().any(|d| d.severity == Severity::Error) {
        return Err(loader.found);
    }
    Ok(App {
        warnings: loader.found,
        ..app
    })
}

struct Loader<'a> {
    dir: &'a Path,
    tables: Tables,
    options: Options,
    before: Option<&'a BTreeMap<Str, Arc<PageEntry>>>,
    found: Vec<Diagnostic>,
    named: Vec<NamedScript>,
}

impl Loader<'_> {
    fn app(&mut self) -> App {
        let config = self.config();
        let menus = self.file("menus.json", Value::list(Vec::new()));
        let menus = match read::list(&menus) {
            Some(items) => Value::list(items.to_vec()),
            None => {
                self.error("menus.json", "expected an array of menus");
                Value::list(Vec::new())
            }
        };
        let auth = self.file("auth.json", Value::object([]));
        let html = self.file("app.json", Value::object([]));
        let text = |key: &str| {
            html.key("html")
                .key(key)
                .as_shared_str()
                .unwrap_or_else(|| "".into())
        };
        App {
            dir: self.dir.to_owned(),
            html: AppHtml {
                append_head: text("appendHead"),
                append_body: text("appendBody"),
            },
            auth: AuthConfig {
                configured: auth.key("configured") == &Value::Bool(true),
                source: auth,
            },
            global: serializer::deserialize(&self.file("global.json", Value::object([]))),
            types: self.file("types.json", Value::object([])),
            meta: serializer::deserialize(&self.file("appMeta.json", Value::object([]))),
            i18n: self.i18n(),
            connections: self.connections(),
            pages: self.pages(),
            endpoints: self.endpoints(),
            // Last: those before tell what they name.
            scripts: Scripts {
                named: std::mem::take(&mut self.named),
                ..script::read(self.dir, &mut self.found)
            },
            places: Default::default(),
            warnings: Vec::new(),
            config,
            menus,
        }
    }

    fn config(&mut self) -> Config {
        let source = self.file("config.json", Value::object([]));
        let base_path: Str = match source.key("basePath") {
            Value::String(s) if s.starts_with('/') => s.trim_end_matches('/').into(),
            v if v.is_none() => "".into(),
            _ => {
                self.error(
                    "config.json",
                    "`basePath` must be a string that starts with \"/\"",
                );
                "".into()
            }
        };
        let timeout = source.key("requestTimeout").as_number();
        Config {
            base_path,
            home_page_id: source.key("homePageId").as_shared_str(),
            request_timeout_ms: match timeout {
                None => Some(30_000),
                Some(ms) if ms > 0.0 => Some(ms as u64),
                Some(_) => None,
            },
            source,
        }
    }

    /// A file of the root, or `default` where it is absent.
    fn file(&mut self, name: &str, default: Value) -> Value {
        let mut d = Diagnostics::of(name);
        let value = files::read(self.dir, name, &mut d).unwrap_or(default);
        self.found.extend(d.found);
        value
    }

    fn i18n(&mut self) -> Option<I18n> {
        let file = self.file("i18n.json", Value::Undefined);
        let mut d = Diagnostics::of("i18n.json");
        let i18n = I18n::read(&serializer::without_places(&file), &mut d);
        self.found.extend(d.found);
        i18n
    }

    fn error(&mut self, file: &str, message: &str) {
        let mut d = Diagnostics::of(file);
        d.error(message);
        self.found.extend(d.found);
    }

    fn connections(&mut self) -> BTreeMap<Str, Connection> {
        let mut out = BTreeMap::new();
        for path in files::all_json_files(self.dir, "connections") {
            let mut d = Diagnostics::of(path.as_str());
            if let Some(connection) = self.connection(&path, &mut d) {
                check_name(
                    &path,
                    "connections/",
                    &connection.id,
                    "connectionId",
                    &mut d,
                );
                out.insert(connection.id.clone(), connection);
            }
            self.found.extend(d.found);
        }
        out
    }

    fn connection(&mut self, path: &str, d: &mut Diagnostics) -> Option<Connection> {
        let value = files::read(self.dir, path, d)?;
        script::named(&value, Realm::Server, path, &mut self.named);
        let fields = read::Fields::of(&value, self.tables.server, "a connection", d)?;
        Some(Connection {
            id: fields.required_text("connectionId", d)?,
            kind: fields.required_text("type", d)?,
            properties: fields.expr("properties"),
            key: fields.key(),
        })
    }

    fn endpoints(&mut self) -> BTreeMap<Str, Arc<Endpoint>> {
        let mut out = BTreeMap::new();
        for path in files::all_json_files(self.dir, "api") {
            let mut d = Diagnostics::of(path.as_str());
            let endpoint = files::read(self.dir, &path, &mut d).and_then(|value| {
                script::named(&value, Realm::Server, &path, &mut self.named);
                Endpoint::read(&value, self.tables.routine, &mut d)
            });
            if let Some(endpoint) = endpoint {
                check_name(&path, "api/", &endpoint.id, "endpointId", &mut d);
                out.insert(endpoint.id.clone(), Arc::new(endpoint));
            }
            self.found.extend(d.found);
        }
        out
    }

    /// Pages are most of an app: they are read on all cores.
    fn pages(&mut self) -> BTreeMap<Str, Arc<PageEntry>> {
        let all = files::pages(self.dir);
        if all.is_empty() {
            self.error("pages", "the app has no pages");
        }
        let workers = std::thread::available_parallelism()
            .map_or(1, |n| n.get())
            .min(8);
        let queue = Mutex::new(all.iter());
        let done = Mutex::new((Vec::new(), Vec::new()));
        let (dir, tables, options, before) = (self.dir, self.tables, self.options, self.before);
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let next = queue.lock().unwrap_or_else(|e| e.into_inner()).next();
                        let Some(file) = next else { break };
                        let stamps = file.stamps(dir);
                        let known = before.and_then(|pages| pages.get(file.id.as_str()));
                        let is_same = |entry: &&Arc<PageEntry>| {
                            entry.stamps == stamps && stamps.iter().all(Option::is_some)
                        };
                        let outcome = match known.filter(is_same) {
                            Some(known) => Ok(Arc::clone(known)),
                            None => page(dir, file, stamps, tables, options).map(Arc::new),
                        };
                        let mut done = done.lock().unwrap_or_else(|e| e.into_inner());
                        match outcome {
                            Ok(entry) => done.0.push(entry),
                            Err(found) => done.1.extend(found),
                        }
                    }
                });
            }
        });
        let (entries, mut found) = done.into_inner().unwrap_or_else(|e| e.into_inner());
        let entries: BTreeMap<Str, Arc<PageEntry>> = entries
            .into_iter()
            .map(|entry| (entry.page.id.clone(), entry))
            .collect();
        let odd = entries.values().flat_map(|entry| entry.found.iter());
        found.extend(odd.cloned());
        found.sort_by(|a, b| (&a.file, a.position).cmp(&(&b.file, b.position)));
        self.found.extend(found);
        let named = entries.values().flat_map(|entry| entry.named.iter());
        let mut named: Vec<NamedScript> = named.cloned().collect();
        named.sort_by(|a, b| (&a.file, &a.at).cmp(&(&b.file, &b.at)));
        self.named.extend(named);
        entries
    }
}

/// A page with its requests, or what is wrong where it is none. What else is wrong is in it.
fn page(
    dir: &Path,
    file: &PageFile,
    stamps: Vec<Option<Stamp>>,
    tables: Tables,
    options: Options,
) -> Result<PageEntry, Vec<Diagnostic>> {
    let mut d = Diagnostics::of(file.path.as_str());
    let mut named = Vec::new();
    let entry = files::read(dir, &file.path, &mut d).and_then(|value| {
        script::named(&value, Realm::Client, &file.path, &mut named);
        let page = Page::read(&value, tables.client, &mut d)?;
        if *page.id != *file.id {
            d.error(format!(
                "the file's name says page `{}`, but its `pageId` is `{}`",
                file.id, page.id
            ));
        }
        let source = source(&value, options);
        Some(PageEntry {
            auth: Rule::read(value.key("auth")),
            embedded: json::escape_html(&source).into(),
            source: source.into(),
            is_static: is_static(&page),
            requests: BTreeMap::new(),
            page: Arc::new(page),
            stamps,
            found: Vec::new(),
            named: Vec::new(),
        })
    });
    let mut found = std::mem::take(&mut d.found);
    let Some(mut entry) = entry else {
        return Err(found);
    };
    for path in &file.requests {
        let mut d = Diagnostics::of(path.as_str());
        let request = request(dir, path, &entry.page.id, tables, &mut d, &mut named);
        if let Some(request) = request {
            entry.requests.insert(request.id.clone(), request);
        }
        found.append(&mut d.found);
    }
    (entry.found, entry.named) = (found, named);
    Ok(entry)
}

fn request(
    dir: &Path,
    path: &str,
    page_id: &Str,
    tables: Tables,
    d: &mut Diagnostics,
    named: &mut Vec<NamedScript>,
) -> Option<Request> {
    let value = files::read(dir, path, d)?;
    script::named(&value, Realm::Server, path, named);
    let fields = read::Fields::of(&value, tables.server, "a request", d)?;
    let id = fields.required_text("requestId", d)?;
    check_name(
        path,
        &format!("pages/{page_id}/requests/"),
        &id,
        "requestId",
        d,
    );
    Some(Request {
        id,
        page_id: page_id.clone(),
        kind: fields.required_text("type", d)?,
        connection_id: fields.text("connectionId", d),
        properties: fields.expr("properties"),
        auth: Rule::read(fields.get("auth")),
        stream: *fields.get("stream") == Value::Bool(true),
        key: fields.key(),
    })
}

fn check_name(path: &str, folder: &str, id: &str, key: &str, d: &mut Diagnostics) {
    let name = path
        .strip_prefix(folder)
        .and_then(|p| p.strip_suffix(".json"));
    if name != Some(id) {
        d.error(format!(
            "the file's name says `{}`, but its `{key}` is `{id}`",
            name.unwrap_or(path)
        ));
    }
}

/// The artifact for browsers: without who may see it, and without markers of place unless kept.
fn source(value: &Value, options: Options) -> String {
    let mut value = if options.keep_places {
        value.clone()
    } else {
        serializer::without_places(value)
    };
    value.make_map().remove("auth");
    json::to_wire(&value)
}

/// Does the HTML of the page depend on its artifacts alone? Then it is drawn once.
fn is_static(page: &Page) -> bool {
    let varying = Reads::ADDRESS | Reads::CLOCK | Reads::USER;
    let mut fixed = page
        .root
        .event("onInit")
        .is_none_or(|e| e.actions.is_empty());
    page.root.visit(&mut |block: &Block| {
        let layouts = block.areas.iter().map(|a| &a.layout);
        let skeleton = block.skeleton.is_some() && !block.loading.is_undefined();
        fixed &= !skeleton
            && !block
                .expressions()
                .into_iter()
                .chain(layouts)
                .any(|e: &Expr| e.reads().intersects(varying));
    });
    fixed
}
