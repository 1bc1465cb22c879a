//! What is known of requests and endpoints once the app is loaded, so that no call looks it up.

use std::collections::BTreeMap;

use connections::{ConnectionEntry, RequestEntry, Schema};
use engine::Str;
use model::server::{App, Endpoint, Request};
use model::{Diagnostic, Diagnostics};

use crate::Catalog;

/// The rows of the catalog for a request.
#[derive(Clone, Copy)]
pub struct Plan {
    /// The type of its connection, if there is one of that name.
    pub(crate) connection: Option<&'static ConnectionEntry>,
    /// Its own type.
    pub(crate) request: Option<&'static RequestEntry>,
    /// Running it changes nothing, as far as its configuration tells.
    pub only_reads: bool,
}

/// All of an app.
#[derive(Default)]
pub struct Plans {
    requests: BTreeMap<(Str, Str), Plan>,
    payloads: BTreeMap<Str, Schema>,
}

impl Plans {
    /// Looks everything up.
    ///
    /// # Errors
    /// Schemas of payloads that are none.
    pub fn new(app: &App, catalog: Catalog) -> Result<Plans, Vec<Diagnostic>> {
        let requests = app.pages.values().flat_map(|page| page.requests.values());
        let requests = requests.map(|request| {
            let key = (request.page_id.clone(), request.id.clone());
            (key, plan(app, request, catalog))
        });
        let mut found = Vec::new();
        let payloads = app.endpoints.values().filter_map(|endpoint| {
            Some((endpoint.id.clone(), payload_schema(endpoint, &mut found)?))
        });
        let plans = Plans {
            requests: requests.collect(),
            payloads: payloads.collect(),
        };
        if found.is_empty() {
            Ok(plans)
        } else {
            Err(found)
        }
    }

    /// That of a request.
    pub fn request(&self, page_id: &Str, request_id: &Str) -> Option<&Plan> {
        self.requests.get(&(page_id.clone(), request_id.clone()))
    }

    /// What the payload of an endpoint must be.
    pub(crate) fn payload(&self, endpoint_id: &str) -> Option<&Schema> {
        self.payloads.get(endpoint_id)
    }
}

fn payload_schema(endpoint: &Endpoint, found: &mut Vec<Diagnostic>) -> Option<Schema> {
    if endpoint.payload_schema.is_none() {
        return None;
    }
    match Schema::compile(&endpoint.payload_schema) {
        Ok(schema) => Some(schema),
        Err(error) => {
            let mut d = Diagnostics::of(format!("api/{}.json", endpoint.id));
            d.within("payloadSchema", |d| d.error(error.to_string()));
            found.append(&mut d.found);
            None
        }
    }
}

fn plan(app: &App, request: &Request, catalog: Catalog) -> Plan {
    let connection = request
        .connection_id
        .as_ref()
        .and_then(|id| app.connections.get(id));
    let connection = connection.and_then(|c| catalog(&c.kind));
    let row = connection.and_then(|c| c.request(&request.kind));
    Plan {
        connection,
        request: row,
        only_reads: row.is_some_and(|row| only_reads(row, request)),
    }
}

/// Methods of Knex's query builder that change something.
const WRITES: &[&str] = &[
    "decrement",
    "del",
    "delete",
    "increment",
    "insert",
    "truncate",
    "update",
    "upsert",
];

/// Words of SQL that change something.
const SQL_WRITES: &[&str] = &[
    "insert", "update", "delete", "replace", "create", "drop", "alter", "pragma", "attach", "into",
];

/// Whether a request can be seen to only read.
fn only_reads(row: &RequestEntry, request: &Request) -> bool {
    if row.name == "KnexBuilder" {
        let mut writes = false;
        request
            .properties
            .visit_keys(&mut |key| writes |= WRITES.contains(&key));
        // Code may give any query.
        let properties = &request.properties;
        properties.visit_operators(&mut |name, _, _| writes |= name == "_js");
        return !writes;
    }
    let Some(properties) = request.properties.as_const_at(&["query", "method"]) else {
        return false;
    };
    match row.name {
        "KnexRaw" => properties.key("query").as_str().is_some_and(sql_reads),
        "AxiosHttp" => properties
            .key("method")
            .as_str()
            .is_none_or(|m| m.eq_ignore_ascii_case("get")),
        _ => row.check_read && !row.check_write,
    }
}

fn sql_reads(sql: &str) -> bool {
    let words: Vec<String> = sql
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let first = words.first().map(String::as_str);
    matches!(first, Some("select" | "with"))
        && !words.iter().any(|w| SQL_WRITES.contains(&w.as_str()))
}
